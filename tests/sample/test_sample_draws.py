"""Draws: within their bounds, as likely as they should be, and the same everywhere."""

from __future__ import annotations

from collections import Counter

import pytest

from sample.draws import Draws


def test_first_draws_of_a_seed_never_change() -> None:
    # Mersenne Twister's published sequence for this seed: if this fails, every file changes.
    draws = Draws(1)
    assert [draws.fraction() for _ in range(3)] == [
        0.13436424411240122,
        0.8474337369372327,
        0.763774618976614,
    ]


@pytest.mark.parametrize("seed", range(20))
def test_integers_stay_within_their_bounds_and_reach_both(seed: int) -> None:
    draws = Draws(seed)
    assert {draws.integer(-2, 3) for _ in range(500)} == {-2, -1, 0, 1, 2, 3}


def test_weighted_follows_the_weights_and_never_draws_a_zero() -> None:
    draws = Draws(7)
    counts = Counter(draws.weighted([0, 1, 3, 0, 6, 0]) for _ in range(20_000))
    assert set(counts) == {1, 2, 4}
    for position, share in ((1, 0.1), (2, 0.3), (4, 0.6)):
        assert counts[position] / 20_000 == pytest.approx(share, abs=0.015)


def test_weighted_refuses_weights_that_are_all_zero() -> None:
    with pytest.raises(ValueError, match="at least one weight above 0"):
        Draws(7).weighted([0, 0])


def test_some_of_draws_different_elements_evenly() -> None:
    draws = Draws(3)
    counts: Counter[int] = Counter()
    for _ in range(5_000):
        drawn = draws.some_of(range(10), 3)
        assert len(set(drawn)) == 3
        counts.update(drawn)
    assert all(count / 5_000 == pytest.approx(0.3, abs=0.04) for count in counts.values())
    assert sorted(draws.some_of(range(4), 9)) == [0, 1, 2, 3]


def test_bell_has_mean_0_and_deviation_1() -> None:
    draws = Draws(5)
    values = [draws.bell() for _ in range(20_000)]
    mean = sum(values) / len(values)
    deviation = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    assert mean == pytest.approx(0, abs=0.03)
    assert deviation == pytest.approx(1, abs=0.03)
