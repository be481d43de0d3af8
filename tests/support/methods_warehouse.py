"""Random data, and random lines of own/methods.csv that are made for them, in a warehouse."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.cli import main as ingest
from tests.support.methods_reference import (
    Judged,
    Method,
    Near,
    Train,
    method_of,
    shrunk_jaccard,
)
from tests.support.own_files import land_ratings, protocol_line
from tests.support.projects import SMALL, Project, copy_project
from tests.support.reference import md5_number

Line = dict[str, object]
Ratings = list[tuple[str, str, float | None, int]]

START = 1_600_000_000
DAY = 86_400
MEASURED_AT = (5, 10, 20)
GENRES = ("Drama", "Comedy", "War", "Crime", "Music", "Western")
SIMILARITIES = ("jaccard", "dice", "tversky", "cosine", "asymmetric_cosine", "pearson")
WEIGHTINGS = ("none", "rating", "tf_idf", "bm25")
DIRECTIONS = {"item_knn": ("candidate", "history"), "user_knn": ("user", "voter")}
METHODS_PER_RECIPE = 9
MODELS = (
    "+path:models/marts/recommendations",
    *("+benchmarks__interactions", "+benchmarks__users", "+benchmarks__items"),
    *("+benchmarks__statistics", "+similarity__item_neighbors", "+similarity__user_neighbors"),
)
FOR_ALL: list[Line] = [
    {"method": "popularity", "kind": "popularity"},
    {"method": "wilson", "kind": "wilson"},
]


@dataclass(frozen=True)
class MethodsWarehouse:
    """The warehouse, the methods that are made for each recipe, and what its datasets are like."""

    project: Project
    methods: dict[str, list[Method]]
    genres: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    liked_from: dict[str, float | None] = field(default_factory=dict)
    negatives: dict[str, str] = field(default_factory=dict)
    given: dict[str, set[tuple[str, str]]] = field(default_factory=dict)


def random_lines(draw: random.Random) -> list[Line]:
    """Lines of methods.csv: every word of every column, with every other of some of them."""
    lines: list[Line] = [
        {"kind": "recent_popularity", "days": draw.choice([1, 2])},
        {"kind": "recent_popularity", "days": 10},
    ]
    for kind, directions in DIRECTIONS.items():
        lines.append({"kind": kind})
        lines += [{"kind": kind, "direction": direction} for direction in directions]
        for similarity in SIMILARITIES:
            for direction in directions:
                lines.append({**_measure(draw, similarity), "kind": kind, "direction": direction})
        for weighting in WEIGHTINGS:
            for similarity in ("cosine", "asymmetric_cosine"):
                line = _measure(draw, similarity)
                direction = draw.choice(["", *directions])
                lines.append({**line, "kind": kind, "direction": direction, "weighting": weighting})
    return [{"method": f"m{number:02}", **line} for number, line in enumerate(lines)]


def _measure(draw: random.Random, similarity: str) -> Line:
    line: Line = {
        "similarity": similarity,
        "neighbors": draw.choice([1, 2, 3, 5, 8, 1000]),
        "min_shared": draw.choice(["", "", 1, 2, 3]),
        "shrinkage": draw.choice(["", 0, 0.5, 3, 20]),
        "shrinkage_form": draw.choice(["", "denominator", "factor"]),
    }
    if similarity == "tversky":
        line |= {"alpha": draw.choice(["", 0, 0.4521, 3]), "beta": draw.choice(["", 0.25, 2])}
    if similarity == "asymmetric_cosine":
        line["alpha"] = draw.choice(["", 0, 0.0466, 0.7, 1])
    if similarity == "pearson":
        line["weighting"] = draw.choice(["", "rating"])
    return line


def random_ratings(draw: random.Random, users: int, items: int, has_ratings: bool) -> Ratings:
    """Popular items and active users beside others with one event; many ties, some repeats."""
    scale = draw.choice([[1.0, 2.0, 3.0, 4.0, 5.0], [0.5, 1.5, 3.5, 5.0], [1.0, 5.0]])
    is_rated = draw.choice([1.0, 0.85])
    moments = draw.choice([20, 40 * DAY])
    ratings: Ratings = []
    for user in range(users):
        for _ in range(draw.choice([1, 4, 8, 15])):
            item = int(items * draw.random() ** 2)
            is_known = not ratings or draw.random() < is_rated
            rating = draw.choice(scale) if has_ratings and is_known else None
            # ids whose order as text is not that of the numbers
            ratings.append((f"u{user}", f"{item}", rating, START + draw.randint(0, moments)))
    return ratings


def random_protocol(draw: random.Random, dataset_id: str, negatives: str) -> Line:
    """Any kind of split; cold items stay in test in some."""
    split: Line = draw.choice(
        [
            {"split": "global_time", "valid_fraction": 0.2, "test_fraction": 0.3},
            {"split": "random", "valid_fraction": 0.2, "test_fraction": 0.2},
            {"split": "leave_one_out"},
            {"split": "leave_last_k", "held_out_events": 3},
            {"split": "user_time_fraction", "test_fraction": 0.4},
        ]
    )
    return protocol_line(
        "p",
        dataset_id,
        **split,
        cold=draw.choice(["keep", "drop"]),
        duplicate_policy=draw.choice(["last", "all"]),
        min_co_raters=1,
        neighbors=draw.choice([3, 50]),
        user_neighbors=draw.choice([3, 50]),
        negatives=negatives,
    )


def build_methods(folder: Path, seed: int, datasets: int) -> MethodsWarehouse:
    """Land and build everything, with every data test."""
    project = copy_project(folder / "project", SMALL)
    warehouse = land_methods(project, seed, datasets)
    project.build_with_data_tests("--select", *MODELS)
    return warehouse


def land_methods(project: Project, seed: int, datasets: int) -> MethodsWarehouse:
    """Land random data, each with a protocol of its own and some random methods."""
    draw = random.Random(seed)
    warehouse = MethodsWarehouse(project, defaultdict(list))
    protocols, lines_of_datasets = [], []
    for number in range(datasets):
        dataset_id = f"any-{number}"
        has_ratings = number != 1
        # more users than there are groups to flip signs of, in one
        users = 230 if number == 2 else draw.randint(12, 25)
        ratings = random_ratings(draw, users, draw.choice([12, 25, 40]), has_ratings)
        land_ratings(project, dataset_id, ratings)
        if number != 3:
            warehouse.genres[dataset_id] = _land_genres(draw, project, dataset_id, ratings)
        # all items; more than there are; some; those that are landed
        negatives = ("", "", "", "", "50", "3", "given")[number % 7]
        warehouse.negatives[dataset_id] = negatives
        if negatives == "given":
            warehouse.given[dataset_id] = _land_negatives(draw, project, dataset_id, ratings)
        protocols.append(random_protocol(draw, dataset_id, negatives))
        liked_from = draw.choice([3.0, 4.0]) if has_ratings and number != 4 else None
        warehouse.liked_from[dataset_id] = liked_from
        line: Line = {"dataset_id": dataset_id, "source": "interactions", "edition": "1"}
        bounds = {"rating_min": 0.5, "rating_max": 5, "liked_from": liked_from}
        lines_of_datasets.append({**line, "title": dataset_id, **(bounds if liked_from else {})})
    project.add_to_seed("datasets", lines_of_datasets)
    project.replace_seed("protocols", protocols)
    project.replace_seed("methods", [])
    write_own_methods(project, _share_out(draw, random_lines(draw), warehouse, datasets))
    return warehouse


def _share_out(
    draw: random.Random, lines: Sequence[Line], warehouse: MethodsWarehouse, datasets: int
) -> Iterable[Line]:
    """Each line for some recipes, which then compare few enough methods."""
    recipes = [f"any-{number}-p" for number in range(datasets)]
    for line in FOR_ALL:
        yield line
        for recipe_id in recipes:
            warehouse.methods[recipe_id].append(method_of(line))
    copies = max(1, datasets * METHODS_PER_RECIPE // len(lines))
    turn = 0
    for line in draw.sample(lines, len(lines)):
        own = [recipes[(turn + n) % datasets] for n in range(copies)]
        turn += copies
        # a pattern is as good as a name
        named = [one.replace("-p", draw.choice(["-p", "-*"])) for one in own]
        for recipe_id in own:
            warehouse.methods[recipe_id].append(method_of(line))
        yield {**line, "recipes": " ".join(named)}


def write_own_methods(project: Project, lines: Iterable[Line]) -> None:
    """A file of one's own; columns that are left out are blank."""
    with (project.folder / "seeds" / "methods.csv").open(encoding="utf-8") as opened:
        columns = next(csv.reader(opened))
    file = project.folder / "own" / "methods.csv"
    file.parent.mkdir(exist_ok=True)
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        writer.writerows(lines)


def _land_genres(
    draw: random.Random, project: Project, dataset_id: str, ratings: Ratings
) -> dict[str, set[str]]:
    """Some items have none, and some that nobody has do."""
    items = sorted({item for _, item, *_ in ratings} | {"nobody's"})
    genres = {item: set(draw.sample(GENRES, draw.choice([0, 1, 1, 2, 3]))) for item in items}
    file = project.folder / f"{dataset_id}-items.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["i", "genres"])
        writer.writerows([item, "|".join(sorted(of_item))] for item, of_item in genres.items())
    where = ("--database", str(project.database), "--quiet")
    columns = ("--item", "i", "--attribute", "genres", "--list-separator", "|")
    assert ingest(["land", dataset_id, "--items", str(file), *where, *columns]) == 0
    return genres


def _land_negatives(
    draw: random.Random, project: Project, dataset_id: str, ratings: Ratings
) -> set[tuple[str, str]]:
    """For test alone, and not for every user; some were met, and some nobody knows."""
    items = sorted({item for _, item, *_ in ratings} | {"nobody's"})
    users = [*sorted({user for user, *_ in ratings})[1:], "nobody"]
    given = {(user, item) for user in users for item in draw.sample(items, draw.choice([0, 6]))}
    file = project.folder / f"{dataset_id}-negatives.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerows([("user", "item"), *sorted(given), *sorted(given)[:3]])
    where = ("--database", str(project.database), "--quiet")
    recipe = ("--recipe", f"{dataset_id}-p")
    assert ingest(["land-negatives", *recipe, "--from", str(file), *where]) == 0
    return given


# --- what plain Python has to go by


@dataclass
class Known:
    """What is told of a recipe: its train, who had what in each part, and its lists."""

    train: Train
    of_part: dict[str, dict[str, set[str]]]
    lists: dict[tuple[str, str], dict[str, list[tuple[str, float]]]]
    neighbors: dict[str, list[Near]]
    parts: list[str]
    """Those that have a list, without any event or not."""
    measured_parts: list[str]
    """Those without negatives where they are given are not measured."""
    sample: Callable[[Known, str, str], set[str]] | None = None
    """Negatives of a user for a part; None where methods choose from all items."""

    def before(self, split: str, user: str) -> set[str]:
        """What the user had before a part."""
        valid = self.of_part.get("valid", {}) if split == "test" else {}
        return set(self.train.ratings[user]) | valid.get(user, set())

    def met(self, user: str) -> set[str]:
        """What the user had in any part."""
        held_out = [of_users.get(user, set()) for of_users in self.of_part.values()]
        return set(self.train.ratings[user]).union(*held_out)

    def targets(self, split: str, user: str) -> set[str]:
        """What the user turned to in a part, and not before it."""
        return self.of_part.get(split, {}).get(user, set()) - self.before(split, user)

    def seen(self, split: str, user: str) -> set[str]:
        """What the list of a user leaves out."""
        if self.sample is None:
            return self.before(split, user)
        targets = self.targets(split, user)
        negatives = self.sample(self, split, user) if targets else set()
        return self.train.raters.keys() - (negatives | targets if negatives else set())

    def judged(self, method: str, split: str) -> dict[str, Judged]:
        """Users who are measured, with the list that they got."""
        found = {}
        for user, items in self.of_part.get(split, {}).items():
            if user in self.train.ratings and (targets := items - self.before(split, user)):
                best = [item for item, _ in self.lists.get((method, split), {}).get(user, [])]
                had = set(self.train.ratings[user])
                found[user] = Judged(had, self.seen(split, user), targets, best)
        return found


class Tables:
    """Rows of all recipes, read once."""

    def __init__(self, warehouse: MethodsWarehouse) -> None:
        self.warehouse = warehouse
        project = warehouse.project
        self.events = _by_recipe(
            project,
            "select recipe_id, split, user_id, item_id, rating, epoch(rated_at) as time"
            " from benchmarks.interactions order by rated_at nulls first, source_row",
        )
        self.parts = _by_recipe(project, "select recipe_id, split from benchmarks.statistics")
        self.lists = _by_recipe(
            project,
            "select recipe_id, method, lists.split, user_id, item_id, score"
            " from intermediate.int_recommendations as lists"
            " join intermediate.int_recipes as recipes using (recipe_key)"
            " join benchmarks.users as users using (recipe_id, user_index)"
            " join benchmarks.items as items using (recipe_id, item_index)"
            " order by recipe_id, method, lists.split, user_id, rank",
        )
        self.keys = dict(project.rows("select recipe_id, recipe_key from intermediate.int_recipes"))
        self.indexes = {
            kind: _by_recipe(
                project,
                f"select recipe_id, {kind}_id as id, {kind}_index as index from benchmarks.{kind}s",
            )
            for kind in ("user", "item")
        }
        self.neighbors = {
            kind: _by_recipe(
                project,
                f"select recipe_id, {kind}_id as one, neighbor_id as other, jaccard_shrunk,"
                f" {size} as size, neighbor_{size} as size_other, {shared} as shared"
                f" from similarity.{kind}_neighbors",
            )
            for kind, size, shared in (
                ("item", "raters", "co_raters"),
                ("user", "rated", "co_rated"),
            )
        }

    def known(self, recipe_id: str) -> Known:
        """What there is of a recipe."""
        ratings: dict[str, dict[str, float | None]] = defaultdict(dict)
        times: dict[tuple[str, str], list[float]] = defaultdict(list)
        of_part: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.events[recipe_id]:
            user, item = row["user_id"], row["item_id"]
            of_part[row["split"]][user].add(item)
            if row["split"] == "train":
                ratings[user][item] = row["rating"]
                times[user, item].append(row["time"])
        dataset_id = recipe_id.removesuffix("-p")
        lists: dict[tuple[str, str], dict[str, list[tuple[str, float]]]] = defaultdict(dict)
        for row in self.lists.get(recipe_id, []):
            of_user = lists[row["method"], row["split"]].setdefault(row["user_id"], [])
            of_user.append((row["item_id"], row["score"]))
        train = Train(
            ratings,
            times,
            self.warehouse.liked_from[dataset_id],
            self.warehouse.genres.get(dataset_id, {}),
        )
        near = {
            kind: [
                Near(
                    row["one"],
                    row["other"],
                    shrunk_jaccard(row["size"], row["size_other"], row["shared"]),
                )
                for row in rows.get(recipe_id, [])
            ]
            for kind, rows in self.neighbors.items()
        }
        parts = [row["split"] for row in self.parts[recipe_id] if row["split"] != "train"]
        is_given = self.warehouse.negatives[dataset_id] == "given"
        measured = [part for part in parts if part == "test" or not is_given]
        sample = self._sample(recipe_id, dataset_id)
        return Known(train, of_part, lists, near, parts, measured, sample)

    def _sample(
        self, recipe_id: str, dataset_id: str
    ) -> Callable[[Known, str, str], set[str]] | None:
        """Items in a circle by hash, of which each user takes the next from a place by hash."""
        negatives = self.warehouse.negatives[dataset_id]
        numbers = {
            kind: {row["id"]: row["index"] for row in rows[recipe_id]}
            for kind, rows in self.indexes.items()
        }
        key = self.keys[recipe_id]

        def given(known: Known, split: str, user: str) -> set[str]:
            landed = self.warehouse.given[dataset_id] if split == "test" else set()
            of_user = {item for one, item in landed if one == user}
            return (of_user & known.train.raters.keys()) - known.met(user)

        def drawn(known: Known, _: str, user: str) -> set[str]:
            circle = sorted(
                known.train.raters,
                key=lambda item: (
                    md5_number(f"{key} item {numbers['item'][item]}"),
                    numbers["item"][item],
                ),
            )
            start = md5_number(f"{key} user {numbers['user'][user]}") + 1
            turned = [circle[(start + n) % len(circle)] for n in range(len(circle))]
            new = [item for item in turned if item not in known.met(user)]
            return set(new[: int(negatives)])

        return {"": None, "given": given}.get(negatives, drawn)


def _by_recipe(project: Project, query: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in project.records(query):
        found[row["recipe_id"]].append(row)
    return found
