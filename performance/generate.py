"""Write simulated interactions in the shape of MovieLens or of Amazon reviews.

The files follow the layout of MovieLens (`userId,movieId,rating,timestamp`, a header line), so
that every contestant reads the same bytes. They are simulated from a fixed seed; no row of a real
data set is in them. The same seed, numpy version and size give the same file.

- `movielens`: few items and long histories. 144.4 ratings a user on average as in MovieLens 20M
  (138,493 users, 26,744 items), at least 20, log-normal; an item's popularity falls as in Zipf's
  law with a flattened head; a user's ratings come in sessions, with many equal times; the file is
  sorted by user, then item.
- `amazon`: many users with one or two events. 0.45 users and 0.135 items a row, about the shape of
  the Amazon 2014 categories; both histories and popularity are heavy-tailed; times are whole days;
  the file is sorted by item.

A share of the rows (0.3 %) repeats a (user, item) pair, half of them at the same second. Users are
made in batches and rows wait in a DuckDB file with a memory limit, so that memory stays bounded.

    python -m performance.generate --shape movielens --rows 1000000 --data FOLDER
"""

import argparse
import hashlib
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

GENERATOR_VERSION = 1
SEED = 20_150_331
SHAPES = ("movielens", "amazon")
DUPLICATE_SHARE = 0.003
SECONDS_A_DAY = 86_400

# MovieLens 20M: means and extremes of the published data set.
MOVIELENS_MEAN_HISTORY = 144.4
MOVIELENS_MIN_HISTORY = 20
MOVIELENS_MAX_HISTORY_SHARE = 0.35  # the longest history holds about a third of all items
MOVIELENS_FIRST_SECOND = 789_652_009  # 1995-01-09
MOVIELENS_LAST_SECOND = 1_427_784_002  # 2015-03-31
MOVIELENS_USERS_A_BATCH = 4_000

# Amazon 2014: between Books (2.8 ratings a user) and Beauty (1.7).
AMAZON_USERS_A_ROW = 0.45
AMAZON_ITEMS_A_ROW = 0.135
AMAZON_FIRST_DAY = 9_636  # 1996-05-20, in days since 1970
AMAZON_LAST_DAY = 16_274  # 2014-07-23
AMAZON_ROWS_A_BATCH = 1_000_000

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Batch:
    """Some interactions: four columns of one length; `half_stars` is twice the rating."""

    user_id: Integers
    item_id: Integers
    half_stars: Integers
    seconds: Integers


@dataclass(frozen=True)
class DatasetShape:
    """What a generated file holds, as counted in the file's rows."""

    name: str
    shape: str
    rows: int
    users: int
    items: int
    duplicates: int  # rows beyond the first of their (user, item) pair
    longest_history: int  # rows of the user with the most
    sum_of_squared_history_lengths: int  # over users; the cost of what is quadratic in a history
    distinct_times: int
    bytes: int
    sha256: str
    generator_version: int
    seed: int


def dataset_name(shape: str, rows: int) -> str:
    """Name of the folder of a generated dataset, such as `movielens-20m-shape`."""
    millions, rest = divmod(rows, 1_000_000)
    size = f"{millions}m" if millions and not rest else str(rows)
    return f"{shape}-{size}-shape"


def whole_parts(weights: NDArray[np.float64], total: int, least: int, most: int) -> Integers:
    """Split `total` into whole numbers, one a weight, each between `least` and `most`.

    Each part is about `least` plus a share in proportion to its weight, which must be positive.
    Raises ValueError where no such split exists.
    """
    count = len(weights)
    if not least * count <= total <= most * count:
        raise ValueError(f"cannot split {total} into {count} parts of {least} to {most}")

    def parts(scale: float) -> Integers:
        result: Integers = np.minimum(least + np.floor(weights * scale), most).astype(np.int64)
        return result

    low, high = 0.0, 1.0
    while parts(high).sum() < total:
        low, high = high, high * 2
    for _ in range(100):
        middle = (low + high) / 2
        if parts(middle).sum() <= total:
            low = middle
        else:
            high = middle
    result = parts(low)
    while missing := total - int(result.sum()):
        open_places = np.flatnonzero(result < most)[:missing]
        result[open_places] += 1
    return result


def rank_within(groups: Integers) -> Integers:
    """Position, from 0, of each element among those of its group; groups are contiguous runs."""
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    lengths = np.diff(np.r_[starts, len(groups)])
    return np.arange(len(groups)) - np.repeat(starts, lengths)


def distinct_draws(
    generator: np.random.Generator, lengths: Integers, cumulative: NDArray[np.float64]
) -> tuple[Integers, Integers]:
    """Draw `lengths[u]` different items for each user u; likelier items tend to come first.

    `cumulative` is the running sum of the items' probabilities. Returns (user, item) positions,
    grouped by user, in the order drawn. Draws with replacement, drops repetitions and draws again
    for those who lack items, more each time, until everyone has enough.
    """
    items = len(cumulative)
    keys = np.empty(0, np.int64)
    oversampling = 1.3
    missing = lengths
    while missing.any():
        draws = np.where(missing > 0, np.ceil(missing * oversampling) + 4, 0).astype(np.int64)
        drawn = np.searchsorted(cumulative, generator.random(int(draws.sum())), side="right")
        users = np.repeat(np.arange(len(lengths)), draws)
        keys = np.concatenate([keys, users * items + np.minimum(drawn, items - 1)])
        first_places = np.sort(np.unique(keys, return_index=True)[1])
        keys = keys[first_places]
        keys = keys[np.argsort(keys // items, kind="stable")]
        owners = keys // items
        keys = keys[rank_within(owners) < lengths[owners]]
        missing = lengths - np.bincount(keys // items, minlength=len(lengths))
        oversampling *= 2
    return keys // items, keys % items


def session_seconds(generator: np.random.Generator, users: Integers, count: int) -> Integers:
    """Time of each rating: users join over the years and rate in sessions, some within a second.

    `users` (from 0 to count - 1) is grouped by user and in the order of rating.
    """
    position = rank_within(users)
    session_size = 20 + generator.geometric(1 / 80, count)
    session = position // session_size[users]
    in_session = position % session_size[users]
    sessions = np.bincount(users[in_session == 0], minlength=count)

    # Starts of the sessions: a running sum of gaps, started anew for each user.
    owners = np.repeat(np.arange(count), sessions)
    gaps = generator.exponential(45 * SECONDS_A_DAY, len(owners))
    first_sessions = np.cumsum(sessions) - sessions
    gaps[first_sessions] = 0.0
    since_first = np.cumsum(gaps)
    since_first -= since_first[first_sessions][owners]

    years = MOVIELENS_LAST_SECOND - MOVIELENS_FIRST_SECOND
    joined = generator.integers(0, years - SECONDS_A_DAY, count)
    room = years - SECONDS_A_DAY - joined
    longest = np.maximum(since_first[np.cumsum(sessions) - 1], 1.0)
    since_first *= np.minimum(1.0, room / longest)[owners]

    started = joined[users] + since_first[first_sessions[users] + session].astype(np.int64)
    page = in_session // 3  # a page of films is rated at about the same time
    seconds = started + page * 15 + generator.integers(0, 3, len(users))
    return MOVIELENS_FIRST_SECOND + np.minimum(seconds, years)


def with_duplicates(
    generator: np.random.Generator, batch: Batch, duplicates: int, last_second: int
) -> Batch:
    """Add rows that repeat a pair, half of them at the same time, half within 30 days later."""
    chosen = generator.choice(len(batch.user_id), duplicates, replace=False)
    later = generator.integers(0, 30, duplicates) * SECONDS_A_DAY
    later[: duplicates // 2] = 0
    return Batch(
        np.concatenate([batch.user_id, batch.user_id[chosen]]),
        np.concatenate([batch.item_id, batch.item_id[chosen]]),
        np.concatenate([batch.half_stars, generator.integers(1, 11, duplicates)]),
        np.concatenate([batch.seconds, np.minimum(batch.seconds[chosen] + later, last_second)]),
    )


def in_file_order(generator: np.random.Generator, batch: Batch, by_item: bool) -> Batch:
    """Sort by item, or by user and then item; what is equal in these falls in any order."""
    shuffle = generator.random(len(batch.user_id))
    if by_item:
        order = np.lexsort((shuffle, batch.item_id))
    else:
        order = np.lexsort((shuffle, batch.item_id, batch.user_id))
    return Batch(
        batch.user_id[order], batch.item_id[order], batch.half_stars[order], batch.seconds[order]
    )


def shared_out(total: int, done: int, whole: int) -> int:
    """How many of `total` belong to the first `done` of `whole` rows."""
    return total * done // whole


def movielens_batches(rows: int) -> Iterator[Batch]:
    """Interactions in the shape of MovieLens, by batches of users."""
    generator = np.random.default_rng([SEED, rows, 0])
    duplicates = round(rows * DUPLICATE_SHARE)
    pairs = rows - duplicates
    users = max(2, round(rows / MOVIELENS_MEAN_HISTORY))
    # Fits both MovieLens 1M (3,706 items) and 20M (26,744).
    items = max(1_000, round(26_744 * (rows / 20_000_000) ** 0.66))
    longest = max(int(items * MOVIELENS_MAX_HISTORY_SHARE), MOVIELENS_MIN_HISTORY + 20)
    least = min(MOVIELENS_MIN_HISTORY, pairs // users)
    lengths = whole_parts(generator.lognormal(0.0, 1.25, users), pairs, least, longest)

    # Zipf-Mandelbrot: the favourite with 0.34 % of the ratings and the median item with some tens,
    # as in MovieLens 20M; smaller catalogues have a shorter flat head.
    popularity = 1.0 / (np.arange(items) + 440.0 * (items / 26_744) ** 0.5) ** 2.5
    item_ids = generator.permutation(items) + 1  # popularity has nothing to do with the id
    cumulative = np.cumsum(popularity / popularity.sum())
    quality = generator.normal(0.0, 0.8, items)

    done = 0
    for first in range(0, users, MOVIELENS_USERS_A_BATCH):
        batch_lengths = lengths[first : first + MOVIELENS_USERS_A_BATCH]
        count = len(batch_lengths)
        user, item = distinct_draws(generator, batch_lengths, cumulative)
        mood = generator.normal(7.0, 0.9, count)
        liking = mood[user] + quality[item] + generator.normal(0.0, 1.6, len(user))
        batch = Batch(
            first + user + 1,
            item_ids[item],
            np.clip(np.rint(liking), 1, 10).astype(np.int64),
            session_seconds(generator, user, count),
        )
        share = shared_out(duplicates, done + len(user), pairs)
        share -= shared_out(duplicates, done, pairs)
        batch = with_duplicates(generator, batch, share, MOVIELENS_LAST_SECOND)
        done += len(user)
        yield in_file_order(generator, batch, by_item=False)


def amazon_batches(rows: int) -> Iterator[Batch]:
    """Interactions in the shape of Amazon reviews, by runs of items."""
    generator = np.random.default_rng([SEED, rows, 1])
    duplicates = round(rows * DUPLICATE_SHARE)
    pairs = rows - duplicates
    users = max(2, round(rows * AMAZON_USERS_A_ROW))
    items = max(2, round(rows * AMAZON_ITEMS_A_ROW))
    longest = max(50, rows // 1_000)
    histories = whole_parts(generator.pareto(1.6, users), pairs, 1, longest)
    popularity = whole_parts(generator.pareto(1.1, items), pairs, 1, longest)

    # Each event of a user meets a place of an item by chance.
    user_of_event = np.repeat(np.arange(users, dtype=np.int32), histories)
    generator.shuffle(user_of_event)
    item_of_event = np.repeat(np.arange(items, dtype=np.int32), popularity)
    days = AMAZON_LAST_DAY - AMAZON_FIRST_DAY
    # The shop grows: most users come in the last years.
    joined = days - np.minimum(generator.exponential(900.0, users), days - 1).astype(np.int32)

    for first in range(0, pairs, AMAZON_ROWS_A_BATCH):
        last = min(first + AMAZON_ROWS_A_BATCH, pairs)
        user = user_of_event[first:last].astype(np.int64)
        since = generator.exponential(250.0, len(user)).astype(np.int64)
        room = days - joined[user]
        since = np.where(since <= room, since, generator.integers(0, room + 1))
        stars = generator.choice(5, len(user), p=(0.08, 0.05, 0.09, 0.18, 0.60)) + 1
        batch = Batch(
            user + 1,
            item_of_event[first:last].astype(np.int64) + 1,
            stars * 2,
            (AMAZON_FIRST_DAY + joined[user] + since) * SECONDS_A_DAY,
        )
        share = shared_out(duplicates, last, pairs) - shared_out(duplicates, first, pairs)
        batch = with_duplicates(generator, batch, share, AMAZON_LAST_DAY * SECONDS_A_DAY)
        yield in_file_order(generator, batch, by_item=True)


def batches(shape: str, rows: int) -> Iterator[Batch]:
    """Interactions of a shape (`movielens` or `amazon`), `rows` in all."""
    if shape == "movielens":
        return movielens_batches(rows)
    if shape == "amazon":
        return amazon_batches(rows)
    raise ValueError(f"unknown shape {shape!r}: choose from {', '.join(SHAPES)}")


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def count_shape(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Count what the table `interactions` (userId, movieId, timestamp) holds."""
    query = """
        with histories as (
            select userId, count(*) as history_length
            from interactions
            group by userId
        )
        select
            (select count(*) from interactions) as rows,
            (select count(*) from histories) as users,
            (select count(distinct movieId) from interactions) as items,
            (
                select sum(copies - 1)
                from (
                    select count(*) as copies
                    from interactions
                    group by userId * 100000000 + movieId
                )
            ) as duplicates,
            (select max(history_length) from histories) as longest_history,
            (select sum(history_length * history_length) from histories)
                as sum_of_squared_history_lengths,
            (select count(distinct timestamp) from interactions) as distinct_times
    """
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return dict(zip(names, (int(value) for value in cursor.fetchall()[0]), strict=True))


def write_dataset(shape: str, rows: int, data: Path) -> DatasetShape:
    """Generate a dataset into `data/NAME/ratings.csv` and state its shape in `data/NAME.json`.

    The description is written last: where it is absent, the file is not complete.
    """
    name = dataset_name(shape, rows)
    folder = data / name
    folder.mkdir(parents=True, exist_ok=True)
    csv_path = folder / "ratings.csv"
    with tempfile.TemporaryDirectory(dir=data) as scratch:
        connection = duckdb.connect(
            str(Path(scratch) / "interactions.duckdb"),
            config={"memory_limit": "5GB", "threads": 2, "temp_directory": scratch},
        )
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            "create table interactions (userId bigint, movieId bigint, rating decimal(2, 1), "
            "timestamp bigint)"
        )
        written, reported = 0, time.monotonic()
        for batch in batches(shape, rows):
            columns: dict[str, Any] = asdict(batch)
            connection.register("batch", columns)
            connection.execute(
                "insert into interactions "
                "select user_id, item_id, half_stars / 2, seconds from batch"
            )
            connection.unregister("batch")
            written += len(batch.user_id)
            if time.monotonic() - reported > 10:
                print(f"  {name}: {written:,} of {rows:,} rows", flush=True)
                reported = time.monotonic()
        connection.execute(f"copy interactions to '{csv_path}' (format csv, header)")
        counts = count_shape(connection)
        connection.close()
    description = DatasetShape(
        name=name,
        shape=shape,
        **counts,
        bytes=csv_path.stat().st_size,
        sha256=sha256_of(csv_path),
        generator_version=GENERATOR_VERSION,
        seed=SEED,
    )
    description_path = data / f"{name}.json"
    description_path.write_text(json.dumps(asdict(description), indent=2) + "\n")
    return description


def dataset(shape: str, rows: int, data: Path) -> DatasetShape:
    """Return a dataset's description, generating it unless a complete copy is there."""
    name = dataset_name(shape, rows)
    description_path, csv_path = data / f"{name}.json", data / name / "ratings.csv"
    if description_path.exists() and csv_path.exists():
        found = json.loads(description_path.read_text())
        is_current = found["generator_version"] == GENERATOR_VERSION
        if is_current and found["bytes"] == csv_path.stat().st_size:
            return DatasetShape(**found)
    description_path.unlink(missing_ok=True)
    print(f"  generating {name} in {data}", flush=True)
    return write_dataset(shape, rows, data)


def main() -> None:
    """Generate the datasets asked for and print their shapes."""
    parser = argparse.ArgumentParser(description="Write simulated interactions as CSV.")
    parser.add_argument("--shape", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--rows", nargs="+", type=int, default=[1_000_000])
    parser.add_argument("--data", type=Path, required=True, help="folder for the generated files")
    arguments = parser.parse_args()
    for rows in arguments.rows:
        for shape in arguments.shape:
            print(json.dumps(asdict(dataset(shape, rows, arguments.data)), indent=2))


if __name__ == "__main__":
    main()
