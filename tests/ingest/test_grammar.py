"""The grammar of records in Python, compared with Python's own csv module."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.grammar import LONGEST_QUOTED_LINES, TEXT_AFTER_QUOTE, Grammar


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    fields=st.lists(st.text(st.sampled_from('ab",;: é'), max_size=6), min_size=2, max_size=5),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_a_line_written_by_csv_is_cut_back(fields: list[str], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(fields)
    cut = Grammar(delimiter).split(text.getvalue())
    assert isinstance(cut, list)
    assert [field.text for field in cut] == fields


@pytest.mark.parametrize(
    ("line", "grammar", "fields"),
    [
        ("a::b::c", Grammar("::", ""), ["a", "b", "c"]),
        ("a:::b", Grammar("::", ""), ["a", ":b"]),
        ("a::", Grammar("::", ""), ["a", ""]),
        ('"a",b', Grammar(",", ""), ['"a"', "b"]),
        ('1,2"x",3', Grammar(), ["1", '2"x"', "3"]),
        ('"a,b', Grammar(), ['"a', "b"]),
        ("a, b ,\tc", Grammar(), ["a", "b", "c"]),
        ('a, "b,c" ,d', Grammar(), ["a", "b,c", "d"]),
        ('a," b ",d', Grammar(), ["a", " b ", "d"]),
        ("'a,b',c", Grammar(",", "'"), ["a,b", "c"]),
        ("  a  b\t c ", Grammar(" ", "", runs=True), ["a", "b", "c"]),
        ('a  "b c"  d', Grammar(" ", '"', runs=True), ["a", "b c", "d"]),
        ("a\t b\tc", Grammar("\t", ""), ["a", "b", "c"]),
    ],
)
def test_examples(line: str, grammar: Grammar, fields: list[str]) -> None:
    assert grammar.split_alone(line) == fields


def test_what_cannot_be_cut() -> None:
    assert Grammar().split('1,"2') is None
    assert Grammar().split('1,"2"3') == TEXT_AFTER_QUOTE
    assert Grammar().split('1,"2" "3"') == TEXT_AFTER_QUOTE


@pytest.mark.parametrize(
    ("lines", "width", "count"),
    [
        (['1,"a', 'b",c'], 3, 2),
        (['1,"a', "b", 'c",d'], 3, 3),
        # columns add up line by line: a stray quote, and another one later
        (['1,"a,x', "2,b,y", '3,c",z'], 3, 0),
        # also where one line between is short, blank or too long
        (['1,x,"a', "2,x,b", "3,x", "4,x,c", '5,x,d"'], 3, 0),
        (['1,x,"a', "2,x,b", "", "4,x,c", '5,x,d"'], 3, 0),
        (['1,x,"a', "2,x,b", "3,x,Hello, world", '5,x,d"'], 3, 0),
        # or the last one, among many
        (['1,x,"a', *["2,x,b"] * 10, '3,x,d, 12"'], 3, 0),
        # text over lines, of which some have as many delimiters as a record
        (['1,x,"a', "one, two, three", 'end"'], 3, 3),
        (['1,x,"a', "one, two, three", "four", "five, six, seven", 'end"'], 3, 5),
        # one delimiter alone may be chance
        (['1,"a', 'b,c"'], 2, 2),
        (['1,"a', "2,b", '3,c"'], 2, 0),
        # other columns than the file has
        (['1,"a', 'b",c,d'], 3, 0),
        # text after the closing quote
        (['1,"a', 'b"c,d'], 3, 0),
        (['1,"a', *["b"] * LONGEST_QUOTED_LINES, 'c",d'], 3, 0),
        (['1,"a', "b"], 3, None),
    ],
)
def test_quotes_over_lines(lines: list[str], width: int, count: int | None) -> None:
    assert Grammar().across([(line, "\n") for line in lines], width) == count


def test_a_quote_that_stays_open_costs_no_more_than_a_look_at_each_line() -> None:
    """Lines that each close a field and open another are not cut from the start each time."""
    lines = [('1,"a', "\n"), *[('b","c', "\n")] * 500_000]
    assert Grammar().across(lines, 4) == 0
