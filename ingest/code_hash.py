"""What tells whether the Python that a model runs is as it was: a hash of the files it imports."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def imported_code_hash(code: str) -> str:
    """A hash of the project's own files that code imports, and of those that they import.

    code: Python that imports modules by name, as in `import learning.pairs`.
    """
    files: dict[Path, bytes] = {}
    _follow(code, files)
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + files[path])
    return digest.hexdigest()


def _follow(code: str, files: dict[Path, bytes]) -> None:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
            if path.is_file() and path not in files:
                # whatever the line ends of a checkout
                files[path] = path.read_bytes().replace(b"\r\n", b"\n")
                _follow(files[path].decode(), files)
