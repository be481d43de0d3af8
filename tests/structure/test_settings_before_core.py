"""What a recipe is decided by is before its core, or after it, and no column is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

# Settings that say nothing of which events reach the core, and in which part.
FROM_THE_CORE_ON = {
    "recipe_id",
    "protocol_id",
    "has_core",
    "core_users",
    "core_items",
    "core_rounds",
    "cold",
    "has_given_valid",
    "max_history",
    "min_train_length",
    "min_co_raters",
    "neighbors",
    "user_neighbors",
    "negatives",
}


def test_recipes_stand_for_each_other_only_if_alike_in_all_that_comes_before_the_core(
    project_root: Path,
) -> None:
    model = project_root / "models/intermediate/sources/int_recipes.sql"
    macro = project_root / "macros/benchmarks/stand_in_key.sql"
    asked = re.search(r"with asked_recipes as \(\s+select(.+?)\n    from ", model.read_text(), re.S)
    assert asked
    columns = {re.split(r"\s", line.strip())[-1] for line in asked.group(1).split(",\n")}
    before = set(re.findall(r"^ +'(\w+)',$", macro.read_text(), re.M))
    # a key of 31 bits for the id
    before = before - {"dataset_key"} | {"dataset_id"}
    assert before & FROM_THE_CORE_ON == set()
    assert before | FROM_THE_CORE_ON == columns
