"""What common ratings add up to: see int_value_sums_in_sql, which says the same."""

from typing import Any

from learning.compiled import is_counting_compiled


def model(dbt: Any, session: Any) -> Any:
    dbt.config(materialized="table")
    in_sql = dbt.ref("int_value_sums_in_sql")
    sets, entries = dbt.ref("int_compared_sets"), dbt.ref("int_compared_entries")
    pairs = dbt.ref("int_compared_pairs")
    if not is_counting_compiled(dbt.config.get("compiled_counting")):
        return in_sql
    from learning.pairs import add_up_values

    return add_up_values(session, sets, entries, pairs)
