"""Running a contestant: its figures, its peak memory with children, and the ways it can end."""

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("psutil", reason="psutil is in performance/requirements.txt")

from performance.measure import Limits, Sample, measure, peak
from performance.measurement import FAILED, FINISHED, OUT_OF_MEMORY, TIMED_OUT, Measurement

MEGABYTE = 10**6
LIMITS = Limits(seconds=60, resident_bytes=4_000 * MEGABYTE)

WRITE_RESULT = """
import sys, time
from pathlib import Path
from performance.protocol import RunResult, Stopwatch
stopwatch = Stopwatch()
{body}
RunResult(stopwatch.laps, {{"work": 1.5}}, {{"rows": 3}}).write(Path(sys.argv[1]))
"""
HOLD = "bytes(bytearray(b'x') * {megabytes}_000_000)"


def run(body: str, tmp_path: Path, limits: Limits = LIMITS) -> Measurement:
    """Measure a small program."""
    program = WRITE_RESULT.format(body=body)
    result = tmp_path / "result.json"
    command = [sys.executable, "-c", program, str(result)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return measure("somebody", "data", command, result, environment, limits)


def test_figures_and_outcome_come_from_the_result(tmp_path: Path) -> None:
    body = "with stopwatch.lap('work'):\n    time.sleep(0.2)"
    measurement = run(body, tmp_path)
    assert measurement.status == FINISHED
    assert measurement.seconds == {"work": 1.5}
    assert measurement.outcome == {"rows": 3}
    assert measurement.process_seconds > 0.2
    assert 0 < measurement.lap_peak_bytes["work"] <= measurement.peak_bytes


def test_peak_counts_children_and_stops_at_the_last_lap(tmp_path: Path) -> None:
    child = f"held = {HOLD.format(megabytes=200)}; import time; time.sleep(0.4)"
    body = (
        "import subprocess\n"
        "with stopwatch.lap('work'):\n"
        f"    subprocess.run([sys.executable, '-c', {child!r}], check=True)\n"
        "time.sleep(0.1)\n"
        f"after = {HOLD.format(megabytes=800)}\n"
        "time.sleep(0.3)"
    )
    measurement = run(body, tmp_path)
    assert 200 * MEGABYTE < measurement.peak_bytes < 600 * MEGABYTE


def test_a_failure_is_told_with_its_last_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "print('reading', flush=True)\nraise SystemExit('the file is not there')"
    measurement = run(body, tmp_path)
    assert measurement.status == FAILED
    assert measurement.message == "the file is not there"
    assert "reading" in capsys.readouterr().err
    assert measurement.seconds == {}


def test_a_run_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    measurement = run("time.sleep(60)", tmp_path, Limits(0.5, LIMITS.resident_bytes))
    assert measurement.status == TIMED_OUT
    assert measurement.process_seconds < 20


def test_a_run_that_takes_too_much_memory_is_stopped_with_its_children(tmp_path: Path) -> None:
    child = f"held = {HOLD.format(megabytes=300)}; import time; time.sleep(60)"
    body = f"import subprocess\nsubprocess.run([sys.executable, '-c', {child!r}])"
    measurement = run(body, tmp_path, Limits(60, 200 * MEGABYTE))
    assert measurement.status == OUT_OF_MEMORY
    assert measurement.message == "stopped at 0.2 GB"
    assert measurement.process_seconds < 20


def test_peak_looks_between_two_times_only() -> None:
    samples = [Sample(1.0, 10), Sample(2.0, 30), Sample(3.0, 50)]
    assert peak(samples, 0.5, 2.5) == 30
    assert peak(samples, 4.0, 5.0) == 0
