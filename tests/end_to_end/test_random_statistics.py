"""Statistics of many small random benchmarks by part and period, against plain Python and scipy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.support.random_cases import Case
from tests.support.reference_statistics import (
    Figures,
    Parts,
    period_statistics,
    split_comparison,
)

PERIOD_FIGURES = (
    *("interactions", "users", "items", "tied_interactions", "tied_share"),
    *("repeats", "repeat_share", "repeats_in_row", "repeat_in_row_share"),
    *("mean_user_lifetime_days", "median_user_lifetime_days"),
    *("mean_item_lifetime_days", "median_item_lifetime_days", "mean_gap_days", "median_gap_days"),
    *("cold_users", "cold_user_share", "cold_items", "cold_item_share"),
    *("leaking_targets", "leaking_share", "item_leaking_targets", "item_leaking_share"),
    *("targets_in_train", "target_in_train_share", "popularity_place"),
)
COMPARISON_FIGURES = (
    *("shared_users", "shared_user_share", "shared_items", "shared_item_share"),
    *("time_overlap_share", "item_popularity_psi", "item_popularity_js_distance"),
    *("rating_psi", "rating_js_distance"),
)
PARTS_COMPARED = (("train", "valid"), ("train", "test"), ("valid", "test"))


def _is_same(found: Figures, expected: Figures) -> bool:
    assert found.keys() == expected.keys()
    # js distances are square roots of sums that may be 1e-16 off 0
    return found == {
        name: None if value is None else pytest.approx(value, rel=1e-9, abs=2e-8)
        for name, value in expected.items()
    }


def test_figures_of_parts_in_every_period(cases: Sequence[Case]) -> None:
    for case in cases:
        parts = Parts(case.events, case.expected)
        found = {
            (split, period, starts_on): dict(zip(PERIOD_FIGURES, figures, strict=True))
            for split, period, starts_on, *figures in case.rows(
                f"split, period, starts_on, {', '.join(PERIOD_FIGURES)}", "period_statistics"
            )
        }
        expected = {
            (split, *period): figures
            for split in set(case.expected.split.values())
            for period, figures in period_statistics(parts, split).items()
        }
        assert found.keys() == expected.keys(), case.recipe_id
        for key, figures in expected.items():
            assert _is_same(found[key], figures), (case.recipe_id, key, found[key], figures)


def test_parts_beside_each_other(cases: Sequence[Case]) -> None:
    for case in cases:
        parts = Parts(case.events, case.expected)
        found = {
            (split, other): dict(zip(COMPARISON_FIGURES, figures, strict=True))
            for split, other, *figures in case.rows(
                f"split, other_split, {', '.join(COMPARISON_FIGURES)}", "split_comparisons"
            )
        }
        expected = {
            (split, other): split_comparison(parts, split, other)
            for split, other in PARTS_COMPARED
            if parts.of(split) and parts.of(other)
        }
        assert found.keys() == expected.keys(), case.recipe_id
        for key, figures in expected.items():
            assert _is_same(found[key], figures), (case.recipe_id, key, found[key], figures)


def test_there_was_something_to_find(cases: Sequence[Case]) -> None:
    """Each figure is other than 0 or NULL in many a random recipe."""
    seen: Counter[str] = Counter()
    for case in cases:
        for figures in case.rows(", ".join(PERIOD_FIGURES), "period_statistics"):
            seen.update(name for name, one in zip(PERIOD_FIGURES, figures, strict=True) if one)
        for figures in case.rows(", ".join(COMPARISON_FIGURES), "split_comparisons"):
            seen.update(name for name, one in zip(COMPARISON_FIGURES, figures, strict=True) if one)
    assert {n: seen[n] for n in (*PERIOD_FIGURES, *COMPARISON_FIGURES) if seen[n] < 20} == {}


def test_findings_are_figures_beside_their_bounds(cases: Sequence[Case]) -> None:
    verdicts: Counter[str] = Counter()
    for case in cases:
        whole = {
            row[0]: dict(zip(PERIOD_FIGURES, row[1:], strict=True))
            for row in case.rows(
                f"split, {', '.join(PERIOD_FIGURES)}", "period_statistics where period = 'whole'"
            )
        }
        for split, check, figure, worse, look, critical, verdict in case.rows(
            "split, check_id, figure, worse, look_beyond, critical_beyond, verdict", "findings"
        ):
            verdicts[verdict] += 1
            if check in PERIOD_FIGURES and check not in ("interactions", "users", "items"):
                assert figure == whole.get(split, {}).get(check)
            if figure is None:
                assert verdict == "unknown"
                continue
            bad = figure if worse == "high" else -figure
            beyond = [bad > (bound if worse == "high" else -bound) for bound in (critical, look)]
            assert verdict == ("critical" if beyond[0] else "look" if beyond[1] else "OK")
    assert {name for name, count in verdicts.items() if count >= 20} == {
        *("OK", "look", "critical", "unknown")
    }
