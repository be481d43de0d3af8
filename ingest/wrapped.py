"""One JSON object that holds the array of all records, as `{"ratings": [{…}, {…}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.documents import object_elements, object_fields
from ingest.errors import IngestError
from ingest.messages import named, shown

LARGEST_BYTES = 256 << 20
"""All of it is in memory, and some eight times as much when it is parsed."""


def array_within(path: Path, target: Path, name: str) -> None:
    """Write the one array of objects of a JSON object as a file of its own.

    Raises IngestError where it is none, is too large for the memory, or holds several of them.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise IngestError(
            f"{shown(name)} is one JSON object of more than {LARGEST_BYTES >> 20} MB: write the "
            "records in it one a line, such as with jq -c '.ratings[]'"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = [
            (field, start)
            for field, value, start, _ in object_fields(text)
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
    except (ValueError, RecursionError) as error:
        raise IngestError(
            f"{shown(name)} is not a whole JSON object: {shown(str(error))}"
        ) from error
    if len(found) > 1:
        fields = [field for field, _ in found]
        raise IngestError(
            f"{shown(name)} is one JSON object that holds {len(found)} arrays of objects, "
            f"{named(fields)}: write the one that is meant as a file of its own, such as with "
            f"jq -c '.{shown(fields[0])}[]'"
        )
    ((_, start),) = found
    with target.open("w", encoding="utf-8") as file:
        file.writelines(
            _joined(text[first:last] for _, first, last in object_elements(text, start))
        )


def _joined(elements: Iterator[str]) -> Iterator[str]:
    between = "["
    for element in elements:
        yield between
        yield element
        between = ",\n"
    yield "]"
