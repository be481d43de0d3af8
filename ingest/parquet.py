"""Where the columns of a Parquet file stand, by the names that the file gives them.

DuckDB tells `user` and `User` apart by renaming one of them; the places are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.columns import quote_identifier, quote_text
from ingest.errors import IngestError
from ingest.messages import named, shown

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Place:
    """A column, or a field within one, as SQL.

    depth: how many lists are around each value; is_object: whether values are objects.
    """

    sql: str
    depth: int
    is_object: bool


@dataclass(frozen=True)
class ParquetColumns:
    """The columns of a file.

    schema: as the file gives them; names, types: as DuckDB does, in the same order.
    """

    file: str
    schema: pa.Schema
    names: Sequence[str]
    types: Sequence[Any]

    def place(self, name: str) -> Place:
        """Where a column is: by its own name, or, as `a.b`, within another one.

        Raises IngestError where there is none, or two of one name.
        """
        fields = [self.schema.field(place) for place in range(len(self.schema))]
        sqls = [quote_identifier(one) for one in self.names]
        found = _place(name, fields, sqls, self.types, 0)
        if len(found) > 1:
            raise IngestError(f"{shown(self.file)} has two columns named '{shown(name)}'")
        if not found:
            raise IngestError(
                f"{shown(self.file)} has no column '{shown(name)}': its columns are "
                f"{named(self.all_names())}"
            )
        return found[0]

    def all_names(self) -> list[str]:
        """Columns, and fields within them as `a.b`."""
        return [name for one in self.schema for name in _names(one)]

    def row(self) -> str:
        """SQL for a whole row as JSON, with the names that the file gives."""
        values = (
            f"{quote_text(field)}, {quote_identifier(name)}"
            for field, name in zip(self.schema.names, self.names, strict=True)
        )
        return f"json_object({', '.join(values)})::varchar"


def columns_of(path: Path, file: str, names: Sequence[str], types: Sequence[Any]) -> ParquetColumns:
    # imported when needed: Arrow takes longer to import than all the rest
    from pyarrow import parquet

    return ParquetColumns(file, parquet.read_schema(path), names, types)


def _place(
    name: str, fields: Sequence[Any], sqls: Sequence[str], types: Sequence[Any], around: int
) -> list[Place]:
    import pyarrow as pa

    whole = []
    within = []
    for field, sql, kind in zip(fields, sqls, types, strict=True):
        inner, duckdb_type, depth = field.type, kind, around
        while _is_list(inner):
            inner, duckdb_type = inner.value_type, dict(duckdb_type.children)["child"]
            depth += 1
        if field.name == name:
            if pa.types.is_decimal256(inner):
                # DuckDB reads them as doubles, and two ids would become one
                raise IngestError(
                    f"'{shown(name)}' has decimal numbers of more than 38 digits: write it as text"
                )
            is_object = pa.types.is_struct(inner) or pa.types.is_map(inner)
            whole.append(Place(sql, depth, is_object))
        elif pa.types.is_struct(inner) and name.startswith(f"{field.name}."):
            children = duckdb_type.children
            extracted = [f"struct_extract({{}}, {quote_text(child)})" for child, _ in children]
            if depth:
                parts = [
                    f"list_transform({sql}, lambda one: {one.format('one')})" for one in extracted
                ]
            else:
                parts = [one.format(sql) for one in extracted]
            within += _place(
                name.removeprefix(f"{field.name}."),
                [inner.field(place) for place in range(inner.num_fields)],
                parts,
                [child for _, child in children],
                depth,
            )
    return whole or within


def _is_list(kind: Any) -> bool:
    import pyarrow as pa

    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )


def _names(field: Any) -> list[str]:
    import pyarrow as pa

    inner = field.type
    while _is_list(inner):
        inner = inner.value_type
    if not pa.types.is_struct(inner):
        return [field.name]
    children = (inner.field(place) for place in range(inner.num_fields))
    return [f"{field.name}.{name}" for child in children for name in _names(child)]
