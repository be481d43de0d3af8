"""The SQL models of videos as dbt compiled them, run on lists in memory: many times in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

from learning import ranking
from tests.support.videos import PAGE, Line

MODELS = (
    "stg_youtube__videos", "stg_youtube__labels",
    "int_video_list_problems", "int_video_records", "int_video_lists", "videos__lists",
    "int_video_examples", "videos__features", "int_video_title_terms",
    "int_video_predictions", "int_video_scores", "videos__scores", "videos__title_terms",
    "videos__metrics", "videos__labeling_queue", "videos__problems",
)  # fmt: skip
"""In an order in which each one finds what it is made of."""

PUBLIC = (
    "lists", "features", "title_terms", "scores", "metrics", "labeling_queue", "problems"
)  # fmt: skip
WRONG_LINES = "wrong_lines"
"""The rows for which the data test video_lists_are_valid would fail."""
METHODS = {
    "random_forest": lambda: RandomForestClassifier(
        n_estimators=5, class_weight="balanced", random_state=0
    ),
    "logistic_regression": ranking.logistic_regression,
}
LANDED_AT = "2024-05-01 12:00:00"

Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class VideoList:
    """A list as landed. rounds: a label of a later round: its number, the video and the label."""

    pages: Sequence[Mapping[str, str]]
    line: Line | None
    rounds: Sequence[tuple[int, str, str]] = field(default=())


def build(compiled: Path, lists: Mapping[str, VideoList]) -> dict[str, Tables]:
    """The rows of the public tables and WRONG_LINES, by list, of lists that are landed together.

    compiled: the folder `models` that dbt compiled for a database called warehouse.
    """
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("attach ':memory:' as warehouse; use warehouse")
        for schema in ("raw", "seeds", "staging", "intermediate", "videos"):
            connection.execute(f"create schema {schema}")
        _land(connection, lists)
        for model in MODELS:
            _make(connection, model, compiled)
        test = compiled.parent / "tests" / "data" / "video_lists_are_valid.sql"
        connection.execute(
            f"create table videos.{WRONG_LINES} as {test.read_text(encoding='utf-8')}"
        )
        tables = (*PUBLIC, WRONG_LINES)
        return {name: {table: _rows(connection, table, name) for table in tables} for name in lists}


def _land(connection: duckdb.DuckDBPyConnection, lists: Mapping[str, VideoList]) -> None:
    columns = ", ".join(f'"{name}" varchar' for name in PAGE)
    delivered = "dataset_id varchar, source_file varchar, source_row bigint, landed_at timestamp"
    connection.execute(f"create table raw.youtube_videos ({delivered}, {columns})")
    connection.execute(
        f"create table raw.youtube_labels ({delivered}, {columns}, p varchar, video_id varchar)"
    )
    settings = list(Line.__dataclass_fields__)
    connection.execute(
        "create table seeds.video_lists"
        f" (dataset_id varchar, {', '.join(f'{name} varchar' for name in settings)},"
        " file_name varchar, line_number integer)"
    )
    connection.execute(
        "create table intermediate.int_datasets"
        " (dataset_id varchar, source varchar, landed_at timestamp)"
    )
    for name, one in lists.items():
        connection.execute(
            "insert into intermediate.int_datasets values (?, 'youtube', ?)", [name, LANDED_AT]
        )
        _insert(
            connection,
            "raw.youtube_videos",
            [
                [name, "raw_data_with_labels.csv", row, LANDED_AT]
                + [page.get(column) or None for column in PAGE]
                for row, page in enumerate(one.pages, start=1)
            ],
        )
        _insert(
            connection,
            "raw.youtube_labels",
            [
                [name, f"active_labels{number}_done.csv", row, LANDED_AT]
                + [label if column == "y" else None for column in PAGE]
                + [None, video]
                for row, (number, video, label) in enumerate(one.rounds, start=1)
            ],
        )
        if one.line is not None:
            cells = [getattr(one.line, setting) for setting in settings]
            _insert(connection, "seeds.video_lists", [[name, *cells, "lists", 2]])
    connection.execute(
        "create table raw.landings as select *, 'dataset' as subject from intermediate.int_datasets"
    )


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]
) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"insert into {table} values ({places})", rows)


def _make(connection: duckdb.DuckDBPyConnection, model: str, compiled: Path) -> None:
    if model == "int_video_predictions":
        _predict(connection)
        return
    # what unit tests make of a model lies in a folder that is named after their YAML file
    (file,) = (one for one in compiled.glob(f"*/*/{model}.sql") if ".yml" not in str(one))
    schema = {"stg": "staging", "int": "intermediate", "videos": "videos"}[model.split("_")[0]]
    table = model.removeprefix("videos__")
    connection.execute(f"create table {schema}.{table} as {file.read_text(encoding='utf-8')}")


def _predict(connection: duckdb.DuckDBPyConnection) -> None:
    """As int_video_predictions does, with a small forest."""
    examples = connection.execute("from intermediate.int_video_examples where is_scored").df()
    terms = connection.execute("from intermediate.int_video_title_terms").df()
    found = pd.DataFrame(columns=["dataset_id", "labelling_round", "method", "video_id"])
    found["probability"] = pd.Series(dtype=float)
    if len(examples):
        with patch.object(ranking, "METHODS", METHODS):
            found = ranking.predict(examples, terms)
    connection.execute(
        "create table intermediate.int_video_predictions (dataset_id varchar,"
        " labelling_round integer, method varchar, video_id varchar, probability double)"
    )
    rows = found.itertuples(index=False, name=None)
    _insert(connection, "intermediate.int_video_predictions", [list(row) for row in rows])


def _rows(connection: duckdb.DuckDBPyConnection, table: str, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(
        f"from videos.{table} where dataset_id = ? order by all", [name]
    ).fetchall()
