"""Counting what sets have in common, against scipy and plain Python, however it is divided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations
from random import Random

import duckdb
import numpy as np
import pytest
from scipy import sparse

from learning import pairs

COLLECTION = 3
BASE = COLLECTION << 32
SEEDS = range(6)


@dataclass(frozen=True)
class Drawn:
    """Sets of features with values, by their places from 1, the largest first."""

    sets: Sequence[dict[int, int]]
    min_shared: int
    neighbors: int

    @property
    def members(self) -> list[int]:
        """In no order that the places have."""
        return Random(len(self.sets)).sample(range(1000), len(self.sets))

    @property
    def norms(self) -> list[int]:
        return [sum(value * value for value in one.values()) for one in self.sets]

    def shared(self) -> dict[tuple[int, int], int]:
        """What each two sets have in common, from 0, by scipy."""
        entries = [(s, f) for s, one in enumerate(self.sets) for f in one]
        rows, columns = zip(*entries, strict=True)
        table = sparse.csr_array((np.ones(len(entries), np.int64), (rows, columns)))
        product = sparse.triu(table @ table.T, k=1).tocoo()
        return {
            (int(a), int(b)): int(n)
            for a, b, n in zip(product.row, product.col, product.data, strict=True)
        }


def draw(seed: int) -> Drawn:
    """Few large sets and many small ones; some features are everybody's, some hardly anybody's."""
    draws = np.random.default_rng(seed)
    features = int(draws.integers(2, 400))
    likely = 1 / np.arange(1, features + 1) ** draws.random()
    sets = []
    for _ in range(int(draws.integers(2, 150))):
        size = min(features, 1 + int(draws.pareto(0.7)))
        chosen = draws.choice(features, size, replace=False, p=likely / likely.sum())
        sets.append({int(f) + 1: int(draws.integers(1, 6)) for f in chosen})
    sets.sort(key=len, reverse=True)
    return Drawn(sets, int(draws.integers(1, 4)), int(draws.integers(1, 8)))


@pytest.fixture
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        yield connection


def tables(
    session: duckdb.DuckDBPyConnection, drawn: Drawn, has_values: bool = True
) -> tuple[duckdb.DuckDBPyRelation, duckdb.DuckDBPyRelation]:
    """The sets and their entries, in any order, with a collection that has nothing in common."""
    session.execute(
        """
        create or replace table sets (
            collection integer, set_number bigint, member integer, set_size integer, norm hugeint,
            min_shared integer, neighbors integer
        );
        create or replace table entries (
            collection integer, set_number bigint, list_key bigint, value bigint
        );
        insert into sets
        select 1, (1::bigint << 32) + n, n, 1, null, 1, 5 from range(1, 3) as numbers (n);
        insert into entries
        select 1, (1::bigint << 32) + n, (1::bigint << 32) + n, null
        from range(1, 3) as numbers (n);
        """
    )
    rows = [
        (
            *(COLLECTION, BASE + place, member, len(one), norm if has_values else None),
            *(drawn.min_shared, drawn.neighbors),
        )
        for place, (one, norm, member) in enumerate(
            zip(drawn.sets, drawn.norms, drawn.members, strict=True), 1
        )
    ]
    insert(session, "sets", rows)
    entries = [
        (COLLECTION, BASE + place, BASE + feature, value if has_values else None)
        for place, one in enumerate(drawn.sets, 1)
        for feature, value in one.items()
    ]
    Random(0).shuffle(entries)
    insert(session, "entries", entries)
    return session.table("sets"), session.table("entries")


def insert(
    session: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[int | None, ...]]
) -> None:
    """Add rows of whole numbers to a table."""
    if rows:
        cells = ", ".join(str(row).replace("None", "null") for row in rows)
        session.execute(f"insert into {table} values {cells}")


@pytest.fixture(params=["all at once", "piece by piece"])
def divided(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found does not depend on how the work is divided."""
    if request.param == "piece by piece":
        monkeypatch.setattr(pairs, "ROOM", 40)
        monkeypatch.setattr(pairs, "BATCH", 7)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("divided")
def test_pairs_are_those_of_scipy(session: duckdb.DuckDBPyConnection, seed: int) -> None:
    drawn = draw(seed)
    found = pairs.count_pairs(session, *tables(session, drawn)).read_all().to_pylist()
    expected = {key: n for key, n in drawn.shared().items() if n >= drawn.min_shared}
    assert len(found) == len(expected)
    assert {
        (row["set_number_a"] - BASE - 1, row["set_number_b"] - BASE - 1): row["shared"]
        for row in found
    } == expected


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("divided")
def test_what_reaches_the_last_place_stays_with_what_is_equal(
    session: duckdb.DuckDBPyConnection, seed: int
) -> None:
    drawn = draw(seed)
    sets, entries = tables(session, drawn)
    session.register("counted", pairs.count_pairs(session, sets, entries).read_all())
    session.execute("create table counted_pairs as from counted")
    found = pairs.reach_last_places(session, sets, session.table("counted_pairs")).read_all()
    expected = {}
    sizes = [len(one) for one in drawn.sets]
    near: dict[int, dict[int, Fraction]] = {}
    for (a, b), n in drawn.shared().items():
        if n >= drawn.min_shared:
            for one, other in ((a, b), (b, a)):
                near.setdefault(one, {})[other] = Fraction(n, sizes[a] + sizes[b] - n)
    for one, others in near.items():
        last = sorted(others.values(), reverse=True)[: drawn.neighbors][-1]
        for other, jaccard in others.items():
            if jaccard >= last:
                expected[one, other] = drawn.shared()[min(one, other), max(one, other)]
    assert len(found) == len(expected)
    assert {
        (row["set_number"] - BASE - 1, row["neighbor_number"] - BASE - 1): row["shared"]
        for row in found.to_pylist()
    } == expected


def nearest(drawn: Drawn, measures: int) -> dict[tuple[int, int], tuple[int, int]]:
    """What find_nearest should find: what two share and the products, both ways."""
    shared = drawn.shared()
    members = drawn.members
    rows: dict[int, list[tuple[int, int, int, list[float]]]] = {}
    for a, b in permutations(range(len(drawn.sets)), 2):
        common = shared.get((min(a, b), max(a, b)), 0)
        if common < drawn.min_shared:
            continue
        of_a, of_b = drawn.sets[a], drawn.sets[b]
        products = sum(of_a[f] * of_b[f] for f in of_a.keys() & of_b.keys())
        by = [
            common / (len(of_a) + len(of_b) - common),
            common * common / (len(of_a) * len(of_b)),
            products * products / (drawn.norms[a] * drawn.norms[b]),
        ]
        rows.setdefault(a, []).append((b, common, products, by[:measures]))
    kept = {}
    for a, others in rows.items():
        for measure in range(measures):
            others.sort(key=lambda one: (-one[3][measure], -one[1], members[one[0]]))
            for b, common, products, _ in others[: drawn.neighbors]:
                kept[a, b] = (common, products)
    return kept


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("divided")
def test_the_nearest_by_jaccard(session: duckdb.DuckDBPyConnection, seed: int) -> None:
    drawn = draw(seed)
    found = pairs.find_nearest(session, *tables(session, drawn)).read_all().to_pylist()
    expected = nearest(drawn, 1)
    assert len(found) == len(expected)
    assert {
        (row["set_number"] - BASE - 1, row["neighbor_number"] - BASE - 1): row["shared"]
        for row in found
    } == {key: common for key, (common, _) in expected.items()}


def test_room_is_made_for_as_many_neighbors_as_there_are(
    session: duckdb.DuckDBPyConnection,
) -> None:
    """A billion for each of these sets would be more than any memory."""
    drawn = replace(draw(0), neighbors=999_999_999)
    sets, entries = tables(session, drawn)
    session.register("counted", pairs.count_pairs(session, sets, entries).read_all())
    session.execute("create table counted_pairs as from counted")
    both_ways = 2 * sum(shared >= drawn.min_shared for shared in drawn.shared().values())
    for found in (
        pairs.reach_last_places(session, sets, session.table("counted_pairs")),
        pairs.find_nearest(session, sets, entries),
        pairs.find_nearest_by_values(session, sets, entries),
    ):
        assert len(found.read_all()) == both_ways > 0


@pytest.mark.parametrize("has_values", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("divided")
def test_the_nearest_by_values(
    session: duckdb.DuckDBPyConnection, seed: int, has_values: bool
) -> None:
    drawn = draw(seed)
    relations = tables(session, drawn, has_values)
    found = pairs.find_nearest_by_values(session, *relations).read_all().to_pylist()
    expected = nearest(drawn, 3 if has_values else 2)
    assert len(found) == len(expected)
    assert {
        (row["set_number"] - BASE - 1, row["neighbor_number"] - BASE - 1): (
            row["shared"],
            row["products"],
        )
        for row in found
    } == {
        key: (common, products if has_values else None)
        for key, (common, products) in expected.items()
    }


@pytest.mark.parametrize("largest", [5, 10**12], ids=["5", "12 digits"])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("divided")
def test_sums_are_those_of_common_values(
    session: duckdb.DuckDBPyConnection, seed: int, largest: int
) -> None:
    """Numbers of any size and sign, the largest there are among them."""
    draws = Random(seed)
    ways = [lambda: largest, lambda: -largest, lambda: draws.randint(-largest, largest)]
    drawn = draw(seed)
    sets = [{feature: draws.choice(ways)() for feature in one} for one in drawn.sets]
    drawn = Drawn(sets, drawn.min_shared, drawn.neighbors)
    tables(session, drawn)
    # a value that is missing on one side is not common
    session.execute(f"update entries set value = null where list_key = {BASE + 1}")
    asked = [key for key, n in drawn.shared().items() if n % 3 < 2]
    session.execute("create table asked (set_number_a bigint, set_number_b bigint)")
    insert(session, "asked", [(BASE + 1 + a, BASE + 1 + b) for a, b in asked])
    found = pairs.add_up_values(session, session.table("entries"), session.table("asked"))
    expected = []
    for a, b in asked:
        of_a, of_b = drawn.sets[a], drawn.sets[b]
        both = [(of_a[f], of_b[f]) for f in of_a.keys() & of_b.keys() if f != 1]
        if both:
            terms = [(x, y, x * x, y * y, x * y, abs(x - y)) for x, y in both]
            numbers = (BASE + 1 + a, BASE + 1 + b, len(both))
            expected.append((*numbers, *map(sum, zip(*terms, strict=True))))
    rows = sorted(tuple(row.values()) for row in found.read_all().to_pylist())
    assert rows == sorted(expected)


@pytest.mark.parametrize("terms", [1, 1000, 1 << 21])
def test_sums_of_many_terms(terms: int) -> None:
    """Of up to twelve digits and either sign, where the sums of the values themselves run over."""
    draws = np.random.default_rng(terms)
    for size in (10, 10**6, 10**12):
        for x, y in ((size, size), (-size, size), draws.integers(-size, size, 2).tolist()):
            values, *parts = pairs.parts_of(np.array([x, y]), terms)
            sums = [terms * (part[:1] * part[1:]) for part in (values, *parts)]
            ((lower, higher),) = pairs.joined(sums).tolist()
            assert (higher << 64) + lower % (1 << 64) == terms * x * y


def test_what_cannot_be_added_up_is_refused() -> None:
    with pytest.raises(OverflowError, match=r"--vars '\{compiled_counting: false\}'"):
        pairs.parts_of(np.array([10**12, 1]), 1 << 23)


@pytest.mark.parametrize("sharing", [65_535, 65_536, 70_000])
def test_counters_are_wide_enough(session: duckdb.DuckDBPyConnection, sharing: int) -> None:
    """Sets that share as much as 16 bits count, and more."""
    session.execute(
        f"""
        create table sets as
        select
            1 as collection, (1::bigint << 32) + place as set_number, place as member,
            {sharing} as set_size, 5 as min_shared, 1 as neighbors
        from range(1, 4) as places (place);
        create table entries as
        select
            1 as collection,
            (1::bigint << 32) + place as set_number,
            (1::bigint << 32) + feature as list_key
        from range(1, 4) as places (place), range({sharing}) as features (feature);
        """
    )
    relations = session.table("sets"), session.table("entries")
    found = pairs.count_pairs(session, *relations).read_all().column("shared").to_pylist()
    assert found == [sharing] * 3
    found = pairs.find_nearest(session, *relations).read_all().column("shared").to_pylist()
    assert found == [sharing] * 3


def test_nothing_comes_of_nothing(session: duckdb.DuckDBPyConnection) -> None:
    relations = tables(session, Drawn([], 1, 1))
    session.execute("create table asked as select 1 as set_number_a, 2 as set_number_b limit 0")
    asked = session.table("asked")
    for reader in (
        pairs.count_pairs(session, *relations),
        pairs.find_nearest(session, *relations),
        pairs.find_nearest_by_values(session, *relations),
        pairs.add_up_values(session, session.table("entries"), asked),
    ):
        assert reader.read_all().num_rows == 0


def test_pieces_are_all_that_is_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "ROOM", 10)
    monkeypatch.setattr(pairs, "WORK", 100)
    draws = np.random.default_rng(0)
    for _ in range(50):
        rooms = draws.integers(0, 15, int(draws.integers(0, 40)))
        works = draws.integers(0, 150, len(rooms))
        found = list(pairs.pieces(rooms, works))
        covered = [place for first, last in found for place in range(first, last)]
        assert covered == list(range(len(rooms)))
        for first, last in found:
            small = rooms[first:last].sum() <= 10 and works[first:last].sum() <= 100
            assert small or last == first + 1


def test_work_done_at_once_comes_in_order() -> None:
    seen = list(pairs.at_once(lambda a, b: (a, b), iter(combinations(range(6), 2)), 3))
    assert seen == list(combinations(range(6), 2))
    assert max(Counter(seen).values()) == 1


def test_what_fails_in_a_thread_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        list(pairs.at_once(lambda a, b: a // b, iter([(1, 1), (1, 0), (2, 1)]), 2))
