"""What a column of a delivered file may hold, as SQL predicates.

A kind is written once and used twice: to choose the records that can be landed, and to say why the
others cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.messages import shown

FIRST_SECOND_OUT_OF_RANGE = 4_102_444_800
"""2100-01-01 00:00 UTC in Unix seconds; times run from 1970-01-01 up to it, exclusive."""

SMALLEST_MILLISECONDS = 631_152_000_000
"""1990-01-01 00:00 UTC in Unix milliseconds. A smaller number may be a far year in seconds, such as
253402300799 for the end of 9999, and as milliseconds it would be older than any rating."""


VALUE_SHOWN = 50
"""Characters of a value in the reason for which it is rejected."""


@dataclass(frozen=True)
class Fault:
    """A way in which a value that could be read is still unusable.

    `predicate` is SQL that is true for a faulty value, with `{value}` for the value that was read
    and `{text}` for the text it was read from; `wording` completes a sentence that starts with the
    column and its text. found_in_text: whether who cuts delimited text (delimited.py) has looked.
    """

    predicate: str
    wording: str
    found_in_text: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of column, as SQL about `{text}`, the text of a field, and `{value}`, what it means.

    raw_type: the SQL type of the column in the raw table; landed: what is put there.
    read: the value of a text, NULL where it has none.
    unreadable: wording for text without a value; empty where any text has one, or a fault says so.
    faults: checks on the value.
    trimmed: whether blanks around a field that is not in quotes are no part of it.
    whole: the same kind where texts are whole numbers, which are read and landed as numbers; None
        where they are read like other texts.
    is_id: whether it is the id of a user, an item or the like.
    is_text: whether any text is a value, and a list is landed as JSON.
    """

    raw_type: str
    read: str = "{text}"
    landed: str = "{value}"
    unreadable: str = ""
    faults: tuple[Fault, ...] = ()
    trimmed: bool = True
    whole: Kind | None = None
    is_id: bool = False
    is_text: bool = False


# for DuckDB 1_000 is a number, too, and so is +-5; comparing takes less time than starts_with
_NUMBER = (
    "case when not contains({text}, '_') and ({text} >= '+.' or {text} < '+-')"
    " then try_cast({text} as double) end"
)

NO_NUMBER = "is not a whole number"

CONTROL_CHARACTERS = r"\x00-\x08\x0a-\x1f\x7f"
"""Those that no id has, line ends among them, as a class of a regular expression."""

UNSEEN = r"\p{Cf}+"
"""Soft hyphens, blanks of no width, joiners, marks of direction and of byte order."""

BLANKS = r"[\pZ\p{Cc}]+"
"""Blanks of all kinds, that without a break and tabs among them."""

IDENTIFIER = Kind(
    "varchar",
    faults=(
        Fault(
            f"regexp_matches({{text}}, '[{CONTROL_CHARACTERS}]')",
            "holds a line end or another control character",
            found_in_text=True,
        ),
    ),
    whole=Kind("bigint", unreadable=NO_NUMBER),
    is_id=True,
)

NORMALIZED = {
    "nfc": "nfc_normalize({text})",
    "visible": (
        f"trim(regexp_replace(regexp_replace({{text}}, '{UNSEEN}', '', 'g'), '{BLANKS}', ' ', 'g'))"
    ),
    "whole": r"regexp_replace({text}, '^(-?[0-9]+)[.,]0+$', '\1')",
}
"""How ids may be normalized: letters composed; without what cannot be seen, with blanks made one
and none at the ends; `31.0`, `31.00` and `31,0` read as 31."""


def normalized_id(how: Sequence[str]) -> Kind:
    """Ids that are landed as they are once normalized."""
    read = "{text}"
    for name in how:
        read = NORMALIZED[name].replace("{text}", read)
    empty = Fault("{value} = ''", "is nothing once it is normalized")
    return replace(IDENTIFIER, read=read, faults=(*IDENTIFIER.faults, empty))


TEXT = Kind("varchar", trimmed=False, is_text=True)

_NUMBER_FAULTS = (
    Fault("not isfinite({value})", "is not a finite number"),
    # millionths of a rating are counted in 64 bits
    Fault("abs({value}) >= 1e12", "is out of range (above -1e12 and below 1e12)"),
)
# of any size, since nothing is computed with it: it says what comes before what
SCORE = Kind("double", _NUMBER, unreadable="is not a number", faults=_NUMBER_FAULTS[:1])
NUMBER = Kind("double", _NUMBER, unreadable="is not a number", faults=_NUMBER_FAULTS)

NUMBER_WITH_COMMA = Kind(
    "double",
    "case when not contains({text}, '.') then ("
    + _NUMBER.replace("{text}", "replace({text}, ',', '.')")
    + ") end",
    unreadable="is not a number with a decimal comma",
    faults=_NUMBER_FAULTS,
)
SCORE_WITH_COMMA = replace(NUMBER_WITH_COMMA, faults=SCORE.faults)

_UNIX_TIME_OUT_OF_RANGE = Fault(
    f"not ({{value}} >= 0 and ({{value}} < {FIRST_SECOND_OUT_OF_RANGE}"
    f" or {{value}} >= {SMALLEST_MILLISECONDS}"
    f" and {{value}} < {FIRST_SECOND_OUT_OF_RANGE * 1000}))",
    "is a time out of range (1970-01-01 to 2100-01-01)",
)

# Whole numbers are read as double and then checked: a cast of '1.5' to an integer would round
# silently. Doubles are exact far beyond the largest accepted time.
UNIX_TIME = Kind(
    "bigint",
    _NUMBER,
    unreadable="is not a time in Unix seconds or milliseconds",
    faults=(
        _UNIX_TIME_OUT_OF_RANGE,
        Fault("{value} <> floor({value})", NO_NUMBER),
    ),
    whole=Kind("bigint", unreadable=NO_NUMBER, faults=(_UNIX_TIME_OUT_OF_RANGE,)),
)
COUNT = Kind(
    "bigint",
    _NUMBER,
    unreadable="is not a number",
    faults=(
        # the whole numbers up to here are exact as double
        Fault("not {value} between 0 and 9007199254740992", "is out of range"),
        Fault("{value} <> floor({value})", NO_NUMBER),
    ),
)
SMALL_INTEGER = Kind(
    "smallint",
    _NUMBER,
    unreadable="is not a number",
    faults=(
        Fault("not {value} between -32768 and 32767", "is out of range"),
        Fault("{value} <> floor({value})", NO_NUMBER),
    ),
)

# Bring your own: Unix seconds or milliseconds, whole or not, or ISO text; kept as delivered.
# Text of digits alone is always a Unix time. What DuckDB would also take for a time is refused:
# words ('epoch', 'infinity'), and names of zones ('... Europe/Berlin'), which it would pass over.
# The macro timestamp_from_text reads the same forms.
_ZONED = (
    r"regexp_replace(replace(regexp_replace({text}, '\s+([+-]\d{2}|Z|UTC)', '\1'),"
    r" 'UTC', 'Z'), '([+-]\d{2})(\d{2})$', '\1:\2')"
)
_OFFSET = r"[+-]((0\d|1[0-3])(:?[0-5]\d)?|14(:?00)?)"
_DATE_AND_TIME = (
    (
        r"case when regexp_full_match({text}, '\d{4}-\d{1,2}-\d{1,2}"
        r"([T ]\d{1,2}:\d{2}(:\d{2}([.]\d+)?)?)?\s*(Z|UTC|{offset})?')"
        r" then try_cast({zoned} as timestamptz) end"
    )
    .replace("{offset}", _OFFSET)
    .replace("{zoned}", _ZONED)
)
# As a Unix time it would lie in 1970. `case`, since the parts of an `and` within a function are all
# evaluated, for every row.
_COMPACT_DATE = (
    "case when {value} between 19000000 and 21000000 and length({text}) = 8"
    " then try_strptime({text}, '%Y%m%d') is not null end"
)
DATE_WITHOUT_DASHES = "looks like a date without dashes"
NO_TIME = "is neither a Unix time nor a date and time in ISO form"
TIME_TEXT = Kind(
    "varchar",
    _NUMBER,
    landed="{text}",
    faults=(
        Fault(_COMPACT_DATE, DATE_WITHOUT_DASHES),
        Fault(f"case when {{value}} is null then ({_DATE_AND_TIME}) is null end", NO_TIME),
        Fault(
            f"case when {{value}} is not null then {_UNIX_TIME_OUT_OF_RANGE.predicate}"
            f" when {{text}} is not null"
            f" then not ({_DATE_AND_TIME} >= timestamptz '1970-01-01 00:00:00+00'"
            f" and {_DATE_AND_TIME} < timestamptz '2100-01-01 00:00:00+00') end",
            _UNIX_TIME_OUT_OF_RANGE.wording,
        ),
    ),
    whole=Kind(
        "bigint",
        unreadable=NO_NUMBER,
        # one text of the value: DuckDB would make one that is said twice beforehand, for every row
        faults=(
            Fault(
                "case when {value} between 19000000 and 21000000"
                " then try_strptime({value}::varchar, '%Y%m%d') is not null end",
                DATE_WITHOUT_DASHES,
            ),
            _UNIX_TIME_OUT_OF_RANGE,
        ),
    ),
)


def time_of_forms(patterns: Sequence[str], name: str) -> Kind:
    """A date and time in a form of one's own, as strptime understands it; landed in ISO form."""
    forms = ", ".join(map(quote_text, patterns))
    time = f"try_strptime({{text}}, [{forms}])::timestamp"
    if any(pattern.endswith("%z") for pattern in patterns):
        # DuckDB takes any hours and minutes for an offset
        time = f"case when regexp_matches({{text}}, '{_OFFSET}$') then {time} end"
    return Kind(
        "varchar",
        time,
        unreadable=f"is not a time of the form {name}",
        faults=(
            Fault(
                "not ({value} >= timestamp '1970-01-01' and {value} < timestamp '2100-01-01')",
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
    otherwise: the field of a document that is read where there is none of this name.
    """

    delivered: str
    kind: Kind
    raw: str = ""
    required: bool = True
    otherwise: str = ""

    @property
    def raw_column(self) -> str:
        return self.raw or self.delivered

    def of_numbers(self) -> Column:
        """The same where its fields come as whole numbers, none of which is empty."""
        assert self.kind.whole is not None
        return replace(self, kind=self.kind.whole, required=True)


def checked_in_text(column: Column) -> Column:
    """A column without the checks that were made when text was cut."""
    faults = tuple(fault for fault in column.kind.faults if not fault.found_in_text)
    return replace(column, kind=replace(column.kind, faults=faults))


def quote_identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _filled(template: str, value: str, text: str) -> str:
    return template.replace("{value}", value).replace("{text}", text)


def read(column: Column, text: str) -> str:
    """SQL for the value of the text of a field."""
    return _filled(column.kind.read, "", text)


def landed(column: Column, value: str, text: str) -> str:
    """SQL for what is put into the raw column."""
    return f"({_filled(column.kind.landed, value, text)})::{column.kind.raw_type}"


def usable(column: Column, value: str, text: str) -> str:
    """SQL that is true where a field may be landed, and never NULL.

    text: NULL where the field is empty, if the column may be; value: of the text. Text without a
    value is unusable even where the column may be empty.
    """
    fine = [
        f"not coalesce({_filled(fault.predicate, value, text)}, false)"
        for fault in column.kind.faults
    ]
    if column.kind.unreadable:
        fine.append(f"{value} is not null")
    elif column.required:
        fine.append(f"coalesce({text} <> '', false)")
    accepted = " and ".join(fine) or "true"
    return f"({accepted})" if column.required else f"({text} is null or ({accepted}))"


def reason(column: Column, value: str, text: str) -> str:
    """SQL for the reason why a field is unusable; NULL where it is usable."""
    name = quote_text(shown(column.delivered))
    told = f"concat({name}, ' ''', {_shown(text)}, {quote_text(chr(39) + ' ')}"
    empty = f"concat({name}, ' is empty')" if column.required else "null"
    cases = [f"when {text} is null then {empty}"]
    if column.kind.unreadable:
        cases.append(f"when {value} is null then {told}, {quote_text(column.kind.unreadable)})")
    cases += [
        f"when {_filled(fault.predicate, value, text)} then {told}, {quote_text(fault.wording)})"
        for fault in column.kind.faults
    ]
    return f"case {' '.join(cases)} end"


def _shown(text: str) -> str:
    """SQL for the beginning of a text, with control characters escaped as in JSON."""
    start = f"left({text}, {VALUE_SHOWN})"
    return (
        f"case when regexp_matches({start}, '[[:cntrl:]]')"
        f" then (to_json({start})::varchar)[2:-2] else {start} end"
    )
