"""All pairs of items with enough in common: see int_item_pairs_in_sql, which says the same."""

from typing import Any

from learning.compiled import is_counting_compiled


def model(dbt: Any, session: Any) -> Any:
    dbt.config(materialized="table")
    in_sql = dbt.ref("int_item_pairs_in_sql")
    sets = dbt.ref("int_compared_sets").filter("kind = 'item'")
    entries = dbt.ref("int_compared_entries")
    if not is_counting_compiled(dbt.config.get("compiled_counting")):
        return in_sql
    from learning.pairs import count_pairs

    return count_pairs(session, sets, entries)
