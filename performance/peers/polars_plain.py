"""The recipe in Polars as its user guide leads one to write it: `unique`, `len().over`, `agg`."""

from pathlib import Path

import polars as pl

from performance.protocol import StepsOutcome, Stopwatch, run_peer
from performance.recipe import CORE, cut_positions


def core(events: pl.DataFrame, least: int) -> pl.DataFrame:
    """Drop users and items with too few events until none is left to drop."""
    while True:
        kept = events.filter(
            pl.len().over("userId") >= least,
            pl.len().over("movieId") >= least,
        )
        if len(kept) == len(events):
            return kept
        events = kept


def carry_out(path: Path, stopwatch: Stopwatch, least: int = CORE) -> StepsOutcome:
    """Carry out the recipe on a CSV file, with a core of so many."""
    with stopwatch.lap("read"):
        events = pl.read_csv(path)
    with stopwatch.lap("duplicates"):
        # The sort keeps the order of the source rows among equal times.
        events = events.sort("timestamp", maintain_order=True)
        events = events.unique(["userId", "movieId"], keep="last", maintain_order=True)
    with stopwatch.lap("split"):
        times = events["timestamp"]
        first, second = cut_positions(len(events))
        cut_valid, cut_test = times[first], times[second]
        train = events.filter(pl.col("timestamp") < cut_valid)
        valid = events.filter(pl.col("timestamp").is_between(cut_valid, cut_test, closed="left"))
        test = events.filter(pl.col("timestamp") >= cut_test)
    with stopwatch.lap("core"):
        core_train = core(train, least)
        users, items = core_train.select("userId").unique(), core_train.select("movieId").unique()
        core_valid, core_test = (
            part.join(users, on="userId", how="semi", maintain_order="left").join(
                items, on="movieId", how="semi", maintain_order="left"
            )
            for part in (valid, test)
        )
    with stopwatch.lap("lists"):
        kept = pl.concat([core_train, core_valid, core_test])
        lists = kept.group_by("userId").agg("movieId")
    numbered = kept.select(
        item=pl.col("movieId"), place=pl.int_range(1, pl.len() + 1).over("userId")
    )
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
        list_items=int(lists["movieId"].list.len().sum()),
        order_checksum=int((numbered["item"] * numbered["place"]).sum()),
    )


if __name__ == "__main__":
    run_peer(carry_out)
