"""The generator: the same file from the same seed, in the shape that it promises."""

import csv
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from performance import generate

ROWS = 20_000


def rows_of(path: Path) -> list[tuple[int, int, float, int]]:
    """Rows of a generated file, read without the code that wrote it."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        assert next(lines) == ["userId", "movieId", "rating", "timestamp"]
        return [(int(user), int(item), float(rating), int(at)) for user, item, rating, at in lines]


@pytest.mark.parametrize("shape", generate.SHAPES)
def test_description_matches_an_independent_count(shape: str, tmp_path: Path) -> None:
    described = generate.dataset(shape, ROWS, tmp_path)
    rows = rows_of(tmp_path / described.name / "ratings.csv")
    histories = Counter(user for user, *_ in rows)

    assert described.rows == len(rows) == ROWS
    assert described.users == len(histories)
    assert described.items == len({item for _, item, *_ in rows})
    assert described.duplicates == ROWS - len({(user, item) for user, item, *_ in rows})
    assert described.longest_history == max(histories.values())
    squares = sum(length**2 for length in histories.values())
    assert described.sum_of_squared_history_lengths == squares
    assert described.distinct_times == len({at for *_, at in rows})


@pytest.mark.parametrize("shape", generate.SHAPES)
def test_a_second_run_gives_the_same_bytes(shape: str, tmp_path: Path) -> None:
    first = generate.dataset(shape, ROWS, tmp_path / "first")
    second = generate.dataset(shape, ROWS, tmp_path / "second")
    assert asdict(first) == asdict(second)
    path = Path(first.name) / "ratings.csv"
    assert (tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes()


def test_movielens_shape_has_few_items_and_long_histories(tmp_path: Path) -> None:
    described = generate.dataset("movielens", ROWS, tmp_path)
    rows = rows_of(tmp_path / described.name / "ratings.csv")
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    assert min(Counter(user for user, *_ in rows).values()) >= 20
    assert {rating for *_, rating, _ in rows} == {stars / 2 for stars in range(1, 11)}
    # Within the years of MovieLens 20M, and in sessions: many ratings share their second.
    times = [at for *_, at in rows]
    assert min(times) >= 789_652_009 and max(times) <= 1_427_784_002
    assert described.distinct_times < 0.9 * ROWS
    assert described.duplicates == pytest.approx(0.003 * ROWS)


def test_amazon_shape_has_mostly_short_histories(tmp_path: Path) -> None:
    described = generate.dataset("amazon", ROWS, tmp_path)
    rows = rows_of(tmp_path / described.name / "ratings.csv")
    histories = Counter(user for user, *_ in rows)
    assert described.users == 9_000
    assert sum(length <= 2 for length in histories.values()) > 0.7 * len(histories)
    assert max(histories.values()) > 20
    assert all(at % 86_400 == 0 for *_, at in rows)
    # Drawing users by chance repeats a few pairs beyond those that are repeated on purpose.
    assert 0.003 * ROWS <= described.duplicates < 0.02 * ROWS


def test_a_complete_dataset_is_kept_and_a_cut_one_is_made_anew(tmp_path: Path) -> None:
    described = generate.dataset("amazon", ROWS, tmp_path)
    path = tmp_path / described.name / "ratings.csv"
    written_at = path.stat().st_mtime_ns
    assert generate.dataset("amazon", ROWS, tmp_path) == described
    assert path.stat().st_mtime_ns == written_at

    path.write_bytes(path.read_bytes()[:-100])
    assert generate.dataset("amazon", ROWS, tmp_path) == described
    assert generate.sha256_of(path) == described.sha256
    assert json.loads((tmp_path / f"{described.name}.json").read_text()) == asdict(described)


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="choose from movielens, amazon"):
        generate.batches("netflix", ROWS)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(0.001, 1_000.0), min_size=1, max_size=30),
    st.integers(0, 5),
    st.integers(0, 40),
    st.floats(0.0, 1.0),
)
def test_whole_parts_sum_up_within_bounds(
    weights: list[float], least: int, room: int, share: float
) -> None:
    most = least + room
    total = round(len(weights) * (least + share * room))
    parts = generate.whole_parts(np.array(weights), total, least, most)
    assert parts.sum() == total
    assert parts.min() >= least and parts.max() <= most


def test_whole_parts_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="cannot split 7 into 2 parts of 1 to 3"):
        generate.whole_parts(np.ones(2), 7, 1, 3)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=20), st.integers(0, 1_000))
def test_distinct_draws_give_each_user_that_many_different_items(
    lengths: list[int], seed: int
) -> None:
    popularity = 1.0 / np.arange(1, 41) ** 2
    cumulative = np.cumsum(popularity / popularity.sum())
    generator = np.random.default_rng(seed)
    users, items = generate.distinct_draws(generator, np.array(lengths), cumulative)
    assert np.bincount(users, minlength=len(lengths)).tolist() == lengths
    assert len(set(zip(users.tolist(), items.tolist(), strict=True))) == len(users)
    assert np.all(np.diff(users) >= 0)
    assert len(items) == 0 or 0 <= items.min() <= items.max() < 40
