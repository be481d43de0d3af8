"""People with tastes, and how much a person is drawn to a thing and likes it.

The model in one paragraph. Each thing (a film, a product) belongs to one or two taste groups and
has a reach from 1 (only seekers come across it) to 5 (nearly everybody does). Each person likes
one to three groups and dislikes at most one. People come across things the more the further they
reach, and ``PULL_OF_TASTE`` times as much where a liked group is concerned. A rating is a middle
one, higher for liked groups and lower for disliked ones, plus how well the thing is made (drawn,
not judged), how generous the person is, and chance. Seekers are the exception that gives the
k-core its work: they rate a handful of things, mostly ones that nobody else comes across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sample.draws import Draws

PULL_OF_TASTE = 20


@dataclass(frozen=True)
class Thing:
    """What is rated; ``available_from`` is in seconds since 1970-01-01 UTC."""

    number: int
    taste_groups: tuple[str, ...]
    reach: int
    available_from: int = 0


@dataclass(frozen=True)
class Person:
    """A simulated person; ``generosity`` is in tenths of the scale."""

    number: int
    liked_groups: tuple[str, ...]
    disliked_groups: tuple[str, ...]
    generosity: float
    ratings_wanted: int
    is_seeker: bool


def draw_person(
    draws: Draws, number: int, groups: Sequence[str], most_ratings: int, is_seeker: bool
) -> Person:
    """A person with one to three liked groups; most people rate little, a few up to the limit."""
    drawn = draws.some_of(groups, 4)
    liked = 1 + draws.weighted([4, 4, 2])
    eagerness = draws.fraction()
    wanted = 3 + int((most_ratings - 3) * eagerness * eagerness)
    return Person(
        number=number,
        liked_groups=tuple(drawn[:liked]),
        disliked_groups=tuple(drawn[3:]) if draws.chance(0.5) else (),
        generosity=draws.bell() * 0.7,
        ratings_wanted=draws.integer(2, 7) if is_seeker else wanted,
        is_seeker=is_seeker,
    )


def pull(person: Person, thing: Thing) -> int:
    """How strongly a person is drawn to a thing, as a weight beside other things' weights."""
    if person.is_seeker:
        return int((6 - thing.reach) ** 4)
    likes_it = any(group in person.liked_groups for group in thing.taste_groups)
    return thing.reach * (thing.reach - 1) * (PULL_OF_TASTE if likes_it else 1)


def liking(person: Person, thing: Thing, quality: float, steps: int, draws: Draws) -> int:
    """A rating from 1 to ``steps``; ``quality`` is in tenths of the scale, like the whole sum."""
    tenths = 6.0 + quality + person.generosity + draws.bell()
    if any(group in person.liked_groups for group in thing.taste_groups):
        tenths += 1.8
    elif any(group in person.disliked_groups for group in thing.taste_groups):
        tenths -= 2.5
    return min(max(round(tenths * steps / 10), 1), steps)
