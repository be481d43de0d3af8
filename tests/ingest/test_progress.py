"""Progress where there is no terminal: a line now and then, that says how far and how long yet."""

from __future__ import annotations

import pytest

from ingest.progress import Progress


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on by six seconds each time that somebody looks."""
    times = [0.0]

    def look() -> float:
        times.append(times[-1] + 6.0)
        return times[-1]

    monkeypatch.setattr("time.monotonic", look)
    return times


def test_a_line_says_how_far_with_remarks_and_the_time_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress().remarked_bar("asking", 10_000, "films") as advance:
        advance(1000, "2 not found")
        advance(1000, "5 not found")
        advance(1000, "6 not found")
    # begun at 6 s; 2,000 films in 12 s
    assert capsys.readouterr().err == (
        "asking: 2,000 of 10,000 films, 5 not found, about 0:00:48 left\n"
    )


def test_plain_work_says_how_far(capsys: pytest.CaptureFixture[str]) -> None:
    for total, unit in ((4_000_000, "B"), (None, "B"), (9, "rows"), (None, "rows")):
        with Progress().bar("work", total, unit) as advance:
            advance(3)
            advance(4)
    assert capsys.readouterr().err.splitlines() == [
        "work: 7 B of 4.0 MB",
        "work: 7 B",
        "work: 7 of 9 rows",
        "work: 7 rows",
    ]


def test_a_terminal_shows_a_bar_and_its_remarks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    shown = Progress()
    with shown.remarked_bar("asking", 10, "films") as advance:
        advance(4, "1 not found, 0 failed")
        shown.say("a line of its own")
        advance(6, "2 not found, 0 failed")
    written = capsys.readouterr().err
    assert "asking:" in written
    assert "1 not found, 0 failed" in written
    assert "a line of its own\n" in written


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Progress(quiet=True)
    with quiet.remarked_bar("asking", 10, "films") as advance:
        for _ in range(10):
            advance(1, "none")
    quiet.say("nothing")
    assert capsys.readouterr() == ("", "")
