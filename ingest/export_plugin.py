"""dbt-duckdb plugin that writes a folder of files for the macro `export`.

SQL cannot rename a folder, and Jinja cannot clean up after an error. So macros/exports decides what
is in which file and in which order; this plugin runs the queries, each into its file, and puts the
folder in place. The macro reaches it through `adapter.store_relation`.
"""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import TypedDict

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import TargetConfig
from dbt_common.exceptions import DbtRuntimeError

from ingest import settings
from ingest.errors import IngestError
from ingest.folders import whole_folder


class QueryFile(TypedDict):
    """A file that is the result of a query."""

    path: str
    """relative to the folder, with / between its parts"""
    query: str
    options: str
    """of COPY, such as `format parquet`"""


class FolderContent(TypedDict):
    """What the macro hands over."""

    queries: list[QueryFile]
    texts: dict[str, str]
    """path: text"""
    documents: dict[str, object]
    """path: what is written as JSON"""
    overwrite: bool


class Plugin(BasePlugin):
    """Named in profiles.yml as `ingest.export_plugin`."""

    _connection: duckdb.DuckDBPyConnection

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Keep the connection for `store`."""
        self._connection = conn

    def store(self, target_config: TargetConfig) -> None:
        """Write the folder that the location names, whole or not at all.

        A relative location starts from the project's root.
        Raises DbtRuntimeError with one line that says what to do.
        """
        content: FolderContent = target_config.config
        assert target_config.location is not None
        # joined to the root, an absolute path stays what it is
        target = settings.PROJECT_ROOT / Path(target_config.location.path).expanduser()
        try:
            with whole_folder(target, content["overwrite"]) as folder:
                self._fill(folder, content)
        except IngestError as error:
            raise DbtRuntimeError(str(error)) from error
        except (OSError, duckdb.Error) as error:
            problem = _explained(error)
            raise DbtRuntimeError(f"{target} could not be written: {problem}") from error

    def _fill(self, folder: Path, content: FolderContent) -> None:
        with self._connection.cursor() as cursor:
            for file in content["queries"]:
                path = _place(folder, file["path"])
                quoted = str(path).replace("'", "''")
                cursor.execute(f"copy ({file['query']}) to '{quoted}' ({file['options']})")
        for name, text in content["texts"].items():
            _place(folder, name).write_text(text, encoding="utf-8", newline="\n")
        for name, document in content["documents"].items():
            text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
            _place(folder, name).write_text(text, encoding="utf-8", newline="\n")


def _place(folder: Path, name: str) -> Path:
    path = folder.joinpath(*name.split("/"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _explained(error: OSError | duckdb.Error) -> str:
    """A failure of the machine or the engine in one line."""
    text = str(error)
    if "No space left" in text or getattr(error, "errno", None) == errno.ENOSPC:
        return "the disk is full. Make room and try again"
    if isinstance(error, duckdb.OutOfMemoryException):
        return settings.OUT_OF_MEMORY
    if isinstance(error, OSError):
        return f"{error.strerror or text} ({error.filename}): give another folder as `to`"
    return text.splitlines()[0]
