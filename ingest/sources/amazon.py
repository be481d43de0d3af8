"""Amazon reviews of the McAuley lab, editions 2014, 2018 and 2023.

Ratings are CSV: user,item (2014) or item,user (2018) without a header, with a header in 2023, where
times are in milliseconds. Reviews are JSON lines. Metadata are JSON lines too, but Python literals
in 2014. The edition says which layout a kind of file has; the first line of a file says which kind
it is, because file names follow no rule.
Sources: https://snap.stanford.edu/data/amazon/productGraph/,
https://nijianmo.github.io/amazon/, https://amazon-reviews-2023.github.io/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from ingest.columns import IDENTIFIER, NUMBER, UNIX_TIME, Column
from ingest.errors import IngestError
from ingest.layouts import (
    Delimited,
    DeliveredFile,
    JsonLines,
    Layout,
    Plan,
    PlannedFile,
    PythonLiterals,
)
from ingest.text_files import first_line

USER = Column("user", IDENTIFIER, raw="user_id")
ITEM = Column("item", IDENTIFIER, raw="item_id")
RATING = Column("rating", NUMBER)
TIME = Column("timestamp", UNIX_TIME)

RATINGS = "ratings"
REVIEWS = "reviews"
METADATA = "metadata"


def _ratings_without_header(*columns: Column) -> Delimited:
    return Delimited(
        table="amazon_ratings",
        columns=columns,
        interactions=True,
        header=False,
        positions=tuple(range(len(columns))),
        width=len(columns),
        quote="",
    )


def _reviews(*fields: Column) -> JsonLines:
    return JsonLines("amazon_reviews", fields, interactions=True, document="review")


_REVIEWS_BEFORE_2023 = _reviews(
    Column("reviewerID", IDENTIFIER),
    Column("asin", IDENTIFIER),
    Column("overall", NUMBER),
    Column("unixReviewTime", UNIX_TIME),
)

LAYOUTS: Mapping[str, Mapping[str, Layout]] = {
    "2014": {
        RATINGS: _ratings_without_header(USER, ITEM, RATING, TIME),
        REVIEWS: _REVIEWS_BEFORE_2023,
        METADATA: PythonLiterals(
            "amazon_metadata", (Column("asin", IDENTIFIER),), document="metadata"
        ),
    },
    "2018": {
        RATINGS: _ratings_without_header(ITEM, USER, RATING, TIME),
        REVIEWS: _REVIEWS_BEFORE_2023,
        METADATA: JsonLines("amazon_metadata", (Column("asin", IDENTIFIER),), document="metadata"),
    },
    "2023": {
        RATINGS: Delimited(
            "amazon_ratings",
            (
                Column("user_id", IDENTIFIER),
                Column("parent_asin", IDENTIFIER, raw="item_id"),
                RATING,
                TIME,
            ),
            interactions=True,
        ),
        REVIEWS: _reviews(
            Column("user_id", IDENTIFIER),
            Column("parent_asin", IDENTIFIER),
            Column("rating", NUMBER),
            Column("timestamp", UNIX_TIME),
        ),
        METADATA: JsonLines(
            "amazon_metadata", (Column("parent_asin", IDENTIFIER),), document="metadata"
        ),
    },
}


def plan(files: Sequence[DeliveredFile], edition: str) -> Plan:
    """Plan the files of an edition: ratings or reviews, and metadata beside either.

    Files that are of no known kind (a licence, a README) are left out with a remark. Raises
    IngestError for an edition that is not known, where nothing is usable, or where a kind of file
    is there twice: the same events would be landed twice.
    """
    if edition not in LAYOUTS:
        raise IngestError(
            f"Amazon edition '{edition}' is not known: the editions are {', '.join(LAYOUTS)}"
        )
    found: dict[str, DeliveredFile] = {}
    others: list[str] = []
    for file in files:
        kind = _kind(file)
        if kind is None:
            others.append(file.name)
        elif kind in found:
            raise IngestError(
                f"{found[kind].name} and {file.name} both hold {kind}: give one of them with --from"
            )
        else:
            found[kind] = file
    if RATINGS in found and REVIEWS in found:
        raise IngestError(
            f"{found[RATINGS].name} holds ratings and {found[REVIEWS].name} reviews of the same "
            "events: give one of them with --from"
        )
    if not found:
        raise IngestError(
            "this is not an Amazon data set: found neither ratings (CSV with 4 columns) nor "
            "reviews or metadata (one object a line)"
            + (f" in {', '.join(others[:5])}" if others else "")
        )
    layouts = LAYOUTS[edition]
    planned = tuple(
        PlannedFile(found[kind], layouts[kind])
        for kind in (RATINGS, REVIEWS, METADATA)
        if kind in found
    )
    return Plan(planned, (f"left out: {', '.join(others)}",) if others else ())


def _kind(file: DeliveredFile) -> str | None:
    """What a file holds, told from its first line; None for something else."""
    line = first_line(file.path)
    if not line.startswith("{"):
        # ids, ratings and times have no blanks: a sentence of a README with three commas does
        return RATINGS if len(line.split(",")) == 4 and not re.search(r"\s", line) else None
    # keys are compared as text: the line may be broken JSON, or a Python literal
    has_reviewer = any(f'"{key}"' in _keys(line) for key in ("reviewerID", "user_id"))
    return REVIEWS if has_reviewer else METADATA


def _keys(line: str) -> str:
    """The keys of a JSON object as text; the line itself where it is not JSON."""
    try:
        return " ".join(f'"{key}"' for key in json.loads(line))
    except ValueError:
        return line
