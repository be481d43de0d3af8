"""Amazon reviews of the McAuley lab, editions 2014, 2018 and 2023.

Ratings are CSV: user,item (2014) or item,user (2018) without a header, with a header in 2023, where
times are in milliseconds. Reviews are JSON lines. Metadata are JSON lines too, but Python literals
in 2014. The edition says which layout a kind of file has; the first lines of a file say which kind
it is, because file names follow no rule.
Sources: https://snap.stanford.edu/data/amazon/productGraph/,
https://nijianmo.github.io/amazon/, https://amazon-reviews-2023.github.io/.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ingest.columns import IDENTIFIER, NUMBER, UNIX_TIME, Column
from ingest.errors import IngestError
from ingest.forms import documents_in, laid_out
from ingest.layouts import (
    Delimited,
    DeliveredFile,
    DocumentLayout,
    JsonLines,
    Layout,
    Plan,
    PlannedFile,
    PythonLiterals,
)
from ingest.messages import shown
from ingest.text_files import first_characters, first_lines

USER = Column("user", IDENTIFIER, raw="user_id")
ITEM = Column("item", IDENTIFIER, raw="item_id")
RATING = Column("rating", NUMBER)
TIME = Column("timestamp", UNIX_TIME)

RATINGS = "ratings"
REVIEWS = "reviews"
METADATA = "metadata"

LINES_JUDGED = 20
"""So many lines tell the kind of a file: a broken one among them must not decide."""

REVIEWER_KEYS = ("reviewerID", "user_id")
KEYS = (*REVIEWER_KEYS, "asin", "parent_asin")

IDS_JUDGED = 1000
"""So many lines tell whose ids stand in which column."""

PRODUCT = re.compile("B[0-9A-Z]{9}|[0-9]{9}[0-9X]")
REVIEWERS = {
    "2014": re.compile("A[0-9A-Z]{7,23}"),
    "2018": re.compile("A[0-9A-Z]{7,23}"),
    "2023": re.compile("A[0-9A-Z]{24,35}"),
}
"""Ids as Amazon makes them: of reviewers, mostly 12 to 14 characters, 28 in 2023."""

PLACES = {"2014": (0, 1), "2018": (1, 0), "2023": (0, 1)}
"""Where reviewers and products stand in ratings."""


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

    Files that are of no known kind (a licence, a README) are left out. Raises
    IngestError for an edition that is not known, where nothing is usable, or where a kind of file
    is there twice: the same events would be landed twice.
    """
    if edition not in LAYOUTS:
        raise IngestError(
            f"Amazon edition '{edition}' is not known: the editions are {', '.join(LAYOUTS)}"
        )
    found: dict[str, DeliveredFile] = {}
    forms: dict[str, str] = {}
    others: list[str] = []
    for file in files:
        kind, form = _kind(file)
        if kind is None:
            others.append(file.name)
        elif kind in found:
            raise IngestError(
                f"{found[kind].name} and {file.name} both hold {kind}: give one of them with --from"
            )
        else:
            found[kind] = file
            forms[kind] = form
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
    for kind, file in found.items():
        _check_edition(file, kind, edition)
    planned = []
    for kind in (RATINGS, REVIEWS, METADATA):
        if kind in found:
            layout = LAYOUTS[edition][kind]
            if isinstance(layout, DocumentLayout):
                layout = laid_out(layout, forms[kind])
            planned.append(PlannedFile(found[kind], layout))
    return Plan(tuple(planned))


def _check_edition(file: DeliveredFile, kind: str, edition: str) -> None:
    """Refuse a file that is laid out as in another edition: users would land as items."""
    if kind == METADATA:
        return
    told = _edition_of_ratings(file) if kind == RATINGS else _editions_of_reviews(file)
    if told and edition not in told:
        raise IngestError(
            f"{shown(file.name)} is of the edition {' or '.join(told)} of Amazon's {kind}, and not "
            f"of {edition}, by its columns and the form of its ids: land it as "
            f"{' or '.join(f'amazon-{one}-…' for one in told)} (`python -m ingest list` shows them)"
        )


def _edition_of_ratings(file: DeliveredFile) -> tuple[str, ...]:
    """The edition that the header or most of the first ids tell; nothing where they tell none."""
    first, *lines = first_lines(file.path, IDS_JUDGED)
    if not first.strip() or {"user_id", "rating"} <= set(re.findall("[a-z_]+", first)):
        return ("2023",)
    votes: Counter[str] = Counter()
    for line in (first, *lines):
        fields = [field.strip(' "') for field in line.split(",")]
        if len(fields) == 4:
            for edition, (user, item) in PLACES.items():
                is_it = REVIEWERS[edition].fullmatch(fields[user]) and PRODUCT.fullmatch(
                    fields[item]
                )
                votes[edition] += bool(is_it)
    edition, count = max(votes.items(), key=lambda one: one[1], default=("", 0))
    return (edition,) if 2 * count > len(lines) + 1 else ()


def _editions_of_reviews(file: DeliveredFile) -> tuple[str, ...]:
    """The editions that have reviews with such fields; nothing where there are others."""
    _, documents = _documents(file)
    keys = {key for one in documents for key in _keys(one) or ()}
    if {"user_id", "parent_asin"} <= keys:
        return ("2023",)
    return ("2014", "2018") if {"reviewerID", "asin"} <= keys else ()


def _kind(file: DeliveredFile) -> tuple[str | None, str]:
    """What a file holds, told from its first lines, None for something else; and its form.

    At least half of them must look alike: a README may show what a review or a rating looks like.
    """
    form, documents = _documents(file)
    if documents:
        return REVIEWS if _have_reviewer(documents) else METADATA, form
    lines = first_lines(file.path, LINES_JUDGED)
    ratings = sum(map(_is_rating, lines))
    return RATINGS if ratings and 2 * ratings >= len(lines) else None, ""


def _documents(file: DeliveredFile) -> tuple[str, Sequence[str]]:
    """The form of documents, and the first ones; nothing where a file holds none."""
    start = first_characters(file.path).lstrip()
    lines = first_lines(file.path, LINES_JUDGED)
    documents = [line for line in lines if line.startswith("{")]
    if len(lines) > 1 and 2 * len(documents) >= len(lines) and not start.startswith("["):
        # whatever the first line is
        start = "\n".join(documents)
    found = documents_in(start, KEYS)
    return (found.form, found.first) if found else ("", ())


def _is_rating(line: str) -> bool:
    # ids, ratings and times have no blanks: a sentence of a README with three commas does
    return len(line.split(",")) == 4 and not re.search(r"\s", line)


def _have_reviewer(documents: Sequence[str]) -> bool:
    """Whether any of the documents has the key of a reviewer.

    Where none is JSON (Python literals, broken lines), the key is looked for in the text. Text
    counts for nothing beside JSON: metadata of 2023 have a user_id deep inside, in their videos.
    """
    keys = [keys for keys in map(_keys, documents) if keys is not None]
    if keys:
        return any(key in found for found in keys for key in REVIEWER_KEYS)
    found = (re.search(f"[\"']{key}[\"']", one) for one in documents for key in REVIEWER_KEYS)
    return any(found)


def _keys(document: str) -> list[str] | None:
    """The keys of a JSON object; None where it is not JSON."""
    try:
        return list(json.loads(document))
    except (ValueError, RecursionError):
        return None
