"""The recipe in Python without a library: dictionaries and loops over rows.

This is the way of the study whose Amazon Beauty benchmark Corate rebuilds, and of many research
scripts: read rows, group them in dictionaries, count and filter until nothing changes.
"""

import csv
from collections import Counter, defaultdict
from pathlib import Path

from performance.protocol import StepsOutcome, Stopwatch, run_peer
from performance.recipe import CORE, cut_positions

Event = tuple[int, int, int, int, float]  # timestamp, source row, user, item, rating


def read(path: Path) -> list[Event]:
    """Read the events of a CSV file in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return [
            (int(timestamp), row, int(user), int(item), float(rating))
            for row, (user, item, rating, timestamp) in enumerate(lines)
        ]


def last_of_duplicates(events: list[Event]) -> list[Event]:
    """Keep the last event of each user with each item, in time order."""
    last: dict[tuple[int, int], Event] = {}
    for event in sorted(events):
        last[event[2], event[3]] = event
    return sorted(last.values())


def core(events: list[Event]) -> list[Event]:
    """Drop users and items with too few events until none is left to drop."""
    while True:
        events_of_user = Counter(event[2] for event in events)
        events_of_item = Counter(event[3] for event in events)
        kept = [
            event
            for event in events
            if events_of_user[event[2]] >= CORE and events_of_item[event[3]] >= CORE
        ]
        if len(kept) == len(events):
            return kept
        events = kept


def carry_out(path: Path, stopwatch: Stopwatch) -> StepsOutcome:
    """Carry out the recipe on a CSV file."""
    with stopwatch.lap("read"):
        events = read(path)
    with stopwatch.lap("duplicates"):
        events = last_of_duplicates(events)
    with stopwatch.lap("split"):
        first, second = cut_positions(len(events))
        cut_valid, cut_test = events[first][0], events[second][0]
        train = [event for event in events if event[0] < cut_valid]
        valid = [event for event in events if cut_valid <= event[0] < cut_test]
        test = [event for event in events if event[0] >= cut_test]
    with stopwatch.lap("core"):
        core_train = core(train)
        users = {event[2] for event in core_train}
        items = {event[3] for event in core_train}
        core_valid = [event for event in valid if event[2] in users and event[3] in items]
        core_test = [event for event in test if event[2] in users and event[3] in items]
    with stopwatch.lap("lists"):
        lists: dict[int, list[int]] = defaultdict(list)
        for part in (core_train, core_valid, core_test):
            for event in part:
                lists[event[2]].append(event[3])
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
        list_items=sum(map(len, lists.values())),
        order_checksum=sum(
            place * item for items_ in lists.values() for place, item in enumerate(items_, 1)
        ),
    )


if __name__ == "__main__":
    run_peer(carry_out)
