"""Say whether the folder of an exported benchmark is what this warehouse has.

  python -m corate verify ~/from-a-colleague
  python -m corate verify exports/sample-films-core5/parquet --database ~/other/warehouse.duckdb

The benchmark that the folder names is exported anew, into a folder that is deleted again, and
compared file by file, to the byte. Where something differs, it is told what: files, events (by
their fingerprints), the parameters of the recipe, the edition of the dataset, or versions.

exit codes: 0 it is the same; 1 it differs, or is not made here; 2 the folder is no export of a
benchmark, or there is no such recipe here
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corate.database import add_public_database, warehouse
from corate.exports.benchmarks import LAYOUTS, read_benchmark
from corate.exports.writing import write_benchmark
from corate.folders import MADE_BY, MANIFEST, README
from corate.publications.opening import stand_in_for_private
from ingest.errors import UsageError
from ingest.messages import named, on_one_line
from ingest.text_files import sha256_of

MOST_EVENTS = 10**15
"""A part with more is none."""


@dataclass(frozen=True)
class Manifest:
    """What manifest.json says, as far as it is compared."""

    form: str
    recipe: Mapping[str, Any]
    dataset: Mapping[str, Any]
    events: Mapping[str, tuple[str, int]]
    """of each part the fingerprint, and how many there are"""
    checksums: Mapping[str, str | None]
    """of each file; None in exports of older releases"""
    described: frozenset[str]
    """what the folder holds beside them"""
    made_with: Mapping[str, str]
    """versions by name; none in exports of older releases"""

    @property
    def files(self) -> set[str]:
        """All that is in the folder."""
        return {*self.checksums, *self.described}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="what `export` has written")
    add_public_database(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare, and say what differs.

    Raises UsageError where the folder is no benchmark, or the warehouse has no such recipe,
    IngestError where it cannot be read.
    """
    folder = Path(os.path.expanduser(arguments.folder))
    theirs = _manifest_of(folder)
    recipe_id = theirs.recipe["recipe_id"]
    left_out: list[str] = []
    with warehouse(arguments.database) as connection, tempfile.TemporaryDirectory() as temporary:
        if arguments.database.is_dir():
            left_out = stand_in_for_private(connection)
        anew = Path(temporary)
        write_benchmark(connection, read_benchmark(connection, recipe_id), theirs.form, anew)
        ours = _manifest_of(anew)
        of_content = [*_differing_settings(theirs, ours), *_differing_events(theirs, ours)]
        changed = list(_changed_since(folder, theirs, ours))
        there = _files_in(folder)
        is_as_exported = not changed and ours.files & theirs.files <= there <= ours.files
        of_files = [*changed, *_differing_files(folder, anew, ours, there)]
    is_of_other_versions = theirs.made_with != ours.made_with
    for difference in of_content + of_files:
        print(on_one_line(difference))
    if not of_content and not of_files:
        print(f"{folder} is the {recipe_id} of this warehouse, to the byte")
        return 0
    if left_out:
        print(
            f"{arguments.database} has not {named(left_out)}: it was published without "
            "--with-private"
        )
    if is_of_other_versions:
        print(f"it was made with {_told(theirs.made_with)}, this is {_told(ours.made_with)}")
    if is_of_other_versions and is_as_exported and not of_content:
        print(
            f"{folder} says that it has the events of {recipe_id}, and is as it was exported; "
            "other versions may write other bytes, so that its files were not compared"
        )
    else:
        print(f"{folder} is not the {recipe_id} of this warehouse")
    return 1


def _manifest_of(folder: Path) -> Manifest:
    """The manifest of an exported benchmark. Raises UsageError where the folder is none."""
    try:
        return _read(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(
            f"{folder / MANIFEST} cannot be read: {error.strerror}: name a folder that `python -m "
            "corate export` has written"
        ) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{folder} holds no benchmark that `python -m corate export` has written: what "
            f"{MANIFEST} says is something else"
        ) from error


def _read(said: Any) -> Manifest:
    """What is said, or one of the errors that `_manifest_of` takes for a manifest of others."""
    if said["made_by"] != MADE_BY or said["format"] not in LAYOUTS:
        raise ValueError
    made_with = said.get("made_with", {})
    events = {
        _text(split["split"]): (_text(split["fingerprint"] or ""), int(split["interactions"]))
        for split in said["splits"]
    }
    if any(not 0 <= number < MOST_EVENTS for _, number in events.values()):
        raise ValueError
    _text(said["recipe"]["recipe_id"])
    return Manifest(
        said["format"],
        dict(said["recipe"]),
        dict(said["dataset"].items()),
        events,
        {_text(file["path"]): file.get("sha256") for file in said["files"]},
        frozenset({README, MANIFEST, *map(_text, said.get("described", ()))}),
        {_text(name): _text(version) for name, version in made_with.items()},
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _differing_settings(theirs: Manifest, ours: Manifest) -> Iterator[str]:
    """Parameters of the recipe, and what is said of the dataset."""
    for mine, other in ((ours.recipe, theirs.recipe), (ours.dataset, theirs.dataset)):
        for name in dict.fromkeys([*mine, *other]):
            if mine.get(name) != other.get(name):
                there, here = (
                    "blank" if one.get(name) is None else one[name] for one in (other, mine)
                )
                yield f"{name} is {there} there, {here} here"


def _differing_events(theirs: Manifest, ours: Manifest) -> Iterator[str]:
    for name in dict.fromkeys([*ours.events, *theirs.events]):
        if name not in theirs.events:
            yield f"there is a part {name} here alone"
        elif name not in ours.events:
            yield f"there is a part {name} there alone"
        elif theirs.events[name] != ours.events[name]:
            (_, there), (_, here) = theirs.events[name], ours.events[name]
            yield f"{name} has other events: {there:,} there, {here:,} here"


def _changed_since(folder: Path, theirs: Manifest, ours: Manifest) -> Iterator[str]:
    """What is not as it was when it was exported, by the manifest beside it.

    Only what this export writes, too, is looked at: a manifest may name any file.
    """
    for name, checksum in theirs.checksums.items():
        path = folder / name
        if name not in ours.checksums:
            yield f"'{name}' is said to be there, and is not written here"
        elif path.is_file() and checksum is not None and checksum != sha256_of(path):
            yield f"{name} was changed after it was exported"


def _files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _differing_files(folder: Path, anew: Path, ours: Manifest, there: set[str]) -> Iterator[str]:
    """Files that are not there, have other bytes, or are others'."""
    for name in sorted(ours.files):
        if not (folder / name).is_file():
            yield f"{name} is missing"
        elif sha256_of(folder / name) != sha256_of(anew / name):
            yield f"{name} differs"
    for name in sorted(there - ours.files):
        yield f"{name} is not of the export"


def _told(versions: Mapping[str, str]) -> str:
    told = " and ".join(f"{name} {version}" for name, version in versions.items())
    return told or "an older release"
