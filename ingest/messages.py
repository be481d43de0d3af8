"""What of a file may stand in a message: little, in quotes, and nothing that moves a cursor."""

from __future__ import annotations

from collections.abc import Iterable

from ingest import settings

MOST_SHOWN = 200
"""Characters of a file in one message."""

TYPED = (
    ("python -m ingest", "corate ingest"),
    ("python -m corate", "corate"),
    ("make build", "corate build"),
    ("make sql", "duckdb -readonly warehouse.duckdb"),
    ("make report", "pip install vl-convert-python"),
    ("make spark", "pip install dbt-spark 'pyspark[connect]'"),
    ("docs/guides/", f"{settings.PROJECT_ROOT}/docs/guides/"),
)
"""What is typed, and read, in a clone, and where Corate is installed."""


def typed(text: str) -> str:
    """A text that names commands, in the words in which they are typed here."""
    if settings.IS_INSTALLED:
        for in_clone, installed in TYPED:
            text = text.replace(in_clone, installed)
    return text


def shown(text: str, most: int = 60) -> str:
    """Text of a file with control characters escaped, and no longer than `most` characters.

    Bytes that could not be decoded, kept as surrogates, are shown as `\\xff`.
    """
    escaped = "".join(_escaped(one) for one in text[: most + 1])
    return escaped if len(escaped) <= most else escaped[: most - 1] + "…"


def on_one_line(text: str) -> str:
    """The whole of a text with control characters escaped, as file names may have them."""
    return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(one: str) -> str:
    if "\udc80" <= one <= "\udcff":
        return f"\\x{ord(one) - 0xDC00:02x}"
    return one if one.isprintable() else one.encode("unicode_escape").decode("ascii")


def named(names: Iterable[str], most: int = MOST_SHOWN) -> str:
    """Names in quotes, and how many more there are where not all have room."""
    told: list[str] = []
    names = list(names)
    for name in names:
        one = f"'{shown(name)}'"
        if told and sum(map(len, told)) + len(one) > most:
            return f"{', '.join(told)} and {len(names) - len(told)} more"
        told.append(one)
    return ", ".join(told)


def printable(text: str) -> str:
    """The whole of a text that can be stored: undecodable bytes and NUL are shown escaped."""
    plain = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return plain.replace("\0", "\\x00")
