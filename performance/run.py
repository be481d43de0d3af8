"""Compare Corate with its peers: `python -m performance.run` (see README.md)."""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

from performance.chart import chart
from performance.comparison import Comparison, Contestant, Settings
from performance.comparisons import COMPARISONS
from performance.corate import PROJECT_ROOT, default_python
from performance.generate import SHAPES, DatasetShape, dataset
from performance.machine import this_machine
from performance.measure import Limits, measure
from performance.measurement import NOT_RUN, Measurement
from performance.report import markdown, progress_line
from performance.results import Results

RESULTS_FOLDER = Path(__file__).parent / "results"
REAL_DATA = PROJECT_ROOT.parent / "shared" / "data"
THREAD_VARIABLES = (
    "POLARS_MAX_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    contestants = [one.name for comparison in COMPARISONS for one in comparison.contestants]
    comparisons = [comparison.name for comparison in COMPARISONS]
    parser = argparse.ArgumentParser(
        prog="python -m performance.run",
        description="Compare Corate's speed and memory with its peers' and keep the results.",
    )
    parser.add_argument("--rows", nargs="+", type=int, default=[1_000_000, 20_000_000])
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument(
        "--comparisons",
        nargs="+",
        choices=comparisons,
        default=[comparison.name for comparison in COMPARISONS if not comparison.on_request],
    )
    parser.add_argument("--peers", nargs="+", choices=contestants, default=contestants)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(tempfile.gettempdir()) / "corate-performance",
        help="folder for generated files and scratch databases (default: %(default)s)",
    )
    parser.add_argument("--results", type=Path, default=RESULTS_FOLDER)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--memory-limit",
        default="3GB",
        help="of DuckDB; the process takes up to 1 GB more (default: %(default)s)",
    )
    parser.add_argument("--repeats", type=int, default=1, help="runs of each; the quickest counts")
    parser.add_argument("--timeout", type=float, default=1_800, help="seconds a run may take")
    parser.add_argument(
        "--project-python",
        type=Path,
        default=default_python(),
        help="interpreter of the project's environment (default: .venv of the project)",
    )
    return parser.parse_args(arguments)


def environment(threads: int) -> dict[str, str]:
    """This process's environment, with the number of threads as the libraries read it."""
    paths = [str(PROJECT_ROOT), os.environ.get("PYTHONPATH", "")]
    return (
        os.environ
        | dict.fromkeys(THREAD_VARIABLES, str(threads))
        | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    )


def read_once(path: Path) -> None:
    """Read a file, so that the system's cache holds it alike for each contestant."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def run_contestant(
    contestant: Contestant,
    comparison: Comparison,
    dataset_name: str,
    data: Path,
    options: argparse.Namespace,
) -> Iterator[Measurement]:
    """Run a contestant on a file or folder as often as asked, in a scratch folder next to it."""
    settings = Settings(options.threads, options.memory_limit, options.project_python)
    limits = Limits(options.timeout, int(psutil.virtual_memory().total * 0.85))
    for _ in range(options.repeats):
        with tempfile.TemporaryDirectory(dir=options.data) as scratch:
            result_path = Path(scratch) / "result.json"
            measurement = measure(
                contestant.name,
                dataset_name,
                contestant.command(data, result_path, settings),
                result_path,
                environment(options.threads),
                limits,
            )
        print(f"  {contestant.title}: {progress_line(measurement, comparison)}", flush=True)
        yield measurement


def run_on_generated(
    comparison: Comparison, shape: DatasetShape, options: argparse.Namespace
) -> Iterator[Measurement]:
    """Run the contestants of a comparison on a generated dataset."""
    print(f"{shape.name}: {comparison.title.lower()}", flush=True)
    csv_path = options.data / shape.name / "ratings.csv"
    for contestant in comparison.contestants:
        if contestant.name not in options.peers:
            continue
        if contestant.max_rows is not None and shape.rows > contestant.max_rows:
            message = f"not meant for more than {contestant.max_rows:,} rows"
            yield Measurement(contestant.name, shape.name, NOT_RUN, message=message)
            continue
        read_once(csv_path)
        yield from run_contestant(contestant, comparison, shape.name, csv_path, options)


def run_on_real(comparison: Comparison, options: argparse.Namespace) -> Iterator[Measurement]:
    """Run the contestants of a comparison on real data, where they are beside the project."""
    print(f"{comparison.real_name}: {comparison.title.lower()}", flush=True)
    for file in comparison.real_data:
        if not (REAL_DATA / file).exists():
            print(f"  skipped: there is no ../shared/data/{file} beside the project", flush=True)
            return
    for contestant in comparison.contestants:
        if contestant.name in options.peers:
            yield from run_contestant(
                contestant, comparison, comparison.real_name, REAL_DATA, options
            )


def run(options: argparse.Namespace) -> Results:
    """Generate the datasets and run every contestant on each, then those on real data."""
    options.data = options.data.resolve()
    options.data.mkdir(parents=True, exist_ok=True)
    machine = this_machine(options.project_python)
    datasets: list[DatasetShape] = []
    measurements: list[Measurement] = []
    chosen = [one for one in COMPARISONS if one.name in options.comparisons]
    for shape_name in options.shapes:
        on_generated = [one for one in chosen if shape_name in one.shapes]
        if not on_generated:
            continue
        for rows in options.rows:
            shape = dataset(shape_name, rows, options.data)
            datasets.append(shape)
            for comparison in on_generated:
                measurements.extend(run_on_generated(comparison, shape, options))
    for comparison in chosen:
        if comparison.real_data:
            measurements.extend(run_on_real(comparison, options))
    return Results(
        machine=machine,
        memory_limit=options.memory_limit,
        threads=options.threads,
        repeats=options.repeats,
        datasets=datasets,
        measurements=measurements,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the report, and keep it."""
    options = parse_arguments(arguments)
    results = run(options)
    report = markdown(results)
    options.results.mkdir(parents=True, exist_ok=True)
    results.write(options.results / "latest.json")
    (options.results / "latest.md").write_text(report)
    if picture := chart(results):
        (options.results / "latest.svg").write_text(picture)
    print()
    print(report)
    print(f"kept in {options.results}")


if __name__ == "__main__":
    main()
