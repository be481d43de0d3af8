"""The results as a picture: how many times as long as Corate each contestant takes.

A bar a contestant, on a logarithmic axis, since they differ a hundredfold and more: to the right of
the middle line who takes longer, to the left who is quicker. The picture is SVG without a
background and follows the reader's light or dark setting.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from performance.comparison import Comparison, Contestant
from performance.comparisons import COMPARISONS
from performance.measurement import FINISHED, Measurement
from performance.results import Results
from performance.targets import GIGABYTE

WIDTH = 960
PLOT_LEFT = 215
PLOT_WIDTH = 500
LABEL_ROOM = 60  # beyond the longest bars, for their ratios
ROW_HEIGHT = 22
HEADER_HEIGHT = 44
AXIS_HEIGHT = 40
TICKS = (0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 15px; }
.quiet { fill: #59636e; font-size: 12px; }
line { stroke: #d1d9e0; stroke-width: 1; }
line.one { stroke: #59636e; stroke-width: 2; }
.slower { fill: #0969da; }
.quicker { fill: #bc4c00; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .quiet { fill: #9198a1; }
  line { stroke: #3d444d; }
  line.one { stroke: #9198a1; }
  .slower { fill: #4493f8; }
  .quicker { fill: #db6d28; }
}
"""


@dataclass(frozen=True)
class Row:
    """A contestant beside the one that it is compared with; words in place of a ratio if none."""

    title: str
    ratio: float | str
    found: str


@dataclass(frozen=True)
class Panel:
    """A comparison on a dataset."""

    title: str
    reference: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis of ratios."""

    least: float
    most: float

    def place(self, ratio: float) -> float:
        """Where a ratio stands."""
        share = math.log(ratio / self.least) / math.log(self.most / self.least)
        return PLOT_LEFT + LABEL_ROOM + share * (PLOT_WIDTH - 2 * LABEL_ROOM)

    def ticks(self) -> list[float]:
        """What is marked on it."""
        return [tick for tick in TICKS if self.least <= tick <= self.most]


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """A line of text."""
    place = f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text {place} class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def vertical(x: float, top: float, bottom: float, kind: str = "") -> str:
    """A line of the grid."""
    return f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" class="{kind}"/>'


def short(value: float) -> str:
    """A number in a few characters."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.3g}"


def seconds_and_memory(measurement: Measurement, comparison: Comparison) -> str:
    """What was measured of a run that finished."""
    seconds = measurement.seconds[comparison.figure]
    return f"{seconds:,.1f} s, {measurement.peak_bytes / GIGABYTE:.1f} GB"


def row(
    contestant: Contestant, found: Measurement, reference: Measurement, comparison: Comparison
) -> Row:
    """A contestant's row."""
    title = f"{contestant.title} (other work)" if contestant.other_work else contestant.title
    if found.status != FINISHED:
        return Row(title, found.status, "")
    ratio = found.seconds[comparison.figure] / reference.seconds[comparison.figure]
    return Row(title, ratio, seconds_and_memory(found, comparison))


def panels(results: Results) -> Iterator[Panel]:
    """Where somebody was compared with Corate, which finished, in the order of the comparisons."""
    for comparison in COMPARISONS:
        if comparison.reference.title != "Corate":
            continue
        for dataset in dict.fromkeys(one.dataset for one in results.measurements):
            reference = results.find(comparison.reference.name, dataset)
            peers = [(one, results.find(one.name, dataset)) for one in comparison.contestants[1:]]
            if reference is None or reference.status != FINISHED:
                continue
            rows = [row(one, found, reference, comparison) for one, found in peers if found]
            if rows:
                yield Panel(
                    f"{comparison.title}: {dataset}",
                    f"{comparison.reference.title} {seconds_and_memory(reference, comparison)}",
                    rows,
                )


def drawn(panel: Panel, top: float, axis: Axis) -> Iterator[str]:
    """A panel's heading and bars."""
    yield text(0, top + 18, panel.title, "title")
    yield text(WIDTH, top + 18, f"1x is {panel.reference}", "quiet", "end")
    rows_top = top + HEADER_HEIGHT - 12
    bottom = rows_top + ROW_HEIGHT * len(panel.rows)
    for tick in axis.ticks():
        yield vertical(axis.place(tick), rows_top, bottom, "one" if tick == 1 else "")
    for number, one in enumerate(panel.rows):
        y = rows_top + ROW_HEIGHT * number
        yield text(PLOT_LEFT - 10, y + 15, one.title, "", "end")
        yield text(WIDTH, y + 15, one.found, "quiet", "end")
        if isinstance(one.ratio, str):
            yield text(axis.place(1) + 6, y + 15, one.ratio, "quiet")
            continue
        ends = sorted((axis.place(1), axis.place(one.ratio)))
        is_slower = one.ratio >= 1
        yield (
            f'<rect x="{ends[0]:.1f}" y="{y + 4:.1f}" width="{ends[1] - ends[0]:.1f}" '
            f'height="{ROW_HEIGHT - 8}" class="{"slower" if is_slower else "quicker"}"/>'
        )
        x, anchor = (ends[1] + 6, "start") if is_slower else (ends[0] - 6, "end")
        yield text(x, y + 15, f"{short(one.ratio)}x", "", anchor)


def chart(results: Results) -> str | None:
    """Draw every comparison in which somebody was compared with Corate; None where nobody was."""
    shown = list(panels(results))
    if not shown:
        return None
    ratios = [one.ratio for panel in shown for one in panel.rows if isinstance(one.ratio, float)]
    axis = Axis(min([0.5, *ratios]), max([2.0, *ratios]))
    height = AXIS_HEIGHT + sum(HEADER_HEIGHT + ROW_HEIGHT * len(one.rows) for one in shown)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" '
        'aria-label="How many times as long as Corate each contestant takes">',
        f"<style>{STYLE}</style>",
        text(axis.place(1) - 14, 14, "← quicker than Corate", "quiet", "end"),
        text(axis.place(1) + 14, 14, "takes longer →", "quiet"),
    ]
    for tick in axis.ticks():
        lines.append(text(axis.place(tick), 32, f"{tick:g}x", "quiet", "middle"))
    top = AXIS_HEIGHT
    for panel in shown:
        lines.extend(drawn(panel, top, axis))
        top += HEADER_HEIGHT + ROW_HEIGHT * len(panel.rows)
    lines.append("</svg>")
    return "\n".join(lines) + "\n"
