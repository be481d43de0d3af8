"""Every line and every record is accounted for: in each file, and in their sums."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

import duckdb
import pytest

from tests.ingest.conftest import Warehouse, write

FIXTURES = Path(__file__).parent / "fixtures"

LINE_END = re.compile(rb"\r\n|\n|\r")
OWN = ("--user", "user", "--item", "item", "--rating", "rating", "--max-rejected", "100%")

FILES = """
    select source_file, lines, header_lines, comment_lines, blank_lines, continued_lines, records,
        "rows", rejected_rows
    from raw.landed_files
"""


def check_accounts(warehouse: Warehouse, folder: Path) -> None:
    """Hold what the database says against the files, and against itself."""
    found = warehouse.query(FILES)
    assert found
    for name, lines, header, comment, blank, continued, records, rows, rejected in found:
        assert records == rows + rejected, name
        if lines is None:
            continue
        assert lines == records + header + comment + blank + continued, name
        text = (folder / name).read_bytes()
        if text.startswith(b"\x1f\x8b"):
            text = gzip.decompress(text)
        assert lines == len(LINE_END.findall(text)) + (not text.endswith((b"\n", b"\r"))), name
    assert warehouse.query("select count(*) from raw.rejected_rows") == [
        (sum(file[-1] for file in found),)
    ]
    sums = [
        (
            sum(file[place] or 0 for file in found)
            if place > 5 or any(file[place] is not None for file in found)
            else None
        )
        for place in range(1, 9)
    ]
    assert warehouse.query(
        "select lines, header_lines, comment_lines, blank_lines, continued_lines, records,"
        " landed_rows, rejected_rows from raw.landings"
    ) == [tuple(sums)]


DELIVERIES = [
    ("ml-100k", "movielens/ml-100k"),
    ("ml-1m", "movielens/ml-1m"),
    ("ml-20m", "movielens/ml-20m"),
    ("tweetings", "movietweetings"),
    *(
        (f"amazon-{edition}", f"amazon/{kind}_{edition}.{ending}")
        for edition in ("2014", "2018", "2023")
        for kind, ending in (("ratings", "csv"), ("reviews", "json"), ("meta", "json"))
    ),
]


@pytest.mark.parametrize(("dataset", "source"), DELIVERIES)
def test_every_source(warehouse: Warehouse, delivery: Path, dataset: str, source: str) -> None:
    """Whatever ends the lines, the same is landed; blank lines and damage are counted."""
    given = FIXTURES / source
    if not given.exists():
        (given,) = given.parent.glob(f"{given.stem}.*")
    files = [given] if given.is_file() else [one for one in given.iterdir() if one.is_file()]
    assert warehouse.land(dataset, given) == 0
    before = _rows(warehouse)
    for end in (b"\n", b"\r\n", b"\r"):
        texts = {file.name: LINE_END.sub(end, file.read_bytes()) for file in files}
        for name, text in texts.items():
            (delivery / name).write_bytes(text)
        # what is as it was given has been landed
        if any(texts[file.name] != file.read_bytes() for file in files):
            assert warehouse.land(dataset, delivery) == 0
            assert _rows(warehouse) == before
            check_accounts(warehouse, delivery)
        for name, text in texts.items():
            lines = text.split(end)
            lines[1:1] = [b"", b"damaged \xff\0", b""]
            (delivery / name).write_bytes(end.join(lines))
        assert warehouse.land(dataset, delivery, "--max-rejected", "100%") == 0
        check_accounts(warehouse, delivery)


def _rows(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """All raw rows by table, without where they come from."""
    tables = warehouse.everything()
    return {
        name: sorted([row[2:] for row in rows], key=repr)
        for name, rows in tables.items()
        if name not in ("landings", "landed_files", "rejected_rows")
    }


RECORDS: list[tuple[str, ...]] = [
    ("u1", "i1", "4"),
    ("u2", "i 2", "x"),
    ("u3", "", "3"),
    ("é", "i4", "2.5"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("form", ["csv", "tsv", "blanks", "jsonl", "gz", "utf-16", "parquet"])
def test_every_form_of_a_file_of_ones_own(
    warehouse: Warehouse, delivery: Path, form: str, end: str
) -> None:
    file = delivery / "own"
    delimiter = {"tsv": "\t", "blanks": "   "}.get(form, ",")
    records: list[tuple[str, ...]] = [
        tuple(value.replace(" ", "_") or "''" for value in row) for row in RECORDS
    ]
    records = records if form == "blanks" else RECORDS
    rows: list[tuple[str, ...]] = [("user", "item", "rating"), *records, ("broken",), ()]
    if form in ("csv", "tsv"):
        rows = [(*row, "note") if len(row) == 3 else row for row in rows]
    text = "".join(delimiter.join(row) + end for row in rows)
    options = list(OWN)
    if form == "jsonl":
        documents = [json.dumps(dict(zip(rows[0], row, strict=False))) for row in rows[1:-1]]
        text = end.join([*documents, "", "{broken", "[]"])
    if form == "blanks":
        options += ["--delimiter", "blanks"]
    if form in ("csv", "tsv"):
        text = f"# told{end}" + text + delimiter.join(('"u5"', "i5", "3", f'"two{end}lines"'))
        options += ["--comment", "#", "--quote", '"']
    if form == "parquet":
        duckdb.execute(
            f'copy (select * from values {", ".join(map(str, RECORDS))} t ("user", item, rating))'
            f" to '{file}' (format parquet)"
        )
    elif form == "gz":
        file.write_bytes(gzip.compress(text.encode()))
    else:
        file.write_bytes(text.encode("utf-16-le" if form == "utf-16" else "utf-8"))
        options += ["--encoding", "utf-16-le"] if form == "utf-16" else []
    assert warehouse.land("my-own", file, *options) == 0, warehouse.errors
    landed = {row[1]: row[2:4] for row in warehouse.rows("interactions")}
    assert landed["u1"] == ("i1", 4.0)
    assert landed["é"] == ("i4", 2.5)
    assert ("u5" in landed) == (form in ("csv", "tsv"))
    assert len(landed) + len(warehouse.rejected()) == {"parquet": 4, "jsonl": 7}.get(
        form, 6 if form in ("csv", "tsv") else 5
    )
    if form != "utf-16":
        check_accounts(warehouse, delivery)


def test_a_file_of_carriage_returns_reads_as_its_records(
    warehouse: Warehouse, delivery: Path
) -> None:
    lines = ["user,item,rating", *(f"u{number},i{number},3" for number in range(200))]
    file = write(delivery / "own.csv", lines, end=b"\r")
    assert warehouse.land("my-own", file, *OWN) == 0
    assert len(warehouse.rows("interactions")) == 200
    check_accounts(warehouse, delivery)


def test_random_line_ends(warehouse: Warehouse, delivery: Path) -> None:
    draw = random.Random(3)
    for _ in range(5):
        text = b"user,item,rating\n" + b"".join(
            draw.choice([b"u,i,3", b'u,"i\r\n",3', b'"u\r",i,3', b"", b"u,i", b" ", b'"u,i,3'])
            + draw.choice([b"\n", b"\r", b"\r\n"])
            for _ in range(50)
        )
        (delivery / "own.csv").write_bytes(text)
        assert warehouse.land("my-own", delivery / "own.csv", *OWN) == 0
        check_accounts(warehouse, delivery)
