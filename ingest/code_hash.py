"""What tells whether code is as it was: hashes of files, whatever their line ends."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Mapping
from pathlib import Path

from ingest.settings import CODE_ROOT, IS_INSTALLED, PROJECT_ROOT, own_folder, project_folder


def imported_code_hash(code: str) -> str:
    """A hash of the project's own files that code imports, and of those that they import.

    code: Python that imports modules by name, as in `import learning.pairs`.
    """
    files: dict[Path, bytes] = {}
    _follow(code, files)
    return _hash_of(files)


def project_code_hash(variables: str, database: str) -> str:
    """A hash of everything that builds are made by: where it is as it was, so is every table.

    variables: those that dbt was given, as JSON. database: what dbt calls the database, which is
    written in views.
    """
    files = {PROJECT_ROOT / "dbt_project.yml": _read(PROJECT_ROOT / "dbt_project.yml")}
    folders = [PROJECT_ROOT / one for one in ("models", "macros", "seeds", "tests/data")]
    folders += [CODE_ROOT / "learning", own_folder()]
    if IS_INSTALLED:
        # variables and macros of the user's project count for Corate's models, too
        its_settings = project_folder() / "dbt_project.yml"
        if its_settings.is_file():
            files[its_settings] = _read(its_settings)
        folders += [project_folder() / "macros", PROJECT_ROOT / "root_macros"]
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                files[path] = _read(path)
    return f"{_hash_of(files)} {database} {variables}"


def _read(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def _hash_of(files: Mapping[Path, bytes]) -> str:
    digest = hashlib.sha256()
    for told, path in sorted((_told(path), path) for path in files):
        digest.update(f"{told.as_posix()} {len(files[path])} ".encode())
        digest.update(files[path])
    return digest.hexdigest()


def _told(path: Path) -> Path:
    """A file by its place in the project; what lies elsewhere, such as own/, by its last folder.

    Where all of it lies counts for nothing.
    """
    roots = (one for one in (PROJECT_ROOT, CODE_ROOT) if path.is_relative_to(one))
    return path.relative_to(next(roots, path.parent.parent))


def _follow(code: str, files: dict[Path, bytes]) -> None:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            path = CODE_ROOT.joinpath(*name.split(".")).with_suffix(".py")
            if path.is_file() and path not in files:
                files[path] = _read(path)
                _follow(files[path].decode(), files)
