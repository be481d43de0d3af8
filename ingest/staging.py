"""Reading one delivered file into temporary tables: what is accepted, and what is not and why.

Nothing of the raw tables is touched here. A delimited file is first given to DuckDB's own reader,
in parallel and with types. Its result counts only if the file is flawless: as many rows as lines,
and every value usable, so that the n-th row is the n-th line. Otherwise the file is cut into
numbered records, and SQL checks their values one by one. Where a line is a record, SQL does the
cutting too; where quoted fields may span lines or bytes are not UTF-8, Python does (framing.py).
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.columns import Column, parsed, quote_identifier, quote_text, reason, usable
from ingest.errors import IngestError
from ingest.framing import (
    Record,
    frame_delimited,
    frame_lines,
    frame_python_literals,
    split_line,
)
from ingest.layouts import (
    Delimited,
    JsonArray,
    JsonLines,
    Layout,
    Parquet,
    PlannedFile,
    PythonLiterals,
)
from ingest.progress import Progress
from ingest.text_files import (
    LONGEST_LINE_BYTES,
    TextFacts,
    first_line,
    inspect_text,
    is_gzip,
    sha256_of,
)


@dataclass(frozen=True)
class Staged:
    """One file, read and checked.

    accepted: a query for the rows to land: source_row, then the raw columns.
    rejected: a query for source_row, text and reason of the others, or None where there are none.
    rows, rejected_rows: how many there are of each.
    size, sha256: of the file as it was delivered.
    """

    planned: PlannedFile
    accepted: str
    rejected: str | None
    rows: int
    rejected_rows: int
    size: int
    sha256: str


def stage(
    connection: duckdb.DuckDBPyConnection, planned: PlannedFile, number: int, progress: Progress
) -> Staged:
    """Read a file into temporary tables, whose names end in `number`.

    Raises IngestError where the file as a whole cannot be read: empty, damaged, a column missing.
    """
    match planned.layout:
        case Delimited() as layout:
            return _stage_delimited(connection, planned, layout, number, progress)
        case JsonLines() | PythonLiterals():
            return _stage_documents(connection, planned, number, progress)
        case JsonArray():
            return _stage_array(connection, planned, number)
        case Parquet():
            return _stage_parquet(connection, planned, number)
    raise TypeError(f"no reader for {type(planned.layout).__name__}")


def _stage_delimited(
    connection: duckdb.DuckDBPyConnection,
    planned: PlannedFile,
    layout: Delimited,
    number: int,
    progress: Progress,
) -> Staged:
    path = planned.file.path
    facts = inspect_text(path, progress)
    width, positions = _locate_columns(planned, layout)
    if facts.is_plain:
        staged = _stage_flawless(connection, planned, layout, number, facts, width, positions)
        if staged is not None:
            return staged
    table = f"framed_{number}"
    quoted = layout.quote and facts.has_quote
    if not quoted and _load_lines(connection, table, path, facts):
        framed = _cut_lines(layout, table, width, positions)
    else:
        total = None if facts.compressed else facts.size
        with progress.bar(f"reading {planned.file.name}", total, "B") as advance:
            records = frame_delimited(path, layout, width, positions, facts.is_utf_8, advance)
            _load_records(connection, table, records)
        framed = f"from {table}"
    return _checked(connection, planned, number, framed, facts.size, facts.sha256)


def _cut_lines(layout: Delimited, table: str, width: int, positions: Sequence[int]) -> str:
    """Records out of lines, one each: no quoting is at work."""
    first = "0"
    if layout.header:
        first = f"(select min(rowid) + 1 from {table} where document is not null)"
    fields = ", ".join(f"cut[{position + 1}]" for position in positions)
    return f"""
        from (
            select
                source_row,
                text,
                [{fields}] as fields,
                case when len(cut) <> {width}
                    then concat('expected {width} columns, found ', len(cut)) end as fault
            from (
                select
                    rowid + 1 - {first} as source_row,
                    document as text,
                    string_split(document, {quote_text(layout.delimiter)}) as cut
                from {table}
                where document is not null and rowid >= {first}
            )
        )
    """


def _stage_flawless(
    connection: duckdb.DuckDBPyConnection,
    planned: PlannedFile,
    layout: Delimited,
    number: int,
    facts: TextFacts,
    width: int,
    positions: Sequence[int],
) -> Staged | None:
    """Read with DuckDB's own reader; None unless every line is one usable row."""
    columns = dict(zip(positions, layout.columns, strict=True))
    types = {
        f"c{position}": columns[position].kind.parsed_type if position in columns else "varchar"
        for position in range(width)
    }
    struct = ", ".join(f"{quote_text(name)}: {quote_text(kind)}" for name, kind in types.items())
    table = f"staged_{number}"
    try:
        connection.execute(
            f"""
            create or replace temp table {table} as
            select {", ".join(f"c{position}" for position in positions)}
            from read_csv(
                $path,
                auto_detect = false,
                header = {str(layout.header).lower()},
                delim = {quote_text(layout.delimiter)},
                quote = {quote_text(layout.quote)},
                escape = {quote_text(layout.quote)},
                compression = {quote_text("gzip" if facts.compressed else "none")},
                hive_partitioning = false,
                columns = {{{struct}}}
            )
            """,
            {"path": _exactly(planned.file.path)},
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    fine = " and ".join(
        usable(column, f"c{position}", f"c{position}")
        for position, column in zip(positions, layout.columns, strict=True)
    )
    ((rows, unusable),) = connection.execute(
        f"select count(*), count(*) filter (where not ({fine})) from {table}"
    ).fetchall()
    # Fewer rows than lines: blank lines were skipped or quoted fields span lines, so that a row's
    # position in the table would not be its number in the file.
    if unusable or rows != facts.lines - layout.header:
        connection.execute(f"drop table {table}")
        return None
    landed = ", ".join(
        f"c{position}::{column.kind.raw_type} as {quote_identifier(column.raw_column)}"
        for position, column in zip(positions, layout.columns, strict=True)
    )
    return Staged(
        planned=planned,
        accepted=f"select rowid + 1 as source_row, {landed} from {table}",
        rejected=None,
        rows=rows,
        rejected_rows=0,
        size=facts.size,
        sha256=facts.sha256,
    )


def _stage_documents(
    connection: duckdb.DuckDBPyConnection,
    planned: PlannedFile,
    number: int,
    progress: Progress,
) -> Staged:
    path = planned.file.path
    facts = inspect_text(path, progress)
    checks = _document_checks(planned.layout)
    table = f"framed_{number}"
    if isinstance(planned.layout, JsonLines) and _load_lines(connection, table, path, facts):
        framed = f"""
            select rowid + 1 as source_row, document as text, document, {checks}
            from {table}
            where document is not null
        """
    else:
        total = None if facts.compressed else facts.size
        frame = frame_python_literals if isinstance(planned.layout, PythonLiterals) else frame_lines
        with progress.bar(f"reading {planned.file.name}", total, "B") as advance:
            _load_records(connection, table, frame(path, advance))
        framed = f"""
            select * replace (coalesce(cut_fault, fault) as fault)
            from (
                select source_row, text, document, framed.fault as cut_fault, {checks}
                from {table} as framed
            )
        """
    return _checked(connection, planned, number, f"from ({framed})", facts.size, facts.sha256)


def _stage_array(
    connection: duckdb.DuckDBPyConnection, planned: PlannedFile, number: int
) -> Staged:
    """Read the elements of one array; where the array itself is broken, nothing of it is read."""
    path = planned.file.path
    table = f"framed_{number}"
    try:
        connection.execute(
            f"""
            create or replace temp table {table} as
            select json::varchar as document
            from read_json_objects(
                $path,
                format = 'array',
                maximum_object_size = {LONGEST_LINE_BYTES},
                compression = {quote_text("gzip" if is_gzip(path) else "none")},
                hive_partitioning = false
            )
            """,
            {"path": _exactly(path)},
        )
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        told = str(error).splitlines()[0].replace(_exactly(path), planned.file.name)
        raise IngestError(f"{planned.file.name} is not a whole JSON array: {told}") from error
    framed = f"""
        from (
            select
                rowid + 1 as source_row,
                document as text,
                document,
                {_document_checks(planned.layout)}
            from {table}
        )
    """
    return _checked(connection, planned, number, framed, path.stat().st_size, sha256_of(path))


def _document_checks(layout: Layout) -> str:
    """SQL for the fault of a document, NULL where there is none, and for the checked fields."""
    pointers = ", ".join(quote_text(_json_pointer(column)) for column in layout.columns)
    return f"""
        case
            when not json_valid(document) then 'broken JSON'
            when json_type(document) <> 'OBJECT' then 'not a JSON object'
        end as fault,
        case when json_valid(document)
            then json_extract_string(document, [{pointers}]) end as fields
    """


def _load_lines(
    connection: duckdb.DuckDBPyConnection, table: str, path: Path, facts: TextFacts
) -> bool:
    """Load the lines of a file in parallel; False where they cannot be told apart for sure."""
    if not facts.is_plain:
        return False
    try:
        connection.execute(
            f"""
            create or replace temp table {table} as
            select document
            from read_csv(
                $path,
                auto_detect = false,
                header = false,
                delim = '',
                quote = '',
                escape = '',
                max_line_size = {LONGEST_LINE_BYTES},
                buffer_size = {2 * LONGEST_LINE_BYTES},
                compression = {quote_text("gzip" if facts.compressed else "none")},
                hive_partitioning = false,
                columns = {{'document': 'varchar'}}
            )
            """,
            {"path": _exactly(path)},
        )
    except duckdb.InvalidInputException:
        return False
    ((rows,),) = connection.execute(f"select count(*) from {table}").fetchall()
    return bool(rows == facts.lines)


def _stage_parquet(
    connection: duckdb.DuckDBPyConnection, planned: PlannedFile, number: int
) -> Staged:
    path = planned.file.path
    if path.stat().st_size == 0:
        raise IngestError(f"{planned.file.name} is empty")
    source = (
        f"read_parquet({quote_text(_exactly(path))},"
        " file_row_number = true, hive_partitioning = false)"
    )
    try:
        described = connection.execute(f"describe from {source}").fetchall()
    except duckdb.Error as error:
        raise IngestError(f"{planned.file.name} is not a readable Parquet file") from error
    present = [row[0] for row in described if row[0] != "file_row_number"]
    for column in planned.layout.columns:
        if column.delivered not in present:
            raise _missing_column(planned.file.name, column.delivered, present)
    fields = ", ".join(
        f"{quote_identifier(column.delivered)}::varchar" for column in planned.layout.columns
    )
    framed = f"""
        from (
            select
                file_row_number + 1 as source_row,
                to_json(parquet_row)::varchar as text,
                [{fields}] as fields,
                null::varchar as document,
                null::varchar as fault
            from {source} as parquet_row
        )
    """
    return _checked(connection, planned, number, framed, path.stat().st_size, sha256_of(path))


def _checked(
    connection: duckdb.DuckDBPyConnection,
    planned: PlannedFile,
    number: int,
    framed: str,
    size: int,
    sha256: str,
) -> Staged:
    """Check records that were cut already: source_row, text, fields, document, fault."""
    layout = planned.layout
    texts = [f"nullif(fields[{place}], '')" for place in range(1, len(layout.columns) + 1)]
    checks = list(zip(layout.columns, texts, strict=True))
    fine = " and ".join(usable(column, parsed(column, text), text) for column, text in checks)
    reasons = ", ".join(reason(column, text) for column, text in checks)
    rejected = f"rejected_{number}"
    connection.execute(
        f"""
        create or replace temp table {rejected} as
        select source_row, text, coalesce(fault, concat_ws('; ', {reasons})) as reason
        {framed}
        where fault is not null or not ({fine})
        """
    )
    ((records, rejected_rows),) = connection.execute(
        f"select (select count(*) {framed}), (select count(*) from {rejected})"
    ).fetchall()
    accepted = f"select source_row, {_landed(layout, checks)} {framed}"
    if rejected_rows:
        accepted += f" where source_row not in (select source_row from {rejected})"
    return Staged(
        planned=planned,
        accepted=accepted,
        rejected=f"select * from {rejected} order by source_row" if rejected_rows else None,
        rows=records - rejected_rows,
        rejected_rows=rejected_rows,
        size=size,
        sha256=sha256,
    )


def _landed(layout: Layout, values: Iterable[tuple[Column, str]]) -> str:
    """The raw columns of a record that has been cut, out of the text of its fields."""
    if layout.document:
        return f"document::json as {quote_identifier(layout.document)}"
    return ", ".join(
        f"{parsed(column, text)}::{column.kind.raw_type} as {quote_identifier(column.raw_column)}"
        for column, text in values
    )


def _load_records(
    connection: duckdb.DuckDBPyConnection, table: str, records: Iterator[Record]
) -> None:
    """Load records that Python cut into a temporary table."""
    # imported when needed: Arrow takes longer to import than all the rest, and few files need it
    from ingest.arrow_records import load_records

    load_records(connection, table, records)


def _locate_columns(planned: PlannedFile, layout: Delimited) -> tuple[int, Sequence[int]]:
    """The number of columns of a file, and the position from 0 of each column of its layout."""
    if not layout.header:
        return layout.width, layout.positions
    header = split_line(first_line(planned.file.path), layout.delimiter, layout.quote)
    for column in layout.columns:
        if column.delivered not in header:
            raise _missing_column(planned.file.name, column.delivered, header)
        if header.count(column.delivered) > 1:
            raise IngestError(f"{planned.file.name} has two columns named '{column.delivered}'")
    return len(header), [header.index(column.delivered) for column in layout.columns]


def _missing_column(file: str, column: str, present: Iterable[str]) -> IngestError:
    return IngestError(f"{file} has no column '{column}': its columns are {', '.join(present)}")


def _exactly(path: Path) -> str:
    """A path for DuckDB that names this file alone, also where its name looks like a pattern."""
    return glob.escape(str(path.absolute()))


def _json_pointer(column: Column) -> str:
    """A top-level field of a JSON document as a JSON pointer (RFC 6901)."""
    return "/" + column.delivered.replace("~", "~0").replace("/", "~1")
