"""Java for Apache Spark: which one is found, and what is said and done where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corate import java

TOLD = {
    'openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment': 17,
    'openjdk version "21" 2023-09-19': 21,
    'java version "1.8.0_452"': 8,
    'openjdk version "11.0.27" 2025-04-15': 11,
    "The operation could not be completed. Unable to locate a Java Runtime.": None,
}


def program(folder: Path, name: str, *lines: str) -> Path:
    """A program of a few lines of shell."""
    folder.mkdir(exist_ok=True, parents=True)
    file = folder / name
    file.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    file.chmod(0o755)
    return file


def java_that_says(folder: Path, told: str) -> Path:
    return program(folder, "java", "cat >&2 <<'END'", told, "END")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for, beside `sh` and `cat`."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "cat"):
        (folder / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return folder


@pytest.mark.parametrize(("told", "version"), TOLD.items())
def test_versions_are_read_as_they_are_told(programs: Path, told: str, version: int | None) -> None:
    java_that_says(programs, told)
    assert java.java_version() == version
    assert bool(java.what_is_wrong()) == (version is None or version < 17)


def test_java_home_comes_first(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does in Spark's own script."""
    java_that_says(programs, 'openjdk version "17.0.15"')
    java_that_says(tmp_path / "home" / "bin", 'openjdk version "11.0.27"')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    assert java.what_is_wrong().startswith(
        "Apache Spark needs Java 17 or 21, and this is Java 11: install it"
    )
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    assert java.what_is_wrong() == (
        "JAVA_HOME is /nowhere, and no Java is there: unset it, or set it to where Java is"
    )


def run(project_root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "corate.java"]
    return subprocess.run(
        command, cwd=project_root, env=os.environ, capture_output=True, text=True, check=False
    )


def test_it_is_installed_where_it_is_missing(project_root: Path, programs: Path) -> None:
    """With the second package, where the system does not have the first."""
    asked = programs / "asked.txt"
    installed = java_that_says(programs.parent / "package", 'openjdk version "21.0.9"')
    # who is root does not need it
    program(programs, "sudo", 'exec "$@"')
    program(
        programs,
        "apt-get",
        f'echo "$@" >> {asked}',
        'case "$*" in',
        "*openjdk-17*) exit 100 ;;",
        f"*openjdk-21*) /bin/cp {installed} {programs} ;;",
        "esac",
    )
    done = run(project_root)
    assert (done.returncode, done.stdout) == (0, "installed Java 21\n"), done.stderr
    assert [line.split()[-1] for line in asked.read_text().splitlines()] == [
        *("update", "openjdk-17-jre-headless", "openjdk-21-jre-headless")
    ]
    assert run(project_root).stdout == ""


def test_elsewhere_one_line_says_what_is_missing(project_root: Path, programs: Path) -> None:
    failed = run(project_root)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("error: Apache Spark needs Java 17 or 21, and there is none: ")
    assert failed.stderr.count("\n") == 1
