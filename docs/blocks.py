"""Make the outputs that README.md and the pages under docs/ show, or check them.

  make build && python -m docs.blocks      write them, from a warehouse that holds the sample alone
  python -m docs.blocks --check            show what would change; exit code 5 if anything does
  python -m docs.blocks --clients PYTHON --server FOLDER docs/guides/clients.md
                                           of one page, and what needs more than this environment

cog does it. In a page, `<!-- [[[cog answer()]]] -->` stands below a block of `sql`, `sh` or
`python`. What the block answers is between that line and `<!-- [[[end]]] -->`: a table, or what
commands print. `answer(of="clients")` is run by the Python of another environment, with the
packages of tests/clients/requirements.txt, `answer(of="server")` beside a PostgreSQL server, and
`answer(of="both")` with both; where they are not named, what stands there stays.
Commands run in a temporary folder beside a copy of the warehouse, which they may change. A picture
draws the `rows` of a query.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest.settings import work_path_of

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/*.md", "docs/*.svg", "docs/guides/*.md")
DATABASE = "warehouse.duckdb"
# pages tell of tables that readers never see, too
WORK = str(work_path_of(Path(DATABASE)))
BLOCK_ABOVE = re.compile(r"```(sql|sh|python)\n((?:(?!```).)*)```\s*\Z", re.DOTALL)


def pages() -> list[Path]:
    """The files that may show outputs."""
    return [page for pattern in PAGES for page in sorted(ROOT.glob(pattern))]


CLIENTS, SERVER = "PAGES_CLIENTS", "PGHOST"
NEEDED = {"": (), "clients": (CLIENTS,), "server": (SERVER,), "both": (CLIENTS, SERVER)}
"""The variables that say where what a block needs is."""


def answer(exit_code: int = 0, of: str = "") -> None:
    """Write the answer to the block above. Raises ValueError where there is none.

    of: what it needs beside this environment, a key of NEEDED. It is called by cog, and knows from
    cog where it stands.
    """
    import cog

    if not {*NEEDED[of]} <= {*os.environ}:
        cog.out(cog.previous)
        return

    lines = Path(cog.inFile).read_text(encoding="utf-8").splitlines()
    found = BLOCK_ABOVE.search("\n".join(lines[: cog.firstLineNum - 1]))
    if not found:
        raise ValueError(f"{cog.inFile}:{cog.firstLineNum}: no block of code stands above")
    language, text = found.groups()
    if language == "sql":
        made = _table(text)
    else:
        python = os.environ[CLIENTS] if CLIENTS in NEEDED[of] else sys.executable
        shell = ("sh", "-e", "-c") if language == "sh" else (python, "-c")
        made = f"```text\n{_printed((*shell, text), exit_code)}\n```"
    # Markdown begins and ends a table at a blank line
    cog.outl(f"\n{made}\n")


def rows(query: str) -> list[tuple[Any, ...]]:
    """What a query finds, for a picture to draw."""
    with duckdb.connect(WORK, read_only=True) as connection:
        return connection.execute(query).fetchall()


def _table(query: str) -> str:
    """A query's answer as a table in Markdown; numbers stand to the right."""
    with duckdb.connect(WORK, read_only=True) as connection:
        relation = connection.sql(query.strip().rstrip(";"))
        columns, types = relation.columns, [str(kind) for kind in relation.types]
        # as DuckDB writes values
        found = relation.select("columns(*)::varchar").fetchall()
    rights = [re.match(r"U?(TINY|SMALL|BIG|HUGE)?INT|DOUBLE|FLOAT|DECIMAL", t) for t in types]
    rules = ["---:" if right else "---" for right in rights]
    rows = [["NULL" if cell is None else cell.replace("|", r"\|") for cell in row] for row in found]
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, rules, *rows))


def _printed(command: Sequence[str], exit_code: int) -> str:
    """What a shell or Python prints.

    Raises RuntimeError where it ends with another exit code.
    """
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != exit_code:
        raise RuntimeError(f"{command[-1]}\n{done.stdout}")
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())


def main() -> int:
    """Write or check all pages; return cog's exit code."""
    from cogapp import Cog

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, show differences")
    parser.add_argument("--database", type=Path, default=ROOT / DATABASE)
    parser.add_argument("--clients", metavar="PYTHON", help="of an environment with clients")
    parser.add_argument("--server", metavar="FOLDER", help="where a PostgreSQL server's socket is")
    parser.add_argument("pages", nargs="*", type=Path, help="(default: all)")
    options = parser.parse_args()
    shown = [str(page.resolve()) for page in options.pages or pages()]
    for name, value in ((CLIENTS, options.clients), (SERVER, options.server)):
        if value:
            os.environ[name] = value
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(options.database, Path(folder) / DATABASE)
        shutil.copyfile(work_path_of(options.database), Path(folder) / WORK)
        (Path(folder) / "sample").symlink_to(ROOT / "sample")
        os.chdir(folder)
        # as in an activated environment; the modules are the checkout's
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        os.environ.update(PATH=path, PYTHONPATH=str(ROOT), CORATE_DATABASE=DATABASE)
        mode = ("--check", "--diff") if options.check else ("-r",)
        prologue = ("-p", "from docs.blocks import answer, rows")
        code = Cog().main(["cog", "-U", *mode, *prologue, *shown])
        os.chdir(ROOT)
        return int(code)


if __name__ == "__main__":
    sys.exit(main())
