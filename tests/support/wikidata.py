"""What the tables of Wikidata should hold, in plain Python over N-Triples, without any engine."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

LINE = re.compile(r"<([^>]*)> <([^>]*)> (?:<([^>]*)>|(\"(?:[^\"\\]|\\.)*\")(?:@([a-z-]+))?) \.")
ENTITY = "http://www.wikidata.org/entity/"
DIRECT = "http://www.wikidata.org/prop/direct/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

FILM = "Q11424"
HUMAN = "Q5"
INSTANCE_OF = "P31"
IMDB_ID = "P345"
GENRE = "P136"
TOPIC = "P921"

Row = tuple[str, ...]


@dataclass
class Graph:
    """Wikidata's claims, labels and IMDb ids, as an N-Triples file has them.

    claims: by item, each claim as (property, value) with ids in place of URIs.
    """

    labels: dict[str, str] = field(default_factory=dict)
    items: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: defaultdict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def label(self, entity_id: str) -> str:
        """The English label, else the id."""
        return self.labels.get(entity_id, entity_id)

    def is_a(self, entity_id: str, class_id: str) -> bool:
        """Whether it is an instance of the class itself (the file knows no subclasses)."""
        return (INSTANCE_OF, class_id) in self.claims[entity_id]

    def item(self, imdb_id: str) -> str | None:
        """The film with that id that came to Wikidata first."""
        films = [item for item in self.items.get(imdb_id, ()) if self.is_a(item, FILM)]
        return min(films, key=number, default=None)

    def people(self, item: str) -> set[tuple[str, str]]:
        """Claims whose value is a human, as (person, property)."""
        return {(value, claimed) for claimed, value in self.claims[item] if self.is_a(value, HUMAN)}

    def values(self, item: str, claimed: str) -> set[str]:
        """The values of a property."""
        return {value for of_value, value in self.claims[item] if of_value == claimed}


def read_graph(path: Path) -> Graph:
    """Read a file of N-Triples (.nt.gz). Raises AssertionError for a line that is none."""
    graph = Graph()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = LINE.fullmatch(line.rstrip("\n"))
            assert match, line
            subject, predicate, uri, text, language = match.groups()
            subject = subject.removeprefix(ENTITY)
            if predicate == LABEL and language == "en":
                graph.labels[subject] = json.loads(text)
            elif predicate == DIRECT + IMDB_ID:
                graph.items[json.loads(text)].add(subject)
            elif predicate.startswith(DIRECT) and uri:
                claimed = predicate.removeprefix(DIRECT)
                graph.claims[subject].add((claimed, uri.removeprefix(ENTITY)))
    return graph


def number(entity_id: str) -> int:
    """The number in an id, by which ids are in order."""
    return int(entity_id[1:])


def in_order(entity_ids: Iterable[str]) -> list[str]:
    """Each id once, in the order of their numbers."""
    return sorted(set(entity_ids), key=number)


def credits_of(graph: Graph, imdb_ids: Iterable[str]) -> list[Row]:
    """The rows of catalog.movie_credits in its order of columns, sorted."""
    rows = []
    for imdb_id in set(imdb_ids):
        if item := graph.item(imdb_id):
            for person, role in graph.people(item):
                film = (imdb_id, item, graph.label(item))
                rows.append((*film, person, graph.label(person), role, graph.label(role)))
    return sorted(rows)


def values_of(graph: Graph, imdb_ids: Iterable[str], claimed: str) -> list[Row]:
    """The rows of catalog.movie_genres (GENRE) or movie_topics (TOPIC), sorted."""
    rows = []
    for imdb_id in set(imdb_ids):
        if item := graph.item(imdb_id):
            for value in graph.values(item, claimed):
                rows.append((imdb_id, item, graph.label(item), value, graph.label(value)))
    return sorted(rows)


@dataclass(frozen=True)
class Coverage:
    """A row of catalog.wikidata_coverage, all of whose films were asked for."""

    movies: int
    linked: int
    with_cast: int
    with_genres: int
    with_topics: int
    collisions: int
    missing_labels: int


def coverage_of(graph: Graph, imdb_ids: Iterable[str]) -> Coverage:
    """How much of some films the graph knows."""
    films = set(imdb_ids)
    items = [item for item in map(graph.item, films) if item]
    people = {item: graph.people(item) for item in items}
    genres = {item: graph.values(item, GENRE) for item in items}
    topics = {item: graph.values(item, TOPIC) for item in items}
    named = set(items)
    for item in items:
        named.update(*people[item], genres[item], topics[item])
    return Coverage(
        movies=len(films),
        linked=len(items),
        with_cast=sum(map(bool, people.values())),
        with_genres=sum(map(bool, genres.values())),
        with_topics=sum(map(bool, topics.values())),
        collisions=sum(
            sum(graph.is_a(item, FILM) for item in graph.items.get(imdb_id, ())) > 1
            for imdb_id in films
        ),
        # a few labels in the file are the id itself, which nobody can tell from no label
        missing_labels=sum(graph.label(entity_id) == entity_id for entity_id in named),
    )
