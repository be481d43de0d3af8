"""Neighbours by content against plain Python, scipy and scikit-learn: random sets and real ones."""

from __future__ import annotations

import csv
import gzip
import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

from tests.support.content import Items
from tests.support.projects import SMALL, Project, copy_project

CONTENT = Path("models", "intermediate", "content")
Feature = tuple[str, str, int]


@dataclass
class Collection:
    """Items of a made-up collection; each item's features with how often it has them."""

    name: str
    weighed_by: str | None
    features: dict[str, dict[str, int]]
    popularity: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Neighbor:
    """A row of a list, as plain Python makes it."""

    name: str
    shared: int
    jaccard: float
    cosine: float
    cosine_idf: float | None


def values_of(collection: Collection) -> dict[str, dict[str, int]]:
    """What each feature weighs: 1, how often it occurs, or how rare it is in millionths."""
    if collection.weighed_by == "occurrences":
        return collection.features
    items = len(collection.features)
    holders: dict[str, int] = {}
    for has in collection.features.values():
        for feature in has:
            holders[feature] = holders.get(feature, 0) + 1

    def weigh(feature: str) -> int:
        if collection.weighed_by is None:
            return 1
        return round(1_000_000 * (1 + math.log((1 + items) / (1 + holders[feature]))))

    return {
        item: {feature: weigh(feature) for feature in has}
        for item, has in collection.features.items()
    }


def expected_neighbors(
    collection: Collection, ranked_by: str, count: int, only: Sequence[str] | None = None
) -> dict[str, list[Neighbor]]:
    """By the letter: all pairs (or those of few items), sorted, as fractions where they can tie."""
    values = values_of(collection)
    lists: dict[str, list[Neighbor]] = {}
    for item in collection.features if only is None else only:
        has = collection.features[item]
        ranked = []
        for other, of_other in collection.features.items():
            common = has.keys() & of_other.keys()
            if other == item or not common:
                continue
            jaccard = Fraction(len(common), len(has.keys() | of_other.keys()))
            product = sum(values[item][f] * values[other][f] for f in common)
            norms = [sum(v * v for v in values[one].values()) for one in (item, other)]
            of_sets = Fraction(len(common) ** 2, len(has) * len(of_other))
            of_values = Fraction(product * product, norms[0] * norms[1])
            by_rarity = collection.weighed_by == "rarity"
            cosine = of_values if collection.weighed_by == "occurrences" else of_sets
            key = {"jaccard": jaccard, "cosine": cosine, "cosine_idf": of_values}[ranked_by]
            neighbor = Neighbor(
                other,
                len(common),
                float(jaccard),
                math.sqrt(cosine),
                math.sqrt(of_values) if by_rarity else None,
            )
            # sums of irrational weights are rounded: as numbers, not as fractions
            place = (float(key) if ranked_by == "cosine_idf" else key, len(common))
            ranked.append((place, -collection.popularity.get(other, 0), other.encode(), neighbor))
        ranked.sort(key=lambda one: (-one[0][0], -one[0][1], one[1], one[2]))
        if ranked:
            lists[item] = [neighbor for *_, neighbor in ranked[:count]]
    return lists


def random_collection(number: int) -> Collection:
    """Few features and few values, so that profiles, measures and popularities are often equal."""
    draw = random.Random(number)
    weighed_by = (None, "occurrences", "rarity")[number % 3]
    names = [f"f{n}" for n in range(draw.choice([1, 2, 4, 8, 20]))]
    features: dict[str, dict[str, int]] = {}
    for n in range(draw.randint(1, 45)):
        size = min(len(names), draw.choice([1, 1, 2, 3, 6]))
        # the first features are in most sets
        chosen = {names[int(len(names) * draw.random() ** 2)] for _ in range(size)}
        often = draw.choice([1, 1, 3]) if weighed_by == "occurrences" else 1
        features[f"item {n}"] = {feature: draw.randint(1, often) for feature in chosen}
    popularity = {item: draw.randint(0, 2) for item in features if draw.random() < 0.8}
    return Collection(f"random {number}", weighed_by, features, popularity)


def edge_collections() -> list[Collection]:
    """One item, none, nothing in common, all the same, more of the same than are listed."""
    return [
        Collection("one item", "rarity", {"a": {"x": 1}}),
        Collection("no item", None, {}),
        Collection("nothing in common", "rarity", {"a": {"x": 1}, "b": {"y": 1}}),
        Collection("all the same", "rarity", {f"i{n}": {"x": 1, "y": 1} for n in range(5)}),
        Collection("many the same", None, {f"i{n:02}": {"x": 1} for n in range(30)}),
        Collection("multiples", "occurrences", {f"i{n}": {"x": n, "y": n} for n in range(1, 9)}),
        Collection(
            "one feature in common",
            "rarity",
            {
                f"i{n:02}": {"x": 1, **{f"own {n} {m}": 1 for m in range(1 + n % 5)}}
                for n in range(40)
            },
            {f"i{n:02}": n % 5 for n in range(40)},
        ),
    ]


COUNT = SMALL["content_neighbors"]
COLLECTIONS = [random_collection(number) for number in range(120)] + edge_collections()


def write_rows(file: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])


def read_instead(project: Project, model: str, file: Path, types: Mapping[str, str]) -> None:
    """Let a model be the rows of a file."""
    columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in types.items())
    (project.folder / CONTENT / f"{model}.sql").write_text(
        f"select {columns} from read_csv('{file}', header=true, all_varchar=true, nullstr='')\n",
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All made-up collections in one build, in many small blocks."""
    project = copy_project(tmp_path_factory.mktemp("content") / "project", SMALL)
    files = {name: project.folder / f"{name}.csv" for name in ("features", "items")}
    write_rows(
        files["features"],
        ("collection", "feature_set", "item_id", "feature", "occurrences"),
        [
            (one.name, "set", item, feature, occurrences)
            for one in COLLECTIONS
            for item, has in one.features.items()
            for feature, occurrences in has.items()
        ],
    )
    write_rows(
        project.folder / "seeds" / "content_feature_sets.csv",
        ("feature_set_key", "collection", "feature_set", "weighed_by"),
        [(n, one.name, "set", one.weighed_by or "") for n, one in enumerate(COLLECTIONS, 1)],
    )
    items = []
    for one in COLLECTIONS:
        popular = sorted(one.features, key=lambda name: (-one.popularity.get(name, 0), name))
        items += [(one.name, name, place) for place, name in enumerate(popular, 1)]
    write_rows(files["items"], ("collection", "item_id", "place"), items)
    text, whole = "varchar", "integer"
    read_instead(
        project,
        "int_content_features",
        files["features"],
        {
            "collection": text,
            "feature_set": text,
            "item_id": text,
            "feature": text,
            "occurrences": whole,
        },
    )
    read_instead(
        project,
        "int_content_items",
        files["items"],
        {"collection": text, "item_id": text, "place": whole},
    )
    project.build_without_tests(
        "--select",
        *("int_content_features+", "+int_feature_sets+", "int_content_items+"),
        *("+catalog__movies", "+catalog__items"),
    )
    return project


def test_random_sets_and_edge_cases(made_up: Project) -> None:
    """Every row and every column of every list."""
    found: dict[tuple[str, str], dict[str, list[tuple[Any, ...]]]] = {}
    for name, ranked_by, item, *cells in made_up.rows(
        "select collection, ranked_by, item_id, rank, neighbor_id, features, neighbor_features,"
        " shared, jaccard, cosine, cosine_idf"
        " from similarity.content_neighbors order by collection, ranked_by, item_id, rank"
    ):
        found.setdefault((name, ranked_by), {}).setdefault(item, []).append(tuple(cells))
    rows = 0
    for one in COLLECTIONS:
        measures = ["jaccard", "cosine"] + ["cosine_idf"] * (one.weighed_by == "rarity")
        for ranked_by in measures:
            lists = found.pop((one.name, ranked_by), {})
            expected = expected_neighbors(one, ranked_by, COUNT)
            assert lists.keys() == expected.keys(), (one.name, ranked_by)
            for item, neighbors in expected.items():
                told = [(row[0], row[1], row[2], row[3], row[4]) for row in lists[item]]
                assert told == [
                    (rank, n.name, len(one.features[item]), len(one.features[n.name]), n.shared)
                    for rank, n in enumerate(neighbors, 1)
                ], (one.name, ranked_by, item)
                for row, neighbor in zip(lists[item], neighbors, strict=True):
                    assert row[5] == neighbor.jaccard
                    assert row[6] == pytest.approx(neighbor.cosine, rel=1e-12)
                    assert row[7] == (
                        neighbor.cosine_idf
                        if neighbor.cosine_idf is None
                        else pytest.approx(neighbor.cosine_idf, rel=1e-12)
                    )
                rows += len(neighbors)
    assert not found
    assert rows > 10_000


def test_pairs_were_left_out(made_up: Project) -> None:
    """Or the test above would not show that leaving pairs out leaves the lists as they are."""
    ((kept, made),) = made_up.rows(
        "select (select count(*) from intermediate.int_profile_candidates),"
        " (with entries as (select set_number, feature_set_key, feature_number"
        " from intermediate.int_content_vectors inner join intermediate.int_content_profiles"
        " using (feature_set_key, place) where member_number = 1)"
        " select count(*) from (select distinct a.set_number, b.set_number as other"
        " from entries as a inner join entries as b using (feature_set_key, feature_number)"
        " where b.set_number <> a.set_number))"
    )
    assert kept < made


def test_compiled_code_and_sql_count_the_same(made_up: Project) -> None:
    differing, rows = made_up.difference_to_query("int_profile_candidates")
    assert differing == 0
    assert rows > 1_000


def film_features(graph: Path) -> list[tuple[str, str, str]]:
    """feature_set, IMDb id, feature of every film of the graph, by a pattern over its lines."""
    claim = re.compile(r"^<[^>]*/entity/(Q\d+)> <[^>]*/direct/(P\d+)> <[^>]*/(Q\d+)> \.$")
    name = re.compile(r'^<[^>]*/entity/(Q\d+)> <[^>]*/direct/P345> "(tt\d+)" \.$')
    kinds = {"P136": "genres", "P921": "topics"} | dict.fromkeys(
        ("P57", "P58", "P161", "P170", "P725"), "cast"
    )
    imdb_ids: dict[str, str] = {}
    claims: set[tuple[str, str, str]] = set()
    with gzip.open(graph, "rt", encoding="utf-8") as lines:
        for line in lines:
            if found := name.match(line):
                imdb_ids[found[1]] = found[2]
            elif (found := claim.match(line)) and found[2] in kinds:
                claims.add((kinds[found[2]], found[1], found[3]))
    features = [(kind, imdb_ids[item], f"{kind}:{of}") for kind, item, of in sorted(claims)]
    return features + [("all", imdb_id, feature) for _, imdb_id, feature in features]


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All models, by their own way, and all films of the graph, with every data test."""
    project = copy_project(tmp_path_factory.mktemp("real-content") / "project")
    project.ingest("land", "huggingface-models", "--from", shared_data / "huggingface")
    small = shared_data / "movielens" / "ml-latest-small"
    project.ingest("land", "movielens-latest-small", "--from", small)
    file = project.folder / "film_features.csv"
    write_rows(
        file,
        ("collection", "feature_set", "item_id", "feature", "occurrences"),
        [
            ("movies", *feature, 1)
            for feature in film_features(shared_data / "wikidata" / "films.nt.gz")
        ],
    )
    read_instead(
        project,
        "int_content_features",
        file,
        dict.fromkeys(("collection", "feature_set", "item_id", "feature"), "varchar")
        | {"occurrences": "integer"},
    )
    with (project.folder / CONTENT / "int_content_features.sql").open("a") as model:
        model.write(
            "union all select 'models' as collection, feature_set, item_id, feature, occurrences"
            " from {{ ref('int_model_features') }}"
        )
    project.dbt(
        "build", "--exclude-resource-type", "unit_test", "--indirect-selection", "cautious",
        "--select", "+similarity__content_neighbors", "catalog__items", "catalog__models",
    )  # fmt: skip
    return project


def real_items(project: Project, collection: str, feature_set: str) -> tuple[list[Feature], Items]:
    features = project.rows(
        "select item_id, feature, occurrences from intermediate.int_content_features"
        f" where collection = '{collection}' and feature_set = '{feature_set}'"
    )
    popularity = dict(
        project.rows(
            "select model_id, downloads from catalog.models"
            if collection == "models"
            else "select imdb_id, cast(sum(interactions) as bigint) from catalog.items group by 1"
        )
    )
    weighed_by = "rarity" if collection == "movies" else None
    if feature_set == "soup":
        weighed_by = "occurrences"
    return features, Items(features, popularity, weighed_by)


@pytest.mark.long
@pytest.mark.parametrize(
    ("collection", "feature_set", "items"),
    [
        ("models", "four_columns", 9_953),
        ("models", "soup", 10_000),
        ("models", "wide", 10_000),
        ("movies", "all", 25_352),
        ("movies", "cast", 23_112),
        ("movies", "genres", 25_352),
        ("movies", "topics", 5_333),
    ],
)
def test_every_list_is_the_best_of_all_pairs(
    real: Project, collection: str, feature_set: str, items: int
) -> None:
    _, vectors = real_items(real, collection, feature_set)
    assert len(vectors.names) == items
    measures = {"jaccard": "jaccard", "cosine": "cosine"}
    if feature_set == "soup":
        measures["cosine"] = "values"
    if collection == "movies":
        measures["cosine_idf"] = "values"
    lists = {
        (ranked_by, measure): real.records(
            f"select item_id, rank, neighbor_id, features, neighbor_features, shared, {ranked_by}"
            f" from similarity.content_neighbors where collection = '{collection}'"
            f" and feature_set = '{feature_set}' and ranked_by = '{ranked_by}'"
            " order by item_id, rank"
        )
        for ranked_by, measure in measures.items()
    }
    assert vectors.faults(lists, 50) == []


@pytest.mark.long
def test_faults_are_found(real: Project) -> None:
    """The check above, on lists that are wrong."""
    _, vectors = real_items(real, "movies", "cast")
    rows = real.records(
        "select item_id, rank, neighbor_id, features, neighbor_features, shared, jaccard"
        " from similarity.content_neighbors where collection = 'movies' and feature_set = 'cast'"
        " and ranked_by = 'jaccard' order by item_id, rank"
    )
    first, second = next((a, b) for a, b in pairwise(rows) if a["item_id"] == b["item_id"])
    first["neighbor_id"], second["neighbor_id"] = second["neighbor_id"], first["neighbor_id"]
    (fault,) = vectors.faults({("jaccard", "jaccard"): rows}, 50)
    assert fault.startswith(first["item_id"])
    left_out = [row for row in rows if row is not first]
    assert len(vectors.faults({("jaccard", "jaccard"): left_out}, 50)) == 1


def by_scikit_learn(features: Sequence[Feature], item: str, with_idf: bool) -> dict[str, float]:
    """Cosines of one item and all others."""
    counts: dict[str, dict[str, int]] = {}
    for name, feature, occurrences in features:
        counts.setdefault(name, {})[feature] = occurrences
    names = list(counts)
    matrix = DictVectorizer().fit_transform(counts.values())
    if with_idf:
        matrix = TfidfTransformer(smooth_idf=True).fit_transform(matrix)
    cosines = cosine_similarity(matrix[[names.index(item)]], matrix)[0]
    return dict(zip(names, cosines, strict=True))


@pytest.mark.long
@pytest.mark.parametrize(
    ("collection", "feature_set", "ranked_by", "item", "tolerance"),
    [
        ("models", "soup", "cosine", "bert-base-uncased", 1e-12),
        ("models", "soup", "cosine", "gpt2", 1e-12),
        ("models", "wide", "cosine", "bert-base-uncased", 1e-12),
        ("movies", "all", "cosine", "tt0114709", 1e-12),
        # rarity is rounded to six decimals
        ("movies", "all", "cosine_idf", "tt0114709", 1e-6),
        ("movies", "genres", "cosine_idf", "tt0133093", 1e-6),
    ],
)
def test_cosines_are_those_of_scikit_learn(
    real: Project, collection: str, feature_set: str, ranked_by: str, item: str, tolerance: float
) -> None:
    features, _ = real_items(real, collection, feature_set)
    expected = by_scikit_learn(features, item, with_idf=ranked_by == "cosine_idf")
    found = real.rows(
        f"select neighbor_id, {ranked_by} from similarity.content_neighbors"
        f" where collection = '{collection}' and feature_set = '{feature_set}'"
        f" and ranked_by = '{ranked_by}' and item_id = '{item}' order by rank"
    )
    assert len(found) == 50
    for neighbor, cosine in found:
        assert cosine == pytest.approx(expected[neighbor], abs=tolerance)
    best = np.sort([cosine for name, cosine in expected.items() if name != item])[::-1][:50]
    assert [cosine for _, cosine in found] == pytest.approx(best.tolist(), abs=tolerance)


@pytest.mark.long
def test_bert_base_uncased_has_more_equals_than_are_listed(real: Project) -> None:
    """324 others have the same four columns: the most downloaded of them are its neighbours."""
    equals = real.rows(
        "select models.model_id, models.downloads from catalog.models"
        " inner join (select * from catalog.models where model_id = 'bert-base-uncased') as bert"
        " on models.pipeline_tag is not distinct from bert.pipeline_tag"
        " and models.architectures = bert.architectures"
        " and models.model_type is not distinct from bert.model_type"
        " and models.library_name is not distinct from bert.library_name"
        " where models.model_id <> 'bert-base-uncased' order by models.downloads desc, 1"
    )
    assert len(equals) == 324
    found = real.rows(
        "select neighbor_id, jaccard from similarity.content_neighbors where collection = 'models'"
        " and feature_set = 'four_columns' and ranked_by = 'jaccard'"
        " and item_id = 'bert-base-uncased' order by rank"
    )
    assert found == [(model, 1.0) for model, _ in equals[:50]]
    (profile,) = real.rows(
        "select profiles.members from intermediate.int_content_profiles as profiles"
        " inner join seeds.content_feature_sets as feature_sets"
        " on feature_sets.feature_set_key = profiles.feature_set_key"
        " inner join intermediate.int_content_items as items"
        " on items.collection = feature_sets.collection and items.place = profiles.place"
        " where feature_sets.feature_set = 'four_columns' and items.item_id = 'bert-base-uncased'"
    )
    assert profile == (325,), "Jaccard is 1 for these and no others"
