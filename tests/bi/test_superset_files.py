"""The files that Superset imports: they name what is there, and serve.py says what is wrong."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from bi.superset import serve
from bi.superset.bundle import ASSETS, write_zip

ROOT = Path(__file__).resolve().parents[2]
GRID = 12
"""Columns of a dashboard."""

Config = dict[str, Any]


def read(kind: str) -> dict[str, Config]:
    """The files of a kind, such as charts, by their uuid."""
    files = sorted((ASSETS / kind).rglob("*.yaml"))
    read_in = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return {one["uuid"]: one for one in read_in}


DATABASES, DATASETS, CHARTS, DASHBOARDS = map(
    read, ("databases", "datasets", "charts", "dashboards")
)


def name_of(config: Config) -> str:
    """What to call a case of a test."""
    if "table_name" in config:
        return f"{config['schema']}.{config['table_name']}"
    return str(config.get("slice_name") or config["dashboard_title"])


@pytest.fixture(scope="module")
def contracts() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty table for each public one, with the columns and types that its contract says."""
    with duckdb.connect() as connection:
        for file in ROOT.glob("models/marts/*/_*__models.yml"):
            for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
                schema, table = model["name"].split("__")
                columns = ", ".join(f'"{c["name"]}" {c["data_type"]}' for c in model["columns"])
                connection.execute(f"create schema if not exists {schema}")
                connection.execute(f"create table {schema}.{table} ({columns})")
        yield connection


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=name_of)
def test_a_dataset_has_columns_of_its_tables_contract(
    contracts: duckdb.DuckDBPyConnection, dataset: Config
) -> None:
    table = name_of(dataset)
    found = contracts.execute(f"describe {table}").fetchall()
    kinds = {name: kind for name, kind, *_ in found}
    for column in dataset["columns"]:
        expression = column.get("expression") or f'"{column["column_name"]}"'
        shown = contracts.execute(f"describe select {expression} from {table}").fetchall()
        assert shown[0][1] == column["type"], column["column_name"]
        # Superset can neither filter nor group by lists
        assert "[]" not in column["type"]
        assert ("expression" in column) != (column["column_name"] in kinds)
    for metric in dataset["metrics"]:
        contracts.execute(f"select {metric['expression']} from {table}")
    assert dataset["main_dttm_col"] in {*kinds, None}


def columns_of(dataset: Config) -> set[str]:
    """All that a chart of a dataset may name as a column."""
    return {column["column_name"] for column in dataset["columns"]}


def metrics_of(params: Mapping[str, Any]) -> list[str]:
    """The metrics of a chart."""
    return [*params.get("metrics", []), *([params["metric"]] if "metric" in params else [])]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=name_of)
def test_a_chart_names_what_its_dataset_has(chart: Config) -> None:
    dataset, params = DATASETS[chart["dataset_uuid"]], chart["params"]
    metrics = {metric["metric_name"] for metric in dataset["metrics"]}
    named = {
        *params.get("all_columns", []),
        *params.get("groupby", []),
        *params.get("column_config", {}),
        *(json.loads(order)[0] for order in params.get("order_by_cols", [])),
        *([params["x_axis"]] if "x_axis" in params else []),
    }
    assert named <= columns_of(dataset)
    assert {*metrics_of(params)} <= metrics
    assert named or metrics_of(params)
    assert params.get("x_axis_sort") in {*named, *metrics, None}
    assert params["viz_type"] == chart["viz_type"]


def placed(dashboard: Config) -> dict[int, Config]:
    """The charts of a dashboard, by the number that it gives them."""
    parts = [part for part in dashboard["position"].values() if isinstance(part, dict)]
    metas = [part["meta"] for part in parts if part["type"] == "CHART"]
    return {meta["chartId"]: CHARTS[meta["uuid"]] for meta in metas}


@pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=name_of)
def test_a_dashboard_is_laid_out(dashboard: Config) -> None:
    position = dashboard["position"]
    assert 5 <= len(placed(dashboard)) <= 8
    reached = ["ROOT_ID"]
    for name in reached:
        part = position[name]
        assert part["id"] == name
        reached += part.get("children", [])
        for child in part.get("children", []):
            assert position[child]["parents"][-1] == name
        if part["type"] == "ROW":
            metas = [position[child]["meta"] for child in part["children"]]
            assert sum(meta["width"] for meta in metas) == GRID
            assert len({meta["height"] for meta in metas}) == 1
        if part["type"] == "CHART":
            assert part["meta"]["sliceName"] == CHARTS[part["meta"]["uuid"]]["slice_name"]
    everything = {*position} - {"DASHBOARD_VERSION_KEY", "HEADER_ID"}
    assert sorted(reached) == sorted(everything)


@pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=name_of)
def test_filters_reach_charts_that_have_their_column(dashboard: Config) -> None:
    charts = placed(dashboard)
    filters = dashboard["metadata"]["native_filter_configuration"]
    names = [one["id"] for one in filters]
    assert len({*names}) == len(names)
    for one in filters:
        (target,) = one["targets"]
        column, dataset = target["column"]["name"], DATASETS[target["datasetUuid"]]
        assert column in columns_of(dataset)
        assert {*one["cascadeParentIds"]} <= {*names[: names.index(one["id"])]}
        assert one.get("sortMetric") in {None, *(m["metric_name"] for m in dataset["metrics"])}
        excluded = {*one["scope"]["excluded"]}
        assert excluded < {*charts}
        for number in {*charts} - excluded:
            assert column in columns_of(DATASETS[charts[number]["dataset_uuid"]])
        # a page begins with one recipe
        if column == "recipe_id":
            assert one["requiredFirst"] and one["controlValues"]["defaultToFirstItem"]
            assert not one["controlValues"]["multiSelect"]


SAME_EVERYWHERE = {"split", "k"}
"""Columns whose first value is the first of every recipe."""


@pytest.mark.parametrize("dashboard", DASHBOARDS.values(), ids=name_of)
def test_filters_begin_with_what_belongs_together(dashboard: Config) -> None:
    """At first, Superset takes the first of all values, not of those that fit the filter before."""
    for one in dashboard["metadata"]["native_filter_configuration"]:
        (target,) = one["targets"]
        if one["cascadeParentIds"] and one["controlValues"]["defaultToFirstItem"]:
            assert "sortMetric" in one or target["column"]["name"] in SAME_EVERYWHERE


def test_every_chart_is_on_one_dashboard_and_every_name_is_once() -> None:
    shown = [one["uuid"] for board in DASHBOARDS.values() for one in placed(board).values()]
    assert Counter(shown) == Counter([*CHARTS])
    assert {chart["dataset_uuid"] for chart in CHARTS.values()} == {*DATASETS}
    assert {dataset["database_uuid"] for dataset in DATASETS.values()} == {*DATABASES}
    files = [*ASSETS.rglob("*.yaml")]
    everything = [*DATABASES, *DATASETS, *CHARTS, *DASHBOARDS]
    assert len({*everything}) == len(everything) == len(files) - 1
    assert len({board["slug"] for board in DASHBOARDS.values()}) == len(DASHBOARDS) == 3
    numbers = [number for board in DASHBOARDS.values() for number in placed(board)]
    assert len({*numbers}) == len(numbers)


def test_the_zip_names_the_database_and_the_project_does_not(tmp_path: Path) -> None:
    database = tmp_path / "my 'new': shop #1.duckdb"
    write_zip(tmp_path / "corate.zip", database)
    with zipfile.ZipFile(tmp_path / "corate.zip") as opened:
        names = opened.namelist()
        uri = yaml.safe_load(opened.read("corate/databases/corate.yaml"))["sqlalchemy_uri"]
    assert {f"corate/{file.relative_to(ASSETS)}" for file in ASSETS.rglob("*.yaml")} == {*names}
    assert uri == f"duckdb:///{database}?access_mode=read_only"
    (kept,) = DATABASES.values()
    assert kept["sqlalchemy_uri"] == "duckdb:///DATABASE?access_mode=read_only"


def run(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`make superset` where it must fail before it installs anything."""
    environment = {name: v for name, v in os.environ.items() if not name.startswith("CORATE")}
    command = [sys.executable, str(ROOT / "bi" / "superset" / "serve.py")]
    return subprocess.run(
        command, cwd=tmp_path, env={**environment, **variables}, capture_output=True, text=True
    )


def test_without_a_public_file_it_says_what_makes_one(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 1
    assert done.stderr == "error: warehouse.duckdb is not there: `make build` first\n"


def test_a_port_that_cannot_be_had_is_named(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").touch()
    for wrong in ("eighty", "0", "65536"):
        done = run(tmp_path, SUPERSET_PORT=wrong)
        assert done.returncode == 1
        assert done.stderr.startswith(f"error: SUPERSET_PORT is {wrong};")
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path, SUPERSET_PORT=port)
    assert done.returncode == 1
    assert re.fullmatch(f"error: port {port} is taken;.*\n", done.stderr)


def test_secrets_are_made_once_and_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "superset"
    first, again = serve.environment(folder), serve.environment(folder)
    assert first["SUPERSET_PASSWORD"] == again["SUPERSET_PASSWORD"]
    assert first["SUPERSET_PASSWORD"] != (folder / "secret_key").read_text(encoding="utf-8")
    assert len(first["SUPERSET_PASSWORD"]) >= 20
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_listens_on_this_machine_alone() -> None:
    command = serve.server(Path("venv"), 8088)
    assert command[command.index("--bind") + 1] == "127.0.0.1:8088"


def test_git_ignores_what_it_makes() -> None:
    done = subprocess.run(["git", "check-ignore", "-q", ".superset/password"], cwd=ROOT)
    assert done.returncode == 0
