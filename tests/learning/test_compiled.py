"""When a model's rows are counted by compiled code, and when by SQL."""

from __future__ import annotations

from importlib.machinery import ModuleSpec

import duckdb
import pyarrow as pa
import pytest

from learning import compiled

QUERY = """with sets as (
    select 1 as collection, place + 4294967296 as set_number, 1 as min_shared, 1 as neighbors
    from range(1, 3) as places (place)
),

entries as (
    select 1 as collection, set_number, 4294967296 as list_key
    from sets
),

int_pairs as (
    select 'in SQL' as counted
)

select * from int_pairs
"""


@pytest.mark.parametrize("is_there", [True, False])
def test_who_counts(monkeypatch: pytest.MonkeyPatch, is_there: bool) -> None:
    def find_spec(name: str) -> ModuleSpec | None:
        assert name == "numba"
        return ModuleSpec(name, None) if is_there else None

    monkeypatch.setattr(compiled, "find_spec", find_spec)
    with duckdb.connect() as session:
        found = compiled.count(session, QUERY, "count_pairs")
        if is_there:
            assert isinstance(found, pa.RecordBatchReader)
            base = 4294967296
            pair = {"set_number_a": base + 1, "set_number_b": base + 2, "shared": 1}
            assert found.read_all().to_pylist() == [pair]
        else:
            assert isinstance(found, duckdb.DuckDBPyRelation)
            assert found.fetchall() == [("in SQL",)]


def test_a_model_that_does_not_end_as_all_do_is_refused() -> None:
    with pytest.raises(ValueError, match="a model that is counted ends in 'select"):
        compiled.step_of("with sets as (select 1)\nselect 1", "sets")
