"""The results as a picture: seconds of the steps and peak memory, a panel a dataset.

Dots on logarithmic axes, since contestants differ a hundredfold and more; Corate stands out by its
colour and its bold name. The picture is SVG without a background and follows the reader's light or
dark setting.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from performance.comparisons import STEPS
from performance.measurement import FINISHED, NOT_RUN, Measurement
from performance.results import Results
from performance.targets import GIGABYTE

WIDTH = 960
NAMES_WIDTH = 130
PLOT_WIDTH = 330
GAP = 60
LABEL_ROOM = 80  # right of the last dot, for its value
ROW_HEIGHT = 24
HEADER_HEIGHT = 62
AXIS_HEIGHT = 34

STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 15px; }
.quiet { fill: #59636e; font-size: 12px; }
.ours { font-weight: 600; }
line { stroke: #d1d9e0; stroke-width: 1; }
circle { fill: #818b98; }
circle.ours { fill: #0969da; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .quiet { fill: #9198a1; }
  line { stroke: #3d444d; }
  circle { fill: #9198a1; }
  circle.ours { fill: #4493f8; }
}
"""


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis from `least` to `most`, `PLOT_WIDTH` long from `left`."""

    left: float
    least: float
    most: float

    def place(self, value: float) -> float:
        """Where a value stands."""
        share = math.log(value / self.least) / math.log(self.most / self.least)
        return self.left + share * (PLOT_WIDTH - LABEL_ROOM)

    def ticks(self) -> list[float]:
        """Powers of ten on the axis."""
        first, last = math.ceil(math.log10(self.least)), math.floor(math.log10(self.most))
        return [10.0**power for power in range(first, last + 1)]


@dataclass(frozen=True)
class Measure:
    """What a column of the picture shows: the heading, the unit, and values by panel.

    Words stand for the value of who did not finish or was not run.
    """

    heading: str
    unit: str
    values: Sequence[Sequence[float | str]]

    def axis(self, left: float) -> Axis:
        """An axis that holds all values of all panels, so that panels can be compared."""
        found = [value for panel in self.values for value in panel if isinstance(value, float)]
        if not found:
            return Axis(left, 0.1, 10.0)
        least, most = min(found), max(found)
        return Axis(left, least / 1.3, max(most, least * 10))


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """A line of text."""
    place = f'x="{x:.1f}" y="{y:.1f}"'
    return f'<text {place} class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def vertical(x: float, top: float, bottom: float) -> str:
    """A grid line."""
    return f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}"/>'


def short(value: float) -> str:
    """A number in a few characters."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def panel(
    top: float, title: str, names: Sequence[str], columns: Sequence[tuple[Measure, Axis, int]]
) -> Iterator[str]:
    """A dataset: a row a contestant, the first of them being Corate."""
    yield text(0, top + 18, title, "title")
    rows_top = top + HEADER_HEIGHT
    bottom = rows_top + ROW_HEIGHT * len(names)
    for measure, axis, number in columns:
        yield text(axis.left, top + 44, f"{measure.heading}, {measure.unit} (log)", "quiet")
        for tick in axis.ticks():
            yield vertical(axis.place(tick), rows_top - 8, bottom)
            yield text(axis.place(tick), bottom + 16, short(tick), "quiet", "middle")
        for row, value in enumerate(measure.values[number]):
            y = rows_top + ROW_HEIGHT * row + 8
            kind = "ours" if row == 0 else ""
            if isinstance(value, str):
                yield text(axis.left, y + 4, value, "quiet")
                continue
            x = axis.place(value)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="{kind}"/>'
            yield text(x + 10, y + 4, f"{short(value)} {measure.unit}", kind)
    for row, name in enumerate(names):
        kind = "ours" if row == 0 else ""
        yield text(0, rows_top + ROW_HEIGHT * row + 12, name, kind)


def value_or_words(
    measurement: Measurement | None, value: Callable[[Measurement], float]
) -> float | str:
    """A value of a run that finished, or the words that say that there is none."""
    if measurement is None:
        return NOT_RUN
    return value(measurement) if measurement.status == FINISHED else measurement.status


def chart(results: Results) -> str:
    """Draw the steps' comparison: each contestant that was run on any of the datasets."""
    run = {one.contestant for one in results.measurements}
    contestants = [one for one in STEPS.contestants if one.name in run]
    seconds: list[list[float | str]] = []
    gigabytes: list[list[float | str]] = []
    for dataset in results.datasets:
        found = [results.find(one.name, dataset.name) for one in contestants]
        seconds.append([value_or_words(one, lambda it: it.seconds[STEPS.figure]) for one in found])
        gigabytes.append(
            [value_or_words(one, lambda it: it.peak_bytes / GIGABYTE) for one in found]
        )
    time = Measure("time of the steps", "s", seconds)
    memory = Measure("peak memory, reading or landing included", "GB", gigabytes)
    axes = (time.axis(NAMES_WIDTH), memory.axis(NAMES_WIDTH + PLOT_WIDTH + GAP))

    panel_height = HEADER_HEIGHT + ROW_HEIGHT * len(contestants) + AXIS_HEIGHT
    height = panel_height * len(results.datasets)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" '
        'aria-label="Seconds and peak memory of each contestant on each dataset">',
        f"<style>{STYLE}</style>",
    ]
    for number, dataset in enumerate(results.datasets):
        title = f"{dataset.name}: {dataset.rows:,} rows, {dataset.users:,} users"
        columns = ((time, axes[0], number), (memory, axes[1], number))
        names = [one.title for one in contestants]
        lines.extend(panel(number * panel_height, title, names, columns))
    lines.append("</svg>")
    return "\n".join(lines) + "\n"
