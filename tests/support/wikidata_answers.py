"""Random answers of a Wikidata that changes between runs, and what the tables should make of them.

The rules are said again here in plain Python, from the answers as they are landed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ENTITY = "http://www.wikidata.org/entity/"
DIRECT = "http://www.wikidata.org/prop/direct/"
KINDS = ("cast", "genre", "topic")
VARIABLES = {
    "cast": ("person", "role"),
    "genre": ("genre",),
    "topic": ("topic",),
    "full": ("person", "role", "genre", "topic"),
}

Binding = dict[str, str]
"""A row of an answer: variables and values, ids in place of URIs."""


@dataclass(frozen=True)
class Answer:
    """An answer as it is landed; day is the day of January 2026 on which it was given."""

    kind: str
    imdb_ids: tuple[str, ...]
    day: int
    endpoint: str | None
    bindings: tuple[tuple[tuple[str, str], ...], ...]

    def rows(self, imdb_id: str) -> Iterator[Binding]:
        """The rows about a film."""
        for row in map(dict, self.bindings):
            if row["imdb_id"] == imdb_id:
                yield row

    def as_saved(self, chance: random.Random) -> dict[str, object]:
        """The line of a file of saved answers; roles in one of the two forms that endpoints use."""
        names = ["imdb_id", "item", *VARIABLES[self.kind]]
        labelled = [name for name in names if name not in ("imdb_id", "role")]
        return {
            "kind": self.kind,
            "imdb_ids": list(self.imdb_ids),
            "query": None,
            "endpoint": self.endpoint,
            "answered_at": f"2026-01-{self.day:02}T00:00:00Z",
            "answer": {
                "head": {"vars": [*names, *(f"{name}Label" for name in [*labelled, "role"])]},
                "results": {"bindings": [_terms(dict(row), chance) for row in self.bindings]},
            },
        }


def _terms(row: Binding, chance: random.Random) -> dict[str, dict[str, str]]:
    terms = {}
    for name, value in row.items():
        if name == "imdb_id" or name.endswith("Label"):
            terms[name] = {"type": "literal", "value": value}
        else:
            before = chance.choice([ENTITY, DIRECT]) if name == "role" else ENTITY
            terms[name] = {"type": "uri", "value": before + value}
    return terms


@dataclass
class World:
    """A Wikidata of a few films, made anew in part for each run."""

    chance: random.Random
    imdb_ids: list[str]
    items: dict[str, list[str]] = field(default_factory=dict)
    claims: dict[str, set[tuple[str, str, str]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def change(self) -> None:
        """Give a part of the films other items, of the items other claims, other labels."""
        chance = self.chance
        for imdb_id in self.imdb_ids:
            if chance.random() < 0.4:
                count = chance.choice([0, 1, 1, 1, 2, 3])
                self.items[imdb_id] = [f"Q{chance.randint(1, 150)}" for _ in range(count)]
        for item in [f"Q{number}" for number in range(1, 151)]:
            if chance.random() < 0.5:
                self.claims[item] = {self._claim() for _ in range(chance.randint(0, 6))}
        for number in range(1, 400):
            for entity_id in (f"Q{number}", f"P{number}"):
                if chance.random() < 0.3:
                    self.labels.pop(entity_id, None)
                elif chance.random() < 0.3:
                    self.labels[entity_id] = chance.choice(['a "b"', "é", f"{number}", "same"])

    def _claim(self) -> tuple[str, str, str]:
        """kind, property and value."""
        kind = self.chance.choice(KINDS)
        number = self.chance.randint(200, 215)
        if kind == "cast":
            return kind, self.chance.choice(["P57", "P58", "P161", "P921"]), f"Q{number}"
        return kind, {"genre": "P136", "topic": "P921"}[kind], f"Q{number + 100}"

    def answer(self, kind: str, day: int, endpoint: str | None) -> Answer:
        """What it answers to a question for some of the films, rows in any order, some twice."""
        asked = self.chance.sample(self.imdb_ids, self.chance.randint(1, len(self.imdb_ids)))
        rows: list[tuple[tuple[str, str], ...]] = []
        for imdb_id in asked:
            for item in self.items.get(imdb_id, ()):
                film = {"imdb_id": imdb_id, "item": item} | self._label("item", item)
                rows.append(tuple(film.items()))
                for of_kind, claimed, value in sorted(self.claims.get(item, ())):
                    if kind in (of_kind, "full"):
                        name = "person" if of_kind == "cast" else of_kind
                        row = film | {name: value} | self._label(name, value)
                        if of_kind == "cast":
                            row |= {"role": claimed} | self._label("role", claimed)
                        rows += [tuple(row.items())] * self.chance.choice([1, 1, 2])
        self.chance.shuffle(rows)
        return Answer(kind, tuple(asked), day, endpoint, tuple(rows))

    def _label(self, name: str, entity_id: str) -> Binding:
        return {f"{name}Label": self.labels.get(entity_id, entity_id)}


def random_answers(seed: int, films: int, runs: int) -> list[Answer]:
    """Answers in the order of landing, some given on the same day, some later than newer ones."""
    chance = random.Random(seed)
    world = World(chance, [f"tt{number:07}" for number in range(1, films)] + ["tt10872600"])
    answers = []
    for _ in range(runs):
        world.change()
        for kind in chance.sample([*KINDS, "full"], 2):
            endpoint = chance.choice(["https://one.example", "https://two.example", None])
            answers.append(world.answer(kind, chance.randint(1, 9), endpoint))
    return answers


@dataclass(frozen=True)
class Failure:
    """A film that was not answered for."""

    kind: str
    imdb_id: str


class Reference:
    """The rules, over answers in the order of landing."""

    def __init__(self, answers: list[Answer]) -> None:
        self._answers = answers
        self._latest: dict[tuple[str, str], int] = {}
        for number, answer in enumerate(answers):
            for imdb_id in answer.imdb_ids:
                for kind in kinds_of(answer.kind):
                    before = self._latest.get((imdb_id, kind))
                    if before is None or self._weight(number) > self._weight(before):
                        self._latest[imdb_id, kind] = number
        self.films = sorted({imdb_id for imdb_id, _ in self._latest})
        self._labels = self._choose_labels()

    def _weight(self, number: int) -> tuple[bool, int, int]:
        answer = self._answers[number]
        return answer.endpoint is not None, answer.day, number

    def _choose_labels(self) -> dict[str, str]:
        found: dict[str, tuple[tuple[int, int], str]] = {}
        for number in set(self._latest.values()):
            answer = self._answers[number]
            for row in map(dict, answer.bindings):
                for name in ("item", *VARIABLES["full"]):
                    if name in row and row[f"{name}Label"] != row[name]:
                        label = (answer.day, number), row[f"{name}Label"]
                        found[row[name]] = max(found.get(row[name], label), label)
        return {entity_id: label for entity_id, (_, label) in found.items()}

    def label(self, entity_id: str) -> str:
        return self._labels.get(entity_id, entity_id)

    def items(self, imdb_id: str) -> list[str]:
        """The items of a film, the one that stands for it first."""
        named: dict[str, tuple[int, int]] = {}
        for kind in KINDS:
            number = self._latest.get((imdb_id, kind))
            if number is not None:
                when = self._answers[number].day, number
                for row in self._answers[number].rows(imdb_id):
                    named[row["item"]] = max(named.get(row["item"], when), when)
        newest = sorted(named, key=lambda item: int(item[1:]))
        return sorted(newest, key=lambda item: named[item], reverse=True)

    def claims(self, imdb_id: str, item: str, kind: str) -> set[tuple[str, str]]:
        """Property and value of what the answer that counts states of an item."""
        number = self._latest.get((imdb_id, kind))
        if number is None:
            return set()
        name = "person" if kind == "cast" else kind
        default = {"cast": "", "genre": "P136", "topic": "P921"}[kind]
        return {
            (row.get("role", default), row[name])
            for row in self._answers[number].rows(imdb_id)
            if row["item"] == item and name in row
        }

    def credits(self) -> list[tuple[str, ...]]:
        """catalog.movie_credits, sorted."""
        rows = []
        for imdb_id, item in self._chosen():
            for role, person in self.claims(imdb_id, item, "cast"):
                film = (imdb_id, item, self.label(item))
                rows.append((*film, person, self.label(person), role, self.label(role)))
        return sorted(rows)

    def values(self, kind: str) -> list[tuple[str, ...]]:
        """catalog.movie_genres or movie_topics, sorted."""
        rows = []
        for imdb_id, item in self._chosen():
            for _, value in self.claims(imdb_id, item, kind):
                rows.append((imdb_id, item, self.label(item), value, self.label(value)))
        return sorted(rows)

    def _chosen(self) -> Iterator[tuple[str, str]]:
        for imdb_id in self.films:
            for item in self.items(imdb_id)[:1]:
                yield imdb_id, item

    def all_items(self) -> list[tuple[object, ...]]:
        """imdb_id, item, label, whether chosen, items of the film, people, genres, topics."""
        rows: list[tuple[object, ...]] = []
        for imdb_id in self.films:
            items = self.items(imdb_id)
            for place, item in enumerate(items):
                counts = [
                    len({value for _, value in self.claims(imdb_id, item, kind)}) for kind in KINDS
                ]
                rows.append((imdb_id, item, self.label(item), place == 0, len(items), *counts))
        return sorted(rows, key=lambda row: row[:2])

    def unmatched(self, failures: Iterable[Failure]) -> set[tuple[str, str, str]]:
        """imdb_id, kind and outcome of what was asked in vain."""
        found = set()
        for (imdb_id, kind), number in self._latest.items():
            if not any(self._answers[number].rows(imdb_id)):
                found.add((imdb_id, kind, "not found"))
        for failure in failures:
            for kind in kinds_of(failure.kind):
                if (failure.imdb_id, kind) not in self._latest:
                    found.add((failure.imdb_id, kind, "failed"))
        return found


def kinds_of(kind: str) -> tuple[str, ...]:
    """What an answer to a kind of question counts for."""
    return KINDS if kind == "full" else (kind,)
