"""What a column of a delivered file may hold, as SQL predicates.

A kind is written once and used in two places: on values that DuckDB's CSV reader has parsed, and on
the text of fields when a file has to be read record by record. Both places cast text the same way,
so they accept the same values.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST_SECOND_OUT_OF_RANGE = 4_102_444_800
"""2100-01-01 00:00 UTC in Unix seconds; times run from 1970-01-01 up to it, exclusive."""

SMALLEST_MILLISECONDS = 100_000_000_000
"""A Unix time from 1e11 on is in milliseconds: as seconds it would lie in the year 5138."""


@dataclass(frozen=True)
class Fault:
    """A way in which a value that could be read is still unusable.

    `predicate` is SQL that is true for a faulty value, with `{value}` for the parsed value;
    `wording` completes a sentence that starts with the column and its text.
    """

    predicate: str
    wording: str


@dataclass(frozen=True)
class Kind:
    """A kind of column.

    parsed_type: the SQL type in which values are read and checked.
    raw_type: the SQL type of the column in the raw table.
    unreadable: wording for text that does not cast to `parsed_type`.
    faults: checks on the parsed value.
    """

    parsed_type: str
    raw_type: str
    unreadable: str = ""
    faults: tuple[Fault, ...] = ()


IDENTIFIER = Kind("varchar", "varchar")
TEXT = Kind("varchar", "varchar")
NUMBER = Kind(
    "double",
    "double",
    "is not a number",
    (
        Fault("not isfinite({value})", "is not a finite number"),
        # millionths of a rating are counted in 64 bits
        Fault("abs({value}) >= 1e12", "is out of range"),
    ),
)

_UNIX_TIME_OUT_OF_RANGE = Fault(
    f"not ({{value}} >= 0 and ({{value}} < {FIRST_SECOND_OUT_OF_RANGE}"
    f" or {{value}} >= {SMALLEST_MILLISECONDS}"
    f" and {{value}} < {FIRST_SECOND_OUT_OF_RANGE * 1000}))",
    "is a time out of range (1970-01-01 to 2100-01-01)",
)

# Whole numbers are read as double and then checked: a cast of '1.5' to an integer would round
# silently. Doubles are exact far beyond the largest accepted time.
UNIX_TIME = Kind(
    "double",
    "bigint",
    "is not a time in Unix seconds or milliseconds",
    (
        _UNIX_TIME_OUT_OF_RANGE,
        Fault("{value} <> floor({value})", "is not a whole number"),
    ),
)
COUNT = Kind(
    "double",
    "bigint",
    "is not a number",
    (
        # the whole numbers up to here are exact as double
        Fault("not {value} between 0 and 9007199254740992", "is out of range"),
        Fault("{value} <> floor({value})", "is not a whole number"),
    ),
)
SMALL_INTEGER = Kind(
    "double",
    "smallint",
    "is not a number",
    (
        Fault("not {value} between -32768 and 32767", "is out of range"),
        Fault("{value} <> floor({value})", "is not a whole number"),
    ),
)

# Bring your own: Unix seconds or milliseconds, whole or not, or ISO text; kept as delivered.
# Text of digits alone is always a Unix time. What DuckDB would also take for a time is refused:
# words ('epoch', 'infinity'), and names of zones ('... Europe/Berlin'), which it would pass over.
_NUMBER_OF = "try_cast({value} as double)"
_DATE_AND_TIME_OF = (
    "case when regexp_full_match({value}, '\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}"
    "([T ]\\d{{1,2}}:\\d{{2}}(:\\d{{2}}([.]\\d+)?)?)?\\s*(Z|[+-]\\d{{2}}(:?\\d{{2}})?)?')"
    " then try_cast({value} as timestamptz) end"
)
_COMPACT_DATE = (
    "regexp_full_match({value}, '(19|20)\\d{{6}}') and try_strptime({value}, '%Y%m%d') is not null"
)
TIME_TEXT = Kind(
    "varchar",
    "varchar",
    "",
    (
        # as a Unix time it would lie in 1970
        Fault(_COMPACT_DATE, "looks like a date without dashes: write 2014-01-31"),
        Fault(
            f"({_NUMBER_OF} is null and ({_DATE_AND_TIME_OF}) is null)",
            "is neither a Unix time nor a date and time in ISO form",
        ),
        Fault(
            f"case when {_NUMBER_OF} is not null"
            f" then {_UNIX_TIME_OUT_OF_RANGE.predicate.format(value=_NUMBER_OF)}"
            f" else not ({_DATE_AND_TIME_OF} >= timestamptz '1970-01-01 00:00:00+00'"
            f" and {_DATE_AND_TIME_OF} < timestamptz '2100-01-01 00:00:00+00') end",
            _UNIX_TIME_OUT_OF_RANGE.wording,
        ),
    ),
)


@dataclass(frozen=True)
class Column:
    """A column of a delivered file and the raw column that it fills.

    delivered: its name in the file (a header or a JSON field), or the name used in messages where
        the file names none.
    kind: what it may hold.
    raw: the column of the raw table; the delivered name unless given.
    required: whether an empty value makes the row unusable.
    """

    delivered: str
    kind: Kind
    raw: str = ""
    required: bool = True

    @property
    def raw_column(self) -> str:
        return self.raw or self.delivered


def quote_identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def usable(column: Column, value: str, text: str) -> str:
    """SQL that is true where a parsed `value` may be landed, and never NULL.

    text: what the value was parsed from, NULL where there is nothing. Text that cannot be parsed
    gives a NULL value, which is unusable even where the column may be empty.
    """
    fine = [f"not ({fault.predicate.format(value=value)})" for fault in column.kind.faults]
    if column.kind is IDENTIFIER:
        fine.append(f"{value} <> ''")
    accepted = f"coalesce({' and '.join(fine)}, false)" if fine else f"{value} is not null"
    return accepted if column.required else f"({text} is null or {accepted})"


def parsed(column: Column, text: str) -> str:
    """SQL that casts the text of a field to the type in which it is checked."""
    if column.kind.parsed_type == "varchar":
        return text
    return f"try_cast({text} as {column.kind.parsed_type})"


def reason(column: Column, text: str) -> str:
    """SQL for the reason why the text of a field is unusable; NULL where it is usable."""
    name = quote_text(column.delivered)
    value = parsed(column, text)
    shown = f"concat({name}, ' ''', left({text}, 80), ''' '"
    cases = [
        f"when {text} is null then "
        + (f"concat({name}, ' is empty')" if column.required else "null")
    ]
    if column.kind.unreadable:
        cases.append(f"when {value} is null then {shown}, {quote_text(column.kind.unreadable)})")
    cases += [
        f"when {fault.predicate.format(value=value)} then {shown}, {quote_text(fault.wording)})"
        for fault in column.kind.faults
    ]
    return f"case {' '.join(cases)} end"
