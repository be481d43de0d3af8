"""`make superset`: Corate's dashboards in Apache Superset, installed apart, for this machine alone.

Everything that it makes lies in `.superset/`: the environment, Superset's own database, the secret
key and the password. Delete the folder, and nothing is left. What has been done is not done again.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
FOLDER = PROJECT / ".superset"
HOST = "127.0.0.1"
THREADS = 8
"""A dashboard asks for its charts at once."""


class Failure(Exception):
    """What went wrong, in one line that says what to do."""


def python_of(venv: Path) -> Path:
    """The Python of an environment."""
    return venv / "bin" / "python"


def install(venv: Path) -> None:
    """Install what requirements.txt names, as requirements.lock pins it, once."""
    wanted = (HERE / "requirements.lock").read_text(encoding="utf-8")
    stamp = venv / "installed.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if not (3, 11) <= sys.version_info[:2] <= (3, 12):
        raise Failure("Superset runs on Python 3.11 and 3.12; name one: make superset PYTHON=...")
    print(f"installing Superset into {venv} (900 MB; once)", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(python_of(venv)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    what = ["-r", str(HERE / "requirements.txt"), "-c", str(HERE / "requirements.lock")]
    subprocess.run([*pip, *what], check=True)
    stamp.write_text(wanted, encoding="utf-8")


def secret(folder: Path, name: str) -> str:
    """A secret of the folder, made when it is first asked for; only the user can read its file."""
    file = folder / name
    if not file.exists():
        made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "w", encoding="utf-8") as opened:
            opened.write(secrets.token_urlsafe(24))
    return file.read_text(encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """What Superset's programs are told, by variables; makes the secrets where there are none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret(folder, "secret_key")
    return {
        **os.environ,
        "SUPERSET_HOME": str(folder),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SUPERSET_PASSWORD": secret(folder, "password"),
    }


def prepare(venv: Path, folder: Path, database: Path) -> None:
    """Set up Superset's database and import the dashboards, where anything of them is new."""
    given = environment(folder)
    said = hashlib.sha256(str(database.resolve()).encode())
    for file in sorted(HERE.rglob("*")):
        if file.suffix in (".yaml", ".py", ".lock"):
            said.update(file.read_bytes())
    stamp = folder / "imported.txt"
    done_before = stamp.exists() and stamp.read_text(encoding="utf-8") == said.hexdigest()
    if done_before and (folder / "superset.db").exists():
        return
    print("importing the dashboards", flush=True)
    command = [str(python_of(venv)), "-m", "bi.superset.load", str(database.resolve())]
    log = folder / "import.log"
    with log.open("wb") as output:
        done = subprocess.run(command, cwd=PROJECT, env=given, stdout=output, stderr=output)
    if done.returncode:
        raise Failure(f"the dashboards could not be imported; {log} says why")
    stamp.write_text(said.hexdigest(), encoding="utf-8")


def server(venv: Path, port: int) -> list[str]:
    """The command that serves on this machine alone, in one process."""
    gunicorn = [str(python_of(venv)), "-m", "gunicorn", "--bind", f"{HOST}:{port}"]
    how = ["--worker-class", "gthread", "--threads", str(THREADS), "--timeout", "120"]
    return [*gunicorn, *how, "--log-level", "warning", "superset.app:create_app()"]


def main() -> None:
    """Do all of it, and become the server; Ctrl-C ends it."""
    database = Path(os.environ.get("CORATE_DATABASE", "warehouse.duckdb"))
    if not database.is_file():
        raise Failure(f"{database} is not there: `make build` first")
    asked = os.environ.get("SUPERSET_PORT", "8088")
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise Failure(f"SUPERSET_PORT is {asked}; it is a number from 1 to 65535")
    port = int(asked)
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise Failure(f"port {port} is taken; name another: make superset SUPERSET_PORT=8089")
    given = environment(FOLDER)
    venv = FOLDER / "venv"
    install(venv)
    prepare(venv, FOLDER, database)
    print(f"http://{HOST}:{port}/dashboard/list/ in some seconds; Ctrl-C ends it")
    print(f"user admin, password {given['SUPERSET_PASSWORD']} (kept in {FOLDER / 'password'})")
    sys.stdout.flush()
    command = server(venv, port)
    os.execve(command[0], command, given)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"error: {failure}")
    except subprocess.CalledProcessError:
        sys.exit("error: Superset could not be installed; pip says above why")
    except KeyboardInterrupt:
        sys.exit(130)
