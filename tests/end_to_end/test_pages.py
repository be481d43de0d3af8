"""README.md and the pages under docs/ show what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.blocks import ROOT, pages
from tests.support.sample import Sample

MADE = re.compile(r"<!-- \[\[\[cog .*?\]\]\] -->\n.*?<!-- \[\[\[end\]\]\] -->\n", re.DOTALL)
# outputs that another test makes: tests/ingest/test_guide_of_remarks.py
MADE_ELSEWHERE = "what-stands-out.md"
INPUTS = {"sql", "sh", "csv", "yaml", "python"}


def test_outputs_in_pages_are_those_of_the_sample(sample: Sample) -> None:
    command = [sys.executable, "-m", "docs.blocks", "--check"]
    command += ["--database", str(sample.project.published)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run `python -m docs.blocks`\n{done.stdout}{done.stderr}"


def fences(text: str) -> Iterator[tuple[str, str]]:
    """The language of each block, and the first line of what comes after it."""
    lines = text.splitlines()
    marks = [number for number, line in enumerate(lines) if line.startswith("```")]
    for begin, end in zip(marks[::2], marks[1::2], strict=True):
        following = next((line for line in lines[end + 1 :] if line), "")
        yield lines[begin].removeprefix("```"), following


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_no_page_shows_an_output_that_no_script_makes(page: Path) -> None:
    if page.name == MADE_ELSEWHERE:
        pytest.skip("tests/ingest/test_guide_of_remarks.py makes it")
    for language, following in fences(MADE.sub("(made)\n", page.read_text(encoding="utf-8"))):
        assert language in INPUTS
        assert language != "sql" or not following.startswith("|")
