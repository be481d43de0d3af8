"""The profiles that may be neighbours: see int_profile_candidates_in_sql, which says the same."""

from typing import Any

from learning.compiled import is_counting_compiled


def model(dbt: Any, session: Any) -> Any:
    dbt.config(materialized="table")
    in_sql = dbt.ref("int_profile_candidates_in_sql")
    sets, entries = dbt.ref("int_profile_sets"), dbt.ref("int_profile_entries")
    if not is_counting_compiled(dbt.config.get("compiled_counting")):
        return in_sql
    from learning.pairs import find_nearest_by_values

    return find_nearest_by_values(session, sets, entries)
