"""What the queries say, and what a real engine answers to them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import Graph

from ingest.wikidata.queries import KINDS, query, variables, written_forms
from tests.ingest.wikidata.conftest import HARD_CASES
from tests.support.sparql import answer, films_of

Row = dict[str, str]

FILMS = {
    *("tt9000001", "tt9000003", "tt9000004", "tt9000005", "tt9000006", "tt90000007"),
    *("tt9000008", "tt0009010", "tt0009011", "tt9000012"),
    *("tt9000013", "tt9000014", "tt9000015", "tt9000017"),
}
NO_FILMS = {"tt9000009", "tt0000001", "tt9000016"}


def _rows(store: Store, kind: str, *imdb_ids: str) -> list[Row]:
    """Rows of an answer, entity ids cut from their IRIs."""
    document = json.loads(answer(store, query(kind, imdb_ids)))
    return [
        {
            name: term["value"].rsplit("/", 1)[-1] if term["type"] == "uri" else term["value"]
            for name, term in binding.items()
        }
        for binding in document["results"]["bindings"]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_queries_parse_and_select_the_columns_of_their_kind(kind: str) -> None:
    found = Store().query(query(kind, ["tt0114709", "tt10872600"]))
    assert isinstance(found, QuerySolutions)
    assert tuple(variable.value for variable in found.variables) == variables(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_queries_are_free_of_what_one_engine_alone_has(kind: str) -> None:
    text = query(kind, ["tt0114709"])
    for word in ("SERVICE", "EXISTS", "UNDEF", "hint:", "bd:", "#"):
        assert word not in text.replace("-schema#", "").replace("ontology#", "")


def test_every_part_of_the_union_begins_with_the_films() -> None:
    # QLever computes each part on its own: one without the films would take all of Wikidata
    text = query("full", ["tt0114709"])
    parts = text.split("UNION")
    assert len(parts) == 4
    for part in parts:
        assert part.count("VALUES") == 1
        assert part.index("VALUES") < part.index("rdfs:label ?item")


@pytest.mark.parametrize(
    "wrong",
    ["", "114709", "tt114709", 'tt0114709" "x', "tt0114709\n", "nm0000001", "tt123456\u0667"],
)
def test_nothing_but_an_imdb_id_gets_into_a_query(wrong: str) -> None:
    with pytest.raises(ValueError, match="no IMDb id in normal form"):
        query("cast", ["tt0114709", wrong])


def test_an_id_is_asked_for_in_each_form_in_which_it_may_be_held() -> None:
    assert written_forms("tt0114709") == ("tt0114709", "tt114709", "tt00114709")
    assert written_forms("tt1234567") == ("tt1234567", "tt01234567")
    assert written_forms("tt10872600") == ("tt10872600",)
    assert written_forms("tt0000000") == ("tt0000000", "tt0", "tt00000000")
    assert films_of(query("full", ["tt0114709", "tt10872600"])) == ["tt0114709", "tt10872600"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_film_that_is_there_has_a_row_and_no_other(hard_cases: Store, kind: str) -> None:
    rows = _rows(hard_cases, kind, *sorted(FILMS | NO_FILMS))
    assert {row["imdb_id"] for row in rows} == FILMS
    assert all(row["item"] and row["itemLabel"] for row in rows)
    bare = [row["item"] for row in rows if set(row) == {"imdb_id", "item", "itemLabel"}]
    assert len(bare) == len(FILMS) + 1  # one of them has two items
    assert len({json.dumps(row, sort_keys=True) for row in rows}) == len(rows)


def test_labels_are_english_else_for_all_languages_else_the_id(hard_cases: Store) -> None:
    films = _rows(hard_cases, "topic", "tt9000003", "tt9000005", "tt9000006", "tt90000007")
    assert {row["itemLabel"] for row in films} == {
        *("In English", "Überall", "Q9000006", 'Eight "Digits" \\ Ümläuts')
    }
    genres = _rows(hard_cases, "genre", "tt9000003")
    assert {row["genre"]: row["genreLabel"] for row in genres if "genre" in row} == {
        "Q9000101": 'silent "film" about films',
        "Q9000102": "giallo",
        "Q9000103": "Q9000103",
        "Q9000104": "Q9000104",
    }
    people = _rows(hard_cases, "cast", "tt9000001", "tt9000005")
    assert {row["person"]: row["personLabel"] for row in people if "person" in row} == {
        "Q9000301": 'Zoë "Zee" O\'Brien-Łukasz',
        "Q9000302": "Mul Tilingual",
        "Q9000303": "Q9000303",
        "Q9000304": "Q9000304",
    }


def test_a_person_has_each_role_and_others_are_no_credit(hard_cases: Store) -> None:
    rows = _rows(hard_cases, "cast", "tt90000007")
    assert {(row["person"], row["role"], row["roleLabel"]) for row in rows if "person" in row} == {
        ("Q9000301", "P57", "director"),
        ("Q9000301", "P58", "screenwriter"),
        ("Q9000301", "P161", "cast member"),
        ("Q9000301", "P9000005", "P9000005"),
    }


def test_a_topic_that_is_a_human_is_in_the_cast_query_with_that_role(hard_cases: Store) -> None:
    # "every claim whose value is a human", as the study had it: the role says what it is
    rows = _rows(hard_cases, "cast", "tt9000008")
    assert {row["roleLabel"] for row in rows if "person" in row} == {"director", "main subject"}


def test_unknown_value_is_no_genre(hard_cases: Store) -> None:
    rows = _rows(hard_cases, "genre", "tt90000007")
    assert {row["genre"] for row in rows if "genre" in row} == {"Q9000101"}


def test_both_items_of_an_id_and_both_ids_of_an_item_are_there(hard_cases: Store) -> None:
    rows = _rows(hard_cases, "genre", "tt9000001", "tt9000003", "tt9000004")
    assert {(row["imdb_id"], row["item"]) for row in rows} == {
        ("tt9000001", "Q9000001"),
        ("tt9000001", "Q9000002"),
        ("tt9000003", "Q9000003"),
        ("tt9000004", "Q9000003"),
    }


def test_each_id_that_is_not_deprecated_finds_the_film(hard_cases: Store) -> None:
    rows = _rows(
        hard_cases, "cast", "tt9000013", "tt9000014", "tt9000015", "tt9000016", "tt9000017"
    )
    assert {(row["imdb_id"], row["item"]) for row in rows} == {
        ("tt9000013", "Q9000013"),
        ("tt9000014", "Q9000013"),
        ("tt9000015", "Q9000015"),
        ("tt9000017", "Q9000017"),
    }
    assert [row["imdb_id"] for row in rows if row.get("person") == "Q9000302"] == [
        *("tt9000013", "tt9000014")
    ]


def test_full_is_the_union_of_the_three(hard_cases: Store) -> None:
    imdb_ids = sorted(FILMS | NO_FILMS)
    apart = [
        row for kind in ("cast", "genre", "topic") for row in _rows(hard_cases, kind, *imdb_ids)
    ]
    together = _rows(hard_cases, "full", *imdb_ids)
    assert {json.dumps(row, sort_keys=True) for row in apart} == {
        json.dumps(row, sort_keys=True) for row in together
    }
    for row in together:
        assert sum(name in row for name in ("person", "genre", "topic")) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_answers_as_single_queries_do(hard_cases: Store, kind: str) -> None:
    imdb_ids = sorted(FILMS | NO_FILMS)
    single = [row for imdb_id in imdb_ids for row in _rows(hard_cases, kind, imdb_id)]
    batch = _rows(hard_cases, kind, *imdb_ids)
    assert sorted(single, key=str) == sorted(batch, key=str)


@pytest.mark.parametrize("kind", KINDS)
def test_another_engine_answers_the_same(hard_cases: Store, kind: str) -> None:
    """rdflib evaluates from the inside out, as the standard defines it, and shares no code."""
    graph = Graph().parse(HARD_CASES)
    text = query(kind, sorted(FILMS | NO_FILMS))
    document = graph.query(text).serialize(format="json")
    assert document is not None
    assert _lines(json.loads(document)) == _lines(json.loads(answer(hard_cases, text)))


def _lines(document: dict[str, Any]) -> list[list[tuple[str, str, str | None]]]:
    """The rows of a results document in an order of their own: name, value, and language."""
    return sorted(
        sorted((name, term["value"], term.get("xml:lang")) for name, term in row.items())
        for row in document["results"]["bindings"]
    )


def test_toy_story(wikidata_films: Store) -> None:
    rows = _rows(wikidata_films, "full", "tt0114709")
    assert {row["item"] for row in rows} == {"Q171048"}
    assert {row["genreLabel"] for row in rows if "genre" in row} == {"fantasy film", "buddy film"}
    lasseter = {row["roleLabel"] for row in rows if row.get("personLabel") == "John Lasseter"}
    assert lasseter == {"director", "screenwriter", "creator"}
