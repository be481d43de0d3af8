"""The public tables as of the last release: `python -m tests.contracts.public_tables` writes them.

`public_tables.csv` has their columns and types, as the contracts in `models/marts` say them;
`announced.csv` what goes or changes, and with which release that was said.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from corate.publications.declared import columns

FOLDER = Path(__file__).parent
RELEASED = FOLDER / "public_tables.csv"
ANNOUNCED = FOLDER / "announced.csv"
HEADER = ("table", "column", "type")

Tables = Mapping[str, Mapping[str, str]]
"""Types by table and column."""


@dataclass(frozen=True)
class Announced:
    """A column that goes, or changes its type; of a blank column the whole table.

    since: the release that said so; instead: what to read in its place.
    """

    table: str
    column: str
    since: str
    instead: str


def tables_now() -> dict[str, dict[str, str]]:
    """What models declare now."""
    return {".".join(table): found for table, found in columns().items()}


def tables_released() -> dict[str, dict[str, str]]:
    """What the last release declared."""
    found: dict[str, dict[str, str]] = {}
    with RELEASED.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["table"], {})[row["column"]] = row["type"]
    return found


def announced() -> list[Announced]:
    """What has been said to go or change."""
    with ANNOUNCED.open(newline="", encoding="utf-8") as file:
        return [Announced(**row) for row in csv.DictReader(file)]


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


def broken(before: Tables, now: Tables, notices: Collection[Announced], version: str) -> list[str]:
    """What a query of the last release does not find any more, and no release before told of.

    version: of the release that is made now; what it announces itself may go with the next.
    """
    told = {(one.table, one.column) for one in notices if _numbers(one.since) < _numbers(version)}
    problems = []
    for table, kinds in before.items():
        for column, kind in kinds.items():
            found = now.get(table, {}).get(column)
            if found != kind and not told & {(table, ""), (table, column)}:
                problems.append(f"{table}.{column} was {kind} and is {found or 'gone'}")
    return problems


def main() -> None:
    """Write what models declare now as what the last release did."""
    with RELEASED.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for table, kinds in sorted(tables_now().items()):
            writer.writerows((table, column, kind) for column, kind in kinds.items())


if __name__ == "__main__":
    main()
