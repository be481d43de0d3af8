"""Bring your own: which columns of a file are taken, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

import duckdb

from ingest.columns import (
    COUNT,
    IDENTIFIER,
    NUMBER,
    NUMBER_WITH_COMMA,
    SCORE,
    SCORE_WITH_COMMA,
    TEXT,
    TIME_TEXT,
    Column,
    Kind,
    normalized_id,
    quote_text,
    time_of_forms,
)
from ingest.errors import UsageError
from ingest.messages import shown
from ingest.parts import GATHERED, PREDICTIONS
from ingest.text_files import UTF_8, is_text_encoding

TIME_FORMS: Mapping[str, Sequence[str]] = {
    "us": ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y"),
    "european": ("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y"),
}
"""How spreadsheets write times, month first or day first."""


@dataclass(frozen=True)
class Writing:
    """How the file is written, as far as the user said so.

    delimiter: what separates columns, `blanks` for runs of them; None to detect it.
    quote: what encloses fields, `none` for nothing; None to decide by delimiter and first lines.
    comment: how lines begin that stand before the data and are none of them, empty for none; None
        to refuse what looks like one.
    encoding: by Python's name. decimal: the decimal sign of ratings.
    time_form: a name of TIME_FORMS, or a pattern as strptime takes it; None for Unix and ISO times.
    keep_empty_rating, keep_empty_time: whether events without one are landed.
    normalized: how ids are, by names of columns.NORMALIZED.
    explode: whether each element of a list is an event; None where lists are refused.
    values_separator: what separates the values of an attribute; None where a cell is one value.
    """

    delimiter: str | None = None
    quote: str | None = None
    comment: str | None = None
    encoding: str = UTF_8
    decimal: str = "."
    time_form: str | None = None
    keep_empty_rating: bool = False
    keep_empty_time: bool = False
    normalized: tuple[str, ...] = ()
    explode: bool | None = None
    values_separator: str | None = None

    def __post_init__(self) -> None:
        if not is_text_encoding(self.encoding):
            raise UsageError(
                f"'{shown(self.encoding)}' is no encoding that Python knows: such as utf-8, "
                "latin-1, cp1252, utf-16, gb18030"
            )
        if self.time_form is not None and self.time_form not in TIME_FORMS:
            self._check_time_form(self.time_form)

    @staticmethod
    def _check_time_form(pattern: str) -> None:
        try:
            with duckdb.connect() as connection:
                connection.execute("select try_strptime('', ?)", [pattern])
        except duckdb.Error:
            is_pattern = False
        else:
            is_pattern = "%" in pattern
        if not is_pattern:
            raise UsageError(
                f"--time-format '{shown(pattern)}' is none: give {', '.join(TIME_FORMS)} or a "
                "pattern such as '%d/%m/%Y %H:%M'"
            )

    def id_column(self, name: str, raw: str) -> Column:
        """A column of ids."""
        return Column(name, normalized_id(self.normalized) if self.normalized else IDENTIFIER, raw)

    def rating_column(self, name: str) -> Column:
        """The column of ratings."""
        kind = NUMBER if self.decimal == "." else NUMBER_WITH_COMMA
        return Column(name, kind, "rating", required=not self.keep_empty_rating)

    def time_column(self, name: str) -> Column:
        """The column of times."""
        return Column(name, self._time_kind(), "time", required=not self.keep_empty_time)

    def _time_kind(self) -> Kind:
        if self.time_form is None:
            return TIME_TEXT
        return time_of_forms(TIME_FORMS.get(self.time_form, (self.time_form,)), self.time_form)

    def further_columns(self, names: Sequence[str], gathered_as: str) -> list[Column]:
        """Columns of whatever else is known, by name: see parts.GATHERED."""
        kind = TEXT
        if self.values_separator is not None:
            texts = f"string_split({{text}}, {quote_text(self.values_separator)})"
            kind = replace(TEXT, landed=f"to_json({texts})")
        prefix = GATHERED[gathered_as]
        return [Column(name, kind, prefix + _told_of(name), required=False) for name in names]


def _told_of(name: str) -> str:
    """What a column is called where the file may have no names."""
    return f"column {name}" if name.isdecimal() else name


class Choice(Protocol):
    """The columns that the user named: header or field names, or numbers counted from 1.

    table: the raw table that they fill; are_events: whether a row is an interaction.
    """

    @property
    def table(self) -> str: ...

    @property
    def are_events(self) -> bool: ...

    def names(self) -> list[str]: ...

    def columns(self, writing: Writing) -> tuple[Column, ...]: ...


@dataclass(frozen=True)
class EventColumns:
    """Those of interactions; context: what else is kept with them.

    split: which part of the data each is in, train, valid or test, or a number of a fold.
    """

    user: str
    item: str
    rating: str | None = None
    time: str | None = None
    context: tuple[str, ...] = ()
    split: str | None = None
    table: ClassVar = "interactions"
    are_events: ClassVar = True

    def names(self) -> list[str]:
        named = (self.user, self.item, self.rating, self.time, self.split, *self.context)
        return [name for name in named if name is not None]

    def columns(self, writing: Writing) -> tuple[Column, ...]:
        chosen = [writing.id_column(self.user, "user_id"), writing.id_column(self.item, "item_id")]
        if self.rating is not None:
            chosen.append(writing.rating_column(self.rating))
        if self.time is not None:
            chosen.append(writing.time_column(self.time))
        if self.split is not None:
            chosen.append(Column(self.split, TEXT, "split", required=False))
        return (*chosen, *writing.further_columns(self.context, "context"))


@dataclass(frozen=True)
class ItemColumns:
    """Those of a list of items: what they are called, and what they are like."""

    item: str
    title: str | None = None
    attributes: tuple[str, ...] = ()
    table: ClassVar = "own_items"
    are_events: ClassVar = False

    def names(self) -> list[str]:
        named = (self.item, self.title, *self.attributes)
        return [name for name in named if name is not None]

    def columns(self, writing: Writing) -> tuple[Column, ...]:
        chosen = [writing.id_column(self.item, "item_id")]
        if self.title is not None:
            chosen.append(Column(self.title, TEXT, "title", required=False))
        return (*chosen, *writing.further_columns(self.attributes, "attributes"))


@dataclass(frozen=True)
class UserColumns:
    """Those of a list of users: what they are like."""

    user: str
    attributes: tuple[str, ...]
    table: ClassVar = "own_users"
    are_events: ClassVar = False

    def names(self) -> list[str]:
        return [self.user, *self.attributes]

    def columns(self, writing: Writing) -> tuple[Column, ...]:
        id_column = writing.id_column(self.user, "user_id")
        return (id_column, *writing.further_columns(self.attributes, "attributes"))


@dataclass(frozen=True)
class PredictionColumns:
    """Those of what a method recommends; without rank and score, the order of the file counts."""

    user: str
    item: str
    rank: str | None = None
    score: str | None = None
    table: ClassVar = PREDICTIONS
    are_events: ClassVar = True

    def names(self) -> list[str]:
        named = (self.user, self.item, self.rank, self.score)
        return [name for name in named if name is not None]

    def columns(self, writing: Writing) -> tuple[Column, ...]:
        chosen = [writing.id_column(self.user, "user_id"), writing.id_column(self.item, "item_id")]
        if self.rank is not None:
            chosen.append(Column(self.rank, COUNT, "rank"))
        if self.score is not None:
            kind = SCORE if writing.decimal == "." else SCORE_WITH_COMMA
            chosen.append(Column(self.score, kind, "score"))
        return tuple(chosen)
