"""The recipe in pandas: a stable sort by time, `drop_duplicates`, `value_counts`, `groupby`."""

from pathlib import Path

import pandas as pd

from performance.protocol import StepsOutcome, Stopwatch, run_peer
from performance.recipe import CORE, cut_positions


def core(events: pd.DataFrame) -> pd.DataFrame:
    """Drop users and items with too few events until none is left to drop."""
    while True:
        events_of_user = events["userId"].value_counts()
        events_of_item = events["movieId"].value_counts()
        kept = events[
            events["userId"].isin(events_of_user.index[events_of_user >= CORE])
            & events["movieId"].isin(events_of_item.index[events_of_item >= CORE])
        ]
        if len(kept) == len(events):
            return kept
        events = kept


def carry_out(path: Path, stopwatch: Stopwatch) -> StepsOutcome:
    """Carry out the recipe on a CSV file."""
    with stopwatch.lap("read"):
        events = pd.read_csv(path)
    with stopwatch.lap("duplicates"):
        # The sort is stable, so that equal times stay in the order of the source rows.
        events = events.sort_values("timestamp", kind="stable", ignore_index=True)
        events = events.drop_duplicates(["userId", "movieId"], keep="last", ignore_index=True)
    with stopwatch.lap("split"):
        times = events["timestamp"]
        first, second = cut_positions(len(events))
        cut_valid, cut_test = int(times.iloc[first]), int(times.iloc[second])
        # The events are in time order: the parts are slices.
        valid_from, test_from = times.searchsorted([cut_valid, cut_test])
        train = events.iloc[:valid_from]
        valid = events.iloc[valid_from:test_from]
        test = events.iloc[test_from:]
    with stopwatch.lap("core"):
        core_train = core(train)
        users, items = core_train["userId"].unique(), core_train["movieId"].unique()
        core_valid = valid[valid["userId"].isin(users) & valid["movieId"].isin(items)]
        core_test = test[test["userId"].isin(users) & test["movieId"].isin(items)]
    with stopwatch.lap("lists"):
        kept = pd.concat([core_train, core_valid, core_test])
        lists = kept.groupby("userId")["movieId"].agg(list)
    item_series = lists.explode()
    places = item_series.groupby(level=0).cumcount() + 1
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
        list_items=int(lists.map(len).sum()),
        order_checksum=int((places * item_series.astype("int64")).sum()),
    )


if __name__ == "__main__":
    run_peer(carry_out)
