"""Results, targets, report and chart, on made-up measurements."""

import math
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from performance.chart import chart
from performance.generate import DatasetShape
from performance.machine import Machine
from performance.measurement import FINISHED, TIMED_OUT, Measurement
from performance.report import markdown
from performance.results import Results, read_results
from performance.tables import table
from performance.targets import all_targets


def shape(rows: int) -> DatasetShape:
    return DatasetShape(
        name=f"movielens-{rows}-shape",
        shape="movielens",
        rows=rows,
        users=10,
        items=10,
        duplicates=0,
        longest_history=5,
        sum_of_squared_history_lengths=100,
        distinct_times=7,
        bytes=1,
        sha256="0",
        generator_version=1,
        seed=1,
    )


def corate(rows: int, steps: float, peak_bytes: int = 10**9) -> Measurement:
    return Measurement(
        "corate",
        shape(rows).name,
        FINISHED,
        load_before=0.5,
        peak_bytes=peak_bytes,
        seconds={"steps": steps, "land": 1.0, "build": 2 * steps, "whole_way": 1 + 2 * steps},
        lap_peak_bytes={"land": 1, "build": peak_bytes},
        outcome={"rows": 1},
        details={"database_bytes": 5},
    )


def peer(name: str, rows: int, steps: float, found: int = 1) -> Measurement:
    return Measurement(
        name,
        shape(rows).name,
        FINISHED,
        peak_bytes=10**9,
        seconds={"read": 1.0, "steps": steps},
        outcome={"rows": found},
    )


def results(*measurements: Measurement) -> Results:
    return Results(
        machine=Machine(
            measured_on="2026-01-01 00:00 UTC",
            processor="a processor",
            cores=2,
            memory_bytes=8 * 10**9,
            system="Linux",
            load=[0.0, 0.0, 0.0],
            python="3.11",
            peer_versions={"polars": "2"},
            project_versions={"duckdb": "2"},
        ),
        memory_limit="4GB",
        threads=2,
        repeats=1,
        datasets=[shape(100), shape(2_000)],
        measurements=measurements,
    )


MEASURED = results(
    corate(100, 1.0),
    corate(2_000, 8.0),
    corate(2_000, 10.0),
    peer("polars_tuned", 2_000, 8.0),
    peer("pandas", 2_000, 20.0, found=2),
    peer("pure_python", 2_000, 160.0),
    Measurement("datarec", shape(2_000).name, TIMED_OUT, message="stopped after 5 s"),
)


PLAIN = "Polars in memory, as its guide suggests"
TUNED = "Polars in memory, tuned by hand"


def met(measured: Results) -> dict[str, bool | None]:
    return {target.aim: target.is_met for target in all_targets(measured)}


def test_the_quickest_of_several_runs_counts() -> None:
    assert MEASURED.seconds("corate", shape(2_000).name, "steps") == 8.0


def test_targets_are_met_at_the_bound_and_not_beyond() -> None:
    found = met(MEASURED)
    assert found[f"the same steps within 1.5 times {TUNED}"] is True
    assert found[f"four recipes' steps within 1.5 times {TUNED}"] is None
    assert found[f"CSV to all benchmarks tables within 5 times the steps of {TUNED}"] is True
    assert found["CSV to all benchmarks tables within 4 GB"] is True
    assert found["over 20 times as fast as the pure-Python way"] is False  # 20 times is not over
    assert found["time of the steps grows no faster than the rows"] is True

    slower = met(
        results(corate(100, 0.1), corate(2_000, 12.1, 5 * 10**9), peer("polars_tuned", 2_000, 8.0))
    )
    assert slower[f"the same steps within 1.5 times {TUNED}"] is False
    assert slower[f"the same steps no slower than {PLAIN}"] is None
    assert slower["CSV to all benchmarks tables within 4 GB"] is False
    assert slower["time of the steps grows no faster than the rows"] is False
    assert slower["over 20 times as fast as the pure-Python way"] is None


def test_the_report_holds_ratios_and_everything_that_went_wrong() -> None:
    report = markdown(MEASURED)
    assert "| Polars, tuned |" in report
    pandas_row = next(line for line in report.splitlines() if line.startswith("| pandas "))
    assert [cell.strip() for cell in pandas_row.split("|")][-4:-1] == [
        "2.50",
        "1.00 GB",
        "DIFFERENT",
    ]
    assert "pandas on movielens-2000-shape has another result: rows 2 instead of 1." in report
    assert "DataRec on movielens-2000-shape: timed out; stopped after 5 s" in report
    assert "NOT MET" in report and "a processor, 2 cores" in report


def test_a_busy_machine_is_told() -> None:
    assert "was busy" not in markdown(MEASURED)
    busy = Measurement("pandas", shape(100).name, TIMED_OUT, load_before=3.0, message="late")
    assert "was busy" in markdown(results(busy))


def test_results_survive_being_written_and_read(tmp_path: Path) -> None:
    MEASURED.write(tmp_path / "latest.json")
    assert markdown(read_results(tmp_path / "latest.json")) == markdown(MEASURED)


def test_the_chart_has_a_bar_a_ratio_and_says_who_did_not_finish() -> None:
    drawn = chart(MEASURED)
    assert drawn
    picture = ElementTree.fromstring(drawn)
    tag = "{http://www.w3.org/2000/svg}"
    bars = picture.findall(f"{tag}rect")
    words = ["".join(text.itertext()) for text in picture.iter(f"{tag}text")]
    # of Corate's 8 s, polars_tuned takes as long; on the smaller dataset nobody else was run
    assert len(bars) == 3
    assert {"1x", "2.5x", "20x", "timed out", "160.0 s, 1.0 GB"} <= set(words)
    assert not any(shape(100).name in one for one in words)
    assert all(float(bar.attrib["x"]) >= 0 for bar in bars)
    assert all(float(bar.attrib["x"]) + float(bar.attrib["width"]) <= 960 for bar in bars)


def test_who_is_quicker_is_to_the_left_of_the_line_and_who_takes_longer_to_the_right() -> None:
    name = shape(2_000).name
    drawn = chart(
        results(
            Measurement("corate", name, FINISHED, peak_bytes=10**9, seconds={"steps": 4.0}),
            Measurement("pandas", name, FINISHED, peak_bytes=10**9, seconds={"steps": 2.0}),
            Measurement("datarec", name, FINISHED, peak_bytes=10**9, seconds={"steps": 40.0}),
        )
    )
    assert drawn
    picture = ElementTree.fromstring(drawn)
    tag = "{http://www.w3.org/2000/svg}"
    quicker, slower = picture.findall(f"{tag}rect")
    middle = next(line for line in picture.findall(f"{tag}line") if line.attrib["class"] == "one")
    one = float(middle.attrib["x1"])
    ends = [float(bar.attrib["x"]) + float(bar.attrib["width"]) for bar in (quicker, slower)]
    assert (quicker.attrib["class"], slower.attrib["class"]) == ("quicker", "slower")
    assert abs(ends[0] - one) < 0.2 and abs(float(slower.attrib["x"]) - one) < 0.2
    # 0.5 and 10 times, on a logarithmic axis
    lengths = [float(bar.attrib["width"]) for bar in (quicker, slower)]
    assert abs(lengths[1] / lengths[0] - math.log(10) / math.log(2)) < 0.02
    words = ["".join(text.itertext()) for text in picture.iter(f"{tag}text")]
    assert "0.5x" in words and "10x" in words and "40.0 s, 1.0 GB" in words


def test_nobody_to_compare_with_is_no_chart() -> None:
    assert chart(results(corate(100, 1.0))) is None
    assert "latest.svg" not in markdown(results(corate(100, 1.0)))


def test_the_slowest_models_are_told_with_their_share() -> None:
    assert "## The slowest models" not in markdown(MEASURED)
    models = {f"model_{number:02}": float(number) for number in range(1, 14)}
    measured = corate(100, 1.0)
    told = markdown(
        results(replace(measured, details={**measured.details, "model_seconds": models}))
    )
    section = told[told.index("## The slowest models") :]
    assert f"### Duplicates, split, core and ordered lists: {shape(100).name}" in section
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines()]
    rows = [row for row in rows if len(row) == 3][2:]
    assert [row[0] for row in rows[:10]] == [f"model_{number:02}" for number in range(13, 3, -1)]
    # 1 + 2 + 3 of 91 seconds
    assert rows[0] == ["model_13", "13.00", "14.3"]
    assert rows[10:12] == [["the other 3", "6.00", "6.6"], ["all", "91.00", "100.0"]]


def test_results_that_were_kept_tell_their_slowest_models() -> None:
    kept = read_results(Path(__file__).parents[2] / "performance" / "results" / "latest.json")
    runs = [one for one in kept.measurements if one.details.get("model_seconds")]
    section = markdown(kept).split("## The slowest models")[1].split("\n## ")[0]
    assert runs and section.count("### ") == len({(run.contestant, run.dataset) for run in runs})


def test_a_table_has_cells_of_even_width() -> None:
    lines = table(["name", "n"], [["a", "1"], ["longer", "100"]])
    assert lines == ["| name   |   n |", "| ------ | --: |", "| a      |   1 |", "| longer | 100 |"]


def test_real_data_stand_without_generated_ones_and_with_their_remarks() -> None:
    runs = [
        Measurement(
            name,
            "ml-latest-small",
            FINISHED,
            peak_bytes=10**9,
            seconds={"ask": seconds, "thousand": seconds / 2},
            outcome={"rows": 1},
            details={"remark": f"{name} in {seconds:g} s"},
        )
        for name, seconds in (("wikidata_batches", 2.0), ("wikidata_batches", 3.0))
    ]
    runs.append(
        Measurement("wikidata_single", "ml-latest-small", FINISHED, seconds={"thousand": 4.0})
    )
    text = markdown(replace(results(*runs), datasets=[]))
    assert "### ml-latest-small" in text
    assert "- Corate: wikidata_batches in 2 s." in text
    assert "wikidata_batches in 3 s" not in text
    assert "DIFFERENT" in text
    assert "## Datasets" not in text
