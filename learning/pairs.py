"""What sets have in common, for models that are `counted`: read, counted on all cores, as Arrow.

What is counted is said by each of these models in SQL, which gives the same rows; here it is done
faster, by learning/counting.py. A collection is taken at a time, and of that as many sets as fit
into ROOM, so that memory does not grow with the pairs.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, groupby, repeat
from operator import attrgetter
from typing import Generic, TypeVar

import duckdb
import numpy as np
import pyarrow as pa

from learning import counting
from learning.counting import Array, Ballot, Candidates, Found, Lists, Pairs, Scratch, Sets, Sums
from learning.room import Room

T = TypeVar("T")

ROOM = 1 << 22
"""Cells for which a piece of work has room, at 20 to 40 bytes each."""
WORK = 1 << 25
"""Steps of a piece of work, some hundredths of a second: a million events occupy all cores."""
BATCH = 1 << 18
"""Rows that are read at a time."""
COPIES = 3
"""How much of what is read is there at most at a time: in batches and as a whole, or as a whole and
put in order both ways."""
MOST = 1 << 62
"""What a sum of 64 bits holds at least."""
LOW = 20
"""Bits of the lower part of numbers whose products add up to more than that."""

PLACE = "cast(({} & 4294967295) - 1 as uinteger)"
"""Of the number of a set, its place in the collection, from 0: see the macro number_in."""
FEATURE = "cast(list_key & 4294967295 as uinteger)"

PAIRS = pa.schema(
    [("set_number_a", pa.int64()), ("set_number_b", pa.int64()), ("shared", pa.int32())]
)
WEIGHED_PAIRS = PAIRS.append(pa.field("products", pa.int64()))
CANDIDATES = pa.schema(
    [("set_number", pa.int64()), ("neighbor_number", pa.int64()), ("shared", pa.int32())]
)
WEIGHED_CANDIDATES = CANDIDATES.append(pa.field("products", pa.int64()))
WIDE = pa.decimal128(38)
VALUE_SUMS = pa.schema(
    [
        ("set_number_a", pa.int64()),
        ("set_number_b", pa.int64()),
        ("common_values", pa.int64()),
        ("total_a", pa.int64()),
        ("total_b", pa.int64()),
        ("squares_a", WIDE),
        ("squares_b", WIDE),
        ("products", WIDE),
        ("differences", pa.int64()),
    ]
)
VOTED = pa.schema(
    [
        ("user_index", pa.int32()),
        ("item_index", pa.int32()),
        ("votes", pa.int64()),
        ("votes_rest", pa.int64()),
    ]
)
RECOMMENDED = pa.schema([("recipe_key", pa.int32()), ("method", pa.string()), *VOTED])


@dataclass(frozen=True)
class Collection:
    """A collection of sets: its number, how many they are, and what is asked of their pairs."""

    number: int
    sets: int
    min_shared: int
    neighbors: int

    @property
    def base(self) -> int:
        """The number of its first set, which has place 0 here."""
        return first_set(self.number)


def first_set(collection: int) -> int:
    """The number of the first set of the collection of a number: see the macro number_in."""
    return (collection << 32) + 1


@dataclass(frozen=True)
class Asked:
    """Lists that are asked for: how many places they have, and whether they are of a sample."""

    recipe_key: int
    method: str
    places: int
    is_sampled: bool


class Source:
    """The models that are read, by a connection of its own: the session's writes the result."""

    def __init__(
        self, session: duckdb.DuckDBPyConnection, **models: duckdb.DuckDBPyRelation
    ) -> None:
        """Take models by the names that queries here give them."""
        self._cursor = session.cursor()
        self._room = Room(session)
        self._models = {name: model.sql_query() for name, model in models.items()}
        ((self.threads,),) = self._cursor.execute("select current_setting('threads')").fetchall()

    def collections(self) -> list[Collection]:
        """The collections that have sets; none asks for more neighbours than there are sets."""
        rows = self._cursor.execute(
            "select collection, count(*), min(min_shared), least(min(neighbors), count(*))"
            f" from ({self._models['sets']}) group by collection order by collection"
        ).fetchall()
        return [Collection(*row) for row in rows]

    def lists(self) -> list[Asked]:
        """The lists that are asked for, recipe by recipe."""
        rows = self._cursor.execute(
            "select recipe_key, method, places, is_sampled "
            f"from ({self._models['lists']}) order by all"
        ).fetchall()
        return [Asked(*row) for row in rows]

    def numbers(self, model: str, column: str) -> list[int]:
        """The numbers of the collections of which a model has rows; column: the number of a set."""
        number = f"({column} - ({column} & 4294967295)) // 4294967296"
        query = f"select distinct {number} as number from ({self._models[model]}) order by number"
        return [number for (number,) in self._cursor.execute(query).fetchall()]

    def of_sets(self, column: str, collection: Collection) -> Array:
        """A column of the sets of a collection, by their places; empty where it is NULL."""
        places, found = self.columns(
            [PLACE.format("set_number"), f"cast({column} as bigint)"],
            "sets",
            f"collection = {collection.number} and {column} is not null",
        )
        return found[np.argsort(places)]

    def begin(self) -> None:
        """Say that nothing is held any more of what was read before."""
        self._room.begin()

    def columns(self, columns: Sequence[str], model: str, condition: str) -> list[Array]:
        """Columns, without missing values, of the rows of a model for which the condition holds."""
        reader = self._reader(columns, model, condition)
        parts = [[np.empty(0, str(kind))] for kind in reader.schema.types]
        for batch in reader:
            self._room.take(COPIES * batch.nbytes)
            for part, column in zip(parts, arrays_of(batch), strict=True):
                part.append(column)
        return [np.concatenate(part) for part in parts]

    def batches(self, columns: Sequence[str], model: str, condition: str) -> Iterator[list[Array]]:
        """The same, BATCH rows at a time; several can be read at once."""
        for batch in self._reader(columns, model, condition):
            yield arrays_of(batch)

    def _reader(self, columns: Sequence[str], model: str, condition: str) -> pa.RecordBatchReader:
        query = f"select {', '.join(columns)} from ({self._models[model]}) where {condition}"
        return self._cursor.sql(query).to_arrow_reader(BATCH)


def arrays_of(batch: pa.RecordBatch) -> list[Array]:
    """The columns of a batch; to_numpy would import pandas, which takes longer than counting."""
    return [np.from_dlpack(column) for column in batch.columns]


def count_pairs(
    session: duckdb.DuckDBPyConnection,
    sets: duckdb.DuckDBPyRelation,
    entries: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """Each pair of sets of a collection with `min_shared` features in common, once: PAIRS.

    sets: collection, set_number, min_shared, neighbors. entries: collection, set_number, list_key.
    """
    source = Source(session, sets=sets, entries=entries)
    found = (pairs_of(source, collection, PAIRS) for collection in source.collections())
    return pa.RecordBatchReader.from_batches(PAIRS, chain.from_iterable(found))


def count_weighed_pairs(
    session: duckdb.DuckDBPyConnection,
    sets: duckdb.DuckDBPyRelation,
    entries: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """The same with the sum of the products of their values: WEIGHED_PAIRS.

    entries have a value, too.
    """
    source = Source(session, sets=sets, entries=entries)
    found = (pairs_of(source, collection, WEIGHED_PAIRS) for collection in source.collections())
    return pa.RecordBatchReader.from_batches(WEIGHED_PAIRS, chain.from_iterable(found))


def pairs_of(source: Source, collection: Collection, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The pairs of one collection, in the columns of a schema."""
    is_weighed = "products" in schema.names
    sets = read_sets(source, collection, is_weighed)
    later_sets = np.arange(collection.sets - 1, -1, -1)
    most = np.minimum(sets.later_pairs // collection.min_shared, later_sets)
    scratch = PerThread(lambda: scratch_for(collection, sets))

    def count(first: int, last: int) -> pa.RecordBatch:
        room = int(most[first:last].sum())
        found = room_for(room, room if is_weighed else 0)
        made = counting.count_pairs(
            first, last, sets, collection.min_shared, collection.base, scratch.mine(), found
        )
        return batch_of(schema, found[: len(schema)], made)

    return at_once(count, pieces(most, sets.later_pairs), source.threads)


def find_candidates(
    session: duckdb.DuckDBPyConnection,
    item_sets: duckdb.DuckDBPyRelation,
    item_pairs: duckdb.DuckDBPyRelation,
    user_sets: duckdb.DuckDBPyRelation,
    user_entries: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """The items that reach_last_places, and after them the users that are find_nearest: CANDIDATES.

    Pairs of items are there already; users make too many to be kept.
    """
    of_items = reach_last_places(session, item_sets, item_pairs)
    of_users = find_nearest(session, user_sets, user_entries)
    return pa.RecordBatchReader.from_batches(CANDIDATES, chain(of_items, of_users))


def reach_last_places(
    session: duckdb.DuckDBPyConnection,
    sets: duckdb.DuckDBPyRelation,
    pairs: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """Of pairs, both ways, those that by Jaccard reach the last place of `neighbors`: CANDIDATES.

    Equal ones at the last place are all there. sets: as in count_pairs, with set_size. pairs:
    set_number_a, set_number_b, shared.
    """
    source = Source(session, sets=sets, pairs=pairs)
    found = (candidates_of(source, collection) for collection in source.collections())
    return pa.RecordBatchReader.from_batches(CANDIDATES, chain.from_iterable(found))


def candidates_of(source: Source, collection: Collection) -> Iterator[pa.RecordBatch]:
    """The candidates of one collection.

    Each thread has a part of the sets, and goes through all pairs for it, twice: first for the last
    places. Where these have no ROOM, parts are more, and pairs are read again. A part are the sets
    whose places end in the same `bits`.
    """
    sizes = source.of_sets("set_size", collection)
    columns = [PLACE.format("set_number_a"), PLACE.format("set_number_b"), "shared"]
    last_number = collection.base + collection.sets - 1

    def read_pairs() -> Iterator[Pairs]:
        for first, second, shared in source.batches(
            columns, "pairs", f"set_number_a between {collection.base} and {last_number}"
        ):
            pairs = Pairs(first, second, shared, np.empty(len(first), np.float64))
            counting.compare(pairs, sizes)
            yield pairs

    def raise_places(pairs: Pairs, part: int, heaps: Array) -> None:
        counting.raise_last_places(pairs, part, bits, heaps)

    def reach_places(pairs: Pairs, part: int, heaps: Array) -> pa.RecordBatch:
        found = room_for(2 * len(pairs.first))
        made = counting.reach_last_places(pairs, part, bits, heaps, collection.base, found)
        return batch_of(CANDIDATES, found[:3], made)

    bits_at_once = (source.threads - 1).bit_length()
    bits = max(bits_at_once, (collection.sets * collection.neighbors // ROOM).bit_length())
    with ThreadPoolExecutor(source.threads) as pool:
        for first_part in range(0, 1 << bits, 1 << bits_at_once):
            now = range(first_part, first_part + (1 << bits_at_once))
            heaps = [
                np.full(
                    (len(range(part, collection.sets, 1 << bits)), collection.neighbors), -np.inf
                )
                for part in now
            ]
            for pairs in read_pairs():
                list(pool.map(raise_places, repeat(pairs), now, heaps))
            for pairs in read_pairs():
                yield from pool.map(reach_places, repeat(pairs), now, heaps)


def find_nearest(
    session: duckdb.DuckDBPyConnection,
    sets: duckdb.DuckDBPyRelation,
    entries: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """For each set its `neighbors` nearest by Jaccard: CANDIDATES.

    sets and entries as in count_pairs; sets have a member, too.
    """
    source = Source(session, sets=sets, entries=entries)
    found = (
        batch_of(CANDIDATES, columns[:3], made)
        for collection in source.collections()
        for columns, made in nearest_of(source, collection, measures=1)
    )
    return pa.RecordBatchReader.from_batches(CANDIDATES, found)


def find_nearest_by_values(
    session: duckdb.DuckDBPyConnection,
    sets: duckdb.DuckDBPyRelation,
    entries: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """The same by Jaccard, by cosine, or by the cosine of values: WEIGHED_CANDIDATES.

    sets have a norm, too, and entries a value; a collection has them all, or none of them and then
    no products.
    """
    source = Source(session, sets=sets, entries=entries)
    found = (
        batch_of(WEIGHED_CANDIDATES, columns, made)
        for collection in source.collections()
        for columns, made in nearest_of(source, collection, measures=3)
    )
    return pa.RecordBatchReader.from_batches(WEIGHED_CANDIDATES, found)


def nearest_of(
    source: Source, collection: Collection, measures: int
) -> Iterator[tuple[Found, int]]:
    """The nearest of one collection by the first measures, see counting.find_nearest."""
    members = source.of_sets("member", collection)
    norms = source.of_sets("norm", collection) if measures > 2 else np.empty(0, np.int64)
    is_weighed = len(norms) > 0
    sets = read_sets(source, collection, is_weighed)
    most = np.minimum(
        np.minimum(sets.pairs // collection.min_shared, collection.sets - 1),
        measures * collection.neighbors,
    )
    scratch = PerThread(lambda: scratch_for(collection, sets))

    def find(first: int, last: int) -> tuple[Found, int]:
        room = int(most[first:last].sum())
        found = room_for(room, room if is_weighed else 0)
        made = counting.find_nearest(
            first,
            last,
            sets,
            members,
            norms,
            collection.min_shared,
            collection.neighbors,
            measures if is_weighed else min(measures, 2),
            collection.base,
            scratch.mine(),
            found,
        )
        return found, made

    return at_once(find, pieces(most, sets.pairs + collection.sets), source.threads)


def add_up_values(
    session: duckdb.DuckDBPyConnection,
    entries: duckdb.DuckDBPyRelation,
    pairs: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """The sums by which the values of two sets are compared, where both have some: VALUE_SUMS.

    entries: as count_pairs, with a value. pairs: set_number_a, set_number_b. Raises OverflowError
    where sums are beyond what can be split, see parts_of.
    """
    source = Source(session, entries=entries, pairs=pairs)
    found = (sums_of(source, number) for number in source.numbers("pairs", "set_number_a"))
    return pa.RecordBatchReader.from_batches(VALUE_SUMS, chain.from_iterable(found))


def sums_of(source: Source, number: int) -> Iterator[pa.RecordBatch]:
    """The sums of the collection of a number."""
    source.begin()
    firsts, seconds = source.columns(
        [PLACE.format("set_number_a"), PLACE.format("set_number_b")],
        "pairs",
        f"set_number_a between {first_set(number)} and {first_set(number + 1) - 1}"
        " order by set_number_a, set_number_b",
    )
    places, features, values = source.columns(
        [PLACE.format("set_number"), FEATURE, "value"],
        "entries",
        f"collection = {number} and value is not null",
    )
    # of a pair, the second has the higher place
    set_count = 1 + max(int(places.max(initial=0)), int(seconds.max(initial=0)))
    starts = starts_of(places, set_count)
    set_features, set_values = np.empty_like(features), np.empty_like(values)
    counting.arrange_values(places, features, values, starts, set_features, set_values)
    feature_count = int(features.max(initial=0)) + 1
    rows = PerThread(lambda: np.full(feature_count, counting.ABSENT))
    sizes = np.diff(starts)
    parts = parts_of(set_values, int(sizes.max(initial=0)))
    lookups = len(parts) * sizes[seconds]
    del places, features, values, set_values

    def add_up(first: int, last: int) -> pa.RecordBatch:
        sums = [Sums(*(np.empty(last - first, np.int64) for _ in VALUE_SUMS)) for _ in parts]
        made = 0
        for part_values, part_sums in zip(parts, sums, strict=True):
            made = counting.add_up_values(
                first,
                last,
                firsts,
                seconds,
                starts,
                set_features,
                part_values,
                first_set(number),
                rows.mine(),
                part_sums,
            )
        columns = [
            joined(of_parts) if field.type == WIDE else of_parts[0]
            for field, *of_parts in zip(VALUE_SUMS, *sums, strict=True)
        ]
        return batch_of(VALUE_SUMS, columns, made)

    # a row of sums takes about as much as three pairs
    rooms = np.full_like(lookups, 3 * len(parts))
    return at_once(add_up, pieces(rooms, lookups), source.threads)


def parts_of(values: Array, terms: int) -> list[Array]:
    """What is to be added up of values, so many of which make a sum: for `joined`.

    The values alone, if 64 bits hold every sum of their products. If not, besides: their higher
    parts, their lower parts (LOW bits), and the differences of both. These are enough for twelve
    digits and two million terms; OverflowError beyond.
    """

    def largest(numbers: Array) -> int:
        return max(int(numbers.max(initial=0)), -int(numbers.min(initial=0)))

    if terms * largest(values) ** 2 < MOST:
        return [values]
    high = (values + (1 << (LOW - 1))) >> LOW
    low = values - (high << LOW)
    parts = [high, low, high - low]
    if terms * max(largest(values), *(largest(part) ** 2 for part in parts)) >= MOST:
        raise OverflowError(
            f"{terms} values of up to {largest(values)} are too many to add up their products:"
            " build with --vars '{compiled_counting: false}'"
        )
    return [values, *parts]


def joined(sums: Sequence[Array]) -> Array:
    """Sums of products as numbers of 128 bits: the lower and the higher 64, side by side.

    sums: of the parts that parts_of gives. Those of the values themselves are right in their last
    64 bits, whatever ran over. What high and low parts make crosswise is in none of the sums, but
    (a - b) * (c - d) = a * c + b * d - (a * d + b * c).
    """
    values, *parts = sums
    if parts:
        high, low, apart = parts
        # of (high << 2 * LOW) + (crosswise << LOW) + low, what is left of the last 64 bits
        crosswise = high + low - apart
        beyond = (high + ((crosswise + (low >> LOW)) >> LOW)) >> (64 - 2 * LOW)
    else:
        beyond = values >> 63
    wide = np.empty((len(values), 2), np.int64)
    wide[:, 0], wide[:, 1] = values, beyond
    return wide


def add_up_votes(
    session: duckdb.DuckDBPyConnection,
    lists: duckdb.DuckDBPyRelation,
    rated_items: duckdb.DuckDBPyRelation,
    valid_items: duckdb.DuckDBPyRelation,
    sampled_items: duckdb.DuckDBPyRelation,
    voters: duckdb.DuckDBPyRelation,
    votes: duckdb.DuckDBPyRelation,
) -> pa.RecordBatchReader:
    """Of each user's items, those whose votes reach the last place of a list: RECOMMENDED.

    lists: recipe_key, method, places, is_sampled. rated_items, valid_items, sampled_items:
    recipe_key, user_index, item_index. voters: recipe_key, method, user_index, voter, weight.
    votes: recipe_key, method, voter, item_index, weight.
    """
    source = Source(
        session,
        lists=lists,
        rated_items=rated_items,
        valid_items=valid_items,
        sampled_items=sampled_items,
        voters=voters,
        votes=votes,
    )
    found = (
        votes_of(source, recipe_key, lists_of_recipe)
        for recipe_key, lists_of_recipe in groupby(source.lists(), attrgetter("recipe_key"))
    )
    return pa.RecordBatchReader.from_batches(RECOMMENDED, chain.from_iterable(found))


def votes_of(source: Source, recipe_key: int, lists: Iterable[Asked]) -> Iterator[pa.RecordBatch]:
    """What the methods find for the users of one recipe."""
    source.begin()
    of_recipe = f"recipe_key = {recipe_key}"

    def read(model: str, of: str, entry: str, condition: str, *weight: str) -> list[Array]:
        columns = [f"cast({column} as uinteger)" for column in (of, entry)]
        return source.columns([*columns, *weight], model, condition)

    of_users = [
        read(model, "user_index", "item_index", of_recipe)
        for model in ("rated_items", "valid_items", "sampled_items")
    ]
    for asked in lists:
        of_method = f"{of_recipe} and method = '{asked.method}'"
        voters = read("voters", "user_index", "voter", of_method, "weight")
        # users of many recipes are not compared
        if len(voters[0]):
            votes = read("votes", "voter", "item_index", of_method, "weight")
            yield from votes_by_method(asked, source.threads, voters, votes, of_users)


def votes_by_method(
    asked: Asked,
    threads: int,
    of_voters: list[Array],
    of_votes: list[Array],
    of_users: list[list[Array]],
) -> Iterator[pa.RecordBatch]:
    """What one method finds in the columns of the models that add_up_votes reads.

    of_users: users and items that they rated, met in valid, and have in their sample.
    """
    users, voter_count, items = (
        1 + max(int(numbers.max(initial=0)) for numbers in columns)
        for columns in (
            (of_voters[0], *(one[0] for one in of_users)),
            (of_voters[1], of_votes[0]),
            (of_votes[1], *(one[1] for one in of_users)),
        )
    )
    voters, votes = lists_of(users, *of_voters), lists_of(voter_count, *of_votes)
    rated, met, sampled = (lists_of(users, *one) for one in of_users)
    del of_voters, of_votes
    works = sums_by(voters.starts, np.diff(votes.starts)[voters.entries])
    most = np.minimum(works, items)
    ballots = PerThread(
        lambda: Ballot(
            votes=np.zeros((items, 2), np.int64),
            has_votes=np.zeros(items, np.bool_),
            is_met=np.zeros(items, np.bool_),
            is_sampled=np.zeros(items, np.bool_),
            touched=np.empty(items + 1, np.uint32),
            best=np.empty(asked.places, np.int64),
            best_not_met=np.empty(asked.places, np.int64),
        )
    )

    def add_up(first: int, last: int) -> pa.RecordBatch:
        room = int(most[first:last].sum())
        kinds = (np.int32, np.int32, np.int64, np.int64)
        found = Candidates(*(np.empty(room, kind) for kind in kinds))
        made = counting.add_up_votes(
            *(first, last, voters, votes, rated, met, sampled, asked.is_sampled),
            ballots.mine(),
            found,
        )
        constants = [
            pa.repeat(pa.scalar(value, field.type), made)
            for field, value in zip(RECOMMENDED, (asked.recipe_key, asked.method), strict=False)
        ]
        columns = batch_of(VOTED, found, made).columns
        return pa.RecordBatch.from_arrays([*constants, *columns], schema=RECOMMENDED)

    return at_once(add_up, pieces(most, works), threads)


def lists_of(count: int, places: Array, entries: Array, weights: Array | None = None) -> Lists:
    """The entries of each of `count` places, put in order."""
    if weights is None:
        weights = np.empty(0, np.int64)
    lists = Lists(starts_of(places, count), np.empty_like(entries), np.empty_like(weights))
    counting.arrange_values(places, entries, weights, *lists)
    return lists


def sums_by(starts: Array, numbers: Array) -> Array:
    """The sums of numbers, those of each place together: see starts_of."""
    return np.diff(np.concatenate([[0], np.cumsum(numbers)])[starts])


def read_sets(source: Source, collection: Collection, is_weighed: bool = False) -> Sets:
    """The sets of a collection with their features (and values), both ways round."""
    source.begin()
    columns = [PLACE.format("set_number"), FEATURE, *(["value"] if is_weighed else [])]
    read = source.columns(columns, "entries", f"collection = {collection.number}")
    places, features, values = [*read, np.empty(0, np.int64)][:3]
    sets = Sets(
        starts=starts_of(places, collection.sets),
        set_features=np.empty_like(features),
        set_values=np.empty_like(values),
        positions=np.empty(len(places), np.int64),
        list_starts=starts_of(features, int(features.max(initial=0)) + 1),
        lists=np.empty_like(places),
        list_values=np.empty_like(values),
        later_pairs=np.empty(collection.sets, np.int64),
        pairs=np.empty(collection.sets, np.int64),
    )
    counting.arrange(places, features, values, sets)
    return sets


def starts_of(numbers: Array, count: int) -> Array:
    """Where those with each number below `count` begin when put in order, and the end of all."""
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))]).astype(np.int64)


def room_for(pairs: int, products: int = 0) -> Found:
    """Room for so many pairs; it takes memory as it is filled."""
    return Found(
        np.empty(pairs, np.int64),
        np.empty(pairs, np.int64),
        np.empty(pairs, np.int32),
        np.empty(products, np.int64),
    )


def batch_of(schema: pa.Schema, columns: Sequence[Array], rows: int) -> pa.RecordBatch:
    """The first rows of columns, as they are; a column without any is NULL.

    By their buffers: from arrays of numpy, pyarrow imports pandas, which takes longer than counting
    a hundred million pairs.
    """
    arrays = [
        pa.Array.from_buffers(field.type, rows, [None, pa.py_buffer(column[:rows])])
        if len(column)
        else pa.nulls(rows, field.type)
        for field, column in zip(schema, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def scratch_for(collection: Collection, sets: Sets) -> Scratch:
    """What a thread needs to count the pairs of a collection."""
    largest = int(np.diff(sets.starts).max(initial=0))
    # no pair shares more than a set has, and half as wide a row stays in a nearer cache
    counter = np.uint16 if largest <= np.iinfo(np.uint16).max else np.uint32
    return Scratch(
        counters=np.zeros(collection.sets, counter),
        products=np.zeros(collection.sets, np.int64),
        touched=np.empty(collection.sets, np.uint32),
        closeness=np.empty((3, collection.sets), np.float64),
        chosen=np.empty(collection.sets, np.bool_),
        heap=np.empty(collection.neighbors, np.float64),
        ties=np.empty(collection.sets, np.float64),
    )


class PerThread(Generic[T]):
    """Something that each thread has one of, made when it first asks."""

    def __init__(self, make: Callable[[], T]) -> None:
        """Take what makes one."""
        self._make = make
        self._local = threading.local()

    def mine(self) -> T:
        """The one of the thread that asks."""
        if not hasattr(self._local, "one"):
            self._local.one = self._make()
        one: T = self._local.one
        return one


def pieces(rooms: Array, works: Array) -> Iterator[tuple[int, int]]:
    """First and last (not included) of pieces that need about ROOM and WORK at most.

    rooms, works: of each one of what is divided. One that needs more is a piece of its own.
    """
    rooms, works = np.cumsum(rooms), np.cumsum(works)
    first = 0
    while first < len(rooms):
        room, work = (rooms[first - 1], works[first - 1]) if first else (0, 0)
        last = min(
            int(np.searchsorted(rooms, room + ROOM, side="right")),
            int(np.searchsorted(works, work + WORK, side="right")),
        )
        last = max(last, first + 1)
        yield first, last
        first = last


def at_once(
    work: Callable[[int, int], T], pieces: Iterator[tuple[int, int]], threads: int
) -> Iterator[T]:
    """What comes of the pieces, in their order; so many threads work, one or two pieces ahead."""
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[T]] = deque()
        try:
            for piece in pieces:
                ahead.append(pool.submit(work, *piece))
                if len(ahead) > threads + 1:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()
