"""Records that hold lists: one event of each element, in order.

An event is then what a record is elsewhere: it has a number (`source_row`), and is landed or
rejected. What gives no event, such as an empty list or a line that cannot be read, is one of them.
So records = rows + rejected rows, as everywhere; `further_events` counts the events beyond the
first of their line, or row, so that lines add up, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.columns import Column, quote_text
from ingest.documents import paths_of
from ingest.grammar import Grammar
from ingest.layouts import Delimited, Layout, Parquet
from ingest.lists import BRACKETS
from ingest.messages import shown

EMPTY_LIST = "an empty list"
UNLIKE_LISTS = "lists of different lengths"
CUT_LIST = "a list that was cut short, with ... in it"
QUOTES_IN_LIST = "a list along the line with quotes in it, which is not read"
ESCAPES_IN_LIST = "a list with escapes in it, which is not read"

Lists = tuple[str, str, str]
"""SQL for a column of a record: a list of texts, whether it is one, and a fault of it."""


def events_of(layout: Layout, names: Sequence[str], source: str) -> str:
    """A query for the events of records: record, place, fault, and a text for each column.

    source: source_row, and texts by `names` (or documents, or lists of Parquet).
    """
    lists, source = _lists(layout, names, source)
    taken = ", ".join(
        f"{texts} as l{place}, {is_list} as s{place}, {fault} as f{place}"
        for place, (texts, is_list, fault) in enumerate(lists)
    )
    places = range(len(lists))
    sizes = ", ".join(f"case when s{place} then len(l{place}) end" for place in places)
    unlike = " or ".join(f"(s{place} and len(l{place}) <> size)" for place in places)
    faults = ", ".join(f"f{place}" for place in places)
    values = ", ".join(
        f"case when s{place} then l{place}[place] else l{place}[1] end as c{place}"
        for place in places
    )
    return f"""
        select source_row as record, place, fault, {values}
        from (
            select *, unnest(range(1, case when fault is null then size else 1 end + 1)) as place
            from (
                select
                    *,
                    case
                        when coalesce({faults}) is not null then coalesce({faults})
                        when size = 0 then {quote_text(EMPTY_LIST)}
                        when {unlike} then {quote_text(UNLIKE_LISTS)}
                    end as fault
                from (
                    select *, coalesce(greatest({sizes}, null), 1) as size
                    from (select source_row, {taken} {source})
                )
            )
        )
    """


def flat(layout: Layout) -> Parquet:
    """The layout of events: as rows of columns, with every check that is made in SQL."""
    return Parquet(layout.table, layout.columns, layout.interactions)


def _lists(layout: Layout, names: Sequence[str], source: str) -> tuple[list[Lists], str]:
    if isinstance(layout, Parquet):
        # made by who reads it
        return [(name, f"s{place}", "null::varchar") for place, name in enumerate(names)], source
    if not isinstance(layout, Delimited):
        document = f"select source_row, try_cast({names[0]} as json) as document {source}"
        whole = "where json_type(document) = 'OBJECT'"
        return [_in_document(one) for one in layout.columns], f"from ({document}) {whole}"
    if layout.rest:
        return _along_line(layout, names[0]), source
    return [
        _in_cell(name, separator) for name, separator in zip(names, layout.separators, strict=True)
    ], source


def _along_line(layout: Delimited, line: str) -> list[Lists]:
    user, item = layout.positions
    if layout.runs:
        fields = f"regexp_split_to_array(trim({line}, ' \t'), '[ \t]+')"
    else:
        # tables fill up short lists with empty fields
        empty = quote_text(rf"(\s*{re.escape(layout.delimiter)}\s*)+$")
        split = f"string_split(regexp_replace({line}, {empty}, ''), {quote_text(layout.delimiter)})"
        fields = f"list_transform({split}, lambda one: trim(one))"
    fault = "null::varchar"
    if layout.quote:
        has_quotes = f"contains({line}, {quote_text(layout.quote)})"
        fault = f"case when {has_quotes} then {quote_text(QUOTES_IN_LIST)} end"
    return [
        (f"[{fields}[{user + 1}]]", "false", fault),
        (f"{fields}[{item + 1}:]", "true", "null::varchar"),
    ]


def _in_cell(text: str, separator: str) -> Lists:
    if not separator:
        return f"[{text}]", "false", "null::varchar"
    if separator != BRACKETS:
        split = (
            f"regexp_split_to_array(trim({text}), '\\s+')"
            if separator == " "
            else f"string_split({text}, {quote_text(separator)})"
        )
        elements = f"list_transform({split}, lambda one: trim(one))"
        return f"case when trim({text}) = '' then [] else {elements} end", "true", "null::varchar"
    is_list = rf"regexp_full_match({text}, '(?s)\s*(\[.*\]|\(.*\)|\{{[^:]*\}})\s*')"
    inner = f"trim({text}, '[](){{}} ')"
    # with commas, blanks are part of an element
    found = (
        f"case when contains({inner}, ',')"
        f""" then regexp_extract_all({inner}, '"[^"]*"|''[^'']*''|[^,"'']*[^,"''\\s][^,"'']*')"""
        f""" else regexp_extract_all({inner}, '"[^"]*"|''[^'']*''|[^\\s"'']+') end"""
    )
    elements = f"""list_transform({found}, lambda one: trim(trim(one), '"'''))"""
    fault = (
        f"case when contains({text}, '\\') then {quote_text(ESCAPES_IN_LIST)}"
        f" when {is_list} and (contains({text}, '...') or contains({text}, '…'))"
        f" then {quote_text(CUT_LIST)} end"
    )
    return f"case when {is_list} then {elements} else [{text}] end", is_list, fault


def _in_document(column: Column) -> Lists:
    """A list by name, a field of a list of objects as `a.b`, or a single value."""
    cases = []
    kinds = []
    singles = []
    faults = []
    for path in paths_of(column.delivered):
        singles.append(f"json_extract_string(document, {quote_text(_json_path(path))})")
        for length in range(1, len(path) + 1):
            outer, rest = path[:length], path[length:]
            is_list = f"json_type(document, {quote_text(_json_path(outer))}) = 'ARRAY'"
            elements = f"json_extract(document, {quote_text(_json_path(outer) + '[*]')})"
            inner = quote_text(_json_path(rest))
            cases.append(
                f"when {is_list} then"
                f" list_transform({elements}, lambda one: json_extract_string(one, {inner}))"
            )
            kinds.append(f"coalesce({is_list}, false)")
            if column.kind.is_id:
                told = f"{shown(column.delivered)} holds lists or objects in a list: name a field"
                faults.append(
                    f"when {is_list} and list_has_any(list_transform({elements},"
                    f" lambda one: json_type(one, {inner})), ['OBJECT', 'ARRAY'])"
                    f" then {quote_text(told)}"
                )
        if column.kind.is_id:
            told = f"{shown(column.delivered)} is an object: name a field of it, as a.b"
            faults.append(
                f"when json_type(document, {quote_text(_json_path(path))}) = 'OBJECT'"
                f" then {quote_text(told)}"
            )
    fault = f"case {' '.join(faults)} end" if faults else "null::varchar"
    single = f"[coalesce({', '.join(singles)}, null)]"
    return f"case {' '.join(cases)} else {single} end", " or ".join(kinds), fault


def _json_path(path: Sequence[str]) -> str:
    escaped = (name.replace("\\", "\\\\").replace('"', '\\"') for name in path)
    return "$" + "".join(f'."{name}"' for name in escaped)


def line_grammar() -> Grammar:
    """Takes a line for one field, where all of it is a list."""
    return Grammar(delimiter="", quote="")
