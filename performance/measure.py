"""Run a contestant in a process of its own; take its time and the peak memory of its whole tree."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from performance.measurement import FAILED, FINISHED, OUT_OF_MEMORY, TIMED_OUT, Measurement

SECONDS_BETWEEN_SAMPLES = 0.05


@dataclass(frozen=True)
class Sample:
    """Resident memory of a process and all its descendants at a time (seconds since 1970)."""

    at: float
    resident_bytes: int


@dataclass(frozen=True)
class Limits:
    """When a run is stopped: seconds, and bytes of resident memory of the whole tree."""

    seconds: float
    resident_bytes: int


def process_tree(process: psutil.Process) -> list[psutil.Process]:
    """A process and all its descendants; empty once it is gone."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def resident_bytes(process: psutil.Process) -> int:
    """Resident memory of a process and all its descendants; pages they share count for each."""
    total = 0
    for member in process_tree(process):
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def stop(process: psutil.Process) -> None:
    """Kill a process and all its descendants."""
    for member in process_tree(process):
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue


def watch(process: subprocess.Popen[bytes], limits: Limits) -> tuple[str, list[Sample]]:
    """Sample memory until the process ends or reaches a limit; returns its status and samples."""
    started = time.monotonic()
    root = psutil.Process(process.pid)
    samples: list[Sample] = []
    while process.poll() is None:
        sample = Sample(time.time(), resident_bytes(root))
        samples.append(sample)
        if sample.resident_bytes > limits.resident_bytes:
            stop(root)
            return OUT_OF_MEMORY, samples
        if time.monotonic() - started > limits.seconds:
            stop(root)
            return TIMED_OUT, samples
        time.sleep(SECONDS_BETWEEN_SAMPLES)
    return (FAILED if process.returncode else FINISHED), samples


def peak(samples: Sequence[Sample], start: float, end: float) -> int:
    """Most resident bytes of the samples between two times; 0 where there is none."""
    return max((one.resident_bytes for one in samples if start <= one.at <= end), default=0)


def measure(
    contestant: str,
    dataset: str,
    command: Sequence[str],
    result_path: Path,
    environment: Mapping[str, str],
    limits: Limits,
) -> Measurement:
    """Run a command that writes a protocol.RunResult to `result_path`, and measure it."""
    result_path.unlink(missing_ok=True)
    output_path = result_path.with_suffix(".log")
    load_before = os.getloadavg()[0]
    started_at = time.time()
    with output_path.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
        )
        status, samples = watch(process, limits)
        process.wait()
    process_seconds = time.time() - started_at
    if status != FINISHED:
        message = {
            TIMED_OUT: f"stopped after {limits.seconds:,.0f} s",
            OUT_OF_MEMORY: f"stopped at {limits.resident_bytes / 1e9:.1f} GB",
        }.get(status) or last_line(output_path)
        return Measurement(
            contestant=contestant,
            dataset=dataset,
            status=status,
            load_before=load_before,
            process_seconds=process_seconds,
            peak_bytes=peak(samples, 0, time.time()),
            message=message,
        )
    result = json.loads(result_path.read_text(encoding="utf-8"))
    laps = result["laps"]
    return Measurement(
        contestant=contestant,
        dataset=dataset,
        status=FINISHED,
        load_before=load_before,
        process_seconds=process_seconds,
        peak_bytes=peak(samples, 0, laps[-1]["ended_at"]),
        seconds=result["seconds"],
        lap_peak_bytes={
            lap["name"]: peak(samples, lap["started_at"], lap["ended_at"]) for lap in laps
        },
        outcome=result["outcome"],
        details=result["details"],
    )


def last_line(path: Path) -> str:
    """What a program that failed said last; all that it said goes to standard error."""
    output = path.read_text(encoding="utf-8", errors="replace").strip()
    print(output, file=sys.stderr)
    return output.splitlines()[-1] if output else "no message"
