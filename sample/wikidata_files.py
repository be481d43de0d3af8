"""Writes what Wikidata knows of the sample's films in the form of saved answers.

``python -m ingest wikidata --from FILE`` lands them: JSON lines, one answer a line, each with a
SPARQL JSON results document. Nobody was asked for these: ``query`` and ``endpoint`` are null.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sample.films import Film
from sample.wikidata import DIRECTOR, GENRE, Claim

FACTS_CHECKED_AT = "2026-11-21T00:00:00Z"
"""The day on which the facts were compared with Wikidata's."""

ENTITY = "http://www.wikidata.org/entity/"

Term = dict[str, str]


def write_wikidata_files(films: Sequence[Film], claims: Sequence[Claim], folder: Path) -> None:
    """Writes the folder's file: an answer about people, and one about genres.

    Films without any claim are left out: they could not be compared, and so were not asked for.
    """
    numbers = {claim.film_number for claim in claims}
    known = [film for film in films if film.film_number in numbers]
    directors = [claim for claim in claims if claim.property_id == DIRECTOR]
    genres = [claim for claim in claims if claim.property_id == GENRE]
    answers = [
        _answer("cast", ("person", "personLabel", "role", "roleLabel"), known, directors),
        _answer("genre", ("genre", "genreLabel"), known, genres),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(answer, ensure_ascii=False, separators=(",", ":")) for answer in answers]
    text = "".join(f"{line}\n" for line in lines)
    (folder / "answers.jsonl").write_text(text, encoding="utf-8", newline="\n")


def _answer(
    kind: str, variables: Sequence[str], films: Sequence[Film], claims: Sequence[Claim]
) -> dict[str, object]:
    """A saved answer. Each film has a row of its own, and one more for each claim."""
    rows = []
    for film in films:
        of_film = {
            "imdb_id": _literal(film.imdb_id),
            "item": _uri(film.wikidata_id),
            "itemLabel": _literal(film.title),
        }
        rows.append(of_film)
        rows += [
            of_film | _of_claim(claim) for claim in claims if claim.film_number == film.film_number
        ]
    return {
        "kind": kind,
        "imdb_ids": [film.imdb_id for film in films],
        "query": None,
        "endpoint": None,
        "answered_at": FACTS_CHECKED_AT,
        "answer": {
            "head": {"vars": ["imdb_id", "item", "itemLabel", *variables]},
            "results": {"bindings": rows},
        },
    }


def _of_claim(claim: Claim) -> dict[str, Term]:
    """The variables of a claim."""
    value, label = _uri(claim.entity_id), _literal(claim.entity_label)
    if claim.property_id == GENRE:
        return {"genre": value, "genreLabel": label}
    role = {"role": _uri(claim.property_id), "roleLabel": _literal("director")}
    return {"person": value, "personLabel": label} | role


def _uri(entity_id: str) -> Term:
    return {"type": "uri", "value": ENTITY + entity_id}


def _literal(text: str) -> Term:
    return {"type": "literal", "value": text}
