"""The work of the comparison `similarity`, and what comes out of it.

Items as sets of the users who rated them; every pair of items with at least MIN_CO_RATERS users in
common, and for each item its NEIGHBORS most alike by Jaccard, ties by co-raters and then by item id
as text, never itself.
"""

import argparse
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from performance.protocol import RunResult, Stopwatch

MIN_CO_RATERS = 5
NEIGHBORS = 50
PRIME = 9973  # keeps checksums within 64 bits

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ratings:
    """The last rating of each user and item.

    `users` and `items` are positions from 0, `ratings` the ratings, all of one length. Position p
    of an item stands for `item_ids[p]`; positions are in the order of the ids as text. Where users
    are compared, `items` are those who rated and `users` what they rated.
    """

    users: Numbers
    items: Numbers
    ratings: npt.NDArray[np.float64]
    item_ids: Numbers
    user_count: int


def read_ratings(path: Path, compared: str = "movieId", by: str = "userId") -> Ratings:
    """Read a CSV file with the header userId, movieId, rating, timestamp.

    compared: the column whose values are compared, as sets of those of the column `by`.
    """
    events = pd.read_csv(path)
    events = events.sort_values("timestamp", kind="stable")
    events = events.drop_duplicates(["userId", "movieId"], keep="last")
    users = np.unique(events[by].to_numpy(), return_inverse=True)
    ids, items = np.unique(events[compared].to_numpy(), return_inverse=True)
    text_order = np.argsort(ids.astype(str), kind="stable")
    places = np.empty(len(ids), dtype=np.int64)
    places[text_order] = np.arange(len(ids))
    return Ratings(
        users=users[1].astype(np.int64),
        items=places[items],
        ratings=events["rating"].to_numpy(dtype=np.float64),
        item_ids=ids[text_order].astype(np.int64),
        user_count=len(users[0]),
    )


@dataclass(frozen=True)
class SimilarityOutcome:
    """What came out; equal for contestants that do the same work."""

    pairs: int  # with support, each pair once
    co_raters: int  # summed over them
    pairs_checksum: int
    neighbors: int
    neighbors_checksum: int


class Tally:
    """Adds up an outcome part by part, so that no peer has to keep all pairs for it."""

    def __init__(self, item_ids: Numbers) -> None:
        """Take the id of each position."""
        self.item_ids = item_ids
        self.outcome = {name: 0 for name in SimilarityOutcome.__annotations__}

    def add_pairs(self, items: Numbers, others: Numbers, co_raters: Numbers) -> None:
        """Count pairs, given by positions; of (a, b) and (b, a) the first counts."""
        once = items < others
        ids = self.item_ids[items[once]] + self.item_ids[others[once]]
        self.outcome["pairs"] += len(ids)
        self.outcome["co_raters"] += int(co_raters[once].sum())
        self.outcome["pairs_checksum"] += int((ids % PRIME * co_raters[once]).sum())

    def add_neighbors(self, items: Numbers, ranks: Numbers, neighbors: Numbers) -> None:
        """Count neighbours, given by positions; ranks are from 1."""
        ids, others = self.item_ids[items], self.item_ids[neighbors]
        self.outcome["neighbors"] += len(ids)
        self.outcome["neighbors_checksum"] += int((ids % PRIME * ranks * (others % PRIME)).sum())


def best_of_rows(
    rows: Numbers, others: Numbers, co_raters: Numbers, measure: npt.NDArray[np.float64]
) -> tuple[Numbers, Numbers]:
    """Places of the NEIGHBORS best candidates of each row, and their ranks from 1.

    The candidates lie row by row. Only what reaches a row's last place is sorted.
    """
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    ends = np.append(starts[1:], len(rows))
    chosen, ranks = [], []
    for start, end in zip(starts, ends, strict=True):
        places = np.arange(start, end)
        if end - start > NEIGHBORS:
            last = np.partition(measure[start:end], end - start - NEIGHBORS)[-NEIGHBORS]
            places = places[measure[start:end] >= last]
        order = np.lexsort((others[places], -co_raters[places], -measure[places]))[:NEIGHBORS]
        chosen.append(places[order])
        ranks.append(np.arange(1, len(order) + 1))
    if not chosen:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(chosen), np.concatenate(ranks)


def run_peer(find: Callable[[Ratings, Stopwatch], dict[str, Any]]) -> None:
    """Run a peer from its command line, CSV and RESULT; reading the file is timed apart."""
    parser = argparse.ArgumentParser(
        description="Find pairs of items (users) and their neighbours."
    )
    parser.add_argument("csv", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--users", action="store_true", help="compare users, not items")
    arguments = parser.parse_args()
    columns = ("userId", "movieId") if arguments.users else ("movieId", "userId")
    stopwatch = Stopwatch()
    with stopwatch.lap("read"):
        ratings = read_ratings(arguments.csv, *columns)
    outcome = find(ratings, stopwatch)
    if arguments.users:  # whose pairs nobody keeps
        outcome = {name: outcome[name] for name in ("neighbors", "neighbors_checksum")}
    seconds = {lap.name: lap.seconds for lap in stopwatch.laps}
    RunResult(stopwatch.laps, seconds, outcome).write(arguments.result)


def outcome_of(tally: Tally) -> dict[str, Any]:
    """The outcome as the document of a run holds it."""
    return asdict(SimilarityOutcome(**tally.outcome))
