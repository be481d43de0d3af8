"""Pictures of rows, as SVG that takes its colours from the page it stands in.

Vega-Lite draws them where the report is made, so that a reader needs no scripts and no network.
Colours are the variables of style.css: the same picture is right in light and in dark.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import vl_convert
from markupsafe import Markup

Row = Mapping[str, Any]

WIDTH = 560
"""Of what lies between the axes, in pixels: with a column of names it fits a narrow page's text."""

BAR = 24
"""Pixels that a bar and the space beside it take."""

LONGEST_LABEL = 200
"""Pixels of a name beside a bar; a longer one is cut off, and whole in the table below."""

MOST_TICKS = 20

PARTS = ("all", "train", "valid", "test")
COLORS = {"all": "var(--first)", "train": "var(--first)"} | {
    "valid": "var(--second)",
    "test": "var(--third)",
}

THEME: dict[str, Any] = {
    "aria": False,
    "background": "transparent",
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--text)",
        "titleColor": "var(--text)",
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelLimit": LONGEST_LABEL,
        "gridColor": "var(--grid)",
        "domainColor": "var(--grid)",
        "tickColor": "var(--grid)",
    },
    "legend": {
        "labelColor": "var(--text)",
        "labelFontSize": 12,
        "title": None,
        "orient": "top",
    },
    "text": {"color": "var(--text)", "fontSize": 12},
    "bar": {"color": "var(--first)"},
    "line": {"color": "var(--first)", "strokeWidth": 2},
    "point": {"color": "var(--first)", "filled": True, "size": 60},
    "rule": {"color": "var(--text)", "strokeWidth": 2},
}


def bars(rows: Sequence[Row], name: str, figure: str, title: str) -> Markup | None:
    """A bar a row, in the order of the rows, with its figure at its end; None without rows."""
    if not rows:
        return None
    placed = [{"place": place, **row} for place, row in enumerate(rows)]
    names = {"field": name, "type": "nominal", "sort": {"field": "place"}, "title": None}
    length = {
        "field": figure,
        "type": "quantitative",
        "title": title,
        "axis": {"grid": False, "tickCount": 4},
    }
    return _drawn(
        {
            "data": {"values": _values(placed)},
            "width": WIDTH - LONGEST_LABEL,
            "height": {"step": BAR},
            "encoding": {"y": names, "x": length},
            "layer": [
                {"mark": "bar"},
                {
                    "mark": {"type": "text", "align": "left", "dx": 4},
                    "encoding": {"text": {"field": figure, "type": "quantitative", "format": ","}},
                },
            ],
        }
    )


def rounds(rows: Sequence[Row]) -> Markup | None:
    """What is left after each round of a core, as a share of what it began with; 0 is before it."""
    if len(rows) < 2:
        return None
    lines = [
        {"round": row["round"], "of": of, "share": row[f"{of}_share"]}
        for row in rows
        for of in ("interactions", "users", "items")
    ]
    share = {"field": "share", "type": "quantitative", "title": "left", "axis": {"format": "%"}}
    number = {"field": "round", "type": "quantitative", "title": "round", "axis": _whole(rows)}
    return _drawn(
        {
            "data": {"values": lines},
            "width": WIDTH,
            "height": 200,
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": number,
                "y": {**share, "scale": {"zero": False}},
                "color": _colors("of", ["interactions", "users", "items"]),
                "strokeDash": _dashes("of", ["interactions", "users", "items"]),
            },
        }
    )


def times(rows: Sequence[Row], cuts: Sequence[Row]) -> Markup | None:
    """Events of each part over time, with a line where a part begins by the clock.

    rows: `times`; cuts: rows with `starts_at`, where a split has one for everybody.
    """
    if not rows:
        return None
    parts = [part for part in PARTS if any(row["split"] == part for row in rows)]
    starts = {"type": "temporal", "title": None}
    return _drawn(
        {
            "width": WIDTH,
            "height": 200,
            "layer": [
                {
                    "data": {"values": _values(rows)},
                    "mark": {"type": "bar", "width": {"band": 0.9}},
                    "encoding": {
                        "x": {**starts, "field": "starts_on", "timeUnit": f"utc{_unit(rows)}"},
                        "y": {
                            "field": "interactions",
                            "type": "quantitative",
                            "title": f"events a {rows[0]['period']}",
                        },
                        "color": _colors("split", parts),
                    },
                },
                {
                    "data": {"values": _values(cuts)},
                    "mark": {"type": "rule", "strokeDash": [4, 3]},
                    "encoding": {"x": {**starts, "field": "starts_at"}},
                },
            ],
        }
    )


def long_tails(rows: Sequence[Row]) -> Markup | None:
    """Which share of the events the most active users and the most popular items have."""
    if not rows:
        return None
    percent = {"type": "quantitative", "scale": {"domain": [0, 100]}}
    return _drawn(
        {
            "data": {"values": _values(rows)},
            "width": WIDTH // 2,
            "height": WIDTH // 2,
            "mark": {"type": "line"},
            "encoding": {
                "x": {**percent, "field": "members_percent", "title": "largest first, %"},
                "y": {**percent, "field": "interactions_percent", "title": "share of events, %"},
                "color": _colors("kind", ["users", "items"]),
                "strokeDash": _dashes("kind", ["users", "items"]),
            },
        }
    )


def intervals(rows: Sequence[Row]) -> Markup | None:
    """The mean of each method with its interval, all of one metric."""
    if not rows:
        return None
    methods = {
        "field": "method",
        "type": "nominal",
        "sort": [row["method"] for row in rows],
        "title": None,
    }
    mean = {"field": "mean", "type": "quantitative", "title": rows[0]["metric"]}
    return _drawn(
        {
            "data": {"values": _values(rows)},
            "width": WIDTH - LONGEST_LABEL,
            "height": {"step": BAR},
            "encoding": {"y": methods},
            "layer": [
                {
                    "mark": "rule",
                    "encoding": {
                        "x": {**mean, "field": "interval_low"},
                        "x2": {"field": "interval_high"},
                    },
                },
                {"mark": "point", "encoding": {"x": mean}},
            ],
        }
    )


def learning(rows: Sequence[Row]) -> Markup | None:
    """How a figure of each method goes from round to round of labels."""
    if not rows:
        return None
    methods = sorted({row["method"] for row in rows})
    number = {
        "field": "learnt_until_round",
        "type": "ordinal",
        "title": "labels up to round",
        "axis": {"labelAngle": 0},
    }
    return _drawn(
        {
            "data": {"values": _values(rows)},
            "width": WIDTH,
            "height": 200,
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": number,
                "y": {"field": "value", "type": "quantitative", "title": "average precision"},
                "color": _colors("method", methods),
                "strokeDash": _dashes("method", methods),
            },
        }
    )


def _whole(rows: Sequence[Row]) -> dict[str, Any]:
    """An axis of rounds without halves: all of a few, of many those that have room."""
    last = rows[-1]["round"]
    step = -(-last // MOST_TICKS)
    return {"values": list(range(0, last + 1, step)), "format": "d"}


def _unit(rows: Sequence[Row]) -> str:
    return "yearmonth" if rows[0]["period"] == "month" else "year"


def _colors(field: str, names: Sequence[str]) -> dict[str, Any]:
    """A colour a name: parts keep theirs, whichever of them are there."""
    spare = ("var(--first)", "var(--second)", "var(--third)", "var(--fourth)")
    colors = [COLORS.get(name, spare[place % len(spare)]) for place, name in enumerate(names)]
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": list(names), "range": colors},
    }


def _dashes(field: str, names: Sequence[str]) -> dict[str, Any]:
    """A kind of line a name, beside its colour: not all readers tell colours apart."""
    return {"field": field, "type": "nominal", "scale": {"domain": list(names)}}


def _values(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as JSON has them: times as text, which is in UTC."""
    return [{name: _value(value) for name, value in row.items()} for row in rows]


def _value(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, datetime.date):
        return f"{value.isoformat()}T00:00:00Z"
    return value


def _drawn(chart: Mapping[str, Any]) -> Markup:
    """The picture, in which texts are escaped; it is read aloud by what the page says of it."""
    svg = vl_convert.vegalite_to_svg({**chart, "config": THEME}, vl_version="6.4")
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))
