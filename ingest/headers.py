"""Whether the first record of a file that has no header, as it is said, is one all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.errors import IngestError, UsageError
from ingest.layouts import Delimited, DeliveredFile, Remark
from ingest.messages import named, shown
from ingest.parts import OWN_LISTS, PREDICTIONS
from ingest.starts import Form, first_records

MOST_NAMED = 80

NAME = re.compile(r"[A-Za-z_][A-Za-z_ .:/()-]*")
WORDS_FOR_NOTHING = ("nan", "na", "n/a", "null", "none", "nil", "inf", "infinity", "unknown")

USER_WORDS = (
    "user", "userid", "username", "useridtoken", "uid", "customer", "customerid", "reviewer",
    "reviewerid", "visitor", "visitorid", "session", "sessionid", "sessionidtoken", "author",
    "steamid",
)  # fmt: skip
ITEM_WORDS = (
    "item", "itemid", "itemidtoken", "iid", "movie", "movieid", "product", "productid", "asin",
    "parentasin", "isbn", "article", "articleid", "artist", "artistid", "book", "bookid", "game",
    "gameid", "appid", "business", "businessid", "news", "newsid", "song", "songid", "track",
    "trackid", "video", "videoid", "sku",
)  # fmt: skip


def check_no_header(
    file: DeliveredFile, layout: Delimited, text: str, form: Form
) -> tuple[Remark, ...]:
    """Refuse a header where there should be none: it would be a user, an item, or a rejected row.

    It is one where words stand in every place of a number or a time, and not so in the record
    after it; or, where there are none, words for users and items stand in theirs. Returns a remark
    where it may be one.
    """
    records = [one for one in first_records(text, form, 20) if len(one) > max(layout.positions)]
    if len(records) < 2:
        return ()
    first, *others = [[one[place].strip(" \t\"'") for place in layout.positions] for one in records]
    numbers = [
        place
        for place, column in enumerate(layout.columns)
        if not (column.kind.is_id or column.kind.is_text)
    ]
    if numbers and all(_is_name(first[place]) for place in numbers):
        if not all(_is_name(others[0][place]) for place in numbers):
            raise _refusal(file, layout, first)
    elif not numbers and layout.interactions:
        user, item = map(_plain, first[:2])
        if user in USER_WORDS and item in ITEM_WORDS:
            raise _refusal(file, layout, first)
        if all(map(_is_name, first)) and all(
            re.search("[0-9]", field) for one in others for field in one
        ):
            return (
                Remark(
                    layout.columns[0].delivered,
                    "first lines may be a header, and is landed as an event",
                    1,
                    len(records),
                    first,
                    "if it is one, name the columns",
                ),
            )
    elif layout.table in OWN_LISTS and _plain(first[0]) in USER_WORDS + ITEM_WORDS:
        raise _refusal(file, layout, first)
    return ()


def _plain(field: str) -> str:
    return re.sub("[^a-z0-9]", "", field.lower())


def _is_name(field: str) -> bool:
    return bool(NAME.fullmatch(field)) and field.lower() not in WORDS_FOR_NOTHING


def _refusal(file: DeliveredFile, layout: Delimited, first: Sequence[str]) -> IngestError:
    told = f"the first line of {shown(file.name)} looks like a header ({named(first, MOST_NAMED)})"
    if layout.table in ("interactions", PREDICTIONS):
        return UsageError(
            f"{told}: name the columns, such as --user '{shown(first[0])}' "
            f"--item '{shown(first[1])}'"
        )
    if layout.table in OWN_LISTS:
        option = OWN_LISTS[layout.table].removesuffix("s")
        return UsageError(f"{told}: name the columns, such as --{option} '{shown(first[0])}'")
    return IngestError(
        f"{told}, and files of this edition have none, so nothing was changed: it is another "
        "edition, or was written anew. Give the files of this edition, or land it as your own, "
        "with --user and --item"
    )
