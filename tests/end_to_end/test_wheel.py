"""Corate as a wheel: what is in it, and what a newcomer does with it who has no clone."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CODE = ("corate", "ingest", "learning")
PROJECT = (
    *("dbt_project.yml", "macros", "models", "root_macros", "sample", "seeds"),
    *("tests/data", "docs/guides"),
)
"""What lies in one folder among Python's packages."""


@pytest.fixture(scope="module")
def wheel(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that `make wheel` builds."""
    folder = tmp_path_factory.mktemp("dist")
    command = (sys.executable, "-m", "hatchling", "build", "--target", "wheel")
    subprocess.run([*command, "--directory", folder], cwd=project_root, check=True)
    (made,) = folder.iterdir()
    return made


@dataclass(frozen=True)
class Installed:
    """An environment in which Corate was installed from a wheel."""

    folder: Path

    @property
    def packages(self) -> Path:
        """Where Python's packages are."""
        (found,) = self.folder.glob("lib/python*/site-packages")
        return found

    def install(self, wheel: Path) -> None:
        """Install a wheel alone; what it needs is found where the tests have it."""
        venv.create(self.folder, with_pip=False)
        (self.packages / "others.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
        pip = (sys.executable, "-m", "pip", "--python", self.folder / "bin" / "python")
        options = ("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps")
        subprocess.run([*pip, "install", *options, wheel], check=True)

    def run(self, folder: Path, *arguments: str | Path, exit_code: int = 0) -> str:
        """Run `corate` in a folder, and return what it printed; fails the test if that fails."""
        return self._run(folder, self.folder / "bin" / "corate", *arguments, exit_code=exit_code)

    def dbt(self, folder: Path, *arguments: str) -> str:
        """Run dbt, whose program is in the other environment."""
        python = self.folder / "bin" / "python"
        return self._run(folder, python, "-m", "dbt.cli.main", *arguments, exit_code=0)

    def _run(self, folder: Path, *command: str | Path, exit_code: int) -> str:
        done = subprocess.run(
            command,
            cwd=folder,
            env={
                **{name: value for name, value in os.environ.items() if "CORATE" not in name},
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
                # nothing here reads what dbt writes of the project, which takes 2 s
                "DBT_WRITE_JSON": "false",
                # or Python itself would write beside the modules
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": "",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == exit_code, done.stdout
        return done.stdout

    def files(self) -> dict[Path, tuple[int, int]]:
        """All that is installed, with sizes and times: what is written to shows."""
        found = [path for name in CODE for path in (self.packages / name).rglob("*")]
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """An environment that nobody can write to."""
    made = Installed(tmp_path_factory.mktemp("environment") / "it")
    made.install(wheel)
    folders = [made.packages, *(path for path in made.packages.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield made
    for folder in folders:
        folder.chmod(0o755)


@pytest.fixture(scope="module")
def project(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `corate init` makes."""
    folder = tmp_path_factory.mktemp("home of a user")
    installed.run(folder, "init", "my films 2026")
    return folder / "my films 2026"


def test_it_has_what_the_project_has_and_no_more(project_root: Path, wheel: Path) -> None:
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", *CODE, *PROJECT)
    listed = subprocess.run(
        command, cwd=project_root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    there = {name for name in listed if (project_root / name).is_file()}
    assert {"models", "seeds", "sample", "macros"} <= {name.split("/")[0] for name in there}
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert names == {
        name if name.split("/")[0] in CODE else f"corate/_project/{name}" for name in there
    }


def test_a_new_project_is_named_after_its_folder(installed: Installed, project: Path) -> None:
    assert "\nname: my_films_2026\n" in (project / "dbt_project.yml").read_text(encoding="utf-8")
    assert (project / "profiles.yml").read_text(encoding="utf-8").count("\nmy_films_2026:\n") == 1
    assert (project / ".corate").resolve() == installed.packages / "corate" / "_project"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("init", "my films 2026"), "error: my films 2026 is not empty: give the name of a new"),
        (("build",), "nor above it: `corate init my-project` makes one"),
        (("ingest", "land", "sample-films"), "nor above it: `corate init my-project` makes one"),
        (("sql", "select 1"), "go to the folder that it is in, or run `corate build` first"),
    ],
)
def test_what_it_cannot_do_it_says_in_one_line(
    installed: Installed, project: Path, arguments: tuple[str, ...], said: str
) -> None:
    code = 1 if arguments[0] == "sql" else 2
    printed = installed.run(project.parent, *arguments, exit_code=code)
    assert said in printed and printed.count("\n") == 1


def test_another_dbt_project_is_told_how_to_have_it(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: shop\n")
    printed = installed.run(tmp_path, "build", exit_code=2)
    assert "its package corate is not the Corate that is installed in" in printed
    (guide,) = [word for word in printed.split() if word.endswith("package.md")]
    assert Path(guide).is_file()


def test_help_names_what_is_typed(installed: Installed, tmp_path: Path) -> None:
    """And guides that are there."""
    told = installed.run(tmp_path, "--help") + installed.run(tmp_path, "ingest", "--help")
    assert "usage: corate [-h]" in told and "usage: corate ingest [-h]" in told
    assert "\n  corate ingest list                                 what can be landed" in told
    assert "python -m" not in told and "make " not in told
    (guides,) = [word for word in told.split() if word.endswith("docs/guides/.")]
    assert (Path(guides.removesuffix(".")) / "builds.md").is_file()


def test_what_is_landed_and_built_is_in_the_folder_of_the_project(
    installed: Installed, project: Path
) -> None:
    """From a folder below it, in an environment where nothing is written."""
    before = installed.files()
    printed = installed.run(project / "models", "build", "--select", "+best_rated_items")
    assert printed.startswith("there is no warehouse yet: the sample is landed")
    query = "select item_id from catalog.best_rated_items order by weighted_rating desc limit 1"
    assert "\n72\n" in installed.run(project, "sql", "--work", query, "--format", "csv")
    printed = installed.run(project / "own", "ingest", "remove", "sample-reviews")
    assert str(project / "warehouse.work.duckdb") in printed
    made = {path.name for path in project.iterdir()}
    assert {"warehouse.work.duckdb", "dbt_packages", "logs", "target"} <= made
    assert {path.name for path in (project / "models").iterdir()} == {
        *("_models.yml", "best_rated_items.sql")
    }
    assert installed.files() == before


@pytest.mark.long
def test_a_whole_build_is_public_and_survives_another_environment(
    installed: Installed, project: Path, wheel: Path, tmp_path: Path
) -> None:
    assert "public: " in installed.run(project, "build")
    query = "select count(*) from catalog.best_rated_items where dataset_id = 'sample-films'"
    assert installed.run(project, "sql", query, "--format", "csv").endswith("\n150\n")
    query = "select count(*) > 0 from benchmarks.users where recipe_id = 'sample-films-strict'"
    assert installed.run(project, "sql", query, "--format", "csv").endswith("\ntrue\n")
    printed = installed.run(project, "neighbors", "48", "--recipe", "sample-films-strict")
    assert "The Empire Strikes Back" in printed
    installed.run(project, "export", "sample-films-strict", "--format", "sequences")
    exported = Path("exports", "sample-films-strict", "sequences")
    assert "to the byte" in installed.run(project, "verify", exported)

    other = Installed(tmp_path / "other")
    other.install(wheel)
    (project / "models" / "more.sql").write_text(
        "{{ config(materialized='table', schema='mine') }}\n"
        "select count(*) as items from {{ ref('best_rated_items') }} where title = 'Fargo'\n"
    )
    printed = other.run(project, "build")
    assert "Corate is in another place now" in printed
    assert "nothing has changed" in printed and "2 tables" in printed
    other.dbt(project, "build", "--select", "package:this", "catalog__builds")
    query = "select items from mine.more"
    assert "\n1\n" in other.run(project, "sql", "--work", query, "--format", "csv")
