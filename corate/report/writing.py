"""How figures, times and words are written on a page."""

from __future__ import annotations

import datetime
from decimal import Decimal
from math import isfinite
from typing import Any

NUMERIC = {"whole", "figure", "percent", "exact"}
"""Forms that stand at the right of their column."""

START = 16
"""Characters that are shown of what nobody reads to its end, fingerprints and versions of code."""


def written(value: Any, form: str) -> str:
    """A value as a reader sees it; nothing where there is none.

    form: `text`, `verdict` and `words` (with blanks for underlines); `whole` (1,234), `figure`
    (four digits that count), `exact`, `measured` (a `figure`, or exact from a thousand on),
    `percent` (of a share); `date`, `time` (to the minute); `list`; `start`, of what is long and
    never read.
    """
    if value is None:
        return ""
    # what a year of five digits is, or no number, comes as it is
    if isinstance(value, str) and form in ("date", "time"):
        return value
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    match form:
        case "words":
            return str(value).replace("_", " ")
        case "whole":
            return f"{int(value):,}"
        case "figure":
            return _figure(value)
        case "exact":
            return f"{value:,.10g}"
        case "measured":
            return f"{value:,.10g}" if abs(value) >= 1000 else _figure(value)
        case "percent":
            return _percent(value)
        case "date":
            return f"{value:%Y-%m-%d}"
        case "time":
            return f"{value:%Y-%m-%d %H:%M}"
        case "list":
            return ", ".join(str(one) for one in value)
        case "start":
            return str(value)[:START]
        case _:
            return str(value)


def _percent(share: float) -> str:
    """100.0 and 0.0 are said of all and of none."""
    if 0.9995 <= share < 1:
        return "> 99.9 %"
    if 0 < share < 0.0005:
        return "< 0.1 %"
    return f"{100 * share:.1f} %"


def _figure(value: float) -> str:
    is_large = value == 0 or not -1000 < value < 1000
    return f"{value:,.0f}" if is_large else f"{value:.4g}"


def is_web_address(text: str | None) -> bool:
    """Whether a link may lead there: what was landed may hold any text, `javascript:` among it."""
    return text is not None and text.startswith(("https://", "http://"))


def said(value: Any) -> str:
    """A parameter of a recipe, as its line says it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | float):
        return f"{float(value):.10g}"
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return str(value).replace("_", " ")
