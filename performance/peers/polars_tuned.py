"""The recipe in Polars, all in memory, as fast as we could make it: the peer to beat.

Three things were measured and chosen over the usual way (`polars_plain`). Users and items of a
pair share one 64-bit key (ids below 2^31), and repeated keys, being few, are found by sorting the
keys alone, which Polars does several times as fast as `unique`. The parts of the split are slices
of the frame in time order, without copies. A core round joins against the few that fall out, and
counts items after the round's users are gone, so that fewer rounds lead to the same fixpoint.
"""

from pathlib import Path

import polars as pl

from performance.protocol import StepsOutcome, Stopwatch, run_peer
from performance.recipe import CORE, cut_positions


def last_of_duplicates(events: pl.DataFrame) -> pl.DataFrame:
    """Keep the last event of each user with each item, in time order."""
    # The sort keeps the order of the source rows among equal times.
    events = events.sort("timestamp", maintain_order=True)
    pair = events.select(pair=pl.col("userId") * (1 << 32) + pl.col("movieId"))["pair"]
    in_order = pair.sort()
    repeated = in_order.filter((in_order == in_order.shift(-1)).fill_null(False)).unique()
    of_repeated = pl.select(pair=pair, place=pl.int_range(len(pair), dtype=pl.UInt32)).filter(
        pl.col("pair").is_in(repeated.implode())
    )
    earlier = of_repeated.filter(~of_repeated["pair"].is_last_distinct())["place"]
    is_kept = pl.repeat(True, len(events), dtype=pl.Boolean, eager=True).scatter(earlier, False)
    return events.filter(is_kept)


def too_rare(events: pl.DataFrame, column: str, least: int) -> pl.DataFrame:
    """Ids of a column with too few events."""
    return events.group_by(column).len().filter(pl.col("len") < least).select(column)


def core(events: pl.DataFrame, least: int) -> pl.DataFrame:
    """Drop users and items with too few events until none is left to drop."""
    while True:
        users = too_rare(events, "userId", least)
        if len(users):
            events = events.join(users, on="userId", how="anti", maintain_order="left")
        items = too_rare(events, "movieId", least)
        if not len(items):
            return events
        events = events.join(items, on="movieId", how="anti", maintain_order="left")


def carry_out(path: Path, stopwatch: Stopwatch, least: int = CORE) -> StepsOutcome:
    """Carry out the recipe on a CSV file, with a core of so many."""
    with stopwatch.lap("read"):
        events = pl.read_csv(path)
    with stopwatch.lap("duplicates"):
        events = last_of_duplicates(events)
    with stopwatch.lap("split"):
        times = events["timestamp"]
        first, second = cut_positions(len(events))
        cut_valid, cut_test = times[first], times[second]
        valid_from, test_from = times.search_sorted(cut_valid), times.search_sorted(cut_test)
        train = events[:valid_from]
        valid = events[valid_from:test_from]
        test = events[test_from:]
    with stopwatch.lap("core"):
        core_train = core(train, least)
        users, items = core_train["userId"].unique(), core_train["movieId"].unique()
        is_in_core = pl.col("userId").is_in(users.implode()) & pl.col("movieId").is_in(
            items.implode()
        )
        core_valid, core_test = valid.filter(is_in_core), test.filter(is_in_core)
    with stopwatch.lap("lists"):
        kept = pl.concat([core_train, core_valid, core_test])
        lists = kept.group_by("userId").agg("movieId")
    lengths = lists["movieId"].list.len()
    numbered = lists.select(
        item=pl.col("movieId"), place=pl.int_ranges(1, pl.col("movieId").list.len() + 1)
    ).explode("item", "place")
    return StepsOutcome(
        cut_valid=cut_valid,
        cut_test=cut_test,
        rows_train_split=len(train),
        rows_valid_split=len(valid),
        rows_test_split=len(test),
        rows_train=len(core_train),
        rows_valid=len(core_valid),
        rows_test=len(core_test),
        core_users=len(users),
        core_items=len(items),
        lists=len(lists),
        list_items=int(lengths.sum()),
        order_checksum=int((numbered["item"] * numbered["place"]).sum()),
    )


if __name__ == "__main__":
    run_peer(carry_out)
