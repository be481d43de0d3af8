"""What is asked in the first hour is one query of what readers see, and a short one."""

from __future__ import annotations

import re

import duckdb
import pytest

from tests.support.projects import PROJECT_ROOT
from tests.support.sample import Sample

GUIDE = (PROJECT_ROOT / "docs" / "guides" / "questions.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^### (\d+)\. [^\n]*\n\n```sql\n((?:(?!```).)*)```", GUIDE, re.M | re.S)
MOST_JOINS = 2


def test_there_are_twenty() -> None:
    assert [int(number) for number, _ in QUESTIONS] == list(range(1, 21))


@pytest.mark.parametrize("number, query", QUESTIONS)
def test_readers_can_ask_it(number: str, query: str, sample: Sample) -> None:
    """test_pages.py compares the answers, as the work file gives them."""
    assert len(re.findall(r"\bjoin\b", query)) <= MOST_JOINS
    with duckdb.connect(str(sample.project.published), read_only=True) as connection:
        assert connection.execute(query).fetchall()
