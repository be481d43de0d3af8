"""Many small random datasets under random recipes, all in one build, against plain Python."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest

from tests.support.random_benchmarks import SPLITS, are_by_part
from tests.support.random_cases import Case
from tests.support.reference import (
    gini,
    later_train_share,
    leakage,
    sequence_lines,
    sessions,
    tied_users,
)

STEPS = (
    *("duplicates", "minimum_rating", "no_time", "no_part", "period", "lists", "maxima"),
    *("first_or_last", "repeats_in_row", "core", "cold"),
)


def test_the_random_recipes_reach_every_branch(cases: Sequence[Case]) -> None:
    """Otherwise the tests below could pass without having tested much."""
    steps = Counter(step for case in cases for step, _ in case.expected.dropped.values())
    assert set(steps) == set(STEPS)
    assert max(len(case.expected.rounds) for case in cases) >= 4
    assert any(not case.expected.split for case in cases), "no recipe that comes out empty"
    assert {case.recipe.split for case in cases} == SPLITS
    given = [are_by_part(case.events) for case in cases if case.recipe.split == "given"]
    assert any(given) and not all(given), "files a part, and a column that says the part"
    assert {part for case in cases for part in case.expected.split.values()} == {
        "train",
        "valid",
        "test",
        "all",
    }


def test_fate_of_every_event(cases: Sequence[Case]) -> None:
    for case in cases:
        found = {
            row: (fate, step, in_round)
            for row, fate, step, in_round in case.rows(
                "source_row, fate, dropped_at_step, dropped_in_round", "interaction_fates"
            )
        }
        expected: dict[int, tuple[str, str | None, int | None]]
        expected = {row: (part, None, None) for row, part in case.expected.split.items()}
        expected.update(
            {
                row: ("dropped", step, in_round)
                for row, (step, in_round) in case.expected.dropped.items()
            }
        )
        assert found == expected, (case.recipe_id, case.recipe)


def test_rounds_of_the_core(cases: Sequence[Case]) -> None:
    for case in cases:
        found = case.rows("users, items, interactions", "core_rounds", "order by round")
        assert found == case.expected.rounds, (case.recipe_id, case.recipe)


def test_indexes_are_dense_and_lead_back_to_raw_ids(cases: Sequence[Case]) -> None:
    for case in cases:
        kept = case.kept()
        for table, ids in (
            ("users", sorted({event.user for event in kept})),
            ("items", sorted({event.item for event in kept})),
        ):
            kind = table.removesuffix("s")
            found = case.rows(f"{kind}_id, {kind}_index", table, f"order by {kind}_index")
            assert found == [(one, place) for place, one in enumerate(ids, 1)], case.recipe_id


def test_interactions_are_the_kept_events(cases: Sequence[Case]) -> None:
    for case in cases:
        found = case.rows(
            "source_row, user_id, item_id, rating, epoch(rated_at)::bigint, split", "interactions"
        )
        expected = [
            (
                event.row,
                event.user,
                event.item,
                event.rating,
                event.time,
                case.expected.split[event.row],
            )
            for event in case.kept()
        ]
        assert sorted(found) == sorted(expected), (case.recipe_id, case.recipe)


def test_sequences(cases: Sequence[Case]) -> None:
    for case in cases:
        users = dict(case.rows("user_index, user_id", "users"))
        items = dict(case.rows("item_index, item_id", "items"))
        found = [
            (split, users[user], tuple(items[item] for item in history), items[target], position)
            for split, user, history, target, position in case.rows(
                "split, user_index, history, target_item_index, position", "sequences"
            )
        ]
        assert len(found) == len(set(found))
        assert set(found) == sequence_lines(case.events, case.expected, case.recipe), case.recipe_id


def test_sessions_are_cut_at_gaps(cases: Sequence[Case]) -> None:
    for case in cases:
        users = dict(case.rows("user_index, user_id", "users"))
        found = [
            (users[user], number, starts, ends, interactions)
            for user, number, starts, ends, interactions in case.rows(
                "user_index, session_number, epoch(starts_at), epoch(ends_at), interactions",
                "sessions",
            )
        ]
        dated = [event for event in case.kept() if event.time is not None]
        numbers: Counter[str] = Counter()
        expected = []
        for session in sessions(dated, case.recipe.session_minutes):
            numbers[session[0].user] += 1
            expected.append(
                (
                    session[0].user,
                    numbers[session[0].user],
                    session[0].time,
                    session[-1].time,
                    len(session),
                )
            )
        assert sorted(found) == sorted(expected), (case.recipe_id, case.recipe)


def test_a_session_is_held_out_whole(cases: Sequence[Case]) -> None:
    asked = [case for case in cases if case.recipe.split == "session"]
    parts = [part for case in asked for (part,) in case.rows("split", "sessions")]
    assert set(parts) == {"train", "valid", "test"}


def test_folds_are_a_partition_of_the_events(cases: Sequence[Case]) -> None:
    """Each event is test in one fold, and train in the others, where nothing cold is dropped."""
    folds: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.recipe.split == "k_fold" and case.recipe.core_scope != "train":
            folds[case.recipe_id.rpartition("-")[0]].append(case)
    assert len(folds) >= 5
    for name, of_protocol in folds.items():
        if of_protocol[0].recipe.cold == "drop":
            continue
        tested: Counter[int] = Counter()
        kept = set()
        for case in of_protocol:
            for row, split in case.rows("source_row, split", "interactions"):
                tested[row] += split == "test"
                kept.add(row)
        assert set(tested.values()) <= {1}, name
        assert set(tested) == kept, name


def test_attrition_is_the_funnel_of_the_fates(cases: Sequence[Case]) -> None:
    for case in cases:
        left = list(case.events)
        expected = []
        for step in STEPS:
            before = left
            left = [e for e in left if case.expected.dropped.get(e.row, ("", None))[0] != step]
            expected.append(
                (
                    step,
                    *(
                        number
                        for part in (before, left)
                        for number in (
                            len(part),
                            len({event.user for event in part}),
                            len({event.item for event in part}),
                        )
                    ),
                )
            )
        found = case.rows(
            "step, row_count_before, users_before, items_before, row_count, users, items",
            "attrition",
            "order by step_number",
        )
        assert found == expected, (case.recipe_id, case.recipe)


MEASURES = (
    "split", "users", "items", "interactions", "is_empty", "leakage", "tied_users", "density",
    "later_train_share", "mean_history", "median_history", "gini_users", "gini_items",
    "cold_users", "cold_items",
)  # fmt: skip


def test_statistics(cases: Sequence[Case]) -> None:
    for case in cases:
        found = {
            row[0]: dict(zip(MEASURES, row, strict=True))
            for row in case.rows(", ".join(MEASURES), "statistics")
        }
        parts = {"all"} if case.recipe.split == "none" else set(found)
        assert set(case.expected.split.values()) <= parts == set(found)
        for split, row in found.items():
            kept = case.kept(split)
            assert row["interactions"] == len(kept)
            assert row["is_empty"] == (not kept)
            words = leakage(case.events, case.expected, case.recipe, split)
            assert row["leakage"] == words, (case.recipe_id, case.recipe, split)
            if not kept:
                nobody = 0 if split in ("valid", "test") else None
                assert (row["tied_users"], row["later_train_share"]) == (nobody, None)
                continue
            of_users = list(Counter(event.user for event in kept).values())
            of_items = list(Counter(event.item for event in kept).values())
            assert (row["users"], row["items"]) == (len(of_users), len(of_items))
            assert row["density"] == pytest.approx(len(kept) / (len(of_users) * len(of_items)))
            assert row["mean_history"] == pytest.approx(statistics.fmean(of_users))
            assert row["median_history"] == pytest.approx(statistics.median(of_users))
            assert row["gini_users"] == pytest.approx(gini(of_users))
            assert row["gini_items"] == pytest.approx(gini(of_items))
            if split in ("valid", "test"):
                train = case.kept("train")
                assert row["cold_users"] == len({e.user for e in kept} - {e.user for e in train})
                assert row["cold_items"] == len({e.item for e in kept} - {e.item for e in train})
                if all(event.time is None for event in kept):
                    # nobody can know, and 0 would be an invention
                    assert (row["later_train_share"], row["tied_users"]) == (None, None)
                else:
                    assert row["later_train_share"] == pytest.approx(
                        later_train_share(case.events, case.expected, split)
                    )
                    assert row["tied_users"] == tied_users(case.events, case.expected, split)


def test_the_random_recipes_leak_in_every_way(cases: Sequence[Case]) -> None:
    """By time, by the core, both, in parts that are alone, and nobody knows."""
    found = {words for case in cases for (words,) in case.rows("leakage", "statistics")}
    assert found >= {
        None,
        "train knows later events",
        "the core saw valid and test",
        "the core saw valid",
        "the core saw test",
        "train knows later events; the core saw valid and test",
        "unknown: no times, so that the row in the file is the order",
        "unknown: no times, so that the row in the file is the order; the core saw valid and test",
    }


def test_cuts_of_the_global_time_split(cases: Sequence[Case]) -> None:
    checked = 0
    for case in cases:
        if case.recipe.split != "global_time":
            continue
        found = dict(case.rows("split, epoch(starts_at)::bigint", "statistics"))
        for split, cut in zip(("valid", "test"), case.expected.cuts, strict=True):
            if split in found:
                assert found[split] == cut, (case.recipe_id, case.recipe)
                checked += 1
    assert checked > 20
