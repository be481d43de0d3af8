"""Graphs, loaded once, and a warehouse whose catalogue lists their films."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store

from ingest.cli import main
from ingest.database import open_database
from tests.ingest.conftest import looking_at
from tests.support.sparql import load_graph

HARD_CASES = Path(__file__).with_name("hard_cases.ttl")

FAST = ("--pause", "0.002", "--quiet")
"""Pauses of milliseconds, where the real ones would be of seconds."""

INVENTED_FILMS = 300


def invented_id(number: int) -> str:
    """The IMDb id of an invented film."""
    return f"tt{7_000_000 + number}"


@pytest.fixture(scope="session")
def hard_cases() -> Store:
    """Invented films with everything that has ever gone wrong."""
    return load_graph(HARD_CASES)


@pytest.fixture(scope="session")
def wikidata_films(shared_data: Path) -> Store:
    """25,352 real films as Wikidata has them."""
    return load_graph(shared_data / "wikidata" / "films.nt.gz")


@pytest.fixture(scope="session")
def invented_films() -> Store:
    """Films `invented_id(0)` and on: each tenth is missing, each seventh has no genre."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    direct_claim = "<http://wikiba.se/ontology#directClaim>"
    lines = [
        f"{_entity('P57')} {direct_claim} {_direct('P57')} .",
        f'{_entity("P57")} {label} "director"@en .',
    ]
    for number in range(INVENTED_FILMS):
        film, person = _entity(f"Q{100_000 + number}"), _entity(f"Q{200_000 + number}")
        if number % 10 == 0:
            continue
        lines += [
            f"{film} {_direct('P31')} {_entity('Q11424')} .",
            f'{film} {_direct("P345")} "{invented_id(number)}" .',
            f'{film} {label} "Film {number}"@en .',
            f"{film} {_direct('P57')} {person} .",
            f"{person} {_direct('P31')} {_entity('Q5')} .",
        ]
        if number % 7:
            lines.append(f"{film} {_direct('P136')} {_entity(f'Q{3000 + number % 20}')} .")
    store = Store()
    store.bulk_load("\n".join(lines).encode() + b"\n", format=RdfFormat.N_TRIPLES)
    return store


def _entity(name: str) -> str:
    return f"<http://www.wikidata.org/entity/{name}>"


def _direct(name: str) -> str:
    return f"<http://www.wikidata.org/prop/direct/{name}>"


@dataclass
class FilmWarehouse:
    """A database whose catalogue lists films, and the command on it.

    output, errors: what the last command printed.
    """

    path: Path
    capture: pytest.CaptureFixture[str]
    output: str = ""
    errors: str = ""

    def list_films(self, imdb_ids: Sequence[str]) -> None:
        """Make the catalogue that dbt would make of a dataset with these films."""
        with open_database(self.path) as connection:
            connection.execute("create schema if not exists catalog")
            connection.execute("delete from raw.landings")
            connection.execute(
                "insert into raw.landings by name select 'films' as dataset_id,"
                " 'movielens' as source, '2026-01-01' as landed_at, 1 as interaction_rows,"
                " 0 as rejected_rows"
            )
            connection.execute(
                "create or replace table catalog.datasets as"
                " select dataset_id, landed_at from raw.landings"
            )
            connection.execute(
                "create or replace table catalog.movies as select unnest($films) as imdb_id",
                {"films": list(imdb_ids)},
            )

    def ask(self, endpoint: str, *options: str) -> int:
        """Run `ingest wikidata` with short pauses, and return its exit code."""
        return self.run("--endpoint", endpoint, *FAST, *options)

    def run(self, *options: str | Path) -> int:
        """Run `ingest wikidata` as it is."""
        self.capture.readouterr()
        arguments = ["wikidata", "--database", str(self.path), *map(str, options)]
        try:
            code = main(arguments)
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        self.output, self.errors = self.capture.readouterr()
        return code

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with looking_at(self.path) as connection:
            return connection.execute(sql).fetchall()

    def answered(self, kind: str = "full") -> list[str]:
        """The films of all landed answers of a kind, each time that they were answered."""
        return [
            imdb_id
            for (imdb_id,) in self.query(
                f"select unnest(imdb_ids) as film from raw.wikidata_answers where kind = '{kind}'"
                " order by film"
            )
        ]

    def rows(self) -> list[tuple[Any, ...]]:
        """Kind and row of all landed answers, in an order of their own."""
        return self.query(
            """
            select
                kind,
                cast(unnest(cast(answer -> '$.results.bindings' as json[])) as varchar) as row_text
            from raw.wikidata_answers
            order by all
            """
        )


@pytest.fixture
def warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> FilmWarehouse:
    return FilmWarehouse(tmp_path / "films.work.duckdb", capsys)
