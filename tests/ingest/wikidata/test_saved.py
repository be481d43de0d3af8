"""Answers from a file and to a file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from ingest.wikidata.queries import query
from tests.ingest.wikidata.conftest import FilmWarehouse
from tests.support.sparql import answer, serve_graph

FILMS = ["tt9000001", "tt9000009", "tt90000007"]


def saved(store: Store, **changes: object) -> dict[str, Any]:
    text = query("full", FILMS)
    return {
        "kind": "full",
        "imdb_ids": FILMS,
        "query": text,
        "endpoint": "https://query.wikidata.org/sparql",
        "answered_at": "2026-11-01T12:00:00Z",
        "answer": json.loads(answer(store, text)),
        **changes,
    }


def write(file: Path, *lines: object) -> Path:
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return file


ANSWERS = "select * exclude (answer_id) from raw.wikidata_answers order by all"


def test_saved_answers_are_landed_once(
    warehouse: FilmWarehouse, hard_cases: Store, tmp_path: Path
) -> None:
    later = saved(hard_cases, answered_at="2026-11-02T13:00:00.5+01:00", endpoint=None, query=None)
    file = write(tmp_path / "answers.jsonl", saved(hard_cases), later, later)
    assert warehouse.run("--from", file) == 0
    assert warehouse.output == "landed 2 answers from answers.jsonl (1 were there already)\n"
    assert warehouse.run("--from", file) == 0
    assert warehouse.output == "landed 0 answers from answers.jsonl (3 were there already)\n"
    landed = warehouse.query(
        "select answer_id, kind, imdb_ids, endpoint, cast(answered_at as varchar),"
        " (answer ->> '$.results.bindings[0].item.value') is not null from raw.wikidata_answers"
    )
    assert landed == [
        (1, "full", FILMS, "https://query.wikidata.org/sparql", "2026-11-01 12:00:00", True),
        (2, "full", FILMS, None, "2026-11-02 12:00:00.5", True),
    ]


def test_what_is_landed_from_a_file_is_not_asked(
    warehouse: FilmWarehouse, hard_cases: Store, tmp_path: Path
) -> None:
    assert warehouse.run("--from", write(tmp_path / "a.jsonl", saved(hard_cases))) == 0
    warehouse.list_films([*FILMS, "tt9000012"])
    with serve_graph(hard_cases) as server:
        assert warehouse.ask(server.url) == 0
        assert server.asked() == ["tt9000012"]


def test_facts_that_no_endpoint_gave_do_not_keep_a_film_from_being_asked(
    warehouse: FilmWarehouse, hard_cases: Store, tmp_path: Path
) -> None:
    """The sample's facts are few, and of its own making."""
    file = write(tmp_path / "a.jsonl", saved(hard_cases, endpoint=None, query=None))
    assert warehouse.run("--from", file) == 0
    warehouse.list_films(FILMS)
    with serve_graph(hard_cases) as server:
        assert warehouse.ask(server.url) == 0
        assert server.asked() == sorted(FILMS)


@pytest.mark.parametrize("name", ["answers.jsonl", "answers.jsonl.gz"])
def test_there_and_back_again(
    warehouse: FilmWarehouse, hard_cases: Store, tmp_path: Path, name: str
) -> None:
    warehouse.list_films([*FILMS, "tt9000003", "tt9000008"])
    with serve_graph(hard_cases) as server:
        assert warehouse.ask(server.url, "--batch", "2", "--kind", "cast", "full") == 0
    landed, rows = warehouse.query(ANSWERS), warehouse.rows()
    file, again = tmp_path / name, tmp_path / f"again-{name}"
    assert warehouse.run("--to", file) == 0
    assert warehouse.output == f"saved 6 answers in {file}\n"
    warehouse.path.unlink()
    assert warehouse.run("--from", file) == 0
    assert [row[:5] for row in warehouse.query(ANSWERS)] == [row[:5] for row in landed]
    assert warehouse.rows() == rows
    assert warehouse.run("--to", again) == 0
    assert again.read_bytes() == file.read_bytes()
    text = gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()
    assert list(json.loads(text.splitlines()[0])) == [
        *("kind", "imdb_ids", "query", "endpoint", "answered_at", "answer")
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "crew"}, "'crew' is no kind of query"),
        ({"imdb_ids": []}, "imdb_ids is no list of films"),
        ({"imdb_ids": ["0114709"]}, "'0114709' is no IMDb id"),
        ({"imdb_ids": ["tt9000001"]}, "which was not asked"),
        ({"answered_at": "yesterday"}, "'yesterday' is no time"),
        ({"answered_at": None}, "None is no time"),
        ({"endpoint": 5}, "endpoint is no text"),
        ({"answer": "{}"}, "not of SPARQL results"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_landed(
    warehouse: FilmWarehouse,
    hard_cases: Store,
    tmp_path: Path,
    changes: dict[str, object],
    reason: str,
) -> None:
    file = write(tmp_path / "a.jsonl", saved(hard_cases), saved(hard_cases, **changes))
    assert warehouse.run("--from", file) == 1
    assert warehouse.errors.startswith("error: a.jsonl, line 2: ")
    assert reason in warehouse.errors
    assert not warehouse.path.exists()


def test_lines_that_are_no_answers(warehouse: FilmWarehouse, tmp_path: Path) -> None:
    assert warehouse.run("--from", write(tmp_path / "a.jsonl", {"kind": "full"})) == 1
    assert "line 1: it lacks the key imdb_ids" in warehouse.errors
    assert warehouse.run("--from", write(tmp_path / "a.jsonl", 5)) == 1
    assert "line 1: it is no JSON object" in warehouse.errors
    (tmp_path / "a.jsonl").write_bytes(b"[" * 100_000)
    assert warehouse.run("--from", tmp_path / "a.jsonl") == 1
    assert "a.jsonl, line 1: " in warehouse.errors and warehouse.errors.count("\n") == 1
    (tmp_path / "a.jsonl").write_bytes(b'\n{"kind": "full"\n')
    assert warehouse.run("--from", tmp_path / "a.jsonl") == 1
    assert "a.jsonl, line 2: " in warehouse.errors
    assert warehouse.run("--from", tmp_path / "b.jsonl") == 1
    assert "there is no file" in warehouse.errors
    assert warehouse.run("--to", tmp_path / "c.jsonl") == 1
    assert "there is no database" in warehouse.errors
