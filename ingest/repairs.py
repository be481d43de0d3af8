"""What of a file is left out on request: users and items that stand for nobody, times out of range.

Such rows are read like the others, counted (`left_out_rows`) and not kept: the file has them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import duckdb

from ingest.columns import Column, quote_text, read
from ingest.errors import UsageError
from ingest.layouts import Layout
from ingest.messages import shown
from ingest.people import NOBODY, People
from ingest.remarks import seconds_of


@dataclass(frozen=True)
class Repairs:
    """Which events are left out.

    no_users, no_items: ids, as delivered; from_time, to_time: ISO times (UTC), the first and the
    last one that is kept; both None for all.
    """

    no_users: tuple[str, ...] = ()
    no_items: tuple[str, ...] = ()
    from_time: str | None = None
    to_time: str | None = None

    def left_out(self, layout: Layout, people: People = NOBODY) -> str:
        """SQL that is true for a landed row of a layout that is left out; empty for none.

        people: as which ids of users are landed.
        Raises UsageError where the layout has no column that it would need.
        """
        if not layout.interactions:
            return ""
        conditions = [
            f"{layout.value(column)}::varchar in ({', '.join(_as_landed(column, ids, of))})"
            for column, ids, of in (
                (layout.user, self.no_users, people),
                (layout.item, self.no_items, NOBODY),
            )
            if column is not None and ids
        ]
        if self.from_time is not None or self.to_time is not None:
            if layout.time is None:
                raise UsageError("--from-time and --to-time need times: name their column, --time")
            value = layout.value(layout.time)
            seconds = seconds_of(value, f"try_cast({value} as double)")
            for sign, time in (("<", self.from_time), (">", self.to_time)):
                if time is not None:
                    conditions.append(f"{seconds} {sign} {_seconds(time)}")
        return " or ".join(f"coalesce({one}, false)" for one in conditions)

    def not_found(
        self,
        connection: duckdb.DuckDBPyConnection,
        layout: Layout,
        parts: Collection[str],
        people: People = NOBODY,
    ) -> list[str]:
        """The options that name a user or an item which no landed row has."""
        missing = []
        for role, column, ids, of in (
            ("user", layout.user, self.no_users, people),
            ("item", layout.item, self.no_items, NOBODY),
        ):
            if column is None or not layout.interactions:
                continue
            for one, landed in zip(ids, _as_landed(column, ids, of), strict=True):
                has_it = " or ".join(
                    f"exists (from {part} where {layout.value(column)}::varchar = {landed})"
                    for part in parts
                )
                if connection.execute(f"select not ({has_it or 'false'})").fetchall() == [(True,)]:
                    missing.append(f"--no-{role} {shown(one)}")
        return missing


NOTHING_LEFT_OUT = Repairs()


def _as_landed(column: Column, ids: Sequence[str], people: People) -> list[str]:
    """SQL for ids as they are landed: normalized, or as pseudonyms, where that is asked for."""
    return [people.landed_id(read(column, quote_text(one))) for one in ids]


def leave_out(connection: duckdb.DuckDBPyConnection, parts: Iterable[str], left_out: str) -> int:
    """Delete the rows of parts for which a condition is true; returns how many."""
    count = 0
    for part in parts:
        ((deleted,),) = connection.execute(f"delete from {part} where {left_out}").fetchall()
        count += int(deleted)
    return count


def _seconds(time: str) -> float:
    """A time in ISO form as Unix seconds. Raises UsageError for any other text."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        ((seconds,),) = connection.execute(
            "select epoch(try_cast(? as timestamptz))", [time]
        ).fetchall()
    if seconds is None:
        raise UsageError(
            f"'{time[:40]}' is no time: give a date, or a date and time, such as 1995-01-31"
        )
    return float(seconds)
