"""Writing a folder whole or not at all.

The files go into a temporary folder beside the target, named `<target>.unfinished-<random>`. It is
renamed at the end; on any error it is removed. What a process leaves that is killed is cleared away
by the next one with the same target: a lock beside the folder tells what is dead.
"""

from __future__ import annotations

import glob
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ingest import settings
from ingest.errors import UsageError
from ingest.messages import named
from ingest.workspaces import remove_lock

MANIFEST = "manifest.json"
README = "README.md"
CITATION = "citation.bib"
CROISSANT = "croissant.json"
"""What exports say of themselves, beside the files that their manifests list; the last two are
of benchmarks, whose manifests say so under `described`."""

MADE_BY = "corate export"
"""What the manifest of an export says under `made_by`."""


@dataclass(frozen=True)
class Kind:
    """Folders of which an earlier one may be replaced.

    made_by: what their manifest says under `made_by`; manifest: the name of that file. For
    messages, one: what one is called; replacing: by what an earlier one is replaced; how: how a
    command is told of the folder, after a blank. described: what each holds beside the files that
    its manifest lists.
    """

    made_by: str
    manifest: str
    one: str
    replacing: str
    how: str
    described: tuple[str, ...] = (README,)

    @property
    def called(self) -> str:
        """What it is called, without an article."""
        return self.one.partition(" ")[2]


EXPORT = Kind(MADE_BY, MANIFEST, "an export", "--overwrite", " with --to")

PUBLICATION = Kind("corate publish", "catalogue.json", "a publication", "publishing", "")


@contextmanager
def whole_folder(target: Path, overwrite: bool, kind: Kind = EXPORT) -> Iterator[Path]:
    """Give a temporary folder to fill; it becomes `target` if the block ends without an error.

    With `overwrite`, an earlier one of its kind is replaced that holds nothing but what its
    manifest lists.
    Raises UsageError, before anything is written, where `target` is or holds the home folder, the
    project or the folder one is in, is a file, or is a folder that may not be replaced. Errors of
    the file system come as OSError; the target is then as it was.
    """
    target = check_target(target, overwrite, kind)
    missing_parents = [parent for parent in target.parents if not parent.exists()]
    temporary = target.with_name(f"{target.name}.unfinished-{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # where no file can be made, as in /proc, FileLock would wait for ever
        _lock_of(temporary).touch()
        with FileLock(_lock_of(temporary)):
            try:
                temporary.mkdir()
                yield temporary
                _put_in_place(temporary, target, overwrite, kind)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
                remove_lock(_lock_of(temporary))
    except BaseException:
        for parent in missing_parents:  # from the innermost outwards
            # another program may have put something there in the meantime
            with suppress(OSError):
                parent.rmdir()
        raise


def check_target(target: Path, overwrite: bool, kind: Kind = EXPORT) -> Path:
    """The folder that links lead to. Raises UsageError where it may not be, as `whole_folder`."""
    target = Path(os.path.realpath(target))
    _clear_dead(target)
    projects = (settings.PROJECT_ROOT, settings.project_folder())
    for kept in (os.path.expanduser("~"), *projects, Path.cwd()):
        place = Path(os.path.realpath(kept))
        if target in (place, *place.parents):
            raise UsageError(
                f"{kind.one} does not go to {target}, which is or holds {kept}: give the name of "
                f"a folder for it alone{kind.how}, such as exports/mine"
            )
    parent = next(parent for parent in target.parents if parent.exists())
    if not parent.is_dir():
        raise UsageError(
            f"{parent} is a file, so that {target} cannot be in it: give another folder{kind.how}"
        )
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file: give the name of a folder{kind.how}")
    if target.exists():
        _check_content(target, target, overwrite, kind)
    return target


def _check_content(folder: Path, target: Path, overwrite: bool, kind: Kind) -> None:
    """Raise UsageError where what is in a folder, called `target`, may not be deleted."""
    if not any(folder.iterdir()):
        return
    if not overwrite:
        raise UsageError(
            f"{target} exists and is not empty: give another folder{kind.how}, or --overwrite to "
            f"replace an earlier {kind.called}"
        )
    listed = _listed(folder, kind)
    if listed is None:
        raise UsageError(
            f"{target} holds no {kind.called}, and {kind.replacing} replaces nothing else: give "
            f"another folder{kind.how}, or empty this one yourself"
        )
    if others := sorted(_files(folder) - listed):
        raise UsageError(
            f"{target} holds what is not of the {kind.called}: {named(others)}. Move it elsewhere, "
            f"or give another folder{kind.how}"
        )


def _listed(folder: Path, kind: Kind) -> set[str] | None:
    """The files of an export, by its manifest; None where the folder is none of the kind."""
    try:
        manifest = json.loads((folder / kind.manifest).read_text(encoding="utf-8"))
        if manifest["made_by"] != kind.made_by:
            return None
        described = {kind.manifest, *kind.described, *map(str, manifest.get("described", ()))}
        return described | {str(file["path"]) for file in manifest["files"]}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _files(folder: Path) -> set[str]:
    """Everything within but folders that hold something; a link to a folder is none."""
    found = set()
    for parent, folders, files in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        found |= {Path(parent, name).relative_to(folder).as_posix() for name in [*files, *links]}
        if not folders and not files:
            found.add(Path(parent).relative_to(folder).as_posix())
    return found


def _put_in_place(temporary: Path, target: Path, overwrite: bool, kind: Kind) -> None:
    """Rename `temporary` to `target`; an old target is deleted only after the new one is there."""
    if not target.exists():
        temporary.rename(target)
        return
    replaced = _replaced_by(temporary)
    target.rename(replaced)
    try:
        # somebody may have put something there while the new one was written
        _check_content(replaced, target, overwrite, kind)
        temporary.rename(target)
    except BaseException:
        replaced.rename(target)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _clear_dead(target: Path) -> None:
    """Clear away what runs left that were killed, and put back what one of them was replacing."""
    for lock in target.parent.glob(f"{glob.escape(target.name)}.unfinished-*.lock"):
        # another run may clear the same
        with suppress(OSError, Timeout), FileLock(lock, blocking=False):
            temporary = lock.with_suffix("")
            replaced = _replaced_by(temporary)
            if replaced.exists() and not target.exists():
                replaced.rename(target)
            for left in (temporary, replaced):
                shutil.rmtree(left, ignore_errors=True)
            remove_lock(lock)


def _lock_of(temporary: Path) -> Path:
    return temporary.with_name(f"{temporary.name}.lock")


def _replaced_by(temporary: Path) -> Path:
    """Where an old target is until the new one is in place: in the same folder, to be renamed."""
    head, _, token = temporary.name.rpartition(".unfinished-")
    return temporary.with_name(f"{head}.replaced-{token}")
