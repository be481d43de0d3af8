"""What the models of the public tables say of them beside columns: keys, and what is private.

It stands in the YAML files beside the models, as `config: meta:` of a model or a column:

    key: [recipe_id, user_id]    no two rows have the same, and none of them is NULL
    unique: [dataset_id, ...]    the same, but that some may be NULL
    private: lines as delivered  why the table (or column) is published only where it is asked for
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ingest import settings

MARTS = Path("models", "marts")


@dataclass(frozen=True)
class Declared:
    """What is said of one table.

    key: no two rows have the same values in these columns; none where nothing is said.
    key_may_be_null: whether one of them may be NULL.
    private: why the whole table is private, blank where it is not. private_columns: why each is.
    """

    key: tuple[str, ...] = ()
    key_may_be_null: bool = False
    private: str = ""
    private_columns: Mapping[str, str] = field(default_factory=dict)


def declared() -> dict[tuple[str, str], Declared]:
    """What is said of each public table, by schema and name."""
    return {table: _of_model(model) for table, model in _models()}


def columns() -> dict[tuple[str, str], dict[str, str]]:
    """The columns of each public table that its model is to have, and dbt's types of them."""
    return {
        table: {column["name"]: column["data_type"] for column in model["columns"]}
        for table, model in _models()
    }


def _models() -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """The models of the public tables as their files have them, by schema and name."""
    for file in sorted((settings.PROJECT_ROOT / MARTS).glob("*/_*__models.yml")):
        text = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
        for model in text["models"]:
            schema, _, name = model["name"].partition("__")
            yield (schema, name), model


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as quick where PyYAML has its part in C."""


def _of_model(model: Mapping[str, Any]) -> Declared:
    said = _meta(model)
    reasons = {column["name"]: _meta(column).get("private") for column in model.get("columns", ())}
    return Declared(
        tuple(said.get("key") or said.get("unique") or ()),
        "unique" in said,
        said.get("private", ""),
        {name: reason for name, reason in reasons.items() if reason},
    )


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    meta: Mapping[str, Any] = node.get("config", {}).get("meta", {})
    return meta
