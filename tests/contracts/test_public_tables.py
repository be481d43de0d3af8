"""Public tables keep what they have until a release has said that it goes."""

from __future__ import annotations

import pytest

from ingest import VERSION
from tests.contracts.public_tables import (
    Announced,
    announced,
    broken,
    tables_now,
    tables_released,
)

BEFORE = {"catalog.films": {"film_id": "string", "year": "integer"}}


def test_nothing_public_is_gone_that_no_release_told_of() -> None:
    before = tables_released()
    assert len(before) > 30
    assert broken(before, tables_now(), announced(), VERSION) == [], (
        "keep it, or say in tests/contracts/announced.csv and CHANGELOG.md that it goes "
        "(docs/guides/upgrading.md)"
    )


def test_what_is_announced_was_there() -> None:
    before = tables_released()
    for one in announced():
        assert one.instead
        assert one.table in before
        assert not one.column or one.column in before[one.table]


@pytest.mark.parametrize(
    ("now", "notices", "problems"),
    [
        (BEFORE, [], []),
        ({"catalog.films": {**BEFORE["catalog.films"], "title": "string"}}, [], []),
        (
            {"catalog.films": {"film_id": "string", "year": "bigint"}},
            [],
            ["catalog.films.year was integer and is bigint"],
        ),
        (
            {"catalog.films": {"film_id": "string"}},
            [("year", "0.2.0")],
            ["catalog.films.year was integer and is gone"],
        ),
        ({"catalog.films": {"film_id": "string"}}, [("year", "0.1.9")], []),
        ({"catalog.films": {"film_id": "string"}}, [("", "0.1.9")], []),
        (
            {},
            [("year", "0.1.9")],
            ["catalog.films.film_id was string and is gone"],
        ),
    ],
)
def test_what_would_break_queries(
    now: dict[str, dict[str, str]], notices: list[tuple[str, str]], problems: list[str]
) -> None:
    """Of a release 0.2.0, which may take away what was announced before it."""
    told = [Announced("catalog.films", column, since, "other") for column, since in notices]
    assert broken(BEFORE, now, told, "0.2.0") == problems
