"""All films of MovieLens latest-small against Wikidata's own statements about them."""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from pathlib import Path

from pyoxigraph import Store

from tests.ingest.wikidata.conftest import FilmWarehouse
from tests.support.sparql import serve_graph

TRIPLE = re.compile(r'<[^>]*/(Q\d+)> <[^>]*/(P\d+)> (?:<[^>]*/(Q\d+)>|"(tt\d+)") \.')


def _statements(file: Path) -> dict[str, dict[str, set[str]]]:
    """Values by property and item, read from the lines of the file, without any engine."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if match := TRIPLE.match(line):
                found[match[2]][match[1]].add(match[3] or match[4])
    return found


def test_all_of_latest_small(
    warehouse: FilmWarehouse, wikidata_films: Store, shared_data: Path
) -> None:
    with (shared_data / "movielens/ml-latest-small/links.csv").open(encoding="utf-8") as links:
        films = {f"tt{line['imdbId']}" for line in csv.DictReader(links)}
    assert len(films) == 9742
    warehouse.list_films(sorted(films))
    with serve_graph(wikidata_films) as server:
        assert warehouse.ask(server.url, "--batch", "200") == 0
        assert len(server.queries) == 49
    assert warehouse.output == (
        "full: 9,345 of 9,742 films found, 397 not found, 0 failed; 49 requests\n"
    )
    found = warehouse.query(
        """
        with answers as (
            select unnest(cast(answer -> '$.results.bindings' as json[])) as line
            from raw.wikidata_answers
        )
        select distinct
            line ->> '$.imdb_id.value' as imdb_id,
            regexp_extract(line ->> '$.item.value', '[QP][0-9]+$') as item,
            regexp_extract(line ->> '$.person.value', '[QP][0-9]+$') as person,
            regexp_extract(line ->> '$.role.value', '[QP][0-9]+$') as role,
            regexp_extract(line ->> '$.genre.value', '[QP][0-9]+$') as genre,
            regexp_extract(line ->> '$.topic.value', '[QP][0-9]+$') as topic,
        from answers
        """
    )
    said = _statements(shared_data / "wikidata" / "films.nt.gz")
    items = {
        (imdb_id, item) for item, ids in said["P345"].items() for imdb_id in ids if imdb_id in films
    }
    humans = {item for item, classes in said["P31"].items() if "Q5" in classes}
    assert {row[:2] for row in found} == items
    assert {(row[0], row[4]) for row in found if row[4]} == {
        (imdb_id, genre) for imdb_id, item in items for genre in said["P136"].get(item, ())
    }
    assert {(row[0], row[5]) for row in found if row[5]} == {
        (imdb_id, topic) for imdb_id, item in items for topic in said["P921"].get(item, ())
    }
    roles = [statement for statement in said if statement not in ("P31", "P345", "P136")]
    assert {(row[0], row[2], row[3]) for row in found if row[2]} == {
        (imdb_id, person, role)
        for imdb_id, item in items
        for role in roles
        for person in said[role].get(item, ())
        if person in humans
    }
    films_with = {
        name: len({row[0] for row in found if row[place]})
        for place, name in ((1, "item"), (4, "genre"), (5, "topic"))
    }
    assert films_with == {"item": 9345, "genre": 9345, "topic": 2692}
    assert len({row[0] for row in found if row[3] == "P57"}) == 9038
