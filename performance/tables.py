"""Tables and figures as text, for reports."""

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table with columns of even width; all but the first are right-aligned."""
    widths = [max(len(row[place]) for row in [header, *rows]) for place in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        first, *others = cells
        padded = [first.ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        return f"| {' | '.join(padded)} |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return [line(header), line(rule), *map(line, rows)]


def seconds_text(seconds: float | None) -> str:
    """Seconds with the digits that matter; empty for None."""
    if seconds is None:
        return ""
    return f"{seconds:.2f}" if seconds < 100 else f"{seconds:,.0f}"


def ratio_text(value: float | None, reference: float | None) -> str:
    """How many times the reference a value is; empty where one of them is not known."""
    if value is None or not reference:
        return ""
    return f"{value / reference:.2f}"
