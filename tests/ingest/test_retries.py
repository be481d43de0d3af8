"""Asking again: what Retry-After means, how often, and after which pauses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.retries import Patience, Unanswered, insist, read_retry_after

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30),
        ("Sun, 01 Mar 2026 14:00:30 +0200", 30),
        ("Sun Mar  1 12:00:30 2026", 30),  # asctime, an old form of an HTTP date
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),  # gone by: no need to wait
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),  # a decimal digit, but not one of HTTP
        ("Sun, 99 Mar 2026 12:00:30 GMT", None),
    ],
)
def test_reads_seconds_and_dates(header: str | None, seconds: float | None) -> None:
    assert read_retry_after(header, NOW) == seconds


@given(st.integers(min_value=0, max_value=10**6))
def test_a_date_and_its_seconds_ask_for_the_same(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert read_retry_after(date, NOW) == read_retry_after(str(seconds), NOW) == seconds


def fails(times: int, error: Exception) -> Callable[[], str]:
    """A function that raises so many times, and then answers."""
    left = [error] * times

    def answer() -> str:
        if left:
            raise left.pop()
        return "answered"

    return answer


def test_insists_with_growing_pauses_and_says_so() -> None:
    pauses: list[float] = []
    said: list[str] = []
    patience = Patience(attempts=5, first_pause=1, longest_pause=6)
    answer = insist(patience, said.append, pauses.append)(fails(4, Unanswered("no answer")))
    assert answer == "answered"
    # 1, 2, 4 and 8, each with up to a second more at random, and never above the longest
    assert [1 <= pauses[0] <= 2, 2 <= pauses[1] <= 3, 4 <= pauses[2] <= 5] == [True] * 3
    assert pauses[3] == 6
    assert said[0].startswith("no answer: attempt 2 of 5 in ")
    assert len(said) == 4


def test_waits_as_long_as_the_server_asks() -> None:
    pauses: list[float] = []
    insist(Patience(), str, pauses.append)(fails(1, Unanswered("busy", asked_pause=42)))
    assert pauses == [42]


def test_never_waits_less_than_its_own_pause() -> None:
    pauses: list[float] = []
    insist(Patience(first_pause=3), str, pauses.append)(fails(1, Unanswered("busy", asked_pause=0)))
    assert len(pauses) == 1
    assert pauses[0] >= 3


def test_gives_up_after_its_attempts_with_the_last_error() -> None:
    pauses: list[float] = []
    with pytest.raises(Unanswered, match="no answer"):
        insist(Patience(attempts=3), str, pauses.append)(fails(99, Unanswered("no answer")))
    assert len(pauses) == 2


def test_gives_up_at_once_where_the_server_asks_for_hours() -> None:
    pauses: list[float] = []
    with pytest.raises(Unanswered) as raised:
        insist(Patience(), str, pauses.append)(fails(1, Unanswered("busy", asked_pause=7200)))
    assert raised.value.asked_pause == 7200
    assert pauses == []


def test_other_errors_come_through_at_once() -> None:
    pauses: list[float] = []
    with pytest.raises(ValueError, match="not ours"):
        insist(Patience(), str, pauses.append)(fails(1, ValueError("not ours")))
    assert pauses == []
