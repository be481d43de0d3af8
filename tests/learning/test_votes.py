"""Adding up the votes for recommendations, against plain Python, however it is divided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import duckdb
import pytest

from learning import pairs

Pair = tuple[int, int]
Table = Sequence[tuple[int | str, ...]]
SEEDS = range(6)
ONE = 10**18
UNIT = 10**6

COLUMNS = {
    "lists": "recipe_key integer, method varchar, places integer, is_sampled boolean",
    "rated_items": "recipe_key integer, user_index integer, item_index integer",
    "valid_items": "recipe_key integer, user_index integer, item_index integer",
    "sampled_items": "recipe_key integer, user_index integer, item_index integer",
    "voters": "recipe_key integer, method varchar, user_index integer, voter integer,"
    " weight bigint",
    "votes": "recipe_key integer, method varchar, voter integer, item_index integer, weight bigint",
}


@dataclass(frozen=True)
class Drawn:
    """A recipe with one method: who votes for whom and for what, with weights."""

    recipe: int
    method: str
    places: int
    rated: set[Pair]
    met: set[Pair]
    voters: Mapping[Pair, int]
    votes: Mapping[Pair, int]
    sampled: set[Pair] | None = None

    def sums(self) -> Mapping[Pair, int]:
        """Of each user and item that has votes, how much they weigh together."""
        found: Counter[Pair] = Counter()
        for (user, voter), of_voter in self.voters.items():
            for (other, item), weight in self.votes.items():
                if other == voter:
                    found[user, item] += of_voter * weight
        return found

    def candidates(self) -> set[tuple[int | str, ...]]:
        """Those that a list with any order of equal scores may have, and one with what was met."""
        of_users: dict[int, dict[int, int]] = {}
        for (user, item), weights in self.sums().items():
            if (user, item) not in self.rated:
                of_users.setdefault(user, {})[item] = weights
        found: set[tuple[int | str, ...]] = set()
        for user, items in of_users.items():
            if self.sampled is not None:
                found |= {
                    (self.recipe, self.method, user, item, n // UNIT, n % UNIT)
                    for item, n in items.items()
                    if (user, item) in self.sampled
                }
                continue
            without = {item: n for item, n in items.items() if (user, item) not in self.met}
            for one in (items, without):
                best = sorted((n // UNIT for n in one.values()), reverse=True)[: self.places]
                found |= {
                    (self.recipe, self.method, user, item, n // UNIT, n % UNIT)
                    for item, n in one.items()
                    if n // UNIT >= best[-1] - 1
                }
        return found


def draw(seed: int, recipe: int = 3, method: str = "item_votes") -> Drawn:
    """Some users rated hardly anything, some most; weights are near each other, at any size."""
    draws = Random(seed)
    users, voters, items = (draws.randint(1, 40) for _ in range(3))
    ways: list[Callable[[], int]] = [
        lambda: draws.randint(1, ONE),
        lambda: draws.choice([ONE, ONE - 1]),
        lambda: ONE // draws.randint(1, 4),
        lambda: draws.randint(0, 3 * UNIT),
    ]
    weight_of = draws.choice(ways)

    def some(firsts: int, seconds: int) -> list[Pair]:
        return [
            (a, b)
            for a in range(1, firsts + 1)
            for b in draws.sample(range(1, seconds + 1), draws.randint(0, seconds))
        ]

    voters_weigh = draws.random() < 0.5
    return Drawn(
        recipe,
        method,
        draws.randint(1, 6),
        set(some(users, items + 3)) if draws.random() < 0.7 else set(),
        set(some(users + 2, items + 1)),
        {one: weight_of() if voters_weigh else 1 for one in some(users, voters)},
        {one: 1 if voters_weigh else weight_of() for one in some(voters + 1, items)},
        set(some(users + 1, items + 2)) if draws.random() < 0.3 else None,
    )


@pytest.fixture
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        yield connection


@pytest.fixture(params=["all at once", "piece by piece"])
def divided(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found does not depend on how the work is divided."""
    if request.param == "piece by piece":
        monkeypatch.setattr(pairs, "ROOM", 40)
        monkeypatch.setattr(pairs, "BATCH", 7)


def found_in(session: duckdb.DuckDBPyConnection, *recipes: Drawn) -> Table:
    """What compiled code finds, in order; rows go in in none."""
    tables: dict[str, list[tuple[int | str | bool, ...]]] = {name: [] for name in COLUMNS}
    for one in recipes:
        name = (one.recipe, one.method)
        tables["lists"].append((*name, one.places, one.sampled is not None))
        tables["sampled_items"] += [(one.recipe, *pair) for pair in one.sampled or ()]
        tables["rated_items"] += [(one.recipe, *pair) for pair in one.rated]
        tables["valid_items"] += [(one.recipe, *pair) for pair in one.met]
        tables["voters"] += [(*name, *pair, n) for pair, n in one.voters.items()]
        tables["votes"] += [(*name, *pair, n) for pair, n in one.votes.items()]
    for table, columns in COLUMNS.items():
        session.execute(f"create or replace table {table} ({columns})")
        rows = list(dict.fromkeys(tables[table]))
        Random(0).shuffle(rows)
        if rows:
            session.execute(f"insert into {table} values {', '.join(map(str, rows))}")
    relations = {name: session.table(name) for name in COLUMNS}
    found = pairs.add_up_votes(session, **relations).read_all().to_pylist()
    return sorted(tuple(row.values()) for row in found)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("divided")
def test_votes_are_added_up_as_plain_python_does(
    session: duckdb.DuckDBPyConnection, seed: int
) -> None:
    for number in range(10):
        drawn = draw(10 * seed + number)
        assert found_in(session, drawn) == sorted(drawn.candidates())


@pytest.mark.usefixtures("divided")
def test_neither_recipes_nor_methods_mix(session: duckdb.DuckDBPyConnection) -> None:
    one, other = draw(0, 1, "item_votes"), draw(1, 2, "item_votes")
    # what is rated and met is the recipe's
    third = draw(2, 1, "user_neighbors")
    third = replace(third, recipe=1, rated=one.rated, met=one.met, sampled=one.sampled)
    expected = one.candidates() | other.candidates() | third.candidates()
    assert expected
    assert found_in(session, third, other, one) == sorted(expected)


def test_many_of_the_heaviest_votes(session: duckdb.DuckDBPyConnection) -> None:
    """Their sum is beyond 64 bits, and right to the last digit."""
    voters = range(1, 1001)
    heavy = Drawn(
        1, "item_votes", 5, set(), set(),
        {(7, voter): 1 for voter in voters},
        {(voter, 9): ONE - 1 for voter in voters},
    )  # fmt: skip
    sum_of_all = 1000 * (ONE - 1)
    assert sum_of_all > 1 << 64
    assert found_in(session, heavy) == [
        (1, "item_votes", 7, 9, sum_of_all // UNIT, sum_of_all % UNIT)
    ]


def test_votes_that_weigh_nothing_are_votes(session: duckdb.DuckDBPyConnection) -> None:
    nothing = Drawn(1, "item_votes", 2, set(), set(), {(7, 1): 1}, {(1, 9): 0, (1, 8): 0})
    assert found_in(session, nothing) == [(1, "item_votes", 7, item, 0, 0) for item in (8, 9)]


def test_nothing_comes_of_nothing(session: duckdb.DuckDBPyConnection) -> None:
    assert found_in(session) == []
    assert found_in(session, Drawn(1, "item_votes", 2, set(), set(), {}, {})) == []
    assert found_in(session, Drawn(1, "item_votes", 2, {(1, 1)}, {(2, 5)}, {(3, 1): 1}, {})) == []
