"""Random files of every source and form, some of their records damaged; what becomes of each.

A record bears a token, which no other has. An undamaged one has to land, with its token in one row;
of a damaged one nothing is known but that the file's accounts add up.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOKEN = re.compile(r"tok\d{5}x")
TITLES = ("A film", "Two, with a comma", 'Said "so"', "Über", "5'4", "a;b|c::d", "tab\there", "")


@dataclass(frozen=True)
class Form:
    """A form of a file.

    dataset, name: what it is landed as, and what the file is called.
    record: the fields of a record with a token, or a document.
    write: makes the bytes of one record, without a line end.
    header: its first line. options: of the command. quoted: whether quotes enclose fields.
    whole: whether a record that is damaged spoils the file, which is then refused.
    """

    dataset: str
    name: str
    record: Callable[[str, random.Random], object]
    write: Callable[[object], bytes]
    header: bytes = b""
    options: tuple[str, ...] = ()
    quoted: bool = False
    whole: bool = False


def _row(token: str, draw: random.Random) -> list[str]:
    stars = draw.choice(("1", "2.5", "4", "5.0", "3e0"))
    return [f"u{draw.randrange(9)}", token, stars, str(draw.randrange(10**9, 15 * 10**8))]


def _film(token: str, draw: random.Random) -> list[str]:
    return [token, draw.choice(TITLES), "Drama"]


def _review(user: str, item: str, rating: str, time: str) -> Callable[[str, random.Random], object]:
    def make(token: str, draw: random.Random) -> object:
        values = {user: "u", item: token, rating: 4.0, time: 1400000000}
        return {**values, "text": draw.choice(TITLES)}

    return make


def _product(token: str, draw: random.Random) -> object:
    return {"asin": token, "title": draw.choice(TITLES)}


def _model(token: str, draw: random.Random) -> object:
    return {"id": f"org/{token}", "downloads": draw.randrange(99), "tags": [draw.choice(TITLES)]}


def _joined(delimiter: str) -> Callable[[object], bytes]:
    def write(record: object) -> bytes:
        assert isinstance(record, list)
        return delimiter.join(
            str(value).replace(delimiter, " ").replace("\t", " ")
            if delimiter != "\t"
            else str(value).replace("\t", " ")
            for value in record
        ).encode()

    return write


def _quoted(delimiter: str, quoting: Any = csv.QUOTE_MINIMAL) -> Callable[[object], bytes]:
    def write(record: object) -> bytes:
        assert isinstance(record, list)
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=quoting)
        writer.writerow(record)
        return text.getvalue().removesuffix("\n").encode()

    return write


def _json(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def _page(token: str, draw: random.Random) -> list[str]:
    return ["1", f"{token} {draw.choice(TITLES)}", "1", "two\nlines", *["x"] * 13]


def _table(token: str, draw: random.Random) -> list[str]:
    return [token, "2020", "['a', 'b']", "", "someone", "[]", "", draw.choice(TITLES), "7", ""]


PAGE = (
    b",watch-title,y,watch-view-count,watch-time-text,content_watch-info-tag-list,watch7-headline,"
    b"watch7-user-header,watch8-sentiment-actions,og:image,og:image:width,og:image:height,"
    b"og:description,og:video:width,og:video:height,og:video:tag,channel_link_0"
)
TABLE = (
    b"modelId,lastModified,tags,pipeline_tag,author,architectures,model_type,datasets,downloads,"
    b"library_name"
)
OWN = ("--user", "user", "--item", "item", "--rating", "rating", "--time", "time")
NUMBERED = ("--user", "1", "--item", "2", "--rating", "3", "--time", "4")
NAMES = ["user", "item", "rating", "time"]


def _own(name: str, delimiter: str, write: Callable[[object], bytes], *more: str) -> Form:
    is_quoted = write.__qualname__.startswith("_quoted")
    return Form(
        "my-own", name, _row, write, delimiter.join(NAMES).encode(), (*OWN, *more), is_quoted
    )


FORMS = {
    "own, commas": _own("own.csv", ",", _quoted(",")),
    "own, all quoted": _own("own.csv", ";", _quoted(";", csv.QUOTE_ALL)),
    "own, tabs": _own("own.tsv", "\t", _joined("\t")),
    "own, bars": _own("own.txt", "|", _joined("|")),
    "own, runs of blanks": _own("own.txt", "  ", _joined("   "), "--delimiter", "blanks"),
    "own, no header": Form(
        "my-own", "own.dat", _row, _joined("::"), options=(*NUMBERED, "--delimiter", "::")
    ),
    "own, JSON lines": Form(
        "my-own", "own.jsonl", _review(*NAMES), _json, options=OWN
    ),
    "MovieLens 100K": Form("ml-100k", "u.data", _row, _joined("\t")),
    "MovieLens 1M": Form("ml-1m", "ratings.dat", _row, _joined("::")),
    "MovieLens 1M, films": Form("ml-1m", "movies.dat", _film, _joined("::")),
    "MovieLens 20M": Form(
        "ml-20m", "ratings.csv", _row, _quoted(","), b"userId,movieId,rating,timestamp",
        quoted=True,
    ),
    "MovieLens 20M, films": Form(
        "ml-20m", "movies.csv", _film, _quoted(","), b"movieId,title,genres", quoted=True
    ),
    "MovieTweetings": Form("tweetings", "ratings.dat", _row, _joined("::")),
    "Amazon 2014, ratings": Form("amazon-2014", "ratings.csv", _row, _joined(",")),
    "Amazon 2018, reviews": Form(
        "amazon-2018", "reviews.json",
        _review("reviewerID", "asin", "overall", "unixReviewTime"), _json,
    ),
    "Amazon 2023, ratings": Form(
        "amazon-2023", "ratings.csv", _row, _quoted(","),
        b"user_id,parent_asin,rating,timestamp", quoted=True,
    ),
    "Amazon 2023, reviews": Form(
        "amazon-2023", "reviews.jsonl",
        _review("user_id", "parent_asin", "rating", "timestamp"), _json,
    ),
    "Amazon 2014, products": Form(
        "amazon-2014", "meta.json", _product,
        lambda record: repr(record).encode(),
    ),
    "models, a table": Form("models", "models.csv", _table, _quoted(","), TABLE, quoted=True),
    "models, documents": Form("models", "models.jsonl", _model, _json),
    "models, an array": Form("models", "models.json", _model, _json, whole=True),
    "videos": Form(
        "videos", "raw_data_with_labels.csv", _page, _quoted(","), PAGE, quoted=True
    ),
}  # fmt: skip

DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut short": lambda line, draw: line[: draw.randrange(1, max(len(line), 2))],
    "a field more": lambda line, draw: line + b",::|\t more",
    "bytes that are not UTF-8": lambda line, draw: _put(line, b"\xff\xfe", draw),
    "a NUL": lambda line, draw: _put(line, b"\0", draw),
    "a stray quote": lambda line, draw: _put(line, b'"', draw),
    "a line end within": lambda line, draw: _put(line, draw.choice([b"\n", b"\r"]), draw),
    "control characters": lambda line, draw: _put(line, b"\x1b[2J\x1f\x07", draw),
    "no numbers": lambda line, draw: re.sub(rb"\d", b"?", line),
    "something else": lambda line, draw: draw.randbytes(40).replace(b'"', b"'"),
    "a long field": lambda line, draw: _put(line, b"x" * 200_000, draw),
    "nothing": lambda line, draw: b"",
}


def _put(line: bytes, what: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(line) + 1)
    return line[:place] + what + line[place:]


@dataclass
class Delivery:
    """A file to land, the tokens of its undamaged records, and what was done to the others."""

    form: Form
    path: Path
    undamaged: list[str] = field(default_factory=list)
    damages: list[str] = field(default_factory=list)


def deliver(folder: Path, kind: str, seed: int) -> Delivery:
    """Write one random file."""
    draw = random.Random(f"{kind} {seed}")
    form = FORMS[kind]
    delivery = Delivery(form, folder / form.name)
    lines: list[bytes] = []
    has_stray_quote = False
    for number in range(draw.choice((3, 30, 300))):
        token = f"tok{number:05}x"
        line = form.write(form.record(token, draw))
        # the first lines tell what a file is, and how many columns it has
        damage = draw.choice(list(DAMAGES)) if number > 2 and draw.random() < 0.1 else ""
        damaged = DAMAGES[damage](line, draw) if damage else line
        if form.quoted and damaged.count(b'"') % 2:
            # two stray quotes enclose what is between them, as far as anyone can tell
            damage, damaged = ("", line) if has_stray_quote else (damage, damaged)
            has_stray_quote = has_stray_quote or bool(damage)
        if damage:
            delivery.damages.append(damage)
        else:
            delivery.undamaged.append(token)
        lines.append(damaged)
    delivery.path.write_bytes(_written(form, lines, draw))
    return delivery


def _written(form: Form, lines: Sequence[bytes], draw: random.Random) -> bytes:
    end = draw.choice((b"\n", b"\n", b"\r\n", b"\r"))
    if form.whole:
        text = b"[" + (b"," + end).join(lines) + b"]"
    else:
        text = end.join([form.header, *lines] if form.header else lines)
        text += draw.choice((b"", end))
    text = draw.choice((b"", b"\xef\xbb\xbf")) + text
    return gzip.compress(text) if draw.random() < 0.1 else text
