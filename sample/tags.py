"""Simulated tags: now and then a person tags a film just rated with a word of its taste group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sample.draws import Draws
from sample.simulation import Rating

CHANCE_OF_A_TAG = 0.03
WORDS: dict[str, tuple[str, ...]] = {
    "anime": ("anime", "hand-drawn", "japan"),
    "arthouse": ("slow cinema", "poetic", "long takes"),
    "classic Hollywood": ("classic", "black and white", "golden age"),
    "comedy": ("funny", "quotable", "silly"),
    "crime": ("gangsters", "heist", "nonlinear"),
    "family animation": ("family", "talking animals", "funny"),
    "fantasy": ("magic", "quest", "epic"),
    "horror": ("scary", "slasher", "atmospheric"),
    "romantic comedy": ("romance", "feel-good", "date night"),
    "science fiction": ("space", "robots", "sci-fi"),
    "superhero": ("comic book", "superhero", "origin story"),
    "thriller": ("twist ending", "suspense", "serial killer"),
    "war": ("war", "anti-war", "history, more or less"),
    "western": ("western", "gunfight", '"spaghetti" western'),
}


@dataclass(frozen=True)
class Tag:
    """A word that a person gave a film; ``tagged_at`` in seconds since 1970-01-01 UTC."""

    person_number: int
    film_number: int
    text: str
    tagged_at: int


def draw_tags(seed: int, ratings: Sequence[Rating]) -> list[Tag]:
    """Tags for a few of the ratings, each given up to two minutes after its rating."""
    draws = Draws(seed)
    return [
        Tag(
            person_number=rating.person.number,
            film_number=rating.thing.number,
            text=draws.one_of(WORDS[draws.one_of(rating.thing.taste_groups)]),
            tagged_at=rating.rated_at + draws.integer(1, 120),
        )
        for rating in ratings
        if draws.chance(CHANCE_OF_A_TAG)
    ]
