"""Simulated ratings: people come back in sessions, over years, and rate what they came across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sample.draws import Draws
from sample.tastes import Person, Thing, draw_person, liking, pull

SECONDS_A_DAY = 86_400
CHANCE_OF_RATING_AGAIN = 0.05
LONGEST_PAUSE_SECONDS = 90


@dataclass(frozen=True)
class Setting:
    """What a simulation needs to know; times are days since 1970-01-01 UTC.

    ``seekers`` of the ``people`` are such as tastes.py describes. ``most_ratings`` is what the most
    eager person sets out to rate, ``ratings_a_session`` about what one evening brings.
    ``rating_steps`` is 10 for half stars and 5 for whole ones.
    """

    seed: int
    people: int
    seekers: int
    most_ratings: int
    ratings_a_session: int
    rating_steps: int
    first_day: int
    last_day: int


@dataclass(frozen=True)
class Rating:
    """One simulated rating, in steps from 1; ``rated_at`` in seconds since 1970-01-01 UTC."""

    person: Person
    thing: Thing
    steps: int
    rated_at: int


def simulate(setting: Setting, things: Sequence[Thing]) -> list[Rating]:
    """All ratings of all people, by person and, within a person, by time."""
    draws = Draws(setting.seed)
    groups = sorted({group for thing in things for group in thing.taste_groups})
    quality = {thing.number: draws.bell() * 0.8 for thing in things}
    # Spread over the numbers, so that a person's number says nothing of the person.
    seekers = set(draws.some_of(range(1, setting.people + 1), setting.seekers))
    ratings: list[Rating] = []
    for number in range(1, setting.people + 1):
        person = draw_person(draws, number, groups, setting.most_ratings, number in seekers)
        ratings += _ratings_of(person, setting, things, quality, draws)
    return ratings


def _session_starts(person: Person, setting: Setting, draws: Draws) -> list[int]:
    """Different evenings between a person's first and last day, in order, in seconds.

    The earlier and the later of two draws: most people come early and stay long, so that a split
    by time finds people it knows in its last part.
    """
    first = min(draws.integer(setting.first_day, setting.last_day) for _ in range(2))
    last = max(draws.integer(first, setting.last_day) for _ in range(2))
    count = 1 + person.ratings_wanted // setting.ratings_a_session
    days = sorted(draws.some_of(range(first, last + 1), count))
    return [day * SECONDS_A_DAY + draws.integer(17 * 3600, 22 * 3600) for day in days]


def _ratings_of(
    person: Person,
    setting: Setting,
    things: Sequence[Thing],
    quality: dict[int, float],
    draws: Draws,
) -> list[Rating]:
    """One person's ratings, session by session; now and then something is rated again."""
    starts = _session_starts(person, setting, draws)
    unrated = list(things)
    ratings: list[Rating] = []
    for position, rated_at in enumerate(starts):
        if ratings and draws.chance(CHANCE_OF_RATING_AGAIN):
            earlier = draws.one_of(ratings)
            changed = min(max(earlier.steps + draws.integer(-1, 1), 1), setting.rating_steps)
            ratings.append(Rating(person, earlier.thing, changed, rated_at))
        due = person.ratings_wanted * (position + 1) // len(starts)
        done = person.ratings_wanted * position // len(starts)
        for _ in range(due - done):
            weights = [
                pull(person, thing) if thing.available_from <= rated_at else 0 for thing in unrated
            ]
            if not any(weights):
                break
            thing = unrated.pop(draws.weighted(weights))
            # A pause of 0 seconds happens: ties in time are part of real data.
            rated_at += draws.integer(0, LONGEST_PAUSE_SECONDS)
            steps = liking(person, thing, quality[thing.number], setting.rating_steps, draws)
            ratings.append(Rating(person, thing, steps, rated_at))
    return ratings
