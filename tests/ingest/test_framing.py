"""Cutting records in Python, compared with Python's own csv module."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.framing import split_line


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    fields=st.lists(st.text(st.sampled_from('ab",;: é'), max_size=6), min_size=2, max_size=5),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_a_line_written_by_csv_is_cut_back(fields: list[str], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(fields)
    assert split_line(text.getvalue(), delimiter) == fields


@pytest.mark.parametrize(
    ("line", "delimiter", "quote", "fields"),
    [
        ("a::b::c", "::", "", ["a", "b", "c"]),
        ("a:::b", "::", "", ["a", ":b"]),
        ("a::", "::", "", ["a", ""]),
        ('"a",b', ",", "", ['"a"', "b"]),
        ('1,2"x",3', ",", '"', ["1", '2"x"', "3"]),
        ('"a,b', ",", '"', ['"a', "b"]),
    ],
)
def test_examples(line: str, delimiter: str, quote: str, fields: list[str]) -> None:
    assert split_line(line, delimiter, quote) == fields
