"""Metadata of models: a table in CSV or Parquet, an array of documents, one document a line."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.text_files import LONGEST_LINE_BYTES
from tests.ingest.conftest import Warehouse, write

COLUMNS = (
    "modelId,lastModified,tags,pipeline_tag,author,architectures,model_type,datasets,downloads,"
    "library_name"
)
DOCUMENTS: list[dict[str, object]] = [
    {"id": "owner/first", "downloads": 7, "tags": ["a, b", 'it\'s "quoted"', "文"], "config": {}},
    {"id": "second", "downloads": 0, "cardData": {"datasets": [None, {"a": 1}]}},
    {"id": "third"},
]


@pytest.fixture(autouse=True)
def listed(datasets_file: Path) -> None:
    """A dataset of the source, which the small list of the tests has not."""
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write("hub,huggingface,top-3,,,,,test,,,,,\n")


def landed_documents(warehouse: Warehouse) -> list[object]:
    found = warehouse.query(
        "select document::varchar from raw.huggingface_documents order by source_file, source_row"
    )
    return [json.loads(document) for (document,) in found]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("form", ["array", "pretty array", "lines"])
def test_documents_land_as_they_were_delivered(
    warehouse: Warehouse, tmp_path: Path, form: str, packed: bool
) -> None:
    if form == "lines":
        text = "".join(json.dumps(document) + "\n" for document in DOCUMENTS)
    else:
        text = json.dumps(DOCUMENTS, ensure_ascii=False, indent=2 if form != "array" else None)
    file = tmp_path / f"models.json{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    assert warehouse.land("hub", file) == 0, warehouse.errors
    assert landed_documents(warehouse) == DOCUMENTS
    rows = warehouse.query(
        "select \"rows\", rejected_rows, bytes from raw.landed_files where dataset_id = 'hub'"
    )
    assert rows == [(3, 0, file.stat().st_size)]


@pytest.mark.parametrize("packed", [False, True])
def test_a_table_lands_as_it_was_delivered(
    warehouse: Warehouse, tmp_path: Path, packed: bool
) -> None:
    lists = '"[\'it\'\'s\', ""a, b""]"'
    text = "\n".join(
        [
            COLUMNS,
            f"owner/first,2023-03-25T10:56:55.000Z,{lists},fill-mask,owner,['X'],bert,nan,7,timm",
            "second,,,,,,,,,",
            "",
        ]
    )
    file = tmp_path / f"anything{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    assert warehouse.land("hub", file) == 0, warehouse.errors
    first, second = warehouse.rows("huggingface_models")
    assert first == (
        1,
        "owner/first",
        "2023-03-25T10:56:55.000Z",
        "['it''s', \"a, b\"]",
        "fill-mask",
        "owner",
        "['X']",
        "bert",
        "nan",
        7,
        "timm",
    )
    assert second == (2, "second", *[None] * 9)


def test_columns_are_found_by_name(warehouse: Warehouse, tmp_path: Path) -> None:
    header = ["likes", *reversed(COLUMNS.split(","))]
    file = write(tmp_path / "models.csv", [",".join(header), "3,timm,7,,,,,,,,first"])
    assert warehouse.land("hub", file) == 0, warehouse.errors
    assert warehouse.query('select "modelId", downloads from raw.huggingface_models') == [
        ("first", 7)
    ]


def test_a_table_without_a_column_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    file = write(tmp_path / "models.csv", [COLUMNS.replace(",author", ""), "a" + "," * 8])
    assert warehouse.land("hub", file) == 1
    assert "models.csv has no column 'author'" in warehouse.errors


def test_what_cannot_be_used_is_rejected_with_its_reason(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    write(
        tmp_path / "a.csv",
        [COLUMNS, ",,,,,,,,1,", "b,,,,,,,,many,", "c,,,,,,,,-1,", "d,,,,,,,,1.5,"],
    )
    array = ['{"id": "a"}', '{"model": "b"}', "7", '{"id": "c", "downloads": "many"}', "null"]
    (tmp_path / "b.json").write_text(f"[{', '.join(array)}]")
    write(tmp_path / "c.jsonl", ['{"id": "a"}', '{"id": "b"', "[]"])
    assert warehouse.land("hub", tmp_path, "--max-rejected", "100%") == 0, warehouse.errors
    assert [(row, reason) for row, _, reason in warehouse.rejected()] == [
        (1, "modelId is empty"),
        (2, "downloads 'many' is not a number"),
        (3, "downloads '-1' is out of range"),
        (4, "downloads '1.5' is not a whole number"),
        (2, "id is empty"),
        (3, "not a JSON object"),
        (4, "downloads 'many' is not a number"),
        (5, "not a JSON object"),
        (2, "broken JSON"),
        (3, "not a JSON object"),
    ]
    assert landed_documents(warehouse) == [{"id": "a"}, {"id": "a"}]


@pytest.mark.parametrize("form", ["array", "lines"])
def test_documents_of_older_lists_have_a_model_id_and_no_id(
    warehouse: Warehouse, tmp_path: Path, form: str
) -> None:
    lines = ['{"modelId": "a/b"}', '{"id": null, "modelId": "c"}', '{"id": "d", "modelId": "e"}']
    text = "\n".join(lines) if form == "lines" else f"[{', '.join(lines)}]"
    (tmp_path / "models.json").write_text(text)
    assert warehouse.land("hub", tmp_path / "models.json") == 0, warehouse.errors
    assert landed_documents(warehouse) == [json.loads(line) for line in lines]


def test_an_empty_id_is_none(warehouse: Warehouse, tmp_path: Path) -> None:
    file = write(tmp_path / "models.jsonl", ['{"id": "", "modelId": "a/b"}', '{"id": "c/d"}'])
    assert warehouse.land("hub", file) == 0, warehouse.errors
    assert warehouse.rejected() == []


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_may_call_models_id(warehouse: Warehouse, tmp_path: Path, form: str) -> None:
    names = COLUMNS.replace("modelId", "id").split(",")
    row = ["a/b", "2024-01-31T00:00:00Z", "['x']", "", "a", "", "", "", "7", ""]
    file = tmp_path / f"models.{form}"
    if form == "csv":
        write(file, [",".join(names), ",".join(row)])
    else:
        pq.write_table(
            pa.table({name: [value] for name, value in zip(names, row, strict=True)}), file
        )
    assert warehouse.land("hub", file) == 0, warehouse.errors
    landed = 'select "modelId", downloads from raw.huggingface_models'
    assert warehouse.query(landed) == [("a/b", 7)]


@pytest.mark.parametrize("name", ["modelid_only.json", "modelid_only.jsonl", "nulls.json"])
def test_a_list_as_people_have_met_it(warehouse: Warehouse, shared_cases: Path, name: str) -> None:
    assert warehouse.land("hub", shared_cases / "16-hub-forms" / name) == 0, warehouse.errors
    assert warehouse.rejected() == []
    assert landed_documents(warehouse)


def test_an_id_in_an_array_is_kept_as_it_is_written(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text('[{"id": 1.10, "x": 2.50}, {"id": 7}, {"id": 1e5}]')
    assert warehouse.land("hub", tmp_path / "models.json") == 0, warehouse.errors
    documents = [document for _, document in warehouse.rows("huggingface_documents")]
    assert documents == ['{"id": "1.10", "x": 2.50}', '{"id": 7}', '{"id": "1e5"}']


def test_an_array_in_a_gz_has_the_limit_of_unpacking(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b'[{"id": "a"}' + b" " * 2_000_000 + b"]"
    file = tmp_path / "models.json.gz"
    file.write_bytes(gzip.compress(text))
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", f"{len(text) - 1}B")
    assert warehouse.land("hub", file) == 1
    assert "models.json.gz unpacks to more than 2.0 MB" in warehouse.errors
    monkeypatch.setenv("CORATE_UNPACKING_LIMIT", f"{len(text)}B")
    assert warehouse.land("hub", file) == 0, warehouse.errors


@pytest.mark.parametrize("text", ['[{"id": "a"}, {"id": "b"', '[{"id": "a"} {"id": "b"}]', "[x]"])
def test_a_broken_array_changes_nothing(warehouse: Warehouse, tmp_path: Path, text: str) -> None:
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps(DOCUMENTS))
    assert warehouse.land("hub", whole) == 0, warehouse.errors
    before = warehouse.everything()
    broken = tmp_path / "broken.json"
    broken.write_text(text)
    assert warehouse.land("hub", broken, "--max-rejected", "100%") == 1
    assert warehouse.errors.startswith("error: broken.json is not a whole JSON array: ")
    assert str(tmp_path) not in warehouse.errors
    assert warehouse.errors.count("\n") == 1
    assert warehouse.everything() == before


def test_an_array_in_one_long_line(warehouse: Warehouse, tmp_path: Path) -> None:
    """The Hub sends pages without a line end, and a list of pages may be of any length."""
    count = LONGEST_LINE_BYTES // 1000 + 1
    file = tmp_path / "models.json"
    file.write_text(json.dumps([{"id": str(number), "x": "y" * 1000} for number in range(count)]))
    assert warehouse.land("hub", file) == 0, warehouse.errors
    found = warehouse.query("select document ->> 'id', source_row from raw.huggingface_documents")
    assert found == [(str(number), number + 1) for number in range(count)]


def test_pages_of_a_list_land_together(warehouse: Warehouse, tmp_path: Path) -> None:
    for number, document in enumerate(DOCUMENTS):
        (tmp_path / f"page-{number}.json").write_text(json.dumps([document]))
    write(tmp_path / "README.txt", ["what this is"])
    assert warehouse.land("hub", tmp_path) == 0, warehouse.errors
    assert landed_documents(warehouse) == DOCUMENTS
    assert "left out: README.txt" in warehouse.output


def test_something_else_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    file = write(tmp_path / "ratings.csv", ["userId,movieId", "1,2"])
    assert warehouse.land("hub", file) == 1
    assert "this is no list of Hugging Face models" in warehouse.errors
    assert "ratings.csv" in warehouse.errors


def test_the_real_table_lands_whole(warehouse: Warehouse, shared_data: Path) -> None:
    source = shared_data / "huggingface" / "models.csv"
    assert warehouse.land("hub", source) == 0, warehouse.errors
    with source.open(newline="", encoding="utf-8") as file:
        delivered = [tuple(row) for row in csv.reader(file)][1:]
    landed = warehouse.query(
        f"select {COLUMNS.replace('modelId', chr(34) + 'modelId' + chr(34))}"
        " from raw.huggingface_models order by source_row"
    )
    assert [tuple("" if value is None else str(value) for value in row) for row in landed] == (
        delivered
    )


def test_the_list_counts_models_though_they_are_no_interactions(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    file = tmp_path / "models.json"
    file.write_text(json.dumps(DOCUMENTS))
    assert warehouse.land("hub", file) == 0, warehouse.errors
    assert warehouse.run("list") == 0
    (line,) = [line for line in warehouse.output.splitlines() if line.startswith("hub ")]
    assert line.split() == ["hub", "huggingface", "top-3", "3", "test"]


def test_a_table_in_parquet_lands_its_lists_as_json(warehouse: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "models.parquet"
    lists = {"tags": ["a, b", 'it\'s "quoted"', None], "architectures": [], "datasets": None}
    table = pa.table(
        {
            name: pa.array([lists[name]], pa.list_(pa.string()))
            if name in lists
            else pa.array([7 if name == "downloads" else name])
            for name in COLUMNS.split(",")
        }
    )
    pq.write_table(table, file)
    assert warehouse.land("hub", file) == 0, warehouse.errors
    rows = warehouse.query(
        'select "modelId", tags, architectures, datasets, downloads, source_row '
        "from raw.huggingface_models"
    )
    assert rows == [("modelId", '["a, b","it\'s \\"quoted\\"",null]', "[]", None, 7, 1)]


def test_a_table_in_parquet_without_a_column_is_refused(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    pq.write_table(pa.table({"modelId": ["a"]}), tmp_path / "models.parquet")
    assert warehouse.land("hub", tmp_path / "models.parquet") == 1
    assert "has no column 'lastModified': its columns are 'modelId'" in warehouse.errors
