"""Predictions of ratings and their errors against plain Python, on random data."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.cli import main as ingest
from tests.support.once import built_once
from tests.support.projects import SMALL, Project, copy_project
from tests.support.random_benchmarks import (
    land_events,
    list_lines,
    random_events,
    random_recipe,
    recipes_made,
    seed_line,
)
from tests.support.rating_predictions import Method, Ratings, figures, predict
from tests.support.reference import Event, Recipe, make_benchmark

DATASETS, RECIPES_PER_DATASET = 16, 3
FOLD = "fold-given-whole"
"""The recipe of two files in the form of u1.base and u1.test of MovieLens 100K."""

SIMPLE = ("global_mean", "user_mean", "item_mean", "user_item_mean", "user_item_bias")
MEASURES = ("msd", "cosine", "pearson", "pearson_baseline")
METHODS: Mapping[str, Method] = {
    **{kind: Method(kind) for kind in SIMPLE},
    **{
        f"{kind}_{measure}_{centring}": Method(
            f"{kind}_knn_rating", measure, neighbors, min_shared, shrinkage, centring
        )
        for kind in ("user", "item")
        for measure, neighbors, min_shared, shrinkage in zip(
            MEASURES, (3, 2, 40, 4), (1, 2, 2, 1), (0, 0, 0, 2.5), strict=True
        )
        for centring in ("none", "mean", "baseline")
    },
}
BY_DEFAULT = {
    "user_defaults": Method("user_knn_rating"),
    "item_defaults": Method("item_knn_rating"),
}

Row = tuple[float, float, bool]
Key = tuple[str, str, str]
"""Part, user, item."""


@dataclass
class Built:
    """The warehouse, and of each recipe the ratings of each part, as plain Python has them."""

    project: Project
    parts: dict[str, dict[str, Ratings]] = field(default_factory=dict)


def method_lines() -> list[dict[str, object]]:
    """Lines of seeds/methods.csv, for all recipes."""
    lines: list[dict[str, object]] = [{"method": kind, "kind": kind} for kind in SIMPLE]
    for name, method in METHODS.items():
        if method.kind not in SIMPLE:
            shrinkage = {"shrinkage": method.shrinkage} if "base" in method.similarity else {}
            lines.append(
                {
                    "method": name,
                    "kind": method.kind,
                    "similarity": method.similarity,
                    "neighbors": method.neighbors,
                    "min_shared": method.min_shared,
                    "centring": method.centring,
                    **shrinkage,
                }
            )
    lines += [{"method": name, "kind": method.kind} for name, method in BY_DEFAULT.items()]
    # one that ranks is none that predicts
    return [*lines, {"method": "popularity", "kind": "popularity"}]


def ratings_by_part(events: list[Event], recipe: Recipe) -> dict[str, Ratings]:
    """Of a user and an item, the last event of a part counts, where it has a rating."""
    by_row = {event.row: event for event in events}
    split = make_benchmark(events, recipe).split
    found: dict[str, dict[tuple[str, str], float | None]] = defaultdict(dict)
    for event in sorted((by_row[row] for row in split), key=lambda one: one.order):
        found[split[event.row]][event.user, event.item] = event.rating
    return {
        part: {pair: rating for pair, rating in ratings.items() if rating is not None}
        for part, ratings in found.items()
    }


def fold_ratings(draw: random.Random) -> tuple[list[str], list[str]]:
    """Lines of a user, an item, a rating and a time, by tabs: four fifths, and a fifth."""
    pairs = draw.sample([(u, i) for u in range(1, 41) for i in range(1, 61)], 800)
    held_out = set(draw.sample(pairs, 160))
    lines = {
        (
            u,
            i,
        ): f"{u}\t{i}\t{min(5, max(1, (u % 3) + (i % 4) + draw.randint(-1, 1)))}\t87{u:04}{i:03}"
        for u, i in sorted(pairs)
    }
    return (
        [line for pair, line in lines.items() if pair not in held_out],
        [line for pair, line in lines.items() if pair in held_out],
    )


def build(folder: Path) -> Built:
    """Land random data under random recipes, and two files as a study of MovieLens has them."""
    built = Built(copy_project(folder / "project", SMALL))
    project = built.project
    draw = random.Random(20_261_128)
    lines: list[dict[str, object]] = []
    for number in range(DATASETS):
        dataset_id = f"rated-{number:02}"
        events = random_events(draw)
        while events[0].rating is None:
            events = random_events(draw)
        land_events(project, dataset_id, events, folder)
        for letter in "abc"[:RECIPES_PER_DATASET]:
            recipe = random_recipe(draw, events)
            for suffix, made in recipes_made(dataset_id, recipe, events).items():
                built.parts[f"{dataset_id}-{letter}{suffix}"] = ratings_by_part(events, made)
            lines.append(seed_line(letter, dataset_id, recipe))
    files = dict(zip(("train", "test"), fold_ratings(draw), strict=True))
    for part, written in files.items():
        (folder / f"u1.{part}").write_text("".join(f"{line}\n" for line in written), "utf-8")
        cells = [line.split("\t") for line in written]
        built.parts.setdefault(FOLD, {})[part] = {(u, i): float(r) for u, i, r, _ in cells}
    named = [str(word) for part in files for word in (f"--{part}", folder / f"u1.{part}")]
    columns = ["--user", "1", "--item", "2", "--rating", "3", "--time", "4"]
    where = ["--database", str(project.database), "--quiet"]
    assert ingest(["land", "fold", *named, *columns, *where]) == 0
    lines.append(
        {
            "protocol_id": "given-whole",
            "datasets": "fold",
            "duplicate_policy": "all",
            "core_scope": "none",
            "split": "given",
            "cold": "keep",
        }
    )
    project.replace_seed("protocols", lines)
    project.replace_seed("entity_lists", list_lines())
    project.replace_seed("methods", method_lines())
    project.replace_seed("published_metrics", [])
    project.build_with_data_tests(
        "--select", "+recommendations__rating_predictions", "+recommendations__rating_metrics"
    )
    return built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built_once(tmp_path_factory, "rating-predictions", build)


def expected(parts: Mapping[str, Ratings], method: Method) -> dict[Key, Row]:
    """Rating, prediction and whether it is a fallback, of all parts that are predicted."""
    train = parts.get("all") or parts.get("train") or {}
    held_out = [part for part in parts if part in ("valid", "test")]
    if not train:
        return {}
    return {
        (part, user, item): (parts[part][user, item], said.value, said.is_fallback)
        for part in held_out or parts
        for (user, item), said in predict(train, method, parts[part]).items()
    }


def asks_for_held_out(project: Project) -> set[str]:
    """Recipes that have a held-out part, be it empty."""
    return {
        recipe_id
        for (recipe_id,) in project.rows(
            "select distinct recipe_id from intermediate.int_recommended_parts where is_held_out"
        )
    }


def test_predictions_are_those_of_plain_python(built: Built) -> None:
    found: dict[tuple[str, str], dict[Key, Row]] = defaultdict(dict)
    for recipe, method, part, user, item, *row in built.project.rows(
        "select recipe_id, method, split, user_id, item_id, rating, prediction, is_fallback"
        " from recommendations.rating_predictions"
    ):
        found[recipe, method][part, user, item] = (row[0], row[1], row[2])
    with_held_out = asks_for_held_out(built.project)
    compared: Counter[str] = Counter()
    for recipe_id, parts in built.parts.items():
        if recipe_id in with_held_out and not parts.keys() & {"valid", "test"}:
            # what is asked for and empty is not foreseen, and train is no stand-in for it
            assert not [key for key in found if key[0] == recipe_id]
            continue
        for name, method in {**METHODS, **BY_DEFAULT}.items():
            rows = found.pop((recipe_id, name), {})
            wanted = expected(parts, method)
            assert rows.keys() == wanted.keys(), (recipe_id, name)
            for key, (rating, prediction, is_fallback) in wanted.items():
                found_rating, found_prediction, found_fallback = rows[key]
                assert found_rating == pytest.approx(rating, abs=1e-12)
                assert found_prediction == pytest.approx(prediction, abs=1e-8), (
                    recipe_id,
                    name,
                    key,
                )
                assert found_fallback == is_fallback, (recipe_id, name, key)
                compared[f"{name} {is_fallback}"] += 1
    assert not found
    # each method had enough to say, and all but one had to fall back
    assert min(compared[f"{name} False"] for name in METHODS) > 200
    assert min(compared[f"{name} True"] for name in METHODS if name != "global_mean") > 20


def test_errors_are_those_of_plain_python(built: Built) -> None:
    errors: dict[tuple[str, str, str], list[tuple[float, bool]]] = defaultdict(list)
    for recipe, method, part, rating, prediction, is_fallback in built.project.rows(
        "select recipe_id, method, split, rating, prediction, is_fallback"
        " from recommendations.rating_predictions"
    ):
        errors[recipe, method, part].append((prediction - rating, is_fallback))
    rows = built.project.rows(
        "select recipe_id, method, split, events, rmse, rmse_standard_error, mae,"
        " mae_standard_error, fallback_share from recommendations.rating_metrics"
    )
    assert {tuple(row[:3]) for row in rows} == errors.keys()
    for recipe, method, part, events, *measured in rows:
        said = errors[recipe, method, part]
        assert events == len(said)
        wanted = [*figures([error for error, _ in said]), sum(one for _, one in said) / len(said)]
        # what is rounded to 1e-12 before it is squared shows where errors are all but 0
        assert measured == [
            None if value is None else pytest.approx(value, rel=1e-6, abs=1e-7) for value in wanted
        ], (recipe, method, part)


def test_ratings_are_ranked_by_no_method_that_predicts_them(built: Built) -> None:
    lists = built.project.rows(
        "select distinct predicts, kind from intermediate.int_recipe_methods"
    )
    assert {kind for predicts, kind in lists if predicts == "items"} == {"popularity"}
    assert {kind for predicts, kind in lists if predicts == "ratings"} == {
        method.kind for method in METHODS.values()
    }
