"""Hugging Face models: the real table read anew by other means, the study's figures, the clusters.

The study is a notebook that one-hot encodes four columns of this table. It takes the text of a list
of architectures for one value, and a missing value for the value "nan".
"""

from __future__ import annotations

import ast
import csv
import json
import random
import string
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.cluster import DBSCAN, KMeans
from sklearn.metrics import adjusted_rand_score, pairwise_distances, silhouette_samples
from sklearn.preprocessing import MultiLabelBinarizer

from tests.support.projects import Project, copy_project
from tests.support.real_files import MODELS

FOUR_COLUMNS = ["pipeline_tag", "architectures", "model_type", "library_name"]
Array = np.ndarray[Any, Any]


@pytest.fixture(scope="module")
def delivered(shared_data: Path) -> list[dict[str, str]]:
    """The rows of the real table as text; what is missing is an empty text."""
    with (shared_data / "huggingface" / "models.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def table(delivered: list[dict[str, str]]) -> pd.DataFrame:
    """The same in a frame."""
    return pd.DataFrame(delivered)


@pytest.fixture(scope="module")
def warehouse(real: Project) -> Project:
    """The real table landed, beside the sample's, and built with its data tests."""
    return real


def read_list(text: str) -> list[str] | None:
    """A list of the table by Python's own parser, None where nothing is known."""
    if not text.startswith("["):
        return [text] if text else None
    found = ast.literal_eval(text)
    if any(isinstance(element, dict | list) for element in found):
        return None
    return [element for element in found if element is not None]


def test_every_model_is_read_as_python_reads_it(
    warehouse: Project, delivered: list[dict[str, str]]
) -> None:
    expected = {
        row["modelId"]: {
            "author": row["author"] or None,
            "pipeline_tag": row["pipeline_tag"] or None,
            "model_type": row["model_type"] or None,
            "library_name": row["library_name"] or None,
            "architectures": read_list(row["architectures"]),
            "datasets": read_list(row["datasets"]),
            "tags": read_list(row["tags"]),
            "downloads": int(row["downloads"]),
            "last_modified": datetime.strptime(row["lastModified"], "%Y-%m-%dT%H:%M:%S.000Z"),
        }
        for row in delivered
    }
    found = warehouse.records(
        "select * exclude (unread_columns, descriptions, dataset_id, source_file, source_row)"
        " from catalog.models"
    )
    assert len(found) == len(expected) == 10_000
    assert {row.pop("model_id"): row for row in found} == expected


def test_one_list_of_all_cannot_be_read_and_is_named(warehouse: Project) -> None:
    """Its card names a dataset as {'common_voice': 'Common Voice Corpus 4'}, which is no name."""
    assert warehouse.rows(
        "select model_id, datasets, unread_columns from catalog.models where unread_columns <> []"
    ) == [("anas/wav2vec2-large-xlsr-arabic", None, ["datasets"])]


def test_the_sample_stands_aside(warehouse: Project) -> None:
    assert warehouse.rows("select distinct dataset_id from catalog.models") == [(MODELS,)]


def features_of(warehouse: Project, feature_set: str) -> dict[str, dict[str, int]]:
    """The features of each model that has any, with their occurrences."""
    found: dict[str, dict[str, int]] = {}
    for item_id, feature, occurrences in warehouse.rows(
        "select item_id, feature, occurrences from intermediate.int_model_features"
        f" where feature_set = '{feature_set}'"
    ):
        found.setdefault(item_id, {})[feature] = occurrences
    return found


@pytest.fixture(scope="module")
def four_columns(warehouse: Project) -> dict[str, dict[str, int]]:
    return features_of(warehouse, "four_columns")


def test_the_words_of_all_columns(warehouse: Project, delivered: list[dict[str, str]]) -> None:
    """The study's soup: lower case, punctuation out, cut at white space."""
    without = str.maketrans("", "", string.punctuation)
    expected = {}
    for row in delivered:
        texts = [
            row["modelId"],
            row["author"],
            row["pipeline_tag"],
            row["model_type"],
            row["library_name"],
        ]
        for values in (row["architectures"], row["datasets"], row["tags"]):
            texts += read_list(values) or []
        expected[row["modelId"]] = dict(Counter(" ".join(texts).translate(without).lower().split()))
    assert features_of(warehouse, "soup") == expected


def test_the_wider_set(warehouse: Project, delivered: list[dict[str, str]]) -> None:
    expected = {}
    for row in delivered:
        values = {
            name: [row[name]] if row[name] else []
            for name in ("author", "pipeline_tag", "model_type", "library_name")
        }
        for name in ("architectures", "datasets", "tags"):
            values[name] = read_list(row[name]) or []
        expected[row["modelId"]] = {
            f"{name}:{value.strip()}": 1 for name, found in values.items() for value in found
        }
    assert features_of(warehouse, "wide") == {
        model_id: features for model_id, features in expected.items() if features
    }


def test_missing_values_are_never_a_feature(four_columns: dict[str, dict[str, int]]) -> None:
    values = {
        feature.partition(":")[2].lower() for found in four_columns.values() for feature in found
    }
    assert not values & {"", "nan", "none", "null", "[]"}
    # nothing is known of 47 models
    assert len(four_columns) == 10_000 - 47


def test_the_1007_columns_of_the_study(
    table: pd.DataFrame, four_columns: dict[str, dict[str, int]]
) -> None:
    """1,007 are our 1,004, and "nan", and two lists of several architectures, whose architectures
    are all among ours already."""
    texts = table[FOUR_COLUMNS].replace("", "nan")
    encoder = MultiLabelBinarizer(sparse_output=True)
    one_hot = encoder.fit_transform(texts.to_numpy().tolist()).tocsc()
    assert one_hot.shape == (10_000, 1_007)

    ours: dict[str, set[str]] = {}
    for model_id, features in four_columns.items():
        for feature in features:
            ours.setdefault(feature, set()).add(model_id)
    assert len(ours) == 1_004
    left = set(ours)

    # which of ours each of theirs is: no value occurs in two columns
    column_of = {value: name for name in FOUR_COLUMNS for value in texts[name] if value != "nan"}
    several = []
    model_ids = table["modelId"].to_numpy()
    same = 0
    for place, value in enumerate(encoder.classes_):
        theirs = set(model_ids[one_hot[:, [place]].nonzero()[0]])
        if value == "nan":
            # one column for whatever is missing in any of the four
            assert theirs == set(model_ids[(texts == "nan").any(axis=1)])
            continue
        if column_of[value] == "architectures":
            names = ast.literal_eval(value)
            if len(names) > 1:
                several.append(value)
                # here a value of its own, which is no more like its parts than like any other
                assert all(theirs <= ours[f"architectures:{name}"] for name in names)
                continue
            (value,) = names
            feature = f"architectures:{value}"
        else:
            feature = f"{column_of[value]}:{value}"
        left.remove(feature)
        more = ours[feature] - theirs
        same += not more
        # ours has those models, too, that have the architecture among several
        assert all(
            len(read_list(table.loc[table["modelId"] == one, "architectures"].item()) or []) > 1
            for one in more
        )
    assert left == set()
    assert sorted(several) == [
        "['BartModel', 'BartForConditionalGeneration', 'BartForSequenceClassification']",
        "['BertForMaskedLM', 'BertForPreTraining']",
    ]
    assert 1_004 + len(["nan"]) + len(several) == 1_007
    # all but the five architectures of the two lists are the same columns, model by model
    assert same == 1_004 - 5


def test_1035_distinct_combinations(warehouse: Project, table: pd.DataFrame) -> None:
    assert table.groupby(FOUR_COLUMNS).ngroups == 1_035
    assert warehouse.rows(
        "select max(combination), count(distinct features) from intermediate.int_model_combinations"
    ) == [(1_035, 1_035)]
    # the same models fall together: no two lists of architectures differ in their order alone, and
    # a missing value tells models apart in both
    theirs = table.groupby(FOUR_COLUMNS).ngroup().to_numpy()
    ours = dict(
        warehouse.rows("select model_id, combination from intermediate.int_model_combinations")
    )
    assert adjusted_rand_score(theirs, [ours[one] for one in table["modelId"]]) == 1


def test_324_models_are_exactly_like_bert(
    table: pd.DataFrame, four_columns: dict[str, dict[str, int]]
) -> None:
    """Jaccard is 1 for the same 324: BERT has all four columns and one architecture, so that
    neither the word "nan" nor lists taken for one value make a difference to it."""
    bert = "bert-base-uncased"
    encoded = MultiLabelBinarizer().fit_transform(
        table[FOUR_COLUMNS].replace("", "nan").to_numpy().tolist()
    )
    own = encoded[(table["modelId"] == bert).to_numpy()][0]
    shared = encoded @ own
    jaccard = shared / (encoded.sum(axis=1) + own.sum() - shared)
    theirs = set(table["modelId"][jaccard == 1]) - {bert}
    ours = {one for one, found in four_columns.items() if found == four_columns[bert]} - {bert}
    assert len(theirs) == 324
    assert ours == theirs


def test_what_the_word_nan_makes_alike(four_columns: dict[str, dict[str, int]]) -> None:
    """Two models with a task in common and nothing else known: alike by 2 of 2 in the study, since
    both have "nan"; and two with nothing in common but gaps by 1 of 3 instead of 0."""

    def jaccard(first: set[str], second: set[str]) -> float:
        return len(first & second) / len(first | second)

    sets = [set(found) for found in four_columns.values()]
    short = [found for found in sets if len(found) == 1]
    first = short[0]
    second = next(found for found in short if found != first)
    assert jaccard(first, second) == 0
    assert jaccard(first | {"nan"}, second | {"nan"}) == pytest.approx(1 / 3)


@pytest.fixture(scope="module")
def clustered(warehouse: Project, table: pd.DataFrame) -> pd.DataFrame:
    """Cluster and silhouette by each method, in the order of the table."""
    found = pd.DataFrame(
        warehouse.records("select * from catalog.model_clusters"),
    )
    assert len(found) == 3 * len(table)
    return found.pivot(index="model_id", columns="method").loc[table["modelId"]]


@pytest.fixture(scope="module")
def encoded(delivered: list[dict[str, str]]) -> csr_array:
    """One column a feature, made without the warehouse; a row a model."""
    sets = [
        [
            *(
                f"{name}:{row[name]}"
                for name in FOUR_COLUMNS
                if name != "architectures" and row[name]
            ),
            *(read_list(row["architectures"]) or []),
        ]
        for row in delivered
    ]
    matrix = MultiLabelBinarizer(sparse_output=True).fit_transform(sets)
    assert matrix.shape == (10_000, 1_004)
    return csr_array(matrix, dtype=np.float64)


@pytest.mark.parametrize("method", ["k_means", "hierarchical"])
def test_silhouettes_are_those_of_ten_thousand_rows(
    warehouse: Project, clustered: pd.DataFrame, encoded: csr_array, method: str
) -> None:
    expected = silhouette_samples(encoded, clustered["cluster_number"][method].astype(int))
    assert np.allclose(clustered["silhouette"][method], expected, rtol=0, atol=1e-9)
    ((mean, of_all),) = warehouse.rows(
        "select silhouette, silhouette_of_all from catalog.model_cluster_methods"
        f" where method = '{method}'"
    )
    assert mean == of_all == pytest.approx(expected.mean(), abs=1e-9)


def test_k_means_of_combinations_is_as_good_as_of_all_rows(
    clustered: pd.DataFrame, encoded: csr_array
) -> None:
    labels = clustered["cluster_number"]["k_means"].to_numpy(dtype=int)
    means = np.array([encoded[labels == one].mean(axis=0) for one in range(1, 11)])
    distances = pairwise_distances(encoded, means) ** 2
    own = distances[np.arange(len(labels)), labels - 1]
    assert np.all(own <= distances.min(axis=1) + 1e-9)
    by_all_rows = KMeans(10, n_init=3, random_state=1).fit(encoded)
    assert own.sum() <= 1.02 * by_all_rows.inertia_


def test_dbscan_of_combinations_is_dbscan_of_the_table(
    clustered: pd.DataFrame, encoded: csr_array
) -> None:
    rows, places, counts = np.unique(
        encoded.toarray().astype(bool), axis=0, return_inverse=True, return_counts=True
    )
    distances = pairwise_distances(rows, metric="jaccard")
    expected = DBSCAN(eps=0.25, min_samples=10, metric="precomputed").fit_predict(
        distances, sample_weight=counts
    )[places]
    found = clustered["cluster_number"]["dbscan"].fillna(-1).to_numpy(dtype=int)
    assert (found == -1).sum() == (expected == -1).sum() == 1_814
    assert adjusted_rand_score(expected, found) == 1
    inside = expected != -1
    silhouettes = silhouette_samples(encoded[inside], expected[inside])
    assert np.allclose(clustered["silhouette"]["dbscan"][inside], silhouettes, rtol=0, atol=1e-9)
    assert clustered["silhouette"]["dbscan"][~inside].isna().all()


def test_clusters_are_told_apart_and_counted(warehouse: Project, clustered: pd.DataFrame) -> None:
    methods = warehouse.records("select * from catalog.model_cluster_methods order by method")
    assert [
        (row["method"], row["clusters"], row["models_in_clusters"], row["combinations"])
        for row in methods
    ] == [
        ("dbscan", 123, 8_186, 1_035),
        ("hierarchical", 10, 10_000, 1_035),
        ("k_means", 10, 10_000, 1_035),
    ]
    sizes = warehouse.records("select * from catalog.model_cluster_sizes")
    for method in ("dbscan", "hierarchical", "k_means"):
        counted = clustered["cluster_number"][method].value_counts()
        stated = {row["cluster_number"]: row["models"] for row in sizes if row["method"] == method}
        assert stated == counted.to_dict()
        # numbered from the largest
        assert [stated[one] for one in sorted(stated)] == sorted(stated.values(), reverse=True)


def test_typical_features_are_those_of_half_the_cluster(
    warehouse: Project, clustered: pd.DataFrame, four_columns: dict[str, dict[str, int]]
) -> None:
    for row in warehouse.records(
        "select * from catalog.model_cluster_sizes where method = 'k_means'"
    ):
        members = clustered.index[clustered["cluster_number"]["k_means"] == row["cluster_number"]]
        counted = Counter(feature for member in members for feature in four_columns.get(member, {}))
        typical = [one for one, count in counted.items() if 2 * count >= len(members)]
        assert row["typical_features"] == sorted(typical, key=lambda one: (-counted[one], one))


@pytest.mark.long
def test_clusters_are_the_same_with_any_number_of_threads(
    warehouse: Project, tmp_path: Path
) -> None:
    def everything(project: Project) -> list[Any]:
        return [
            project.rows(f"select * from catalog.{name} order by all")
            for name in ("model_clusters", "model_cluster_sizes", "model_cluster_methods")
        ]

    again = copy_project(tmp_path / "project")
    again.take_database_of(warehouse)
    changed = ("int_model_features", "int_model_combinations", "int_clustered_combinations")
    again.dbt("run", "--select", *changed, "catalog__model_cluster*", threads=1)
    assert everything(again) == everything(warehouse)


def random_lists() -> list[list[str | None]]:
    """Lists of texts with all that makes them hard to read, and of None."""
    chance = random.Random(5)
    letters = "ab '\"\\,[]{}()\n\t\r\x00\x07é語😀\u2028\U000e0041None"
    return [
        [
            "".join(chance.choices(letters, k=chance.randrange(8)))
            if chance.random() < 0.9
            else None
            for _ in range(chance.randrange(5))
        ]
        for _ in range(3_000)
    ]


@pytest.fixture(scope="module")
def staged(delivered: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Lists as pandas writes them, and the real models as the Hub would tell of them."""
    folder = tmp_path_factory.mktemp("staged")
    names = list(delivered[0])
    with (folder / "models.csv").open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, names)
        writer.writeheader()
        for number, values in enumerate(random_lists()):
            writer.writerow({"modelId": number, "tags": repr(values)})
    documents = []
    for row in delivered:
        document: dict[str, Any] = {"id": row["modelId"], "downloads": int(row["downloads"])}
        for name in ("lastModified", "pipeline_tag", "author", "library_name"):
            if row[name]:
                document[name] = row[name]
        document["tags"] = ast.literal_eval(row["tags"])
        document["config"] = {"model_type": row["model_type"] or None}
        if row["architectures"]:
            document["config"]["architectures"] = ast.literal_eval(row["architectures"])
        if row["datasets"]:
            is_list = row["datasets"].startswith("[")
            datasets = ast.literal_eval(row["datasets"]) if is_list else row["datasets"]
            document["cardData"] = {"datasets": datasets}
        documents.append(document)
    (folder / "models.json").write_text(json.dumps(documents), encoding="utf-8")
    project = copy_project(folder / "project")
    project.ingest("land", "sample-models", "--from", folder / "models.csv")
    project.ingest("land", MODELS, "--from", folder / "models.json")
    project.dbt("run", "--select", "stg_huggingface__models", "stg_huggingface__documents")
    return project


def test_lists_that_python_prints_are_read_back(staged: Project) -> None:
    """Whatever texts a list holds: what repr prints of it is read as literal_eval reads it."""
    found = dict(staged.rows("select source_row, tags from staging.stg_huggingface__models"))
    assert found == {
        number: [one for one in ast.literal_eval(repr(values)) if one is not None]
        for number, values in enumerate(random_lists(), start=1)
    }


def test_documents_of_the_hub_say_the_same_as_the_table(
    warehouse: Project, staged: Project
) -> None:
    columns = (
        "model_id, author, pipeline_tag, architectures, model_type, library_name, datasets, tags,"
        " downloads, last_modified"
    )
    of_table = warehouse.rows(f"select {columns} from catalog.models order by model_id")
    of_documents = staged.rows(
        f"select {columns} from staging.stg_huggingface__documents order by model_id"
    )
    assert of_documents == of_table
    assert staged.rows(
        "select model_id, unread from staging.stg_huggingface__documents where unread <> ''"
    ) == [("anas/wav2vec2-large-xlsr-arabic", "datasets")]
