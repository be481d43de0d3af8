"""Projects of a user's, with the installed Corate as a package: names, links, what is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from corate.projects import (
    LINK,
    brings_interactions,
    connect,
    connect_link,
    has_nodes,
    make_project,
)
from ingest import settings
from ingest.errors import UsageError
from ingest.messages import typed


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("my-films", "my_films"),
        ("2026 films", "_2026_films"),
        ("Фильмы", "Фильмы"),
        ("corate", "corate_project"),
        ("null", "null_project"),
        ("On", "On_project"),
    ],
)
def test_a_project_has_a_name_that_dbt_takes(tmp_path: Path, folder: str, name: str) -> None:
    """And that no package of it has."""
    made = make_project(tmp_path / folder)
    assert Path(".gitignore") in made and Path("own", "protocols.csv") in made
    for file in ("dbt_project.yml", "profiles.yml"):
        text = (tmp_path / folder / file).read_text(encoding="utf-8")
        assert name in text and "my_project" not in text
    assert (
        yaml.safe_load((tmp_path / folder / "dbt_project.yml").read_text("utf-8"))["name"] == name
    )


def test_git_does_not_take_what_is_secret_or_made(tmp_path: Path) -> None:
    make_project(tmp_path / "mine")
    ignored = (tmp_path / "mine" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"*.key", "*.copies.csv", "*.duckdb", "*.duckdb.new", "*.duckdb.wal"} <= {*ignored}


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_there_is_not_written_over(tmp_path: Path, kind: str) -> None:
    there = tmp_path / "there" / "notes.txt"
    there.parent.mkdir()
    there.write_text("mine")
    with pytest.raises(UsageError, match="give the name of a new folder"):
        make_project(there if kind == "file" else there.parent)
    assert [*there.parent.iterdir()] == [there] and there.read_text() == "mine"


def test_the_link_follows_corate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "mine"
    make_project(project)
    for number in ("one", "two", "two"):
        place = tmp_path / number
        place.mkdir(exist_ok=True)
        monkeypatch.setattr(settings, "PROJECT_ROOT", place)
        connect_link(project)
        assert (project / LINK).resolve() == place
    # where the environment was removed before there is another
    place.rmdir()
    monkeypatch.setattr(settings, "PROJECT_ROOT", tmp_path / "one")
    connect_link(project)
    assert (project / LINK).resolve() == tmp_path / "one"
    assert capsys.readouterr().out.count("Corate is in another place now") == 2


def test_a_project_with_another_corate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dbt_packages" / "corate").mkdir(parents=True)
    (tmp_path / "packages.yml").write_text("packages:\n  - local: ../a-clone\n")
    with pytest.raises(UsageError, match="its package corate is not the Corate that is installed"):
        connect(tmp_path)
    assert not (tmp_path / LINK).is_symlink()


def test_what_is_of_the_project_itself(tmp_path: Path) -> None:
    make_project(tmp_path)
    assert has_nodes(tmp_path)
    (tmp_path / "models" / "best_rated_items.sql").unlink()
    assert not has_nodes(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "shops.csv").write_text("shop\n")
    assert has_nodes(tmp_path)


@pytest.mark.parametrize(
    ("variables", "brings"),
    [
        ("vars: {corate: {interactions_from: [crm.orders]}}", True),
        ("vars: {interactions_from: [orders]}", True),
        ("vars: {corate: {interactions_from: []}}", False),
        ("vars: {corate: {shrinkage: 20}}", False),
        ("name: mine", False),
        ("vars: [", False),
    ],
)
def test_tables_of_the_project_are_read_in_each_build(
    tmp_path: Path, variables: str, brings: bool
) -> None:
    (tmp_path / "dbt_project.yml").write_text(variables)
    assert brings_interactions(tmp_path) is brings


def test_commands_are_named_as_they_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "run `python -m corate build`, or `python -m ingest list`"
    assert typed(told) == told
    monkeypatch.setattr(settings, "IS_INSTALLED", True)
    assert typed(told) == "run `corate build`, or `corate ingest list`"


def test_a_project_is_found_from_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IS_INSTALLED", True)
    monkeypatch.delenv("CORATE_DATABASE", raising=False)
    project = tmp_path / "mine"
    (project / "models").mkdir(parents=True)
    monkeypatch.chdir(project / "models")
    with pytest.raises(UsageError, match="there is no dbt project in"):
        settings.check_project()
    assert settings.database_path() == Path("warehouse.duckdb")
    (project / "dbt_project.yml").touch()
    settings.check_project()
    assert settings.database_path() == project / "warehouse.duckdb"
    assert settings.own_folder() == project / "own"
    monkeypatch.chdir(project)
    assert settings.database_path() == Path("warehouse.duckdb")
