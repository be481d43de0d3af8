"""The partitioned materialization on toy models of its own: of which rows a run makes what anew."""

from __future__ import annotations

from typing import Any

from tests.support.projects import Project
from tests.support.toy import Runs, write_model

LISTED = """
{{ config(materialized='partitioned', versions='rows', partition_by={'recipe': 'recipe_id'}) }}
select recipe_id, n from {{ ref('given_NAME') }}
"""
MADE = """
{{ config(materialized='partitioned', partition_by={'recipe': 'recipe_id'}) }}
select recipe_id, sum(n)::integer as total, now() as made_at
from {{ ref('listed_NAME') }} group by recipe_id
"""
WHOLE = """
{{ config(materialized='partitioned') }}
select count(*) as recipes, now() as made_at from {{ ref('made_NAME') }}
"""
LISTED_LISTS = LISTED.replace(", n from", ", case when n > 0 then []::integer[] end as n from")
MADE_LISTS = MADE.replace("sum(n)", "count(n)")
STRICT = """
version: 2
models:
  - name: made_NAME
    config: {contract: {enforced: true}}
    columns:
      - {name: recipe_id, data_type: varchar}
      - {name: total, data_type: integer, constraints: [{type: not_null}]}
      - {name: made_at, data_type: timestamptz}
"""

KINDS = ("given", "listed", "made", "whole")
"""With what the names of its models begin."""

Numbers = dict[str, int | None]
FIRST: dict[str, tuple[Numbers, str]] = {
    "parts": ({"same": 1, "other": 2, "gone": 3}, MADE),
    "strict": ({"same": 1, "other": 2}, MADE),
    "formed": ({"same": 1}, MADE),
    "lists": ({"emptied": 0, "lost": 1, "same": 2}, MADE_LISTS),
}
"""The numbers of a toy's recipes, and the model that is made of them by recipe."""
SECOND: dict[str, tuple[Numbers, str]] = {
    "parts": ({"same": 1, "other": 5, "new": 4}, MADE),
    "strict": ({"same": 1, "other": None}, MADE),
    "formed": ({"same": 1}, MADE.replace("as total,", "as total, 7 as one_more,")),
    "lists": ({"emptied": 1, "lost": 0, "same": 1}, MADE_LISTS),
}


def write_toy(toy: Project, name: str, numbers: Numbers, made: str) -> None:
    """Write the models given_<name>, listed_<name>, made_<name> and whole_<name>."""
    values = ", ".join(
        f"('{recipe}', {'null' if n is None else n}::integer)" for recipe, n in numbers.items()
    )
    query = f"select * from (values {values}) as listed (recipe_id, n)"
    write_model(toy, f"given_{name}", query)
    listed = LISTED_LISTS if made is MADE_LISTS else LISTED
    for kind, body in (("listed", listed), ("made", made), ("whole", WHOLE)):
        write_model(toy, f"{kind}_{name}", body.replace("NAME", name))
    if name == "strict":
        (toy.folder / "models" / "strict.yml").write_text(STRICT.replace("NAME", name))


def test_what_is_the_same_is_not_made_again(runs: Runs) -> None:
    first, second = (dict_of(runs.rows[run]["made_parts"]) for run in (0, 1))
    assert {recipe: total for recipe, (total, _) in second.items()} == {
        "same": 1,
        "other": 5,
        "new": 4,
    }
    assert second["same"] == first["same"]
    # both in one turn, after the first run
    assert second["other"][1] == second["new"][1] > first["other"][1] == first["same"][1]
    assert runs.rows[0]["whole_parts"] != runs.rows[1]["whole_parts"]
    assert runs.rows[2]["made_parts"] == runs.rows[1]["made_parts"]
    assert runs.rows[2]["whole_parts"] == runs.rows[1]["whole_parts"]


def test_an_empty_list_is_told_from_none(runs: Runs) -> None:
    first, second = (dict_of(runs.rows[run]["made_lists"]) for run in (0, 1))
    totals = [{recipe: total for recipe, (total, _) in found.items()} for found in (first, second)]
    assert totals == [{"emptied": 0, "lost": 1, "same": 1}, {"emptied": 1, "lost": 0, "same": 1}]
    assert second["same"] == first["same"]


def test_constraints_hold_of_parts(runs: Runs) -> None:
    assert "NOT NULL constraint failed" in runs.printed[1]
    assert "made_strict" in runs.said_of(1, "made_strict")
    assert runs.rows[1]["made_strict"] == runs.rows[0]["made_strict"]


def test_other_columns_make_all_anew(runs: Runs) -> None:
    assert [row[:3] for row in runs.rows[1]["made_formed"]] == [("same", 1, 7)]


def dict_of(rows: list[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows}
