"""dbt-duckdb plugin that opens the database as landing does, and creates the raw tables.

So `dbt build` works on a fresh database, and both take their settings from ingest/settings.py.
"""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection

from ingest.database import create_raw_tables, set_globally
from ingest.errors import IngestError
from ingest.settings import duckdb_settings


class Plugin(BasePlugin):
    """Named in profiles.yml as `ingest.dbt_plugin`."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Take over the settings, and create what is missing.

        A database opened for reading only is left as it is. Raises DbtRuntimeError with one line
        where a setting makes no sense.
        """
        try:
            set_globally(conn, duckdb_settings())
        except IngestError as error:
            raise DbtRuntimeError(str(error)) from error
        (read_only,) = conn.execute(
            "select readonly from duckdb_databases() where database_name = current_database()"
        ).fetchone() or (False,)
        if not read_only:
            create_raw_tables(conn)
