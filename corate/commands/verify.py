"""Say whether the folder of an exported benchmark is what this warehouse has.

  python -m corate verify ~/from-a-colleague
  python -m corate verify exports/sample-films-core5/parquet --database ~/other/warehouse.duckdb

The benchmark that the folder names is exported anew, beside it in no place that stays, and compared
file by file, to the byte. Where something differs, it is told what: a file that was changed after
it was exported, events (by their fingerprints), or the parameters of the recipe.

exit codes: 0 it is the same; 1 it differs, or cannot be compared
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corate.database import add_database, warehouse
from corate.exports.benchmarks import LAYOUTS, read_benchmark
from corate.exports.writing import write_benchmark
from corate.folders import MADE_BY, MANIFEST
from corate.publications.opening import stand_in_for_private
from ingest.errors import UsageError
from ingest.messages import on_one_line

Manifest = Mapping[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="what `export` has written")
    add_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare, and say what differs.

    Raises UsageError where the folder is no benchmark, or the warehouse has no such recipe,
    IngestError where it cannot be read.
    """
    folder = Path(os.path.expanduser(arguments.folder))
    theirs = _manifest_of(folder)
    recipe_id, form = theirs["recipe"]["recipe_id"], theirs["format"]
    with warehouse(arguments.database) as connection, tempfile.TemporaryDirectory() as temporary:
        if arguments.database.is_dir():
            stand_in_for_private(connection)
        anew = Path(temporary)
        write_benchmark(connection, read_benchmark(connection, recipe_id), form, anew)
        ours = _manifest_of(anew)
        differences = [
            *_changed_since(folder, theirs),
            *_differing_settings(theirs, ours),
            *_differing_splits(theirs, ours),
            *_differing_files(folder, anew, theirs, ours),
        ]
    for difference in differences:
        print(on_one_line(difference))
    if differences:
        print(f"{folder} is not the {recipe_id} of this warehouse")
        return 1
    print(f"{folder} is the {recipe_id} of this warehouse, to the byte")
    return 0


def _manifest_of(folder: Path) -> Manifest:
    """The manifest of an exported benchmark. Raises UsageError where the folder is none."""
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_benchmark = (
            manifest["made_by"] == MADE_BY
            and manifest["format"] in LAYOUTS
            and isinstance(manifest["recipe"]["recipe_id"], str)
            and all(isinstance(file["path"], str) for file in manifest["files"])
        )
    except OSError as error:
        raise UsageError(
            f"{folder / MANIFEST} cannot be read: {error.strerror}: name a folder that `python -m "
            "corate export` has written"
        ) from error
    except (ValueError, LookupError, TypeError):
        is_benchmark = False
    if not is_benchmark:
        raise UsageError(
            f"{folder} holds no benchmark that `python -m corate export` has written: what "
            f"{MANIFEST} says is something else"
        )
    return manifest


def _changed_since(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is not as it was when it was exported, by the manifest beside it."""
    for file in manifest["files"]:
        path = folder / file["path"]
        if not path.is_file():
            yield f"{file['path']} is missing"
        # exports of older releases have no checksums
        elif "sha256" in file and file["sha256"] != _checksum(path):
            yield f"{file['path']} was changed after it was exported"


def _differing_settings(theirs: Manifest, ours: Manifest) -> Iterator[str]:
    """Parameters of the recipe, and the edition of the dataset."""
    for part in ("recipe", "dataset"):
        mine, other = ours[part], theirs.get(part, {})
        for name in dict.fromkeys([*mine, *other]):
            if mine.get(name) != other.get(name):
                yield f"{name} is {other.get(name)} there, {mine.get(name)} here"


def _differing_splits(theirs: Manifest, ours: Manifest) -> Iterator[str]:
    mine, other = (
        {split["split"]: split for split in manifest["splits"]} for manifest in (ours, theirs)
    )
    for name in dict.fromkeys([*mine, *other]):
        if name not in mine or name not in other:
            yield f"there is {'no' if name in mine else 'a'} {name} there: here it is otherwise"
        elif mine[name]["fingerprint"] != other[name]["fingerprint"]:
            yield (
                f"{name} has other events: {other[name]['interactions']:,} there, "
                f"{mine[name]['interactions']:,} here"
            )


def _differing_files(folder: Path, anew: Path, theirs: Manifest, ours: Manifest) -> Iterator[str]:
    """Files whose bytes differ; where versions do, they are told as what may be the cause."""
    names = _names(ours) | _names(theirs)
    differing = [
        name
        for name in sorted(names)
        if (folder / name).is_file()
        and (not (anew / name).is_file() or _checksum(folder / name) != _checksum(anew / name))
    ]
    for name in differing:
        yield f"{name} differs" if (anew / name).is_file() else f"{name} is not written any more"
    for name in sorted(names - _names(theirs)):
        yield f"{name} was not written there"
    if differing and theirs.get("made_with") != ours["made_with"]:
        yield (
            f"it was made with {_told(theirs.get('made_with'))}, this is {_told(ours['made_with'])}"
        )


def _names(manifest: Manifest) -> set[str]:
    return {file["path"] for file in manifest["files"]}


def _told(versions: Mapping[str, str] | None) -> str:
    if not versions:
        return "an older release"
    return " and ".join(f"{name} {version}" for name, version in versions.items())


def _checksum(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
