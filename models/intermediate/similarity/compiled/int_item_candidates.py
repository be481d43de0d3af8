"""The items that may be neighbours: see int_item_candidates_in_sql, which says the same."""

from typing import Any

from learning.compiled import is_counting_compiled


def model(dbt: Any, session: Any) -> Any:
    dbt.config(materialized="table")
    in_sql = dbt.ref("int_item_candidates_in_sql")
    sets = dbt.ref("int_compared_sets").filter("kind = 'item'")
    pairs = dbt.ref("int_item_pairs")
    if not is_counting_compiled(dbt.config.get("compiled_counting")):
        return in_sql
    from learning.pairs import reach_last_places

    return reach_last_places(session, sets, pairs)
