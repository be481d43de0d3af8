"""dbt-duckdb plugin that creates the raw tables, so that `dbt build` works on a fresh database."""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from ingest.database import create_raw_tables


class Plugin(BasePlugin):
    """Named in profiles.yml as `ingest.dbt_plugin`."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Create what is missing; a database opened for reading only is left as it is."""
        (read_only,) = conn.execute(
            "select readonly from duckdb_databases() where database_name = current_database()"
        ).fetchone() or (False,)
        if not read_only:
            create_raw_tables(conn)
