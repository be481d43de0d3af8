"""The examples of the guide about what stands out, landed and compared with what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ingest.conftest import Warehouse, write

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "what-stands-out.md"
EXAMPLE = re.compile(r"```csv\n(\w+)\n(.*?)```\n\n```\n(.*?)\n```", re.DOTALL)
ROWS = 200

EXAMPLES = EXAMPLE.findall(GUIDE.read_text(encoding="utf-8"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 11


@pytest.mark.parametrize(("column", "values", "told"), EXAMPLES)
def test_an_example_is_told_as_the_guide_says(
    warehouse: Warehouse, delivery: Path, column: str, values: str, told: str
) -> None:
    usual = {
        "user": [f"u{number}" for number in range(17)],
        "item": [f"i{number}" for number in range(23)],
        "rating": ["1", "3.5", "5"],
        "time": [str(1_500_000_000 + 7_919 * number) for number in range(ROWS)],
    } | {column: values.splitlines()}
    rows = [",".join(of[number % len(of)] for of in usual.values()) for number in range(ROWS)]
    file = write(delivery / "own.csv", [",".join(usual), *rows])
    columns = [word for name in usual for word in (f"--{name}", name)]
    assert warehouse.land("own", file, *columns) == 0, warehouse.errors
    assert told in warehouse.output.splitlines()
