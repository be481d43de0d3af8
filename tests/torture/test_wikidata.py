"""The run that asks Wikidata, killed: the next one asks for what is left, and nothing is lost."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tests.support.projects import Project
from tests.support.sparql import load_graph, serve_graph
from tests.torture.figures import measured
from tests.torture.victims import run, start
from tests.torture.world import DATASET, FEW, STATES, set_state, small_project

GRAPH = Path(__file__).parents[1] / "ingest" / "wikidata" / "hard_cases.ttl"


def answered(project: Project) -> tuple[Counter[str], list[str]]:
    """How often each film was answered, and the statements of all answers in order."""
    with duckdb.connect(str(project.database), read_only=True) as connection:
        rows = connection.execute("select imdb_ids, answer from raw.wikidata_answers").fetchall()
    films = Counter(film for imdb_ids, _ in rows for film in imdb_ids)
    statements = [
        json.dumps(statement, sort_keys=True)
        for _, answer in rows
        for statement in json.loads(answer)["results"]["bindings"]
    ]
    return films, sorted(statements)


@pytest.mark.torture
def test_killed_questions(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project", ("catalog__movies", *FEW))
    set_state(project, STATES[0])
    # films that the graph knows, and others
    hard = ("0009010", "0009011", *(f"900000{number}" for number in range(1, 9)))
    films = tmp_path / "films"
    shutil.copytree(project.folder / "sample" / "films", films)
    links = films / "links.csv"
    lines = links.read_text(encoding="utf-8").splitlines()
    for place, imdb_id in enumerate(hard, start=1):
        movie, _, *others = lines[place * 10].split(",")
        lines[place * 10] = ",".join((movie, imdb_id, *others))
    links.write_text("\n".join(lines) + "\n", encoding="utf-8")
    project.ingest("land", DATASET, "--from", films)
    project.dbt("build")
    kept = tmp_path / "kept.duckdb"
    shutil.copy(project.database, kept)
    files = {path.name for path in project.folder.iterdir()}
    chance = random.Random(0)
    with serve_graph(load_graph(GRAPH), delay=0.05) as server, measured("Wikidata") as figures:
        asking = ("wikidata", "--endpoint", server.url, "--batch", "10", "--quiet")
        started = time.monotonic()
        project.ingest(*asking)
        seconds = time.monotonic() - started
        expected = answered(project)
        assert len(expected[0]) > 100 and len(expected[1]) > 10 and set(expected[0].values()) == {1}
        for number in range(20):
            shutil.copy(kept, project.database)
            victim = start(project, "ingest", *asking)
            time.sleep(chance.uniform(0, seconds))
            figures.kills += victim.kill()
            with duckdb.connect(str(project.database)):
                pass
            share = len(answered(project)[0]) / len(expected[0])
            where = "nothing" if not share else "all" if share == 1 else "a part"
            figures.where[f"{where} was answered"] += 1
            exit_code, printed = run(project, "ingest", *asking)
            assert exit_code == 0, printed
            assert answered(project) == expected, number
            assert {path.name for path in project.folder.iterdir()} == files, number
            figures.runs += 1
