"""Splits by RecTools, in an environment that has it: prints the rows of each part as JSON.

Called with a CSV file (row, user, item, time as UTC) in the order of the file, and with splits as
JSON, by name: `last` (how many events of each user) or `days` (how long test is), and `drop_cold`.
"""

import json
import sys

import pandas as pd
from rectools import Columns
from rectools.dataset import Interactions
from rectools.model_selection import LastNSplitter, TimeRangeSplitter


def main() -> None:
    events = pd.read_csv(sys.argv[1], parse_dates=["time"])
    interactions = Interactions(
        pd.DataFrame(
            {
                Columns.User: events["user"],
                Columns.Item: events["item"],
                Columns.Weight: 1.0,
                Columns.Datetime: events["time"],
            }
        )
    )
    found = {}
    for name, asked in json.loads(sys.argv[2]).items():
        cold = {
            "filter_cold_users": asked["drop_cold"],
            "filter_cold_items": asked["drop_cold"],
            "filter_already_seen": False,
        }
        if "last" in asked:
            splitter = LastNSplitter(asked["last"], n_splits=2, **cold)
            starts_at = None
        else:
            splitter = TimeRangeSplitter(f"{asked['days']}D", n_splits=1, **cold)
            starts_at = str(splitter.get_test_fold_borders(interactions)[-1][0])
        folds = [
            {
                part: events["row"].iloc[rows].tolist()
                for part, rows in zip(("train", "test"), fold[:2], strict=True)
            }
            for fold in splitter.split(interactions)
        ]
        found[name] = {"starts_at": starts_at, "folds": folds}
    json.dump(found, sys.stdout)


main()
