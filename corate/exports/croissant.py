"""croissant.json: what an export holds, for search engines and libraries of machine learning.

The vocabulary is MLCommons Croissant 1.0: https://docs.mlcommons.org/croissant
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from corate.exports.benchmarks import Benchmark
from corate.exports.files import WrittenFile
from corate.publications.licences import terms_together
from corate.report.writing import is_web_address

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

FORMATS = {
    "lines": "text/plain",
    "table": "text/tab-separated-values",
    "csv": "text/csv",
    "parquet": "application/x-parquet",
}
"""What each kind of file is called there."""

TYPES = {
    "BOOLEAN": "sc:Boolean",
    "DOUBLE": "sc:Float",
    "FLOAT": "sc:Float",
    "DATE": "sc:Date",
    "TIMESTAMP": "sc:DateTime",
}
"""DuckDB's types; whole numbers are sc:Integer, and what else there is, sc:Text."""


def croissant_of(benchmark: Benchmark, form: str, files: Sequence[WrittenFile]) -> dict[str, Any]:
    """The document. What the dataset's owner does not state is left out, and invented nowhere."""
    dataset = benchmark.dataset
    edition = f"edition {dataset['edition']}, " if dataset["edition"] else ""
    stated = {
        "license": dataset["licence"],
        "url": dataset["url"] if is_web_address(dataset["url"]) else None,
        "citeAs": dataset["citation"],
        # what a licence says, in words for who knows no other field of ours
        "usageInfo": "; ".join(terms_together([dataset])),
    }
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": benchmark.recipe_id,
        "description": (
            f"The benchmark {benchmark.recipe_id} of {dataset['title'] or dataset['dataset_id']}, "
            f"{edition}made by Corate, as {form}."
        ),
        **{name: value for name, value in stated.items() if value},
        "distribution": [_distribution(file) for file in files],
        "recordSet": [_record_set(file) for file in files if file["kind"] != "lines"],
    }


def _distribution(file: WrittenFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file["path"],
        "name": file["path"],
        "description": file["holds"],
        "contentUrl": file["path"],
        "contentSize": f"{file['bytes']} B",
        "encodingFormat": FORMATS[file["kind"]],
        "sha256": file["sha256"],
    }


def _record_set(file: WrittenFile) -> dict[str, Any]:
    # a name may hold no slash
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", file["path"])
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": file["holds"],
        "field": [
            {
                "@type": "cr:Field",
                # an id takes neither blanks nor quotes, and a column may have them
                "@id": f"{name}/{number}_{re.sub(r'[^A-Za-z0-9_-]+', '_', column)}",
                "name": column,
                "dataType": _type(column, kind),
                **({"repeated": True} if kind.endswith("[]") else {}),
                "source": {"fileObject": {"@id": file["path"]}, "extract": {"column": column}},
            }
            for number, (column, kind) in enumerate(file["columns"].items(), start=1)
        ],
    }


def _type(column: str, kind: str) -> str:
    # RecBole's files say in the header what a text is read as
    if column.endswith(":float"):
        return "sc:Float"
    kind = kind.removesuffix("[]")
    if kind.endswith("INT") or kind.endswith("INTEGER"):
        return "sc:Integer"
    return TYPES.get(kind, "sc:Text")
