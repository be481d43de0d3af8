"""Landing: from delivered files to rows of the raw tables, all or nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from ingest.columns import DATE_WITHOUT_DASHES, NO_TIME, quote_identifier
from ingest.database import any_order
from ingest.errors import IngestError, UsageError
from ingest.exploded import open_file
from ingest.forms import missing_fields
from ingest.grammar import RECORDS_IN_QUOTES, UNCLOSED_QUOTE
from ingest.layouts import Plan
from ingest.messages import MOST_SHOWN, shown
from ingest.parts import (
    DATASET,
    OWN_LISTS,
    OWN_TABLES,
    PREDICTIONS,
    Origin,
    add_part,
    drop_parts,
    show_parts,
)
from ingest.people import (
    FORGOTTEN_ROWS,
    NOBODY,
    People,
    insert_people,
    make_forgotten_rows,
    without_values,
)
from ingest.progress import Progress, with_unit
from ingest.raw_tables import declared_columns
from ingest.repairs import NOTHING_LEFT_OUT, Repairs, leave_out
from ingest.row_versions import forget_row_versions, note_row_versions
from ingest.staging import IS_LIST, Lines, Staged
from ingest.transactions import transaction

REASONS_SHOWN = 3
PARTS_SHOWN = 6


@dataclass(frozen=True)
class LandedFile:
    """What a landing put into a raw table from one file, and what stands out in it."""

    table: str
    source_file: str
    rows: int
    rejected_rows: int
    interactions: bool
    remarks: tuple[str, ...] = ()


def land(
    connection: duckdb.DuckDBPyConnection,
    dataset_id: str,
    source: str,
    plan: Plan,
    max_rejected: float,
    progress: Progress,
    check: Callable[[], object] = lambda: None,
    repairs: Repairs = NOTHING_LEFT_OUT,
    options: str = "",
    people: People = NOBODY,
) -> list[LandedFile]:
    """Replace the rows of a dataset by those of the planned files, in one transaction.

    Lists of items and users of one's own stay, or are what is replaced.

    max_rejected: the largest share (0 to 1) of the records of a file that may be rejected.
    check: what looks at the rows before they are there for good; where it raises, they are not.
    repairs: which events are left out; options: what was said on the command line, to be kept.
    people: whose events are left out, and whether ids of users become pseudonyms.
    Raises IngestError, and changes nothing, where a file cannot be read or too much is rejected.
    """
    landed_at = datetime.now(UTC).replace(tzinfo=None)
    landed: list[LandedFile] = []
    subject = plan.subject
    rows_before = 0
    # source_row says where a row was in its file, so the rows themselves may come in any order
    with any_order(connection), transaction(connection):
        if subject == DATASET:
            _check_replaces_interactions(connection, dataset_id, plan)
        elif subject != PREDICTIONS:
            _check_is_landed(connection, dataset_id, subject)
        changed = _delete(connection, dataset_id, subject)
        for planned in plan.files:
            size = planned.file.path.stat().st_size
            progress.say(f"reading {shown(planned.file.name)} ({with_unit(size, 'B')})")
            with closing(open_file(connection, planned, progress)) as staged:
                # what is imported to read the first file is no time of this file
                started = time.monotonic()
                before = rows_before if planned.split else None
                origin = Origin(
                    *(dataset_id, planned.file.name, landed_at, planned.split, before),
                    *(planned.method, planned.recipe_id),
                )
                one = _insert(connection, origin, staged, max_rejected, repairs, people)
                rows_before += staged.numbers
            seconds = time.monotonic() - started
            progress.say(f"  {one.rows:,} rows, {one.rejected_rows:,} rejected, {seconds:.1f} s")
            landed.append(one)
        connection.execute(
            LANDING,
            {
                "dataset_id": dataset_id,
                "subject": subject,
                "source": source,
                "options": options,
                "landed_at": landed_at,
                "interactions": sum(one.rows for one in landed if one.interactions),
                "pseudonym_key": people.pseudonym_key,
            },
        )
        _show(connection, changed | {one.table for one in landed})
        check()
        if subject == PREDICTIONS:
            forget_row_versions(connection, dataset_id, subject)
        note_row_versions(connection)
        progress.say("writing to the database")
    return landed


def remove(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, subject: str | None = None
) -> bool:
    """Delete all rows of a dataset, or of a list beside it; False where it was not landed."""
    found = connection.execute(
        "select 1 from raw.landings where dataset_id = ? and subject = coalesce(?, subject)",
        [dataset_id, subject],
    ).fetchall()
    with transaction(connection):
        _show(connection, _delete(connection, dataset_id, subject))
    return bool(found)


def _delete(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, subject: str | None = None
) -> set[str]:
    """Delete the rows of a landing, or all of a dataset; returns the tables that show them yet."""
    for table in ("landings", "landed_files", "landing_remarks", "rejected_rows"):
        connection.execute(
            f"delete from raw.{table} where dataset_id = ? and subject = coalesce(?, subject)",
            [dataset_id, subject],
        )
    if subject == DATASET:
        # lists are compared with its events anew
        connection.execute("delete from raw.landing_remarks where dataset_id = ?", [dataset_id])
    forget_row_versions(connection, dataset_id, subject)
    changed = drop_parts(connection, dataset_id, subject)
    return changed


def _show(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    show_parts(connection, {table: declared_columns(table) for table in sorted(tables)})


LANDING = """
    insert into raw.landings by name
    select
        $dataset_id as dataset_id,
        $subject as subject,
        $source as source,
        $landed_at as landed_at,
        $interactions as interaction_rows,
        sum(rejected_rows) as rejected_rows,
        sum(lines) as lines,
        sum(header_lines) as header_lines,
        sum(comment_lines) as comment_lines,
        sum(blank_lines) as blank_lines,
        sum(continued_lines) as continued_lines,
        sum(records) as records,
        sum("rows") as landed_rows,
        sum(coalesce(left_out_rows, 0)) as left_out_rows,
        sum(further_events) as further_events,
        $options as options,
        sum(coalesce(forgotten_rows, 0)) as forgotten_rows,
        $pseudonym_key as pseudonym_key
    from raw.landed_files
    where dataset_id = $dataset_id and subject = $subject
"""


def _insert(
    connection: duckdb.DuckDBPyConnection,
    origin: Origin,
    staged: Staged,
    max_rejected: float,
    repairs: Repairs,
    people: People,
) -> LandedFile:
    """Land one file. Raises IngestError where too much of it is rejected, or nothing is usable."""
    forgotten = 0
    file = staged.planned.file
    layout = staged.planned.layout
    of_file = {
        "dataset_id": origin.dataset_id,
        "source_file": origin.source_file,
        "landed_at": origin.landed_at,
        "subject": layout.subject,
    }
    parts: dict[str, str] = {}

    def into_part(query: str) -> int:
        # the same query has rows of the same form
        if query not in parts:
            parts[query] = add_part(connection, layout.table, origin, query, layout.document)
        return _count(connection, f"insert into {parts[query]} {query}")

    def without_some(query: str) -> int:
        nonlocal forgotten
        inserted, left_out = insert_people(connection, people, layout, query, into_part)
        forgotten += left_out
        return inserted

    make_forgotten_rows(connection)
    rows = staged.accept(without_some)
    rejected = staged.records - rows - forgotten
    if rejected:
        numbers = _not_landed(connection, [*parts.values(), FORGOTTEN_ROWS], staged)
        if len(numbers) != rejected:
            raise AssertionError(f"{file.name}: {rejected} rejected, {len(numbers)} not landed")
        if rejected > max_rejected * staged.records:
            raise _too_many(connection, staged, numbers, max_rejected)
        if layout.is_main and rows == 0 and not forgotten:
            _, told = _first_reasons(connection, staged, numbers)
            raise IngestError(f"{shown(file.name)} holds no usable row. The first: {told}")

        def into_rejected_rows(query: str) -> int:
            query = without_values(query) if people.are_guarded else query
            return _count(
                connection,
                "insert into raw.rejected_rows by name select $dataset_id as dataset_id,"
                " $subject as subject, $source_file as source_file, $landed_at as landed_at, *"
                f" from ({query})",
                of_file,
            )

        staged.reject(numbers, into_rejected_rows)
    missing = repairs.not_found(connection, layout, parts.values(), people)
    condition = repairs.left_out(layout, people)
    left_out = leave_out(connection, parts.values(), condition) if condition else 0
    rows -= left_out
    if layout.is_main and rows == 0 and not forgotten:
        raise IngestError(f"{shown(file.name)} holds no usable row")
    lines = staged.lines or Lines(None, None, None, None, None)
    connection.execute(
        "insert into raw.landed_files by name select $dataset_id as dataset_id,"
        " $subject as subject,"
        " $source_file as source_file, $landed_at as landed_at, $table_name as table_name,"
        ' $rows as "rows", $rejected_rows as rejected_rows, $bytes as bytes, $sha256 as sha256,'
        " $lines as lines, $header as header_lines, $comment as comment_lines,"
        " $blank as blank_lines, $continued as continued_lines, $records as records,"
        " $left_out_rows as left_out_rows, $further as further_events,"
        " $forgotten_rows as forgotten_rows",
        {
            **of_file,
            **asdict(lines),
            "table_name": layout.table,
            "rows": rows,
            "rejected_rows": rejected,
            "records": staged.records,
            "left_out_rows": left_out,
            "forgotten_rows": forgotten,
            "further": staged.further,
            "bytes": staged.size,
            "sha256": staged.sha256,
        },
    )
    return LandedFile(
        layout.table,
        file.name,
        rows,
        rejected,
        layout.interactions and layout.subject == DATASET,
        (
            *_remarks(staged),
            *_remarks_on_empty(connection, staged, parts.values()),
            *_remarks_on_split(connection, staged, parts.values()),
            *([f"{shown(file.name)}: {left_out:,} events were left out"] if left_out else ()),
            *_remarks_on_people(staged, people, forgotten),
            *(f"{shown(file.name)}: {one} leaves nothing out: no event has it" for one in missing),
        ),
    )


def _remarks_on_people(staged: Staged, people: People, forgotten: int) -> tuple[str, ...]:
    """Who was left out, and what is as delivered where ids of users are not."""
    file, layout = shown(staged.planned.file.name), staged.planned.layout
    remarks = []
    if forgotten:
        remarks.append(f"{file}: {forgotten:,} rows of people who are forgotten were left out")
    asked = [
        shown(column.delivered)
        for column in layout.columns
        if column.raw_column.startswith(("context ", "attribute "))
        and layout.subject != OWN_LISTS["own_items"]
    ]
    if people.are_pseudonyms and asked:
        remarks.append(
            f"{file}: {', '.join(asked)} are as delivered: leave out what tells who somebody is"
        )
    return tuple(remarks)


def _count(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None
) -> int:
    ((count,),) = connection.execute(sql, values).fetchall()
    return int(count)


def _rows_of(parts: Iterable[str], column: str) -> str:
    """SQL for one column of all parts."""
    selects = [f"select {column} from {part}" for part in parts]
    return " union all ".join(selects) or f"select null as {column} where false"


def _not_landed(connection: duckdb.DuckDBPyConnection, parts: Iterable[str], staged: Staged) -> Any:
    """The numbers of the records that are in no part, ascending."""
    # imported when needed, as Arrow is
    import numpy as np

    found = connection.execute(
        f"""
        select numbers.source_row
        from range(1, $last + 1) as numbers (source_row)
        anti join ({_rows_of(parts, "source_row")}) as landed
            on landed.source_row = numbers.source_row
        order by numbers.source_row
        """,
        {"last": staged.numbers},
    ).fetchnumpy()["source_row"]
    if not staged.blank_numbers:
        return found
    return np.setdiff1d(found, np.concatenate(staged.blank_numbers), assume_unique=True)


def _first_reasons(
    connection: duckdb.DuckDBPyConnection, staged: Staged, numbers: Any
) -> tuple[list[str], str]:
    """Why the first records that cannot be read cannot, and the same for a message."""
    first: list[tuple[int, str]] = []
    texts: list[str] = []

    def keep(query: str) -> int:
        found = connection.execute(f"select source_row, reason, text from ({query})").fetchall()
        first.extend((row, why) for row, why, _ in found)
        texts.extend(text for _, _, text in found)
        return len(first)

    staged.reject(numbers[:REASONS_SHOWN], keep)
    reasons = f"row {first[0][0]}: {shown(first[0][1], MOST_SHOWN)}"
    for row, why in first[1:]:
        if len(reasons) + len(why) < MOST_SHOWN:
            reasons += f"; row {row}: {shown(why, MOST_SHOWN)}"
    reasons += missing_fields(staged.planned.layout, texts)
    return [why for _, why in first], reasons


def _too_many(
    connection: duckdb.DuckDBPyConnection, staged: Staged, numbers: Any, max_rejected: float
) -> IngestError:
    """The refusal of a file of which too much cannot be read."""
    whys, reasons = _first_reasons(connection, staged, numbers)
    is_own = staged.planned.layout.table in OWN_TABLES
    may_be_empty = "|".join(
        re.escape(shown(column.delivered))
        for column in staged.planned.layout.columns
        if column.raw_column in ("rating", "time")
    )
    hints = dict.fromkeys(
        hint
        for pattern, hint in HINTS
        if is_own and any(re.search(pattern.replace("{empty}", may_be_empty), why) for why in whys)
    )
    return IngestError(
        f"{len(numbers):,} of {staged.records:,} rows of {shown(staged.planned.file.name)} cannot "
        f"be read, more than --max-rejected {max_rejected:g} allows, so nothing was changed. "
        f"The first: {reasons}" + "".join(f". {hint}" for hint in hints)
    )


HINTS = (
    (DATE_WITHOUT_DASHES, "--time-format '%Y%m%d' reads them, or '%y%m%d%H' where an hour follows"),
    (
        r"'\d{12}([.]0)?' is a time out of range",
        "--time-format '%Y%m%d%H%M' reads them as dates, or '%y%m%d%H%M%S'",
    ),
    (
        r"'\d{14}([.]0)?' is a time out of range",
        "--time-format '%Y%m%d%H%M%S' reads them as dates",
    ),
    (f" {IS_LIST}(;|$)", "--explode makes one event of each element"),
    ("bytes that are not UTF-8", "--encoding says what else they are, such as latin-1 or gb18030"),
    (
        " columns, found ",
        "--delimiter says what separates columns, --quote what encloses them, and --explode that "
        "every further field is an item",
    ),
    (NO_TIME, "--time-format says how times are written, such as us, european or '%d.%m.%y'"),
    (r"'\d{9,13}' is out of range", "look whether --rating and --time are swapped"),
    (UNCLOSED_QUOTE, "--quote none takes quotes for text"),
    (RECORDS_IN_QUOTES, "--quote none takes quotes for text"),
    ("'[^']*,[^']*' is not a number(;|$)", "--decimal ',' reads a decimal comma"),
    (
        "(^|; )({empty}) is empty(;|$)",
        "--empty-rating keep and --empty-time keep land events without one",
    ),
)
"""What to do about a reason that holds a pattern; the options are for files of one's own."""


def _remarks(staged: Staged) -> tuple[str, ...]:
    """What stands out in a file that was read."""
    file = shown(staged.planned.file.name)
    remarks = []
    if staged.trimmed:
        remarks.append(
            f"{file}: blanks around {staged.trimmed:,} values were passed over, as they are no "
            "part of a value that is not in quotes"
        )
    if staged.mended:
        remarks.append(
            f"{file}: {staged.mended:,} documents have characters that are damaged, outside of "
            "ids; they are shown escaped, as \\xff or \\ud800"
        )
    if staged.planned.layout.lists:
        remarks.append(
            f"{file}: {staged.records:,} events of {staged.records - staged.further:,} lists or "
            "single values; source_row is the number of the event"
        )
    return tuple(remarks)


def _check_replaces_interactions(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, plan: Plan
) -> None:
    """Refuse to replace interactions by a landing that brings none: it would lose them."""
    if any(planned.layout.interactions for planned in plan.files):
        return
    landed = connection.execute(
        "select interaction_rows from raw.landings where dataset_id = ? and subject = ?",
        [dataset_id, DATASET],
    ).fetchall()
    if landed and landed[0][0] > 0:
        names = ", ".join(shown(planned.file.name) for planned in plan.files)
        raise IngestError(
            f"{names}: no ratings among them, and landing replaces everything of {dataset_id}, "
            f"the {landed[0][0]:,} ratings that are landed too: give all files together, in one "
            f"folder, or remove {dataset_id} first"
        )


def _check_is_landed(connection: duckdb.DuckDBPyConnection, dataset_id: str, subject: str) -> None:
    """Refuse a list of items or users of what is not there: landed, or in a table of a package."""
    found = "select 1 from raw.landings where dataset_id = ? and subject = ?"
    if connection.execute(found, [dataset_id, DATASET]).fetchall():
        return
    try:
        built = connection.execute(
            "select 1 from intermediate.int_landings where dataset_id = ?", [dataset_id]
        ).fetchall()
    except duckdb.Error:
        built = []
    if not built:
        raise UsageError(
            f"{dataset_id} is not landed, and its {subject} go with it: land it first "
            f"(`python -m ingest land {dataset_id}`, and --from, --user and --item where it is of "
            "your own)"
        )


def _remarks_on_empty(
    connection: duckdb.DuckDBPyConnection, staged: Staged, parts: Iterable[str]
) -> tuple[str, ...]:
    """How many events were kept without a rating or a time, where that was asked for."""
    layout = staged.planned.layout
    if not layout.interactions or layout.document:
        return ()
    remarks = []
    for column in layout.columns:
        if column.required or column.raw_column not in ("rating", "time"):
            continue
        name = quote_identifier(column.raw_column)
        empty = f"from ({_rows_of(parts, name)}) where {name} is null"
        count = _count(connection, f"select count(*) {empty}")
        remarks.append(
            f"{shown(staged.planned.file.name)}: {count:,} events without "
            f"'{shown(column.delivered)}' were kept"
        )
    return tuple(remarks)


def _remarks_on_split(
    connection: duckdb.DuckDBPyConnection, staged: Staged, parts: Iterable[str]
) -> tuple[str, ...]:
    """What the column that says the part has, most frequent first: a build knows words of these."""
    layout = staged.planned.layout
    named = [column for column in layout.columns if column.raw_column == "split"]
    if not named or not layout.interactions:
        return ()
    found = connection.execute(
        f"select split, count(*) as events from ({_rows_of(parts, 'split')})"
        " group by split order by events desc, split"
    ).fetchall()
    told = [
        f"{'nothing' if value is None else shown(value)} ({events:,})"
        for value, events in found[:PARTS_SHOWN]
    ]
    if len(found) > PARTS_SHOWN:
        told.append(f"and {len(found) - PARTS_SHOWN:,} others")
    column = shown(named[0].delivered)
    return (f"{shown(staged.planned.file.name)}: '{column}' says {', '.join(told)}",)
