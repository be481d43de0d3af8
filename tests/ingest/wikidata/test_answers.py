"""What counts as an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.wikidata.answers import Malformed, read_answer
from ingest.wikidata.queries import variables

ITEM = {"type": "uri", "value": "http://www.wikidata.org/entity/Q171048"}
ROW = {"imdb_id": {"type": "literal", "value": "tt0114709"}, "item": ITEM}
FILMS = ["tt0114709", "tt0113497"]


def document(*rows: object, **more: object) -> dict[str, Any]:
    return {"head": {"vars": [*variables("full")]}, "results": {"bindings": [*rows]}, **more}


def read(saved: object) -> frozenset[str]:
    return read_answer(json.dumps(saved).encode(), "full", FILMS)[1]


def test_a_whole_answer_names_the_films_in_it() -> None:
    assert read(document(ROW, ROW)) == {"tt0114709"}
    assert read(document()) == frozenset()
    # QLever tells how it went
    assert read(document(ROW, meta={"query-time-ms": 3})) == {"tt0114709"}


def test_the_text_is_kept_as_it_came() -> None:
    body = json.dumps(document(ROW), indent=3).replace("Q171048", "Q\\u0031").encode() + b"\n"
    assert read_answer(body, "full", FILMS)[0] == body.decode()


@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize(
    ("label", "landed"),
    [
        ("Bad\x01label", "Badlabel"),
        ("Bad\x00label", "Badlabel"),
        ("\x7fTwo\tw\nords\x1b", "Two w ords"),
        ("Ümläut\x85 日本\u00a0", "Ümläut 日本\u00a0"),
    ],
)
def test_a_control_character_costs_that_character(label: str, landed: str, escaped: bool) -> None:
    row = {**ROW, "itemLabel": {"type": "literal", "value": label}}
    body = json.dumps(document(row, ROW), ensure_ascii=False)
    if not escaped:
        # as an engine writes it that escapes nothing but quotes
        for one in map(chr, range(0x20)):
            written = json.dumps(one)[1:-1]
            body = body.replace(written, one)
    text, films = read_answer(body.encode(), "full", FILMS)
    assert films == {"tt0114709"}
    labelled, plain = json.loads(text)["results"]["bindings"]
    assert labelled["itemLabel"]["value"] == landed
    assert plain == ROW


@given(st.integers(min_value=0), st.sampled_from(["Ümläut", '"', "}", "\\", "日本"]))
def test_no_part_of_an_answer_is_taken_for_it(cut: int, label: str) -> None:
    row = {**ROW, "itemLabel": {"type": "literal", "xml:lang": "en", "value": label}}
    body = json.dumps(document(row), ensure_ascii=False).encode()
    with pytest.raises(Malformed):
        read_answer(body[: cut % len(body)], "full", FILMS)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the answer is empty"),
        (b" \n", "the answer is empty"),
        (b"<!DOCTYPE html><html></html>", "HTML or XML in place of JSON"),
        (b"upstream connect error", "no JSON, but 'upstream connect error'"),
        (b'{"head": \xff}', "the answer is not UTF-8"),
        (b'{"head"', "the answer is cut short or damaged"),
        (b"[" * 100_000, "no JSON, but"),
    ],
)
def test_what_is_no_json(body: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        read_answer(body, "full", FILMS)


@pytest.mark.parametrize(
    "saved",
    [
        None,
        [],
        {},
        {"head": {}, "boolean": True},
        {"exception": "out of memory"},
        {"head": {"vars": ["item"]}, "results": {"bindings": []}},
        {**document(), "results": {"bindings": {}}},
        document(["imdb_id"]),
        document({"imdb_id": ROW["imdb_id"]}),
        document({"item": ITEM}),
        document({**ROW, "item": "Q171048"}),
        document({**ROW, "item": {"type": "uri"}}),
        document({**ROW, "item": {"type": "number", "value": "1"}}),
        document({**ROW, "itemLabel": {"type": "literal", "value": None}}),
        document({**ROW, "itemLabel": {"type": "literal", "value": "half \ud83c"}}),
        document({**ROW, "imdb_id": {"type": "literal", "value": "tt9999999"}}),
    ],
)
def test_json_that_is_no_answer_to_the_question(saved: object) -> None:
    with pytest.raises(Malformed):
        read(saved)
