"""Random draws that are the same on every machine and with every Python version.

Only ``random.Random.random()`` is used: Python promises that its sequence for a given integer
seed never changes, and promises nothing of the kind for ``shuffle``, ``choices`` or ``gauss``. The
rest is addition, multiplication and comparison, which IEEE 754 defines exactly, so that no result
hangs on the mathematics library of one machine.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Element = TypeVar("Element")


class Draws:
    """A seeded source of draws; the order of calls decides the values."""

    def __init__(self, seed: int) -> None:
        self._generator = random.Random(seed)

    def fraction(self) -> float:
        """A number from 0 (included) to 1 (excluded), every part equally likely."""
        return self._generator.random()

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.fraction() < probability

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def bell(self) -> float:
        """A number of mean 0 and standard deviation 1: twelve uniform draws added up, less 6."""
        total = 0.0
        # Not sum(): from Python 3.12 on it rounds sums of floats otherwise than before.
        for _ in range(12):
            total += self.fraction()
        return total - 6.0

    def one_of(self, elements: Sequence[Element]) -> Element:
        """One of the elements, each equally likely."""
        return elements[self.integer(0, len(elements) - 1)]

    def weighted(self, weights: Sequence[int]) -> int:
        """A position in ``weights``, as likely as its weight; the weights' sum must not be 0."""
        rest = self.integer(0, sum(weights) - 1)
        for position, weight in enumerate(weights):
            if rest < weight:
                return position
            rest -= weight
        raise ValueError("weighted() needs at least one weight above 0 and none below")

    def some_of(self, elements: Sequence[Element], count: int) -> list[Element]:
        """``count`` different elements, or all where there are fewer, in the order drawn."""
        left = list(elements)
        return [left.pop(self.integer(0, len(left) - 1)) for _ in range(min(count, len(left)))]
