"""The results as Markdown: tables that read well in a terminal, too."""

from collections.abc import Iterator, Mapping, Sequence

from performance.chart import chart
from performance.comparison import Comparison, disagreements
from performance.comparisons import COMPARISONS
from performance.engines_report import engines_section
from performance.measurement import FINISHED, Measurement
from performance.results import Results
from performance.tables import ratio_text, seconds_text, table
from performance.targets import GIGABYTE, Target, all_targets

SLOWEST_MODELS = 10


def memory_text(resident_bytes: int) -> str:
    """Gigabytes (10^9 bytes)."""
    return f"{resident_bytes / GIGABYTE:.2f} GB"


def comparison_rows(results: Results, comparison: Comparison, dataset: str) -> Iterator[list[str]]:
    """A row a contestant: its figures, the ratio to the reference, memory, and the check."""
    found = {one.contestant: one for one in results.of_dataset(dataset)}
    names = [one.name for one in comparison.contestants if not one.other_work]
    differences = disagreements([found[name] for name in names if name in found])
    reference = results.seconds(comparison.reference.name, dataset, comparison.figure)
    for contestant in comparison.contestants:
        measurement = found.get(contestant.name)
        if measurement is None:
            continue
        seconds = measurement.seconds
        check = "same" if contestant.name not in differences else "DIFFERENT"
        if contestant.other_work:
            check = "other work"
        yield [
            contestant.title,
            *(seconds_text(seconds.get(column)) for column in comparison.columns),
            ratio_text(seconds.get(comparison.figure), reference),
            memory_text(measurement.peak_bytes) if measurement.peak_bytes else "",
            check if measurement.status == FINISHED else measurement.status,
        ]


def comparison_section(results: Results, comparison: Comparison) -> Iterator[str]:
    """A comparison: what is compared, a table a dataset, and what there is to say of rows."""
    names = {contestant.name for contestant in comparison.contestants}
    measured = [one for one in results.measurements if one.contestant in names]
    if not measured:
        return
    yield from (f"## {comparison.title}", "", comparison.description, "")
    header = [
        "seconds",
        *comparison.columns.values(),
        f"÷ {comparison.reference.title}",
        "peak memory",
        "result",
    ]
    for dataset in dict.fromkeys(one.dataset for one in measured):
        rows = list(comparison_rows(results, comparison, dataset))
        yield from (f"### {dataset}", "", *table(header, rows), "")
    notes = [*remarks(comparison), *own_remarks(results, comparison)]
    notes += trouble(results, comparison)
    if notes:
        yield from (*(f"- {note}" for note in notes), "")


def remarks(comparison: Comparison) -> Iterator[str]:
    """What a reader has to know of a contestant."""
    for contestant in comparison.contestants:
        if contestant.note:
            yield f"{contestant.title}: {contestant.note}."


def own_remarks(results: Results, comparison: Comparison) -> Iterator[str]:
    """What contestants have to say of their best runs."""
    titles = {contestant.name: contestant.title for contestant in comparison.contestants}
    for dataset in dict.fromkeys(one.dataset for one in results.measurements):
        for one in results.of_dataset(dataset):
            if one.contestant in titles and "remark" in one.details:
                yield f"{titles[one.contestant]}: {one.details['remark']}."


def trouble(results: Results, comparison: Comparison) -> Iterator[str]:
    """Runs that did not finish, and outcomes that differ."""
    titles = {contestant.name: contestant.title for contestant in comparison.contestants}
    others = {contestant.name for contestant in comparison.contestants if contestant.other_work}
    for dataset in dict.fromkeys(one.dataset for one in results.measurements):
        measurements = [one for one in results.of_dataset(dataset) if one.contestant in titles]
        checked = [one for one in measurements if one.contestant not in others]
        for name, difference in disagreements(checked).items():
            yield f"{titles[name]} on {dataset} has another result: {difference}."
        for one in measurements:
            if one.status != FINISHED:
                yield f"{titles[one.contestant]} on {dataset}: {one.status}; {one.message}"


def whole_way_section(results: Results) -> Iterator[str]:
    """Corate from CSV to every benchmarks table, and next to what it costs to do it in Polars."""
    rows = []
    for dataset in results.datasets:
        measurement = results.find("corate", dataset.name)
        if measurement is None or measurement.status != FINISHED:
            continue
        seconds = measurement.seconds
        rows.append(
            [
                dataset.name,
                *(seconds_text(seconds[figure]) for figure in ("land", "build", "whole_way")),
                *(
                    ratio_text(seconds["whole_way"], results.seconds(peer, dataset.name, "steps"))
                    for peer in ("polars_plain", "polars_tuned")
                ),
                seconds_text(1e6 * seconds["whole_way"] / dataset.rows),
                *(memory_text(measurement.lap_peak_bytes[lap]) for lap in ("land", "build")),
                memory_text(measurement.details["database_bytes"]),
            ]
        )
    if not rows:
        return
    header = [
        *("Corate, seconds", "land", "dbt build", "whole way"),
        *("÷ steps, Polars plain", "÷ steps, Polars tuned", "a million rows"),
        *("peak, land", "peak, build", "database"),
    ]
    yield from (
        "## The whole way",
        "",
        "From the CSV file to every `benchmarks.*` table of the recipe: two commands in a "
        "project that was built before, as after `make build`, the start of Python and dbt "
        f"included, with memory_limit {results.memory_limit}. Polars' steps, to which it is "
        "compared, neither read a file nor write one.",
        "",
        *table(header, rows),
        "",
    )


def slowest_models(models: Mapping[str, float]) -> list[list[str]]:
    """A row for each of the slowest models, and one for all others: name, seconds, per cent."""
    slowest = sorted(models.items(), key=lambda model: (-model[1], model[0]))
    whole = sum(models.values())
    shown = slowest[:SLOWEST_MODELS]
    others = slowest[SLOWEST_MODELS:]
    if others:
        shown.append((f"the other {len(others)}", sum(seconds for _, seconds in others)))
    shown.append(("all", whole))
    return [
        [name, seconds_text(seconds), f"{100 * seconds / whole:.1f}" if whole else ""]
        for name, seconds in shown
    ]


def models_section(results: Results) -> Iterator[str]:
    """Each model's share of the time that Corate takes, so that a loss in one of them is seen."""
    titles = {
        contestant.name: comparison.title
        for comparison in COMPARISONS
        for contestant in comparison.contestants
    }
    found = [
        (f"{titles[one.contestant]}: {one.dataset}", one.details["model_seconds"])
        for name in titles
        for dataset in dict.fromkeys(one.dataset for one in results.measurements)
        for one in [results.find(name, dataset)]
        if one is not None and "model_seconds" in one.details
    ]
    if not found:
        return
    yield from (
        "## The slowest models",
        "",
        "Seconds that dbt states for Corate's models and seeds, and their share of all of them.",
        "",
    )
    for title, models in found:
        header = ["model", "seconds", "%"]
        yield from (f"### {title}", "", *table(header, slowest_models(models)), "")


def machine_section(results: Results) -> Iterator[str]:
    """Machine, versions, load."""
    machine = results.machine
    loads = [one.load_before for one in results.measurements] or [0.0]
    rows = [
        ["measured on", machine.measured_on],
        ["processor", f"{machine.processor}, {machine.cores} cores"],
        ["memory", memory_text(machine.memory_bytes)],
        ["system", f"{machine.system}, Python {machine.python}"],
        ["contestants get", f"{results.threads} threads, memory_limit {results.memory_limit}"],
        ["runs of each", f"{results.repeats} (the quickest counts)"],
        ["load before a run", f"{min(loads):.1f} to {max(loads):.1f}"],
        ["peers", versions_text(machine.peer_versions)],
        ["Corate", versions_text(machine.project_versions)],
    ]
    width = max(len(name) for name, _ in rows)
    yield f"| {'machine'.ljust(width)} | |"
    yield f"| {'-' * width} | --- |"
    for name, value in rows:
        yield f"| {name.ljust(width)} | {value} |"
    yield ""
    if max(loads) > 1.3 * results.threads:
        yield "**The machine was busy with other work before some runs: do not rely on ratios.**"
        yield ""


def versions_text(versions: dict[str, str]) -> str:
    """Packages with their versions in one line."""
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def datasets_section(results: Results) -> Iterator[str]:
    """The shape of each dataset."""
    header = ["dataset", "rows", "users", "items", "duplicates", "longest history", "Σ history²"]
    rows = [
        [
            one.name,
            *(f"{count:,}" for count in (one.rows, one.users, one.items, one.duplicates)),
            f"{one.longest_history:,}",
            f"{one.sum_of_squared_history_lengths:.3g}",
        ]
        for one in results.datasets
    ]
    yield from ("## Datasets", "", *table(header, rows), "")


def targets_section(targets: Sequence[Target]) -> Iterator[str]:
    """The targets and whether they are met."""
    words = {True: "met", False: "NOT MET", None: "not measured"}
    rows = [[target.aim, target.dataset, target.found, words[target.is_met]] for target in targets]
    yield from ("## Targets", "", *table(["target", "dataset", "measured", ""], rows), "")


def markdown(results: Results) -> str:
    """The whole report."""
    generated = bool(results.datasets)
    targets = all_targets(results)
    lines = [
        "# Speed and memory, last measured",
        "",
        "Written by `make performance`; `performance/README.md` says how to read it.",
        "",
        *(("![How many times as long each takes](latest.svg)", "") if chart(results) else ()),
        *machine_section(results),
        *(targets_section(targets) if targets else ()),
        *(line for comparison in COMPARISONS for line in comparison_section(results, comparison)),
        *whole_way_section(results),
        *engines_section(results),
        *models_section(results),
        *(datasets_section(results) if generated else ()),
    ]
    return "\n".join(lines).rstrip() + "\n"


def progress_line(measurement: Measurement, comparison: Comparison) -> str:
    """One line on a run that has just ended."""
    if measurement.status != FINISHED:
        return f"{measurement.status}: {measurement.message}"
    seconds = measurement.seconds[comparison.figure]
    return (
        f"{comparison.figure} {seconds_text(seconds)} s, "
        f"peak {memory_text(measurement.peak_bytes)}, process {measurement.process_seconds:.0f} s"
    )
