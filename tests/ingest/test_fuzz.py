"""Random damaged files: every undamaged record lands, and every record is accounted for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.ingest.conftest import Warehouse
from tests.ingest.fuzz import FORMS, TOKEN, deliver
from tests.ingest.test_accounting import FILES

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "what-is-read-and-how.md"
SEEDS = 3
"""Files of each kind; `test_two_thousand_files` has thirty times as many."""
FIGURES = re.compile(r"(?<=<!-- figures: begin -->\n).*(?=<!-- figures: end -->)", re.DOTALL)


@pytest.fixture
def listed(datasets_file: Path) -> None:
    """Sources that the list of datasets of other tests lacks."""
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write("models,huggingface,1,,,,,test,,,,,\nvideos,youtube,1,,,,,test,,,,,\n")


def fates(warehouse: Warehouse, folder: Path, kind: str, seed: int) -> Counter[str]:
    """Land a random file, hold what became of its records, and count."""
    folder.mkdir()
    delivery = deliver(folder, kind, seed)
    options = ("--max-rejected", "100%", *delivery.form.options)
    code = warehouse.land(delivery.form.dataset, delivery.path, *options)
    where = f"{kind}, seed {seed}: {warehouse.errors}"
    if code:
        assert code == 1, where
        assert warehouse.errors.startswith("error: "), where
        assert warehouse.errors.count("\n") == 1, where
        assert "Traceback" not in warehouse.errors, where
        # an array is whole or nothing; everything else lands what is undamaged
        assert delivery.form.whole, where
        return Counter(files=1, refused=1)
    # a file of nothing but products or films replaces no ratings, so each goes into its own place
    landed: Counter[str] = Counter()
    for table, rows in warehouse.everything().items():
        if table not in ("landings", "landed_files", "rejected_rows"):
            landed.update(token for row in rows for token in set(TOKEN.findall(repr(row))))
    for token in delivery.undamaged:
        assert landed[token] == 1, f"{token}: {where}"
    ((_, lines, header, comment, blank, continued, records, rows, rejected),) = warehouse.query(
        FILES
    )
    assert records == rows + rejected, where
    assert len(warehouse.rejected()) == rejected, where
    if lines is not None:
        assert lines == records + header + comment + blank + continued, where
    warehouse.path.unlink()
    return Counter(
        files=1, records=records, undamaged=len(delivery.undamaged), landed=rows, rejected=rejected
    )


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("kind", FORMS)
def test_every_undamaged_record_lands(warehouse: Warehouse, tmp_path: Path, kind: str) -> None:
    for seed in range(SEEDS):
        fates(warehouse, tmp_path / str(seed), kind, seed)


@pytest.mark.long
@pytest.mark.usefixtures("listed")
def test_two_thousand_files(warehouse: Warehouse, tmp_path: Path) -> None:
    """As many of each kind; the guide shows the figures, and they are these."""
    told = [
        "| | files | refused | records | undamaged | of these landed | landed | rejected |",
        "|---|---|---|---|---|---|---|---|",
    ]
    total: Counter[str] = Counter()
    for kind in FORMS:
        found: Counter[str] = Counter()
        for seed in range(1000, 1000 + 2000 // len(FORMS) + 1):
            found += fates(warehouse, tmp_path / f"{kind} {seed}", kind, seed)
        total += found
        told.append(_line(kind, found))
    assert total["files"] >= 2000
    told.append(_line("all", total))
    figures = "\n".join(told) + "\n"
    if (text := GUIDE.read_text(encoding="utf-8")) != (new := FIGURES.sub(figures, text)):
        GUIDE.write_text(new, encoding="utf-8")
        pytest.fail("the figures in docs/guides/what-is-read-and-how.md were others: look at them")


def _line(kind: str, found: Counter[str]) -> str:
    columns = ("files", "refused", "records", "undamaged", "undamaged", "landed", "rejected")
    return f"| {kind} | " + " | ".join(f"{found[column]:,}" for column in columns) + " |"
