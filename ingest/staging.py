"""Reading one delivered file: where its records come from, and which of them can be landed.

A file is read once, and its rows go straight into the raw table: text comes as batches of Arrow
columns (delimited.py), Parquet and JSON arrays through DuckDB's own readers; SQL casts and checks
the values on the way. The records that did not arrive are then asked for by number, and SQL says
why each of them could not be landed. So every record is one or the other by construction.
"""

from __future__ import annotations

import glob
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from ingest.columns import (
    Column,
    checked_in_text,
    landed,
    quote_identifier,
    quote_text,
    read,
    reason,
    usable,
)
from ingest.containers import check_is_read
from ingest.database import in_order
from ingest.documents import JsonText, paths_of
from ingest.errors import IngestError
from ingest.exploding import events_of, line_grammar
from ingest.forms import ARRAY, OBJECTS, WRAPPED
from ingest.grammar import Grammar, Shape
from ingest.headers import check_no_header
from ingest.layouts import (
    Delimited,
    DocumentLayout,
    JsonArray,
    JsonLines,
    Layout,
    Parquet,
    PlannedFile,
    PythonLiterals,
)
from ingest.literals import LiteralText
from ingest.messages import MOST_SHOWN, named, shown
from ingest.packing import is_packed, unpacked
from ingest.parquet import columns_of
from ingest.progress import Advance, Progress
from ingest.starts import Form, read_start
from ingest.text_files import (
    LONGEST_LINE_BYTES,
    UTF_8,
    first_text,
    is_utf_8,
    sha256_meanwhile,
    sha256_of,
)
from ingest.workspaces import temporary_folder
from ingest.wrapped import array_within

if TYPE_CHECKING:
    # imported when needed: Arrow takes longer to import than all the rest
    from ingest.delimited import TextReader

IS_LIST = "is a list"
IS_OBJECT = "is an object: name a field of it, as a.b"
"""What may stand in place of an id; who reads a rejected row wants to know it."""

RECORDS = "delivered_records"
WANTED = "wanted_records"

FEW_ROWS = 64
MOST_GATHERED_BYTES = 64 << 20
"""DuckDB gathers batches of fewer rows; so many bytes of them are given to it in one statement."""


@dataclass(frozen=True)
class Lines:
    """How the lines of a file are accounted for; see delimited.Counts."""

    lines: int | None
    header: int | None
    comment: int | None
    blank: int | None
    continued: int | None


Insert = Callable[[str], int]
"""Inserts what a query gives, and returns how many rows."""


class Staged(ABC):
    """One file, ready to be read.

    size, sha256: of the file as it was delivered; the digest is there when the file was read.
    records: how many there are, once the file was read; lines: None where it has none.
    trimmed: values around which blanks were passed over.
    mended: documents in which damaged characters are shown escaped.
    blank_numbers: the numbers of blank lines, in pieces.
    further: records beyond the first of their line, or row, where it holds a list of them.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, planned: PlannedFile) -> None:
        self.connection = connection
        self.planned = planned
        self.size = planned.file.path.stat().st_size
        self.sha256 = ""
        self.records = 0
        self.lines: Lines | None = None
        self.trimmed = 0
        self.mended = 0
        self.blank_numbers: Sequence[Any] = ()
        self.further = 0

    @property
    def numbers(self) -> int:
        """The number of the last record or blank line."""
        return self.records + sum(map(len, self.blank_numbers))

    @abstractmethod
    def accept(self, insert: Insert) -> int:
        """Give `insert` queries for the rows to land: source_row, then the raw columns.

        Several where some of the ids or times are whole numbers, which are landed as such, and some
        are not; the same one again, for further rows, where records are long.
        Returns how many rows it inserted. Raises IngestError for a file that cannot be read.
        """

    @abstractmethod
    def reject(self, numbers: Any, insert: Insert) -> int:
        """Give `insert` a query for the records of these numbers: source_row, text, reason."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what was made for reading."""


def stage(
    connection: duckdb.DuckDBPyConnection, planned: PlannedFile, progress: Progress
) -> Staged:
    """Open a file.

    Raises IngestError where the file as a whole cannot be read: empty, damaged, a column missing.
    """
    check_is_read(planned.file.path, planned.file.name)
    match planned.layout:
        case Delimited() | JsonLines() | PythonLiterals():
            return _Text(connection, planned, progress)
        case JsonArray():
            return _Relation(connection, planned, _array_relation)
        case Parquet():
            return _Relation(connection, planned, _parquet_relation)
    raise TypeError(f"no reader for {type(planned.layout).__name__}")


# text ---------------------------------------------------------------------------------------------


class _Text(Staged):
    """A text file, read by delimited.py."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, planned: PlannedFile, progress: Progress
    ) -> None:
        super().__init__(connection, planned)
        self.progress = progress
        self.reader = _reader(planned)

    def accept(self, insert: Insert) -> int:
        from ingest.whole_numbers import runs

        reader = self.reader
        layout = self.planned.layout
        # of JSON, there is one field, the line
        columns = layout.columns if isinstance(layout, Delimited) and not layout.lists else ()
        whole = [name for name, one in zip(reader.names, columns, strict=False) if one.kind.whole]
        inserted = 0
        with (
            sha256_meanwhile(self.planned.file.path) as sha256,
            self._bar("reading") as advance,
        ):
            for run in runs(reader.batches(advance), reader.schema(), whole):
                numbers = [place for place, name in enumerate(reader.names) if name in run.numbers]
                query = _wanted_rows(layout, reader.names, f"from {RECORDS}", numbers)
                inserted += self._inserted(run.schema, run.batches, query, insert)
        counts = reader.counts
        self.sha256 = sha256.result()
        self.records = counts.records
        self.trimmed = counts.trimmed
        self.mended = counts.mended
        self.blank_numbers = reader.blank_numbers
        self.lines = Lines(
            counts.lines, counts.header, counts.comment, counts.blank, counts.continued
        )
        return inserted

    def reject(self, numbers: Any, insert: Insert) -> int:
        reader = self.reader
        with (
            self._bar("looking for what was rejected in") as advance,
        ):
            query = rejected_rows(self.planned.layout, reader.names, f"from {RECORDS}")
            return self._inserted(
                reader.faulty_schema(), reader.faulty(numbers, advance), query, insert
            )

    def _inserted(
        self,
        schema: Any,
        batches: Iterator[Any],
        query: str,
        insert: Insert,
    ) -> int:
        inserted = 0
        for some in _few_at_a_time(batches):
            with _registered(self.connection, schema, some):
                inserted += insert(query)
        return inserted

    def close(self) -> None:
        pass

    def _bar(self, doing: str) -> AbstractContextManager[Advance]:
        file = self.planned.file
        total = None if is_packed(file.path) else self.size
        return self.progress.bar(f"{doing} {shown(file.name)}", total, "B")


def _reader(planned: PlannedFile) -> TextReader:
    from ingest.delimited import TextReader

    path = planned.file.path
    layout = planned.layout
    if not isinstance(layout, Delimited):
        encoding = layout.encoding if isinstance(layout, DocumentLayout) else UTF_8
        form = Form(Grammar(delimiter="", quote=""), encoding)
        return TextReader(path, form, documents=_documents(layout, encoding))
    encoding = layout.encoding
    if layout.latin_1 and not is_utf_8(path):
        encoding = "latin-1"
    if layout.rest:
        return TextReader(path, Form(line_grammar(), encoding, layout.header, layout.comment))
    grammar = Grammar(layout.delimiter, layout.quote, layout.runs)
    form = Form(grammar, encoding, layout.header, layout.comment)
    width, positions = _locate_columns(planned, layout, form)
    trimmed = [column.kind.trimmed for column in layout.columns]
    located = list(zip(layout.columns, positions, strict=True))
    shape = Shape(
        width,
        ids=tuple(place for column, place in located if column.kind.is_id),
        numbers=tuple(
            place for column, place in located if column.kind.trimmed and not column.kind.is_id
        ),
    )
    return TextReader(path, form, shape, positions, trimmed)


def _documents(layout: Layout, encoding: str) -> JsonText | LiteralText:
    texts = [column for column in layout.columns if column.kind.raw_type == "varchar"]
    ids = [
        name
        for column in texts
        for name in (column.delivered, column.otherwise)
        if name and column.kind.is_id
    ]
    if isinstance(layout, PythonLiterals):
        return LiteralText(ids, encoding)
    times = [column.delivered for column in texts if not column.kind.is_id]
    return JsonText(ids, times, encoding, layout.lists)


def _locate_columns(
    planned: PlannedFile, layout: Delimited, form: Form
) -> tuple[int, Sequence[int]]:
    """The number of columns of a file, and the position from 0 of each column of its layout."""
    text = first_text(planned.file.path, form.encoding)
    header = read_start(text, form, planned.file.name).header
    if not layout.header:
        check_no_header(planned.file, layout, text, form)
        return layout.width, layout.positions
    for column in layout.columns:
        if column.delivered not in header:
            raise _missing_column(planned.file.name, column.delivered, header)
        if header.count(column.delivered) > 1:
            raise IngestError(
                f"{shown(planned.file.name)} has two columns named '{shown(column.delivered)}'"
            )
    return len(header), [header.index(column.delivered) for column in layout.columns]


def _few_at_a_time(batches: Iterator[Any]) -> Iterator[Iterator[Any]]:
    """All batches as one, save where records are long: then DuckDB is to have few at a time.

    It gathers batches of few rows until it has 2,048, which may be of 16 MB each.
    """
    for first in batches:
        yield _up_to_the_limit(chain([first], batches))


def _up_to_the_limit(batches: Iterator[Any]) -> Iterator[Any]:
    gathered = 0
    for batch in batches:
        yield batch
        gathered += batch.nbytes if batch.num_rows < FEW_ROWS else 0
        if gathered > MOST_GATHERED_BYTES:
            return


@contextmanager
def _registered(
    connection: duckdb.DuckDBPyConnection, schema: Any, batches: Iterator[Any]
) -> Iterator[None]:
    """Let SQL read batches as the table `delivered_records`, once.

    What goes wrong in a batch comes out as it was, and not as DuckDB words it.
    """
    import pyarrow as pa

    failed: list[BaseException] = []

    def watched() -> Iterator[Any]:
        try:
            yield from batches
        except BaseException as error:
            failed.append(error)
            raise

    connection.register(RECORDS, pa.RecordBatchReader.from_batches(schema, watched()))
    try:
        yield
    except duckdb.Error as error:
        if failed:
            raise failed[0] from error
        raise
    finally:
        # a transaction that has failed takes no more statements, and the first error is to be told
        with suppress(duckdb.Error):
            connection.unregister(RECORDS)


def _document_fault(layout: Layout) -> str:
    """SQL for the fault of a document, NULL where there is none."""
    return f"""
        case
            when document is null then null
            when not json_valid(document) then 'broken JSON'
            when json_type(document) <> 'OBJECT' then 'not a JSON object'
            else {_holder_fault(layout)}
        end
    """


def _fields(layout: Layout) -> tuple[str, list[str]]:
    """SQL for a list of the texts of fields of a document, and for the one of each column."""
    pointers: dict[str, int] = {}
    names = []
    for column in layout.columns:
        texts = []
        for pointer in _pointers(column):
            place = pointers.setdefault(pointer, len(pointers) + 1)
            text = f"fields[{place}]"
            if column.kind.is_id:
                text = (
                    f"case when {text}[1] in ('[', '{{') and {_holds_more(pointer)} then null"
                    f" else {text} end"
                )
            texts.append(text)
        filled = ", ".join(f"nullif({text}, '')" for text in texts)
        names.append(f"coalesce({filled})" if len(texts) > 1 else texts[0])
    listed = ", ".join(map(quote_text, pointers))
    return f"json_extract_string(document, [{listed}])", names


def _pointers(column: Column) -> list[str]:
    """Where a column may stand in a document, as JSON pointers (RFC 6901)."""
    names = [name for name in (column.delivered, column.otherwise) if name]
    return [_json_pointer(path) for name in names for path in paths_of(name)]


def _holds_more(pointer: str) -> str:
    """SQL for whether a list or an object stands there, which is no id."""
    return f"json_type(document, {quote_text(pointer)}) in ('ARRAY', 'OBJECT')"


def _holder_fault(layout: Layout) -> str:
    """SQL for the fault of a document that has lists or objects in place of ids; NULL for none."""
    cases: list[str] = []
    for column in () if layout.lists else layout.columns:
        if column.kind.is_id:
            for path in paths_of(column.delivered):
                for length in range(1, len(path) + 1):
                    kind = f"json_type(document, {quote_text(_json_pointer(path[:length]))})"
                    name = shown(".".join(path[:length]))
                    cases.append(f"when {kind} = 'ARRAY' then {quote_text(f'{name} {IS_LIST}')}")
                name = shown(column.delivered)
                cases.append(f"when {kind} = 'OBJECT' then {quote_text(f'{name} {IS_OBJECT}')}")
    return f"case {' '.join(cases)} end" if cases else "null"


# checks -------------------------------------------------------------------------------------------


def _wanted_rows(
    layout: Layout, names: Sequence[str], source: str, numbers: Collection[int] = ()
) -> str:
    """A query for the rows to land, or for the events of lists."""
    if layout.lists:
        return events_of(layout, names, source)
    return accepted_rows(layout, names, source, numbers)


def accepted_rows(
    layout: Layout, names: Sequence[str], source: str, numbers: Collection[int] = ()
) -> str:
    """A query for the rows to land.

    source: source_row, and the texts of fields by `names`; or documents by the only name.
    numbers: the places of columns that come as whole numbers in place of their texts.
    """
    columns = [
        (place, column.of_numbers() if place in numbers else column)
        for place, column in enumerate(layout.columns)
    ]
    document = ""
    if isinstance(layout, Delimited):
        columns = [(place, checked_in_text(column)) for place, column in columns]
    elif not isinstance(layout, Parquet):
        # parsed once, and then taken apart; what is no object has no fields, and so no id
        fields, in_document = _fields(layout)
        source = f"""
            from (
                select
                    source_row,
                    document,
                    case when starts_with(ltrim(text), '{{')
                        then {fields} end as fields
                from (
                    select source_row, {names[0]} as text, try_cast({names[0]} as json) as document
                    {source}
                )
            )
        """
        names = in_document
        document = "document, " if layout.document else ""
    # Each value is read once, and checked and landed from where it stands: `offset 0` keeps DuckDB
    # from moving the filter below the reading, which would take twice the processor time. Where a
    # column may not be empty, nothing is gained by making NULL of an empty text.
    texts = ", ".join(
        f"{name} as t{place}" if column.required else f"nullif({name}, '') as t{place}"
        for name, (place, column) in zip(names, columns, strict=True)
    )
    values = ", ".join(f"{read(column, f't{place}')} as v{place}" for place, column in columns)
    chosen = ", ".join(
        f"{landed(column, f'v{place}', f't{place}')} as {quote_identifier(layout.stored(column))}"
        for place, column in columns
    )
    if layout.document:
        chosen += f", document as {quote_identifier(layout.document)}"
    fine = " and ".join(usable(column, f"v{place}", f"t{place}") for place, column in columns)
    return f"""
        select source_row, {chosen}
        from (select *, {values} from (select source_row, {document}{texts} {source}) offset 0)
        where {fine}
    """


def rejected_rows(layout: Layout, names: Sequence[str], source: str) -> str:
    """A query for records that could not be landed: source_row, text and reason.

    source: source_row, text, fault, and the texts of fields by `names`, or documents by the only
    name.
    """
    # of lists, the events are checked, and not what holds them
    columns = [] if layout.lists else list(enumerate(layout.columns))
    if not isinstance(layout, Delimited | Parquet):
        fields, in_document = _fields(layout)
        source = f"""
            from (
                select
                    source_row,
                    text,
                    document,
                    coalesce(fault, {_document_fault(layout)}) as fault,
                    case when json_valid(document)
                        then {fields} end as fields
                from (select source_row, text, fault, {names[0]} as document {source})
            )
        """
        names = in_document
    texts = ", ".join(f"nullif({name}, '') as t{place}" for place, name in enumerate(names))
    values = "".join(f", {read(column, f't{place}')} as v{place}" for place, column in columns)
    reasons = "".join(f", {reason(column, f'v{place}', f't{place}')}" for place, column in columns)
    return f"""
        select
            source_row,
            text,
            coalesce(fault, nullif(concat_ws('; ', null{reasons}), ''), 'it cannot be read')
                as reason
        from (
            select *{values}
            from (select source_row, text, fault, {texts} {source})
        )
        order by source_row
    """


# Parquet and JSON arrays --------------------------------------------------------------------------


class _Relation(Staged):
    """A file that one of DuckDB's own readers reads."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        planned: PlannedFile,
        relation: Callable[[duckdb.DuckDBPyConnection, PlannedFile, Path], tuple[str, str]],
    ) -> None:
        super().__init__(connection, planned)
        self.stack = ExitStack()
        plain = self.stack.enter_context(unpacked(planned.file.path))
        plain = self.stack.enter_context(_readable_path(plain))
        self.fields, self.framed = relation(connection, planned, plain)
        is_one = isinstance(planned.layout, DocumentLayout)
        columns = range(1 if is_one else len(planned.layout.columns))
        self.names = [f"c{place}" for place in columns]

    def accept(self, insert: Insert) -> int:
        self.sha256 = sha256_of(self.planned.file.path)
        ((self.records,),) = self.connection.execute(f"select count(*) {self.fields}").fetchall()
        layout = self.planned.layout
        try:
            return insert(_wanted_rows(layout, self.names, self.fields))
        except (duckdb.OutOfMemoryException, duckdb.InterruptException):
            raise
        except duckdb.Error as error:
            if "No space left" in str(error):
                raise
            # the end of a Parquet file may be whole where what stands before it is not
            raise IngestError(
                f"{shown(self.planned.file.name)} is damaged, or cannot be read: get it again. "
                f"DuckDB says: {shown(str(error).splitlines()[0], MOST_SHOWN)}"
            ) from error

    def reject(self, numbers: Any, insert: Insert) -> int:
        wanted = f"{self.framed} semi join {WANTED} using (source_row)"
        with registered_numbers(self.connection, numbers):
            return insert(rejected_rows(self.planned.layout, self.names, wanted))

    def close(self) -> None:
        self.stack.close()


@contextmanager
def registered_numbers(connection: duckdb.DuckDBPyConnection, numbers: Any) -> Iterator[None]:
    """Let SQL read numbers of records as the table `wanted_records`."""
    import pyarrow as pa

    connection.register(WANTED, pa.table({"source_row": pa.array(numbers, pa.int64())}))
    try:
        yield
    finally:
        with suppress(duckdb.Error):
            connection.unregister(WANTED)


@contextmanager
def _readable_path(path: Path) -> Iterator[Path]:
    """A path for DuckDB, which knows no names that are not UTF-8."""
    try:
        str(path.absolute()).encode(UTF_8)
    except UnicodeEncodeError:
        with temporary_folder() as folder:
            link = folder / "delivered"
            os.symlink(path.absolute(), link)
            yield link
    else:
        yield path.absolute()


def _as_sql(path: Path) -> str:
    """A path for DuckDB, which takes some for patterns."""
    return glob.escape(str(path))


def _array_relation(
    connection: duckdb.DuckDBPyConnection, planned: PlannedFile, plain: Path
) -> tuple[str, str]:
    """The elements of one array; where the array itself is broken, nothing of it is read."""
    assert isinstance(planned.layout, JsonArray)
    form = planned.layout.form
    path = _as_sql(plain)
    if planned.layout.encoding != UTF_8:
        raise IngestError(
            f"{shown(planned.file.name)} is no JSON with an object a line, and is read as UTF-8 "
            "only: write it so, as iconv does"
        )
    if form == ARRAY and not _ends_with(plain, b"]"):
        # DuckDB overlooks it
        raise IngestError(f"{shown(planned.file.name)} is not a whole JSON array: it has no end")
    try:
        with temporary_folder() as folder, in_order(connection):
            if form == WRAPPED:
                array = folder / "array"
                array_within(plain, array, planned.file.name)
                path = _as_sql(array)
            connection.execute(
                f"""
                create or replace temp table delivered_array as
                select row_number() over () as source_row, json::varchar as document
                from read_json_objects(
                    $path,
                    format = '{"unstructured" if form == OBJECTS else "array"}',
                    maximum_object_size = {LONGEST_LINE_BYTES},
                    compression = 'none',
                    hive_partitioning = false
                )
                """,
                {"path": path},
            )
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        told = str(error).splitlines()[0].replace(path, planned.file.name)
        what = "are not whole JSON objects" if form == OBJECTS else "is not a whole JSON array"
        raise IngestError(
            f"{shown(planned.file.name)} {what}: {shown(told, MOST_SHOWN)}"
        ) from error
    _keep_numbers_of_ids(connection, planned.layout)
    framed = """
        from (
            select source_row, document as text, document as c0, null::varchar as fault
            from delivered_array
        )
    """
    return framed, framed


def _ends_with(path: Path, sign: bytes) -> bool:
    """Whether the last byte that is no blank is a sign."""
    with path.open("rb") as file:
        place = file.seek(0, os.SEEK_END)
        while place:
            size = min(place, 1 << 16)
            place = file.seek(place - size)
            tail = file.read(size).rstrip(b" \t\r\n")
            file.seek(place)
            if tail:
                return tail.endswith(sign)
    return False


def _keep_numbers_of_ids(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Put ids that are numbers into quotes, as in lines: see documents.py."""
    documents = _documents(layout, UTF_8)
    ids = ", ".join(
        quote_text(_json_pointer(path)) for name in documents.ids for path in paths_of(name)
    )
    has_numbers = f"list_has_any(json_type(document, [{ids}]), ['DOUBLE'])"
    if layout.lists:
        has_numbers = r"regexp_matches(document, '[:,\[ \t\r\n]-?[0-9]+[.eE]|[0-9]{19}')"
    found = connection.execute(
        f"""
        select source_row, document
        from delivered_array
        where {has_numbers}
        """
    ).fetchall()
    for source_row, document in found:
        connection.execute(
            "update delivered_array set document = ? where source_row = ?",
            [documents.turned(document).text, source_row],
        )


def _parquet_relation(
    connection: duckdb.DuckDBPyConnection, planned: PlannedFile, plain: Path
) -> tuple[str, str]:
    file = shown(planned.file.name)
    if planned.file.path.stat().st_size == 0:
        raise IngestError(f"{file} is empty")
    path = quote_text(_as_sql(plain))
    source = f"read_parquet({path}, file_row_number = true, hive_partitioning = false)"
    try:
        relation = connection.sql(f"from {source}")
        names, types = relation.columns[:-1], relation.types[:-1]
    except duckdb.BinderException as error:
        raise IngestError(
            f"{file} has a column file_row_number, a name that DuckDB keeps for itself: rename it"
        ) from error
    except duckdb.Error as error:
        raise IngestError(f"{file} is not a readable Parquet file") from error
    located = columns_of(plain, planned.file.name, names, types)
    layout = planned.layout
    columns = layout.columns
    places = [located.place(column.delivered) for column in columns]
    for column, place in zip(columns, places, strict=True):
        name = shown(column.delivered)
        if place.depth > layout.lists and not column.kind.is_text:
            raise IngestError(
                f"{file}: {name} holds lists, and no single values: --explode makes one event of "
                "each element, and not of lists within lists"
            )
        if place.is_object:
            raise IngestError(
                f"{file}: {name} holds objects: name a field of them: {named(located.all_names())}"
            )
    texts = [
        f"to_json({place.sql})::varchar" if place.depth else _parquet_text(column, place.sql)
        for column, place in zip(columns, places, strict=True)
    ]
    values = ", ".join(f"{text} as c{place}" for place, text in enumerate(texts))
    lists = ", ".join(
        f"({one.sql})::varchar[] as c{place}, true as s{place}"
        if one.depth
        else f"[({one.sql})::varchar] as c{place}, false as s{place}"
        for place, one in enumerate(places)
    )
    landed_values = lists if layout.lists else values
    accepted = f"from (select file_row_number + 1 as source_row, {landed_values} from {source})"
    # a row is shown with its own columns
    framed = f"""
        from (
            select
                file_row_number + 1 as source_row,
                {located.row()} as text,
                {values},
                null::varchar as fault
            from {source}
        )
    """
    return accepted, framed


def _parquet_text(column: Column, value: str) -> str:
    """SQL for the text of a value.

    A 32-bit float is written with as few digits as tell it apart, which is what a rating of 4.1
    means; in a time, they would be another second. In an id, what is no number is nothing.
    """
    text = f"({value})::varchar"
    if column.kind.is_text:
        # so pandas writes a number that is missing
        missing = f"typeof({value}) in ('FLOAT', 'DOUBLE') and {text} in ('nan', '-nan')"
        return f"case when not ({missing}) then {text} end"
    if column.kind.whole is None:
        return text
    return f"""
        case
            when typeof({value}) not in ('FLOAT', 'DOUBLE') then {text}
            when {text} in ('nan', '-nan', 'inf', '-inf') then null
            when typeof({value}) = 'FLOAT' then {text}::float::double::varchar
            else {text}
        end
    """


def _missing_column(file: str, column: str, present: Sequence[str]) -> IngestError:
    return IngestError(
        f"{shown(file)} has no column '{shown(column)}': its columns are {named(present)}"
    )


def _json_pointer(path: Sequence[str]) -> str:
    """A field of a JSON document as a JSON pointer (RFC 6901)."""
    return "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in path)
