"""What tells whether landed rows are those of before: a hash of the rows of a dataset.

Landing the same content again changes nothing that is made of it: the hour of a landing is content
of `raw.landings` alone.
"""

from __future__ import annotations

import duckdb

from ingest.columns import quote_text
from ingest.parts import OWN_TABLES, PREDICTIONS, SUBJECTS, parts_of, parts_of_recipe
from ingest.setting_files import OWN

OF_DATASETS = {
    "landings": "*",
    "landed_files": "* exclude (landed_at)",
    "landing_remarks": "* exclude (landed_at)",
    "rejected_rows": "*",
}
"""Raw tables that are no views of parts, and what of them is hashed, by dataset. Models tell people
when what was refused was landed."""

READ_BY_THE_HOUR = (
    *("huggingface_models", "huggingface_documents"),
    *("youtube_videos", "youtube_labels"),
)
"""Raw tables of which models read when they were landed, too."""

OF_WIKIDATA = {
    # rows are added and never changed: their documents, which take long to read, need not be
    "wikidata_answers": "* exclude (answer, query)",
    "wikidata_failures": "*",
}
"""Raw tables whose rows are of no dataset, and what of them is hashed: they are the dataset ''."""


OF_SETTINGS = ("unread_settings", *(f"own_{setting}" for setting in OWN))
"""Raw tables of settings, of no dataset either; they are small."""

HAVE_LISTS = {*OF_DATASETS, *OF_WIKIDATA}


def forget_row_versions(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, subject: str | None = None
) -> None:
    """Forget the versions of a dataset, or of Wikidata (''): in the transaction that changes rows.

    What has no version is due: `corate build` starts dbt, which gives it one. Where a list beside a
    dataset is what changes (`subject`), its events keep theirs. Predictions have a version by
    recipe: those are forgotten of which there are parts, before these are dropped and when there
    are new ones.
    """
    changed = [*OF_DATASETS, *(table for table, one in SUBJECTS.items() if one == subject)]
    connection.execute(
        "delete from raw.row_versions where table_name = $table and dataset_id in"
        " (select recipe_id from raw.landed_parts"
        " where dataset_id = $name and table_name = $table)",
        {"table": PREDICTIONS, "name": dataset_id},
    )
    connection.execute(
        "delete from raw.row_versions where dataset_id = ? and table_name not in ?"
        " and (not ? or table_name in ?)",
        [dataset_id, OF_SETTINGS, subject in SUBJECTS.values(), changed],
    )


def note_row_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the rows of each raw table and dataset that have no version one, by what they are."""
    forget_row_versions(connection, "")
    connection.execute("delete from raw.row_versions where table_name in ?", [OF_SETTINGS])
    for table, columns in {**OF_WIKIDATA, **dict.fromkeys(OF_SETTINGS, "*")}.items():
        _note(connection, table, "", [f"select {columns} from raw.{table}"])
    for table, dataset_id in connection.execute(
        " union ".join(f"select '{table}', dataset_id from raw.{table}" for table in OF_DATASETS)
        + " union select table_name, coalesce(recipe_id, dataset_id) from raw.landed_parts"
        " except select table_name, dataset_id from raw.row_versions"
    ).fetchall():
        if table in OF_DATASETS:
            of_dataset = f"where dataset_id = {quote_text(dataset_id)}"
            queries = [f"select {OF_DATASETS[table]} from raw.{table} {of_dataset}"]
        elif table == PREDICTIONS:
            queries = [
                # whose they are, and whether a number is a rank or a score, is part of what is said
                f"select {quote_text(landing)}, {quote_text(str(_columns(connection, part)))}, *"
                f" from {part}"
                for landing, part in parts_of_recipe(connection, dataset_id)
            ]
        else:
            queries = [f"from {part}" for part in parts_of(connection, table, dataset_id)]
            if table in OWN_TABLES:
                queries.append(_names(connection, table, dataset_id))
            if table in READ_BY_THE_HOUR:
                queries.append(
                    "select landed_at from raw.landings"
                    f" where dataset_id = {quote_text(dataset_id)} and subject = 'dataset'"
                )
        _note(connection, table, dataset_id, queries)


def _names(connection: duckdb.DuckDBPyConnection, table: str, dataset_id: str) -> str:
    """SQL for the names of the columns of a dataset's parts."""
    names = [
        f"select {quote_text(name)}"
        for part in parts_of(connection, table, dataset_id)
        for name in _columns(connection, part)
    ]
    return " union all ".join(names) or "select '' where false"


def _columns(connection: duckdb.DuckDBPyConnection, part: str) -> list[str]:
    return [name for name, *_ in connection.execute(f"describe {part}").fetchall()]


def _note(
    connection: duckdb.DuckDBPyConnection, table: str, dataset_id: str, queries: list[str]
) -> None:
    """Note the hash of the rows of queries, in whatever order they are within each."""
    hashes = [rows_hash(connection, query, table in HAVE_LISTS) for query in queries]
    connection.execute(
        "insert into raw.row_versions values (?, ?, ?)", [table, dataset_id, "; ".join(hashes)]
    )


def rows_hash(
    connection: duckdb.DuckDBPyConnection, query: str, may_have_lists: bool = True
) -> str:
    """The hash of the rows of a query, in whatever order they are."""
    # an empty list has the hash of NULL; tables of parts, which may be long, have no lists
    hashed = "hash(landed, cast(landed as varchar))" if may_have_lists else "hash(landed)"
    ((found,),) = connection.execute(
        f"select count(*) || ' ' || coalesce(sum({hashed}), 0) from ({query}) as landed"
    ).fetchall()
    return str(found)
