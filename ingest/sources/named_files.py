"""Choosing files by their names, for sources whose files are always called the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.errors import IngestError
from ingest.layouts import DeliveredFile, Layout, Plan, PlannedFile
from ingest.packing import without_ending


def plan_by_name(
    files: Sequence[DeliveredFile], layouts: Mapping[str, Layout], source: str
) -> Plan:
    """Plan the files whose names `layouts` knows, in the order of `layouts`.

    `layouts` maps a file name without folders to its layout; a `.gz` (`.bz2`, `.xz`, `.zst`) at the
    end of a delivered name is overlooked. Raises IngestError where no name is known, or one
    occurs twice.
    """
    planned: list[PlannedFile] = []
    absent: list[str] = []
    for name, layout in layouts.items():
        found = [file for file in files if bare_name(file) == name]
        if len(found) > 1:
            raise IngestError(
                f"{name} is there {len(found)} times ({found[0].name}, {found[1].name}): "
                "give the folder that holds the right one to --from"
            )
        if found:
            planned.append(PlannedFile(found[0], layout))
        else:
            absent.append(name)
    if not planned:
        raise IngestError(
            f"this is not {source}: looked for {', '.join(layouts)} and found "
            f"{shortened([file.name for file in files])}"
        )
    remarks = (f"not delivered: {', '.join(absent)}",) if absent else ()
    return Plan(tuple(planned), remarks)


def bare_name(file: DeliveredFile) -> str:
    """The file name without folders and without `.gz` and the like."""
    return without_ending(file.name.rsplit("/", 1)[-1])


def shortened(names: Sequence[str], shown: int = 5) -> str:
    """The first few names, and how many more there are."""
    if not names:
        return "no files"
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
