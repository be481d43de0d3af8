"""The words of the simulated reviews: each text says that it is simulated."""

from __future__ import annotations

from sample.draws import Draws

SUMMARIES: dict[int, tuple[str, ...]] = {
    1: ("Sent it back", "Not for me"),
    2: ("Expected more", "Rather weak"),
    3: ("It is all right", "Neither good nor bad"),
    4: ("Good", "Does its job"),
    5: ("Would buy it again", "Very good"),
}
SENTENCES: dict[int, tuple[str, ...]] = {
    1: ("it broke on the first day.", "it isn't what the picture shows."),
    2: ("the handle is loose.", "it is smaller than I thought."),
    3: ("it works, and that's all.", "fine for the price."),
    4: ("well made, if a little heavy.", 'it does what the box says: "useful".'),
    5: ("I use it every day.", "it made a fine present, très chic."),
}


def draw_summary(stars: int, draws: Draws) -> str:
    """The review's headline, for 1 to 5 stars."""
    return f"Simulated: {draws.one_of(SUMMARIES[stars])}"


def draw_text(stars: int, draws: Draws) -> str:
    """The review's body, for 1 to 5 stars."""
    return f"Simulated review: {draws.one_of(SENTENCES[stars])}"
