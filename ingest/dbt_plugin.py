"""dbt-duckdb plugin that opens the database as landing does, and makes the raw tables.

So `dbt build` works on a fresh database, and both take their settings from ingest/settings.py. A
database of an older release is brought up to date, and one of a newer release is refused.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection

from ingest.code_hash import imported_code_hash, project_code_hash
from ingest.database import check_database, check_opens, set_globally
from ingest.errors import IngestError
from ingest.raw_tables import prepare_raw_tables, read_version, refuse_newer
from ingest.row_versions import note_row_versions
from ingest.settings import duckdb_settings, published_path_of


class Plugin(BasePlugin):
    """Named in profiles.yml as `ingest.dbt_plugin`."""

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Refuse what can be no database, or is in use, as landing does, before it is opened.

        Where DuckDB refuses a file, dbt would show where in its own code.
        """
        path = Path(creds.path)
        try:
            check_database(path)
            check_opens(path)
        except IngestError as error:
            raise DbtRuntimeError(str(error)) from error

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Take over the settings, and prepare the raw tables.

        A database opened for reading only is left as it is. Raises DbtRuntimeError with one line
        that says what to do.
        """
        conn.create_function("imported_code_hash", imported_code_hash)
        conn.create_function("project_code_hash", project_code_hash, side_effects=True)
        conn.create_function(
            "publish_build",
            partial(_publish, conn),
            ["varchar", "varchar", "boolean"],
            "varchar",
            side_effects=True,
        )
        (read_only,) = conn.execute(
            "select readonly from duckdb_databases() where database_name = current_database()"
        ).fetchone() or (False,)
        try:
            set_globally(conn, duckdb_settings())
            if read_only:
                refuse_newer(read_version(conn))
            else:
                prepare_raw_tables(conn)
                note_row_versions(conn)
        except IngestError as error:
            raise DbtRuntimeError(str(error)) from error


def _publish(
    connection: DuckDBPyConnection, content_version: str, code_version: str, is_tested: bool
) -> str:
    """Publish the work file of a connection, from within a query of it; returns what is new."""
    from corate.publishing import Build, publish_once

    with connection.cursor() as cursor:
        ((path,),) = cursor.execute(
            "select path from duckdb_databases() where database_name = current_database()"
        ).fetchall()
        target = published_path_of(Path(path))
        if target is None:
            return ""
        number = publish_once(cursor, target, Build(content_version, code_version, is_tested))
    return f"{target}, build {number}" if number else ""
