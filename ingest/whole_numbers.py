"""Texts that are whole numbers, as the numbers: half the time to store them, and nothing is lost.

Only a text that its number gives back is taken for one: `7`, and neither `007`, `+7`, `7.0` nor
nothing. Batches are cut into runs of one form, since a table has one type a column.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

DIGITS = 18
"""Numbers of as many digits fit into 64 bits, whatever they are."""

POWERS = [10**power for power in range(1, DIGITS)]
WHOLE_NUMBER = f"^(0|[1-9][0-9]{{0,{DIGITS - 1}}})$"

FEWEST_OF_ONE_ODD = 100
"""A column in which one value of as many, or fewer, is no whole number is one of texts."""


class Run(NamedTuple):
    """Batches of one form, and which of their fields are numbers."""

    numbers: frozenset[str]
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


def runs(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, candidates: Sequence[str]
) -> Iterator[Run]:
    """Cut batches into runs, each to be read to its end before the next one is asked for.

    candidates: the fields that may become numbers. One that turns out to hold texts stays one of
    texts; a few odd rows are kept, and come at the end.
    """
    converted = _converted(batches, schema, candidates)
    for numbers, run in itertools.groupby(converted, key=operator.itemgetter(0)):
        yield Run(numbers, _schema(schema, numbers), (batch for _, batch in run))


def _converted(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, candidates: Sequence[str]
) -> Iterator[tuple[frozenset[str], pa.RecordBatch]]:
    names = frozenset(candidates)
    odd: list[pa.RecordBatch] = []
    for batch in batches:
        columns = {name: _numbers(batch[name]) for name in names}
        if None in columns.values():
            are_whole = {name: _are_whole(batch[name]) for name in names if columns[name] is None}
            names -= {name for name, whole in are_whole.items() if _are_texts(whole)}
            fine = functools.reduce(
                pc.and_, (are_whole[name] for name in names & are_whole.keys()), pa.scalar(True)
            )
            if isinstance(fine, pa.Array):
                odd.append(batch.filter(pc.invert(fine)))
                batch = batch.filter(fine)
            columns = {name: _numbers(batch[name]) for name in names}
        yield names, _replaced(batch, schema, columns)
    for batch in odd:
        yield frozenset(), batch


def _are_texts(are_whole: pa.BooleanArray) -> bool:
    """Whether so many values of a column are no whole numbers that it is one of texts."""
    odd: int = are_whole.false_count
    return FEWEST_OF_ONE_ODD * odd >= len(are_whole)


def _replaced(
    batch: pa.RecordBatch, schema: pa.Schema, columns: Mapping[str, pa.Array | None]
) -> pa.RecordBatch:
    return pa.record_batch(
        [columns.get(name, batch[name]) for name in schema.names],
        schema=_schema(schema, columns.keys()),
    )


def _schema(schema: pa.Schema, numbers: Collection[str]) -> pa.Schema:
    return pa.schema(
        [pa.field(one.name, pa.int64()) if one.name in numbers else one for one in schema]
    )


def _numbers(texts: pa.StringArray) -> pa.Int64Array | None:
    """Texts as numbers, None where one of them is not what its number gives back.

    Told by the lengths alone: no text of a number is shorter than its digits.
    """
    if len(texts) and re.fullmatch("[0-9]+", texts[0].as_py()) is None:
        # to be told of each text that is none takes Arrow long
        return None
    try:
        numbers = pc.cast(texts, pa.int64())
    except pa.ArrowInvalid:
        return None
    if numbers.null_count:
        return None
    values = np.frombuffer(numbers.buffers()[1], np.int64)[numbers.offset :][: len(numbers)]
    smallest, largest = values.min(initial=0), values.max(initial=0)
    if smallest < 0 or largest >= 10**DIGITS:
        return None
    digits = len(values)
    for power in itertools.takewhile(lambda one: one <= largest, POWERS):
        digits += int(np.count_nonzero(values >= power))
    return numbers if digits == _length(texts) else None


def _are_whole(texts: pa.StringArray) -> pa.BooleanArray:
    return pc.fill_null(pc.match_substring_regex(texts, WHOLE_NUMBER), False)


def _length(texts: pa.StringArray) -> int:
    """Bytes of all texts."""
    ends = np.frombuffer(texts.buffers()[1], np.int32)
    return int(ends[texts.offset + len(texts)] - ends[texts.offset])
