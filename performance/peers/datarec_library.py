"""The recipe with DataRec: its reader, duplicate filter, time split and iterative k-core.

Where DataRec has no step of its own the peer says so and does it in pandas, on which DataRec is
built: the cut times (its own hold-out cuts by row number, through tied times, and takes the valid
share from what test leaves), keeping valid and test to train's users and items, and lists in
memory (it groups by user only on the way to a file). The results are then the same.
"""

from pathlib import Path

import pandas as pd
from datarec import DataRec
from datarec.io.readers.transactions.tabular import read_transactions_tabular
from datarec.processing import FilterOutDuplicatedInteractions, UserItemIterativeKCore
from datarec.splitters import TemporalThresholdSplit

from performance.protocol import StepsOutcome, Stopwatch, run_peer
from performance.recipe import CORE, cut_positions


def rows_of(part: DataRec) -> pd.DataFrame:
    """Rows of a dataset: user_id, item_id, rating, timestamp."""
    rows: pd.DataFrame = part.data
    return rows


def carry_out(path: Path, stopwatch: Stopwatch) -> StepsOutcome:
    """Carry out the recipe on a CSV file."""
    with stopwatch.lap("read"):
        events = read_transactions_tabular(
            str(path),
            sep=",",
            header=0,
            user_col="userId",
            item_col="movieId",
            rating_col="rating",
            timestamp_col="timestamp",
        )
    with stopwatch.lap("duplicates"):
        events = FilterOutDuplicatedInteractions(keep="latest").run(events, verbose=False)
    with stopwatch.lap("split"):
        times = rows_of(events)["timestamp"].sort_values(ignore_index=True)
        first, second = cut_positions(len(times))
        cut_valid, cut_test = int(times[first]), int(times[second])
        parts = TemporalThresholdSplit(cut_valid, cut_test).run(events)
        train, valid, test = (parts[name] for name in ("train", "val", "test"))
    with stopwatch.lap("core"):
        core_train = rows_of(UserItemIterativeKCore(user_core=CORE, item_core=CORE).run(train))
        users, items = core_train["user_id"].unique(), core_train["item_id"].unique()
        core_valid, core_test = (
            rows[rows["user_id"].isin(users) & rows["item_id"].isin(items)]
            for rows in (rows_of(valid), rows_of(test))
        )
    with stopwatch.lap("lists"):
        # The index still holds the source row: it decides between equal times.
        kept = pd.concat([core_train, core_valid, core_test]).sort_index(kind="stable")
        kept = kept.sort_values("timestamp", kind="stable")
        lists = kept.groupby("user_id")["item_id"].agg(list)
    places = kept.groupby("user_id").cumcount() + 1
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
        order_checksum=int((places * kept["item_id"]).sum()),
    )


if __name__ == "__main__":
    run_peer(carry_out)
