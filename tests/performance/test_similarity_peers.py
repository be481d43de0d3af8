"""Every peer of `similarity` finds the pairs and neighbours that a literal reading finds."""

import importlib
import random
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from performance.protocol import Stopwatch
from performance.similarity import MIN_CO_RATERS, NEIGHBORS, PRIME, read_ratings

SAME_WORK = ("scipy_blocks", "polars_self_join", "pandas_self_join", "sklearn_jaccard")
OTHER_WORK = {"sparse_dot_topn_cosine": "sparse_dot_topn", "implicit_cosine": "implicit"}
Row = tuple[int, int, float, int]  # user, item, rating, timestamp


def random_rows(seed: int) -> list[Row]:
    """Ratings of 80 items by 60 users, some of them twice; ids whose order as text is another."""
    draw = random.Random(seed)
    items = draw.sample(range(1, 2_000), 80)
    return [
        (user, item, draw.randint(1, 10) / 2, draw.randint(1, 9))
        for user in range(1, 61)
        for item in draw.choices(items, weights=[1 / n for n in range(1, 81)], k=40)
    ]


def write_rows(path: Path, rows: Sequence[Row]) -> Path:
    lines = [",".join(map(str, row)) for row in rows]
    path.write_text("\n".join(["userId,movieId,rating,timestamp", *lines]) + "\n", encoding="utf-8")
    return path


def expected(rows: Sequence[Row]) -> dict[str, int]:
    """The outcome by sets, pair by pair."""
    raters: dict[int, set[int]] = {}
    for user, item, *_ in rows:
        raters.setdefault(item, set()).add(user)
    shared = {
        (a, b): len(raters[a] & raters[b])
        for a, b in combinations(raters, 2)
        if len(raters[a] & raters[b]) >= MIN_CO_RATERS
    }
    neighbors = neighbors_checksum = 0
    for item in raters:
        candidates = [
            (-count / len(raters[a] | raters[b]), -count, str(b if item == a else a))
            for (a, b), count in shared.items()
            if item in (a, b)
        ]
        for rank, (*_, other) in enumerate(sorted(candidates)[:NEIGHBORS], start=1):
            neighbors += 1
            neighbors_checksum += item % PRIME * rank * (int(other) % PRIME)
    return {
        "pairs": len(shared),
        "co_raters": sum(shared.values()),
        "pairs_checksum": sum((a + b) % PRIME * count for (a, b), count in shared.items()),
        "neighbors": neighbors,
        "neighbors_checksum": neighbors_checksum,
    }


@pytest.mark.parametrize("name", SAME_WORK)
def test_peers_find_what_sets_find(name: str, tmp_path: Path) -> None:
    for seed in range(3):
        rows = random_rows(seed)
        ratings = read_ratings(write_rows(tmp_path / "ratings.csv", rows))
        peer: Any = importlib.import_module(f"performance.peers.{name}")
        assert peer.find(ratings, Stopwatch()) == expected(rows)


@pytest.mark.parametrize("name", OTHER_WORK)
def test_libraries_that_rank_by_cosine_run(name: str, tmp_path: Path) -> None:
    library = OTHER_WORK[name]
    pytest.importorskip(library, reason=f"{library} is in performance/requirements.txt")
    ratings = read_ratings(write_rows(tmp_path / "ratings.csv", random_rows(0)))
    peer: Any = importlib.import_module(f"performance.peers.{name}")
    assert peer.find(ratings, Stopwatch())["neighbors"] > 0


def test_the_last_rating_stands_and_ids_are_in_text_order(tmp_path: Path) -> None:
    rows = [(1, 9, 1.0, 5), (1, 9, 2.0, 4), (1, 10, 3.0, 1), (2, 9, 4.0, 1)]
    ratings = read_ratings(write_rows(tmp_path / "ratings.csv", rows))
    assert ratings.item_ids.tolist() == [10, 9]
    found = zip(ratings.users, ratings.items, ratings.ratings, strict=True)
    assert sorted(found) == [(0, 0, 3.0), (0, 1, 1.0), (1, 1, 4.0)]
