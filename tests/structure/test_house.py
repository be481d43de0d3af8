"""The plan of the house: which way models run, how many they are, and what is said of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import copy_project

MOST_MODELS = 204
MOST_DATA_TESTS = 307
"""Each costs every build some 40 ms before anything is computed."""
MOST_CROSSINGS = 5
"""From staging to a mart: sources, selection, similarity, recommendations, marts."""

CONFIG = re.compile(r"\{\{ config\(.*?\) \}\}", re.DOTALL)

Manifest = Mapping[str, Any]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """What dbt knows of the project."""
    project = copy_project(tmp_path_factory.mktemp("house") / "project")
    project.dbt("--write-json", "parse")
    return dict(json.loads((project.folder / "target" / "manifest.json").read_text()))


def models(manifest: Manifest) -> dict[str, dict[str, Any]]:
    """The models that are enabled, by their ids."""
    nodes = manifest["nodes"]
    return {name: node for name, node in nodes.items() if node["resource_type"] == "model"}


def folder_of(node: Mapping[str, Any]) -> str:
    """Such as intermediate/selection; staging is one, and so are the marts."""
    layer, *folders = Path(node["original_file_path"]).parts[1:-1]
    return f"{layer}/{folders[0]}" if layer == "intermediate" else layer


def arrows(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Parent and child, of models alone."""
    known = models(manifest)
    for child, node in known.items():
        yield from ((parent, child) for parent in node["depends_on"]["nodes"] if parent in known)


def test_folders_make_no_ring(manifest: Manifest) -> None:
    known = models(manifest)
    after: dict[str, set[str]] = defaultdict(set)
    for parent, child in arrows(manifest):
        after[folder_of(known[parent])].add(folder_of(known[child]))
    open_folders = {folder: below - {folder} for folder, below in after.items()}
    while closed := [
        folder for folder, below in open_folders.items() if not below & {*open_folders}
    ]:
        for folder in closed:
            del open_folders[folder]
    assert not open_folders


def test_no_arrow_runs_back_from_marts(manifest: Manifest) -> None:
    known = models(manifest)
    back = [
        (parent, child)
        for parent, child in arrows(manifest)
        if folder_of(known[parent]) == "marts" and folder_of(known[child]) != "marts"
    ]
    assert not back


def test_the_way_to_a_mart_crosses_few_folders(manifest: Manifest) -> None:
    known = models(manifest)
    crossings: dict[str, int] = {}

    def count(model: str) -> int:
        if model not in crossings:
            node = known[model]
            parents = [parent for parent in node["depends_on"]["nodes"] if parent in known]
            crossings[model] = max(
                (
                    count(parent) + (folder_of(known[parent]) != folder_of(node))
                    for parent in parents
                ),
                default=0,
            )
        return crossings[model]

    assert max(map(count, known)) <= MOST_CROSSINGS


def test_models_and_tests_are_few(manifest: Manifest) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert len(models(manifest)) <= MOST_MODELS
    assert len(tests) <= MOST_DATA_TESTS


def test_everything_is_described(manifest: Manifest) -> None:
    missing = [name for name, node in models(manifest).items() if not node["description"].strip()]
    for name, node in models(manifest).items():
        if folder_of(node) == "marts":
            assert node["columns"], name
            missing += [
                f"{name}.{column}"
                for column, said in node["columns"].items()
                if not said["description"].strip()
            ]
    assert not missing


def test_every_column_is_read(manifest: Manifest, project_root: Path) -> None:
    """Of what only other models read: by one of them, by a data test of it, or by a macro or Python
    that they use. The fixpoint reads its own table, round after round; MetricFlow the days."""
    readers: defaultdict[str, str] = defaultdict(str)
    for node in manifest["nodes"].values():
        said = json.dumps(node.get("test_metadata") or {})
        for parent in node["depends_on"].get("nodes", []):
            readers[parent] += re.sub("--.*", "", node["raw_code"]) + said
    files = [*project_root.glob("macros/**/*.sql"), *project_root.glob("learning/*.py")]
    shared = "".join(file.read_text(encoding="utf-8") for file in files)
    unread = []
    for name, node in models(manifest).items():
        if not folder_of(node).startswith("intermediate/"):
            continue
        own = node["raw_code"] if node["config"]["materialized"] == "fixpoint" else ""
        own += str(node["time_spine"])
        words = set(re.findall(r"\w+", readers[name] + shared + own))
        unread += [f"{node['name']}.{column}" for column in node["columns"] if column not in words]
    assert not unread


def test_the_last_step_bears_the_models_name(manifest: Manifest) -> None:
    others = []
    for name, node in models(manifest).items():
        own = re.escape(node["name"])
        text = node["raw_code"].strip()
        if node["language"] == "sql" and not (
            re.search(rf"^(with )?{own} as ", text, re.MULTILINE)
            and text.endswith(f"\nselect * from {node['name']}")
        ):
            others.append(name)
    assert not others


def test_only_readers_of_staging_join_it(manifest: Manifest) -> None:
    """Staging is always source, then renamed: it reads no other model."""
    known = models(manifest)
    assert not [
        (parent, child)
        for parent, child in arrows(manifest)
        if folder_of(known[child]) == "staging"
    ]


def test_what_a_table_is_made_by_is_a_column_of_it(manifest: Manifest) -> None:
    """A folder's setting would have it made by what it does not have, and so never again."""
    lost = [
        name
        for name, node in models(manifest).items()
        for column in (node["config"].get("partition_by") or {}).values()
        if node["config"]["materialized"] == "partitioned"
        and not re.search(rf"\b{column}\b", CONFIG.sub("", node["raw_code"]))
    ]
    assert not lost
