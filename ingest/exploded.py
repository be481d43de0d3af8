"""Files whose records hold lists, as events with numbers of their own: see exploding.py."""

from __future__ import annotations

from typing import Any

import duckdb

from ingest.columns import quote_text
from ingest.exploding import flat
from ingest.layouts import PlannedFile
from ingest.progress import Progress
from ingest.staging import (
    WANTED,
    Insert,
    Staged,
    accepted_rows,
    registered_numbers,
    rejected_rows,
    stage,
)

EVENTS = "exploded_events"
FAULTS = "exploded_faults"
NUMBERED = "exploded_records"


def open_file(
    connection: duckdb.DuckDBPyConnection, planned: PlannedFile, progress: Progress
) -> Staged:
    """Open a file, whose records are events or hold lists of them; as `stage` does."""
    staged = stage(connection, planned, progress)
    return _Exploded(staged, progress) if planned.layout.lists else staged


class _Exploded(Staged):
    """A file of lists: its records are made into events before they are landed."""

    def __init__(self, inner: Staged, progress: Progress) -> None:
        super().__init__(inner.connection, inner.planned)
        self.inner = inner
        self.layout = flat(inner.planned.layout)
        self.names = [f"c{place}" for place in range(len(self.layout.columns))]

    def accept(self, insert: Insert) -> int:
        texts = ", ".join(f"{name} varchar" for name in self.names)
        self.connection.execute(
            f"create or replace temp table {EVENTS}"
            f" (record bigint, place bigint, fault varchar, {texts});"
            f"create or replace temp table {FAULTS} (record bigint, text varchar, reason varchar)"
        )
        self.inner.accept(lambda query: self._count(f"insert into {EVENTS} {query}"))
        numbers = self._without_events()
        if len(numbers):
            self.inner.reject(numbers, lambda query: self._count(f"insert into {FAULTS} {query}"))
        columns = ", ".join(self.names)
        nothing = ", ".join(f"null as {name}" for name in self.names)
        self.records = self._count(
            f"""
            create or replace temp table {NUMBERED} as
            select row_number() over (order by record, place) as source_row, *
            from (
                select record, place, null as text, null as fault, {columns}
                from {EVENTS}
                where fault is null
                union all
                select record, 1, faults.text, coalesce(events.fault, faults.reason), {nothing}
                from {FAULTS} as faults
                left join {EVENTS} as events using (record)
            )
            """
        )
        inner = self.inner
        self.sha256, self.lines = inner.sha256, inner.lines
        self.trimmed, self.mended = inner.trimmed, inner.mended
        self.further = self.records - inner.records
        return insert(
            accepted_rows(self.layout, self.names, f"from {NUMBERED} where fault is null")
        )

    def reject(self, numbers: Any, insert: Insert) -> int:
        # an event is shown as its values, and what gave none as it was delivered
        event = ", ".join(
            f"{quote_text(column.delivered)}, {name}"
            for column, name in zip(self.layout.columns, self.names, strict=True)
        )
        source = f"""
            from (
                select * replace (coalesce(text, json_object({event})::varchar) as text)
                from {NUMBERED}
                semi join {WANTED} using (source_row)
            )
        """
        with registered_numbers(self.connection, numbers):
            return insert(rejected_rows(self.layout, self.names, source))

    def close(self) -> None:
        self.inner.close()

    def _without_events(self) -> Any:
        """The numbers of records that give none."""
        # imported when needed, as Arrow is
        import numpy as np

        found = self.connection.execute(
            f"select distinct record from {EVENTS} where fault is null"
        ).fetchnumpy()["record"]
        every = np.arange(1, self.inner.numbers + 1)
        return np.setdiff1d(every, np.concatenate([found, *self.inner.blank_numbers]))

    def _count(self, sql: str) -> int:
        ((count,),) = self.connection.execute(sql).fetchall()
        return int(count)
