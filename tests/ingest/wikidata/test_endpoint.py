"""Whose endpoint an address is, and who we say that we are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from ingest import VERSION
from ingest.errors import UsageError
from ingest.wikidata.endpoint import WIKIDATA, is_own, user_agent


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:7001/sparql",
        "http://127.0.0.1/",
        "http://[::1]:8080/sparql",
        "http://192.168.1.20:9999/",
        "http://10.0.0.5/sparql",
        "http://oxigraph:7878/query",
        "http://wikidata.localhost/",
    ],
)
def test_endpoints_of_ones_own(url: str) -> None:
    assert is_own(url)
    assert user_agent(None, url).startswith(f"Corate/{VERSION} SPARQLWrapper/")


@pytest.mark.parametrize(
    "url", [WIKIDATA, "https://qlever.dev/api/wikidata", "http://8.8.8.8/", "http://[2a00::1]/"]
)
def test_endpoints_of_others(url: str) -> None:
    assert not is_own(url)
    with pytest.raises(UsageError, match="--contact or CORATE_CONTACT"):
        user_agent(None, url)
    assert "(me@example.org)" in user_agent("me@example.org", url)


@pytest.mark.parametrize("contact", ["", "me", "me@", "a b@c.d", "mé@example.org", "a@b\nX: 1"])
def test_what_is_no_contact(contact: str) -> None:
    with pytest.raises(UsageError, match="no e-mail address and no web page"):
        user_agent(contact, WIKIDATA)


def test_the_version_is_that_of_the_project(project_root: Path) -> None:
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["version"] == {"path": "ingest/__init__.py"}
    assert re.fullmatch(r"[0-9]+[.][0-9]+[.][0-9]+", VERSION)
