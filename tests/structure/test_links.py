"""Links of every page in Markdown lead to a file of the repository, and to a heading in it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = frozenset(
    subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    .stdout.strip()
    .splitlines()
)
PAGES = sorted(name for name in FILES if name.endswith(".md"))

CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)[^)]*\)|\b(?:href|src|srcset)=\"([^\"]+)\"")


def anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page: the second of a name has a number."""
    found: list[str] = []
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.append(re.sub(r"[^\w\- ]", "", words).replace(" ", "-"))
    return {
        name if found[:place].count(name) == 0 else f"{name}-{found[:place].count(name)}"
        for place, name in enumerate(found)
    }


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for written in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        link = "".join(written)
        target, _, anchor = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        found = (page.parent / target).resolve() if target else page
        # a folder is no page, and what is not in git is nowhere else
        assert found.is_relative_to(ROOT), link
        assert found.relative_to(ROOT).as_posix() in FILES, link
        assert not anchor or anchor in anchors(found), link
