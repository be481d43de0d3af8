"""dbt-duckdb plugin that opens the database as landing does, and makes the raw tables.

So `dbt build` works on a fresh database, and both take their settings from ingest/settings.py. A
database of an older release is brought up to date, and one of a newer release is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection, InvalidInputException

from ingest.code_hash import imported_code_hash, project_code_hash
from ingest.database import check_opens, check_public, set_globally
from ingest.errors import IngestError
from ingest.messages import typed
from ingest.raw_tables import prepare_raw_tables, read_version, refuse_newer
from ingest.row_versions import note_row_versions
from ingest.setting_files import lines_as_json, note_settings
from ingest.settings import duckdb_settings, published_path_of, work_path_of


class Plugin(BasePlugin):
    """Named in profiles.yml as `ingest.dbt_plugin`."""

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Have dbt open the work file of the profile's database, and no other.

        Refuses what can be no database, or is in use, as landing does, before it is opened.

        Where DuckDB refuses a file, dbt would show where in its own code.
        """
        public = Path(creds.path)
        try:
            check_public(public)
            path = work_path_of(public)
            check_opens(path)
        except IngestError as error:
            raise DbtRuntimeError(typed(str(error))) from error
        creds.path = str(path)

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Take over the settings, and prepare the raw tables.

        A database opened for reading only is left as it is. Raises DbtRuntimeError with one line
        that says what to do.
        """
        _make_function(conn, "imported_code_hash", imported_code_hash, ["varchar"])
        _make_function(conn, "project_code_hash", project_code_hash, ["varchar"] * 2)
        _make_function(conn, "setting_lines", lines_as_json, ["varchar"])
        kinds: list[Any] = ["varchar", "varchar", "boolean", "varchar"]
        _make_function(conn, "publish_build", partial(_publish, conn), kinds)
        (read_only,) = conn.execute(
            "select readonly from duckdb_databases() where database_name = current_database()"
        ).fetchone() or (False,)
        try:
            set_globally(conn, duckdb_settings())
            if read_only:
                refuse_newer(read_version(conn))
            else:
                prepare_raw_tables(conn)
                note_settings(conn)
                note_row_versions(conn)
        except IngestError as error:
            raise DbtRuntimeError(typed(str(error))) from error


def _make_function(
    connection: DuckDBPyConnection, name: str, function: Callable[..., str], kinds: list[Any]
) -> None:
    """Let SQL call a function that returns a text, in place of one of that name."""
    with suppress(InvalidInputException):
        connection.remove_function(name)
    connection.create_function(name, function, kinds, "varchar", side_effects=True)


def _publish(
    connection: DuckDBPyConnection,
    content_version: str,
    code_version: str,
    is_tested: bool,
    left_out: str,
) -> str:
    """Publish the work file of a connection, from within a query of it; returns what is new.

    left_out: the recipes that are not to be shown and their keys, as JSON.
    """
    from corate.publishing import Build, publish_once

    with connection.cursor() as cursor:
        ((path,),) = cursor.execute(
            "select path from duckdb_databases() where database_name = current_database()"
        ).fetchall()
        target = published_path_of(Path(path))
        if target is None:
            return ""
        build = Build(content_version, code_version, is_tested, json.loads(left_out))
        return publish_once(cursor, target, build)
