"""The claims of wikidata.csv: what films.csv says, with the ids and labels that Wikidata has."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from ingest.wikidata.saved import read_answers
from sample.films import read_films
from sample.generate import SAMPLE_FOLDER
from sample.wikidata import DIRECTOR, GENRE, GENRES, read_claims
from tests.support.wikidata import Graph, read_graph

FILMS = {film.film_number: film for film in read_films()}
CLAIMS = read_claims()

# Released after the extract that the facts were compared with: nothing is claimed of them.
UNCHECKED = {"Parasite", "Oppenheimer"}

# The extract has no label for him; his film has one director.
UNLABELED = {"Elem Klimov"}


@pytest.fixture(scope="module")
def graph(shared_data: Path) -> Graph:
    return read_graph(shared_data / "wikidata" / "films.nt.gz")


def test_claims_say_what_the_list_of_films_says() -> None:
    directors: defaultdict[int, list[str]] = defaultdict(list)
    for claim in CLAIMS:
        film = FILMS[claim.film_number]
        assert re.fullmatch(r"Q[1-9]\d*", claim.entity_id)
        if claim.property_id == DIRECTOR:
            directors[claim.film_number].append(claim.entity_label)
        else:
            assert claim.property_id == GENRE
            assert claim.entity_label in {GENRES[genre] for genre in film.genres}, claim
    assert {film.title for film in FILMS.values() if film.film_number not in directors} == UNCHECKED
    for film_number, named in directors.items():
        assert tuple(named) == FILMS[film_number].directors
    assert len(set(CLAIMS)) == len(CLAIMS)


def test_an_id_has_one_label_and_a_label_one_id() -> None:
    pairs = {(claim.entity_id, claim.entity_label) for claim in CLAIMS}
    assert len({entity_id for entity_id, _ in pairs}) == len(pairs)
    assert len({label for _, label in pairs}) == len(pairs)


def test_wikidata_has_every_claim(graph: Graph) -> None:
    for claim in CLAIMS:
        item = FILMS[claim.film_number].wikidata_id
        assert (claim.property_id, claim.entity_id) in graph.claims[item], claim
        if claim.entity_label not in UNLABELED:
            assert graph.label(claim.entity_id) == claim.entity_label
    print(f"{len(CLAIMS)} claims compared with Wikidata's")


def test_no_genre_is_left_out_that_both_state(graph: Graph) -> None:
    claimed = {
        (claim.film_number, claim.entity_label) for claim in CLAIMS if claim.property_id == GENRE
    }
    both = {
        (film.film_number, GENRES[genre])
        for film in FILMS.values()
        for genre in film.genres
        if GENRES[genre] in map(graph.label, graph.values(film.wikidata_id, GENRE))
    }
    assert claimed == both


def test_the_answers_can_be_landed_and_say_that_nobody_was_asked() -> None:
    answers = read_answers(SAMPLE_FOLDER / "wikidata" / "answers.jsonl")
    assert [answer.kind for answer in answers] == ["cast", "genre"]
    checked = [film.imdb_id for film in FILMS.values() if film.title not in UNCHECKED]
    for answer in answers:
        assert answer.imdb_ids == checked
        assert answer.query is None and answer.endpoint is None
