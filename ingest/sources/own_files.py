"""Bring your own: interactions of a user with an item, or a list of either, in any usual form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.containers import check_is_read
from ingest.errors import IngestError, UsageError
from ingest.forms import documents_in, laid_out
from ingest.grammar import Grammar
from ingest.headers import check_no_header
from ingest.layouts import (
    EXAMPLES_SHOWN,
    Delimited,
    DeliveredFile,
    JsonLines,
    Layout,
    Parquet,
    Plan,
    PlannedFile,
    Remark,
)
from ingest.lists import (
    BRACKETS,
    columns_of_further_items,
    further_items,
    goes_along,
    separator_of,
)
from ingest.messages import named, shown
from ingest.packing import first_bytes
from ingest.sources.own_columns import Choice, Writing
from ingest.starts import (
    Form,
    before_data,
    comment_mark,
    first_record,
    first_records,
    lines_from,
)
from ingest.text_files import first_characters, first_text

SOURCE = "interactions"

PARQUET_MAGIC = b"PAR1"

DELIMITERS = (",", "\t", "::", ";", "|")
"""What may separate columns; a blank does where the first record has none of them."""

BLANKS = "blanks"
"""Says that any run of blanks separates columns."""

QUOTING_DELIMITERS = (",", ";")
"""Files with these quote; in others quotes are text, unless the first lines show otherwise."""

LINES_JUDGED = 1000
"""So many lines tell whether quotes enclose fields."""

FILMS_INTO_LINES = r"""awk -F: '{sub(/\r$/,"")} NF>1{film=$1;next} {print film","$0}'"""


def plan(files: Sequence[DeliveredFile], choice: Choice, writing: Writing) -> Plan:
    """Plan one file of the user's own.

    Raises IngestError or UsageError where it is not one file, or the columns do not fit it.
    """
    if len(files) != 1:
        raise IngestError(
            f"found {len(files)} files ({named(file.name for file in files)}): "
            f"give one file{' with --from' if choice.are_events else ''}"
        )
    (file,) = files
    check_is_read(file.path, file.name)
    layout, remarks, stands_out = _layout(file, choice, writing)
    return Plan((PlannedFile(file, layout),), remarks, stands_out, writing.explode is False)


def plan_parts(
    parts: Mapping[str, Sequence[DeliveredFile]], choice: Choice, writing: Writing
) -> Plan:
    """Plan a file of the user's own for each part of the data, in the order of `parts`.

    Files of one name are told apart by their parts. Raises as `plan` does.
    """
    plans = {split: plan(files, choice, writing) for split, files in parts.items()}
    names = [one.files[0].file.name for one in plans.values()]
    return Plan(
        tuple(
            replace(
                one.files[0],
                file=_told_apart(one.files[0].file, split, names),
                split=split,
            )
            for split, one in plans.items()
        ),
        tuple(remark for one in plans.values() for remark in one.remarks),
        tuple(remark for one in plans.values() for remark in one.stands_out),
        writing.explode is False,
    )


def _told_apart(file: DeliveredFile, split: str, names: Sequence[str]) -> DeliveredFile:
    return replace(file, name=f"{split}/{file.name}") if names.count(file.name) > 1 else file


def _layout(
    file: DeliveredFile, choice: Choice, writing: Writing
) -> tuple[Layout, tuple[str, ...], tuple[Remark, ...]]:
    columns = choice.columns(writing)
    if first_bytes(file.path, len(PARQUET_MAGIC)) == PARQUET_MAGIC:
        lists = bool(writing.explode)
        return Parquet(choice.table, columns, choice.are_events, lists=lists), (), ()
    form = Form(Grammar(), writing.encoding, comment=writing.comment or "")
    if writing.delimiter is None:
        start = first_characters(file.path, writing.encoding)
        start = start[before_data(start, form, skip_blank=True).size :]
        documents = documents_in(start, choice.names())
        if documents is not None:
            lines = JsonLines(
                choice.table,
                columns,
                choice.are_events,
                lists=bool(writing.explode),
                encoding=writing.encoding,
            )
            return laid_out(lines, documents.form), (), ()
    text = first_text(file.path, writing.encoding)
    before = before_data(text, form, skip_blank=True)
    text = text[before.size :]
    if not text:
        raise IngestError(f"{shown(file.name)} is empty")
    if choice.are_events:
        _check_no_blocks(text, file)
    if writing.comment is None:
        _check_no_comments(text, file, choice)
    numbers = _positions(choice)
    separator = writing.delimiter or before.separator or _detect(text, file, choice)
    runs = separator == BLANKS
    quote, remarks = _quote(text, file, separator, writing.quote, choice)
    grammar = Grammar(" " if runs else separator, quote, runs)
    _, _, first = first_record(text, 0, grammar)
    layout = Delimited(
        choice.table,
        columns,
        choice.are_events,
        delimiter=grammar.delimiter,
        quote=quote,
        runs=runs,
        comment=writing.comment or "",
        encoding=writing.encoding,
    )
    form = Form(grammar, writing.encoding, comment=writing.comment or "")
    records = first_records(text, form, LINES_JUDGED)
    if numbers is None:
        layout, further = _with_lists(layout, records, file, writing)
        return layout, remarks, further
    if max(numbers) >= len(first):
        raise IngestError(
            f"{shown(file.name)} has {len(first)} columns, separated by {_told(separator)}: there "
            f"is no column {max(numbers) + 1} (--delimiter says what separates them)"
        )
    numbered = replace(
        layout,
        # for messages: "column 3 is empty"
        columns=tuple(replace(one, delivered=f"column {one.delivered}") for one in columns),
        header=False,
        positions=tuple(numbers),
        width=len(first),
    )
    header = check_no_header(file, numbered, text, form)
    listed, further = _with_lists(numbered, records, file, writing)
    return listed, remarks, (*header, *further)


def _with_lists(
    layout: Delimited, records: Sequence[Sequence[str]], file: DeliveredFile, writing: Writing
) -> tuple[Delimited, tuple[Remark, ...]]:
    """The layout with lists, where they are to be events, and a remark on columns left unread.

    Refuses lists where it is not said what they are to be.
    """
    if not layout.interactions:
        return layout, ()
    header: Sequence[str] = ()
    if layout.header:
        header, *records = records
        names = [column.delivered for column in layout.columns]
        if not set(names) <= set(header):
            # who reads the file says so
            return layout, ()
        places = [header.index(name) for name in names]
    else:
        places = list(layout.positions)
    _, item = places[:2]
    whole = [record for record in records if len(record) > max(places)]
    cells = [[record[place] for record in whole] for place in places]
    if header:
        further = columns_of_further_items(header, whole, places)
        along = bool(further) and further == list(range(item + 1, len(header)))
    else:
        further = []
        along = further_items(records, item)
    separators = [
        separator_of(cells[0]),
        separator_of(cells[1], bool(writing.explode) and not along),
    ]
    if separators[0] not in ("", BRACKETS):
        # a user is seldom a list, and a name or a telephone number may have blanks
        separators[0] = ""
    if writing.explode is None and ((along and not header) or any(separators)):
        column = layout.columns[0 if separators[0] else 1].delivered
        what = "every further field is an item, too" if along else f"{shown(column)} holds lists"
        holding = cells[0 if separators[0] else 1]
        example = " ".join(records[0][item:]) if along else max(holding[:20], key=len)
        raise IngestError(
            f"{shown(file.name)}: {what} ('{shown(example)}'): --explode makes one event of each "
            "element, --no-explode takes it as it is"
        )
    if not writing.explode:
        unread = further if writing.explode is None else []
        return layout, _left_unread(header, item, unread, along)
    if along and any(separators):
        column = layout.columns[0 if separators[0] else 1].delivered
        example = cells[0 if separators[0] else 1][0]
        raise IngestError(
            f"{shown(file.name)}: {shown(column)} holds lists ('{shown(example)}'), and every "
            "further field is an item, too: write a user before its items"
        )
    if not any(separators) and (along or not layout.header):
        if len(places) > 2:
            raise UsageError(
                f"no column of {shown(file.name)} holds lists, and where every field behind the "
                "item is one, there is no place for --rating and --time"
            )
        return replace(layout, lists=True, rest=True, positions=tuple(places)), ()
    if not any(separators):
        raise UsageError(f"no column of {shown(file.name)} holds lists: land it without --explode")
    chosen = 0 if separators[0] else 1
    for place in range(2, len(places)):
        goes = goes_along(cells[place], cells[chosen], separators[chosen])
        separators.append(separators[chosen] if goes else "")
    return replace(layout, lists=True, separators=tuple(separators)), ()


def _left_unread(
    header: Sequence[str], item: int, further: Sequence[int], along: bool
) -> tuple[Remark, ...]:
    """A remark on columns that look like further items of a line, and are not read."""
    if not further:
        return ()
    advice = "--explode makes one event of each" if along else "write one item a line"
    return (
        Remark(
            header[item],
            "columns look like further items of a line, and are not read",
            len(further),
            len(header),
            [header[place] for place in further[:EXAMPLES_SHOWN]],
            advice,
        ),
    )


def _positions(choice: Choice) -> list[int] | None:
    """Positions from 0 where the user gave numbers; None where the user gave names."""
    names = choice.names()
    if not any(name.isdecimal() for name in names):
        return None
    if not all(name.isdecimal() and int(name) >= 1 for name in names):
        raise UsageError(
            "give all columns by name (the first line is a header) or all by number, counted "
            "from 1 (the file has no header)"
        )
    return [int(name) - 1 for name in names]


def _check_no_blocks(text: str, file: DeliveredFile) -> None:
    """Refuse the form of the Netflix prize: `1:`, and below it the ratings of film 1."""
    if re.match(r"[0-9]+:\s*[\r\n]+[0-9]+,[0-9]", text):
        raise IngestError(
            f"{shown(file.name)} looks like the blocks of the Netflix prize, '1:' above the "
            f"ratings of film 1: write the film into each line, {FILMS_INTO_LINES} FILE > "
            "ratings.csv, and land that with --item 1 --user 2 --rating 3 --time 4"
        )


def _check_no_comments(text: str, file: DeliveredFile, choice: Choice) -> None:
    """Refuse first lines that look like comments, unless they name a column that is asked for."""
    mark = comment_mark(text)
    line = next(iter(_lines(text)), "")
    if mark and not any(name.startswith(mark) and name in line for name in choice.names()):
        raise UsageError(
            f"the first line of {shown(file.name)} looks like a comment ('{shown(line)}'): "
            f"--comment '{mark}' passes over lines that begin so before the data, --comment '' "
            "takes them as they are"
        )


def _quote(
    text: str, file: DeliveredFile, separator: str, given: str | None, choice: Choice
) -> tuple[str, tuple[str, ...]]:
    """What encloses fields, and a remark where quotes were taken for text."""
    if given is not None and given in (" \t" if separator == BLANKS else separator):
        raise UsageError(
            f"--quote '{shown(given)}' would separate the columns of {shown(file.name)} too: what "
            "encloses them must be another character than the delimiter"
        )
    if given is not None:
        return ("" if given == "none" else given), ()
    if separator == '"':
        return "", ()
    if separator in QUOTING_DELIMITERS:
        return '"', ()
    quoted = [
        line for line, _ in zip(_lines(text), range(LINES_JUDGED), strict=False) if '"' in line
    ]
    if not quoted or separator == "::":
        return "", ()
    grammar = Grammar(" " if separator == BLANKS else separator, '"', separator == BLANKS)
    if _quotes_enclose(grammar, quoted) or _names_need_quotes(grammar, text, choice):
        return '"', ()
    remark = f"quotes in {shown(file.name)} are read as text: --quote '\"' if they enclose fields"
    return "", (remark,)


def _names_need_quotes(grammar: Grammar, text: str, choice: Choice) -> bool:
    """Whether the header has the columns that the user named only where quotes enclose names."""
    plain = replace(grammar, quote="")
    with_quotes, without = (set(first_record(text, 0, one)[2]) for one in (grammar, plain))
    names = set(choice.names())
    return names <= with_quotes and not names <= without


def _lines(text: str) -> list[str]:
    return [line for line, _ in lines_from(text, 0)]


def _quotes_enclose(grammar: Grammar, lines: Sequence[str]) -> bool:
    """Whether quotes enclose fields in lines that have some: everywhere, and not by chance.

    They do where each quote stands at an end of a field, and where one column is quoted in each of
    the lines, or a quoted field holds a delimiter or a doubled quote.
    """
    cuts = [grammar.split(line) for line in lines]
    told = False
    always: set[int] | None = None
    for cut in cuts:
        if not isinstance(cut, list) or any(
            '"' in field.text and not field.quoted for field in cut
        ):
            return False
        told = told or any(
            field.quoted and ('"' in field.text or grammar.delimiter in field.text) for field in cut
        )
        places = {place for place, field in enumerate(cut) if field.quoted}
        always = places if always is None else always & places
    return told or (bool(always) and len(lines) > 1)


def _detect(text: str, file: DeliveredFile, choice: Choice) -> str:
    """What separates the columns of a first record; never a guess between two that would both do.

    Raises IngestError where nothing does, UsageError where it cannot be told.
    """
    cuts = {one: _first_record(text, one) for one in DELIMITERS}
    candidates = [one for one, (record, _) in cuts.items() if one in record]
    record, _ = cuts[candidates[0] if candidates else DELIMITERS[0]]
    if not candidates and (" " in record.strip()):
        if re.search(r"\S[ ]{2,}\S", record):
            raise UsageError(
                f"several blanks stand between the columns of {shown(file.name)}: --delimiter "
                "blanks takes them for one separator, --delimiter ' ' each of them"
            )
        candidates = [" "]
    if not candidates:
        raise IngestError(
            f"cannot tell what separates the columns of {shown(file.name)}: its first line is "
            f"'{shown(record)}'; say it with --delimiter"
        )
    numbers = _positions(choice)
    fitting = []
    for candidate in candidates:
        _, cut = cuts.get(candidate) or _first_record(text, candidate)
        fits = max(numbers) < len(cut) if numbers else set(choice.names()) <= set(cut)
        if fits:
            fitting.append(candidate)
    if len(fitting) > 1:
        raise UsageError(
            f"cannot tell whether {' or '.join(map(_told, fitting))} separates the columns of "
            f"{shown(file.name)}: its first line is '{shown(record)}'; say it with --delimiter"
        )
    # where none fits, the columns that the first one makes are shown in the error that follows
    return fitting[0] if fitting else candidates[0]


def _first_record(text: str, separator: str) -> tuple[str, tuple[str, ...]]:
    """The first record, where this separates columns, and its fields."""
    grammar = Grammar(separator, '"' if len(separator) == 1 else "")
    _, size, cut = first_record(text, 0, grammar)
    return text[:size].rstrip("\r\n"), cut


def _told(separator: str) -> str:
    return {"\t": "a tab", BLANKS: "runs of blanks"}.get(separator, f"'{separator}'")
