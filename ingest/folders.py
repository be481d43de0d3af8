"""Writing a folder whole or not at all.

The files go into a temporary folder beside the target, named `<target>.unfinished-<random>`. It is
renamed at the end; on any error it is removed. A process that is killed leaves at most that folder.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.errors import IngestError

MANIFEST = "manifest.json"
"""Every export holds one; only a folder that holds one may be replaced."""

MADE_BY = "corate export"
"""What the manifest of an export says under `made_by`."""


@contextmanager
def whole_folder(target: Path, overwrite: bool) -> Iterator[Path]:
    """Give a temporary folder to fill; it becomes `target` if the block ends without an error.

    Raises IngestError, before anything is written, where `target` is a file, or a folder that is
    not empty and may not be replaced; with `overwrite`, an earlier export may be. Errors of the
    file system come as OSError; the target is then as it was.
    """
    target = target.resolve()
    _check_target(target, overwrite)
    missing_parents = [parent for parent in target.parents if not parent.exists()]
    temporary = _beside(target, "unfinished")
    try:
        temporary.mkdir(parents=True)
        yield temporary
        _put_in_place(temporary, target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        for parent in missing_parents:  # from the innermost outwards
            # another program may have put something there in the meantime
            with suppress(OSError):
                parent.rmdir()
        raise


def _check_target(target: Path, overwrite: bool) -> None:
    parent = next(parent for parent in target.parents if parent.exists())
    if not parent.is_dir():
        raise IngestError(
            f"{parent} is a file, so that {target} cannot be in it: give another `to`"
        )
    if not target.exists():
        return
    if not target.is_dir():
        raise IngestError(f"{target} is a file: give the name of a folder as `to`")
    if not any(target.iterdir()):
        return
    if not overwrite:
        raise IngestError(
            f"{target} exists and is not empty: give another folder as `to`, or "
            "`overwrite: true` to replace an earlier export as a whole"
        )
    if not _is_export(target):
        raise IngestError(
            f"{target} holds files that are not of an export, and `overwrite: true` would delete "
            "them: give another folder as `to`, or empty this one yourself"
        )


def _is_export(folder: Path) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("made_by") == MADE_BY


def _put_in_place(temporary: Path, target: Path) -> None:
    """Rename `temporary` to `target`; an old target is deleted only after the new one is there."""
    if not target.exists():
        temporary.rename(target)
        return
    replaced = _beside(target, "replaced")
    target.rename(replaced)
    try:
        temporary.rename(target)
    except BaseException:
        replaced.rename(target)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _beside(target: Path, state: str) -> Path:
    """A new name in the same folder, since a rename works only within one file system."""
    return target.with_name(f"{target.name}.{state}-{secrets.token_hex(4)}")
