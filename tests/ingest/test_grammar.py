"""The grammar of records in Python, compared with Python's own csv module."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.grammar import LONGEST_QUOTED_LINES, TEXT_AFTER_QUOTE, Grammar, Shape


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
    assert Grammar().across([(line, "\n") for line in lines], Shape(width)) == count


SHAPES = {
    "user,item": Shape(2, ids=(0, 1)),
    "user,item,review": Shape(3, ids=(0, 1)),
    "user,item,review,stars": Shape(4, ids=(0, 1), numbers=(3,)),
    "user,item,stars,review": Shape(4, ids=(0, 1), numbers=(2,)),
    "user,review,item,stars": Shape(4, ids=(0, 2), numbers=(3,)),
}


@pytest.mark.parametrize(
    ("header", "lines", "count"),
    [
        # no id holds a line end
        ("user,item", ['u1,"A Night', 'u2,12"'], 0),
        ("user,item", ['"u', '1",i1'], 2),
        ("user,item,review", ['u1,"A', "Night", 'at",good'], 3),
        ("user,item,review", ['u1,"A,good', "u2,B,bad", 'u3,12",well, hm'], 0),
        ("user,item,review", ['u1,i1,"good', 'bad"'], 2),
        # nor does a number
        ("user,item,review,stars", ['u1,i1,good,"4', 'u2,i2,bad,3"'], 0),
        # of two lines that could both be records, and of prose
        ("user,item,review,stars", ['u1,i1,"good,5', 'u2,i2,bad",4'], 0),
        ("user,item,review", ['u1,i1,"A good book', 'easy, fun, great"'], 2),
        ("user,item,review,stars", ['u1,i1,"It is good,', "long, and, well,", 'good",4'], 3),
        # blanks after commas, in the record too
        ("user,item,review", ['u1, i1, "good', 'u2, i2, bad"'], 0),
    ],
)
def test_ids_and_numbers_tell_records_from_text(header: str, lines: list[str], count: int) -> None:
    assert Grammar().across([(line, "\n") for line in lines], SHAPES[header]) == count


@pytest.mark.parametrize(
    ("header", "text", "is_told"),
    [
        # a closing line of another width: the records between must not be lost
        ("user,item,review", 'u1,i1,"good\nu2,i2,bad\nu3,i3,well, hm"', True),
        ("user,item,review", 'u1,i1,"good\nu2,i2,bad\nu3,i3"', True),
        ("user,item,review,stars", 'u1,i1,"a, b\nu2,i2,c,3\nd",4', True),
        # the first line is of another width
        ("user,item,review,stars", 'u1,i1,"good, really,5\nu2,i2,fine",4', True),
        # damaged records, which are to be rejected each for itself
        ("user,item,stars,review", 'u1,i1,5,"good\nu2,i2,4\nu3,i3,3,well, hm"', True),
        ("user,item,stars,review", 'u1,i1,5,"good\nu3,i3,3,well, hm"', True),
        ("user,item,stars,review", 'u1,i1,5,"good\nu2, i2, 4, bad\nu3,i3,3,well, hm"', True),
        ("user,item,stars,review", 'u1,i1,5,"It is\n1,000 in all, 3 times, 4 more\nfine"', False),
        ("user,item,stars,review", 'u1,i1,5,"I have 3, yes,\n3, of them, 5 in all,\nfine"', False),
        # prose
        ("user,item,review", 'u1,i1,"good\nlong, but, well\nI think"', False),
        ("user,item,review,stars", 'u1,i1,"good\neggs,milk,bread,meat\nall",4', False),
        ("user,review,item,stars", 'u1,"A book\neasy to read, and fun",i1,5', False),
        ("user,item,review,stars", 'u1,i1,"One line, two",5', False),
    ],
)
def test_a_text_may_hold_records(header: str, text: str, is_told: bool) -> None:
    cut = Grammar().split(text)
    assert isinstance(cut, list)
    assert Grammar().holds_records(text, cut, SHAPES[header]) == is_told


def test_a_quote_that_stays_open_costs_no_more_than_a_look_at_each_line() -> None:
    """Lines that each close a field and open another are not cut from the start each time."""
    lines = [('1,"a', "\n"), *[('b","c', "\n")] * 500_000]
    assert Grammar().across(lines, Shape(4)) == 0
