"""What Spark's event log says of a build, by model, beside DuckDB, and how it grows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from performance.measurement import FINISHED, Measurement
from performance.results import Results
from performance.tables import ratio_text, seconds_text, table

PAIRS = (
    ("engine_duckdb", "engine_spark", "benchmark line"),
    ("engine_duckdb_neighbors", "engine_spark_neighbors", "benchmark line and neighbours"),
)
SHOWN = 15
MEGABYTE = 10**6
ALL = "all"


def megabytes(number: int) -> str:
    """Megabytes (10^6 bytes), with one digit."""
    return f"{number / MEGABYTE:,.1f}"


def slowest(spark: Measurement) -> list[str]:
    """The models that take Spark longest, longest first."""
    models: Mapping[str, float] = spark.details["model_seconds"]
    return sorted(models, key=lambda name: (-models[name], name))[:SHOWN]


def summed(works: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """All models' work as one, without stages."""
    names = [name for name in next(iter(works.values())) if name != "stages"]
    return {name: sum(work[name] for work in works.values()) for name in names} | {"stages": []}


def work_row(name: str, seconds: Sequence[float | None], work: Mapping[str, Any]) -> list[str]:
    """A row of a model: seconds of both engines, and what it was in Spark."""
    return [
        name,
        *map(seconds_text, seconds),
        f"{work['statements']:,}",
        f"{work['tasks']:,}",
        seconds_text(work["task_seconds"]),
        seconds_text(work["cpu_seconds"]),
        megabytes(work["shuffle_bytes"]),
        f"{work['rows_written']:,}",
        megabytes(work["spilled_bytes"]),
    ]


def work_table(duckdb: Measurement | None, spark: Measurement) -> list[str]:
    """The slowest models of a build in Spark, and all of them."""
    theirs: Mapping[str, float] = spark.details["model_seconds"]
    ours: Mapping[str, float] = duckdb.details.get("model_seconds", {}) if duckdb else {}
    works: Mapping[str, Mapping[str, Any]] = spark.details["spark"]
    rows = [
        work_row(name, (ours.get(name), theirs[name]), works[name])
        for name in slowest(spark)
        if name in works
    ]
    whole = (sum(ours.values()) if ours else None, sum(theirs.values()))
    rows.append(work_row(ALL, whole, summed(works)))
    header = [
        "model",
        "DuckDB, s",
        "Spark, s",
        "statements",
        "tasks",
        "task s",
        "CPU s",
        "shuffle MB",
    ]
    return table([*header, "rows written", "spilled MB"], rows)


def skew_rows(spark: Measurement) -> Iterator[list[str]]:
    """The stages of several tasks whose longest is furthest from the median, ten at most."""
    found = [
        (model, stage)
        for model, work in spark.details["spark"].items()
        for stage in work["stages"]
        if stage["tasks"] > 1
    ]
    found.sort(key=lambda one: one[1]["median_seconds"] - one[1]["longest_seconds"])
    for model, stage in found[:10]:
        yield [
            model,
            f"{stage['tasks']:,}",
            seconds_text(stage["seconds"]),
            seconds_text(stage["median_seconds"]),
            seconds_text(stage["longest_seconds"]),
            megabytes(stage["median_read_bytes"]),
            megabytes(stage["most_read_bytes"]),
        ]


def lone_rows(spark: Measurement) -> Iterator[list[str]]:
    """The stages of one task that read most of a shuffle, five at most: more executors do not help.

    Less than a megabyte is left out.
    """
    found = [
        (model, stage)
        for model, work in spark.details["spark"].items()
        for stage in work["stages"]
        if stage["tasks"] == 1 and stage["most_read_bytes"] >= MEGABYTE
    ]
    found.sort(key=lambda one: -one[1]["most_read_bytes"])
    for model, stage in found[:5]:
        yield [
            model,
            seconds_text(stage["longest_seconds"]),
            megabytes(stage["most_read_bytes"]),
            ", ".join(stage["steps"]),
        ]


def growth_rows(small: Measurement, large: Measurement) -> Iterator[list[str]]:
    """How many times as much a model takes on the larger data."""
    few, many = small.details["spark"], large.details["spark"]
    seconds, more_seconds = small.details["model_seconds"], large.details["model_seconds"]
    for name in slowest(large):
        if name in few and name in many:
            yield [
                name,
                ratio_text(more_seconds[name], seconds.get(name)),
                ratio_text(many[name]["cpu_seconds"], few[name]["cpu_seconds"]),
                ratio_text(many[name]["shuffle_bytes"], few[name]["shuffle_bytes"]),
                ratio_text(many[name]["rows_written"], few[name]["rows_written"]),
            ]
    few, many = summed(few), summed(many)
    yield [
        ALL,
        ratio_text(sum(more_seconds.values()), sum(seconds.values())),
        *(
            ratio_text(many[name], few[name])
            for name in ("cpu_seconds", "shuffle_bytes", "rows_written")
        ),
    ]


def engines_section(results: Results) -> Iterator[str]:
    """Tables by model for each build in Spark that finished; nothing where there is none."""
    for duckdb_name, spark_name, title in PAIRS:
        found = [
            (shape.name, one)
            for shape in results.datasets
            for one in [results.find(spark_name, shape.name)]
            if one is not None and one.status == FINISHED
        ]
        for dataset, spark in found:
            yield from (f"## In Spark: {title}, {dataset}", "")
            yield "Bytes of shuffle are as written, compressed; rows written are those of tables."
            yield from ("", *work_table(results.find(duckdb_name, dataset), spark), "")
            skewed = list(skew_rows(spark))
            if skewed:
                header = ["stage of", "tasks", "all, s", "median, s", "longest, s"]
                header += ["median read, MB", "most read, MB"]
                yield from ("Where the longest task is furthest from the median:", "")
                yield from (*table(header, skewed), "")
            lone = list(lone_rows(spark))
            if lone:
                yield from ("Stages of one task that read most of a shuffle:", "")
                yield from (*table(["stage of", "s", "read, MB", "steps"], lone), "")
        if len(found) > 1:
            (first, small), (last, large) = found[0], found[-1]
            yield from (f"## In Spark: {title}, {last} ÷ {first}", "")
            header = ["model", "seconds", "CPU seconds", "shuffle bytes", "rows written"]
            yield from (*table(header, list(growth_rows(small, large))), "")
