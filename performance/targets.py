"""What the project set out to reach, and whether the results reach it."""

from collections.abc import Iterator
from dataclasses import dataclass

from performance.generate import DatasetShape
from performance.measurement import FINISHED
from performance.results import Results

GIGABYTE = 10**9
MEMORY_TARGET = 4 * GIGABYTE
WHOLE_WAY_TIMES_POLARS = 5
# contestant, words, how many times its seconds the steps may take
POLARS = (
    ("polars_plain", "Polars in memory, as its guide suggests", 1),
    ("polars_tuned", "Polars in memory, tuned by hand", 1.5),
)
TIMES_AS_FAST_AS_PURE_PYTHON = 20
SMALL_ROWS = 1_000_000
HOUR = 3_600
SECONDS_MORE = 10
SECONDS_OF_NOTHING = {"nothing": 2, "nothing_dbt": 30}
TIMES_SCIPY_SMALL = 0.8
TIMES_SCIPY_LARGE = 0.4
# contestant, words; they do less
OF_COSINES = (
    ("sparse_dot_topn", "sparse_dot_topn's 50 nearest by cosine"),
    ("implicit", "implicit's 50 nearest by cosine"),
)
# contestant, words, how many times as fast
FASTER_THAN = (
    ("polars_self_join", "Polars' self-join", 5),
    ("pandas_self_join", "pandas' self-join", 5),
    ("sklearn_jaccard", "scikit-learn's Jaccard", 10),
)


@dataclass(frozen=True)
class Target:
    """A target on a dataset, what was measured, and whether that meets it (None: not measured)."""

    aim: str
    dataset: str
    found: str
    is_met: bool | None


def of_steps(
    results: Results, dataset: DatasetShape, peer: str, words: str, most: float
) -> Iterator[Target]:
    """The same steps, of one recipe and of several, in at most so many times a peer's seconds."""
    within = "no slower than" if most == 1 else f"within {most} times"
    for ending, steps in (("", "the same steps"), ("_recipes", "four recipes' steps")):
        ours = results.seconds(f"corate{ending}", dataset.name, "steps")
        polars = results.seconds(f"{peer}{ending}", dataset.name, "steps")
        yield of_times(dataset, f"{steps} {within} {words}", ours, polars, most)


def of_whole_way(results: Results, dataset: DatasetShape, peer: str, words: str) -> Target:
    """From CSV to every benchmarks table within five times a peer's steps."""
    aim = f"CSV to all benchmarks tables within {WHOLE_WAY_TIMES_POLARS} times the steps of {words}"
    ours = results.seconds("corate", dataset.name, "whole_way")
    polars = results.seconds(peer, dataset.name, "steps")
    if ours is None or polars is None:
        return Target(aim, dataset.name, "not measured", None)
    found = f"{ours:.1f} s: {ours / polars:.1f} times"
    return Target(aim, dataset.name, found, ours <= WHOLE_WAY_TIMES_POLARS * polars)


def of_memory(results: Results, dataset: DatasetShape) -> Target:
    """From CSV to every benchmarks table within 4 GB."""
    aim = f"CSV to all benchmarks tables within {MEMORY_TARGET // GIGABYTE} GB"
    measurement = results.find("corate", dataset.name)
    if measurement is None or measurement.status != FINISHED:
        return Target(aim, dataset.name, "not measured", None)
    found = (
        f"peak {measurement.peak_bytes / GIGABYTE:.1f} GB resident, Python included, "
        f"with memory_limit {results.memory_limit}"
    )
    return Target(aim, dataset.name, found, measurement.peak_bytes <= MEMORY_TARGET)


def of_pure_python(results: Results, dataset: DatasetShape) -> Target:
    """Over twenty times as fast as the pure-Python way."""
    aim = f"over {TIMES_AS_FAST_AS_PURE_PYTHON} times as fast as the pure-Python way"
    ours = results.seconds("corate", dataset.name, "steps")
    python = results.seconds("pure_python", dataset.name, "steps")
    if ours is None or python is None:
        return Target(aim, dataset.name, "not measured", None)
    found = f"{python:.0f} s against {ours:.1f} s: {python / ours:.1f} times as fast"
    return Target(aim, dataset.name, found, python > TIMES_AS_FAST_AS_PURE_PYTHON * ours)


def of_growth(results: Results, figure: str, words: str) -> Iterator[Target]:
    """Cost growing no faster than the rows, from the smallest to the largest size of a shape."""
    for shape in dict.fromkeys(dataset.shape for dataset in results.datasets):
        sizes = sorted(
            (one for one in results.datasets if one.shape == shape), key=lambda one: one.rows
        )
        small, large = sizes[0], sizes[-1]
        if small is large:
            continue
        before = results.seconds("corate", small.name, figure)
        after = results.seconds("corate", large.name, figure)
        aim = f"time of {words} grows no faster than the rows"
        dataset = f"{small.name} to {large.name}"
        if before is None or after is None:
            yield Target(aim, dataset, "not measured", None)
            continue
        rows, seconds = large.rows / small.rows, after / before
        found = f"{rows:.0f} times the rows, {seconds:.1f} times the time"
        yield Target(aim, dataset, found, seconds <= rows)


def of_similarity(
    results: Results, dataset: DatasetShape, peer: str, words: str, most: float
) -> Target:
    """Item neighbours in at most `most` times a peer's time; below 1, that is so much faster."""
    ours = results.seconds("corate_similarity", dataset.name, "neighbors")
    theirs = results.seconds(peer, dataset.name, "neighbors")
    return of_times(dataset, f"item co-ratings and neighbours {words}", ours, theirs, most)


def of_common_ratings(results: Results, dataset: DatasetShape) -> Target:
    """The same with common ratings compared, in at most 0.4 times scipy's time."""
    aim = f"the same with common ratings in at most {TIMES_SCIPY_LARGE} times scipy's time"
    both = []
    for contestant in ("corate_similarity", "scipy_blocks"):
        parts = [results.seconds(contestant, dataset.name, one) for one in ("neighbors", "ratings")]
        known = [seconds for seconds in parts if seconds is not None]
        both.append(sum(known) if len(known) == len(parts) else None)
    return of_times(dataset, aim, both[0], both[1], TIMES_SCIPY_LARGE)


def of_times(
    dataset: DatasetShape, aim: str, ours: float | None, theirs: float | None, most: float
) -> Target:
    """Our seconds in at most `most` times a peer's."""
    if ours is None or theirs is None:
        return Target(aim, dataset.name, "not measured", None)
    found = f"{ours:.1f} s against {theirs:.1f} s: {ours / theirs:.2f} times"
    return Target(aim, dataset.name, found, ours <= most * theirs)


def of_similarity_memory(
    results: Results, dataset: DatasetShape, contestant: str, members: str
) -> Target:
    """From CSV to neighbours within 4 GB."""
    aim = f"CSV to {members} neighbours within {MEMORY_TARGET // GIGABYTE} GB"
    measurement = results.find(contestant, dataset.name)
    if measurement is None or measurement.status != FINISHED:
        return Target(aim, dataset.name, "not measured", None)
    found = f"peak {measurement.peak_bytes / GIGABYTE:.1f} GB resident"
    return Target(aim, dataset.name, found, measurement.peak_bytes <= MEMORY_TARGET)


def all_of_similarity(results: Results) -> Iterator[Target]:
    """The targets of `similarity`, each on the sizes for which it was set."""
    for dataset in results.datasets:
        if dataset.shape != "movielens":
            continue
        if dataset.rows > SMALL_ROWS:
            words = f"in at most {TIMES_SCIPY_LARGE} times scipy's time"
            yield of_similarity(results, dataset, "scipy_blocks", words, TIMES_SCIPY_LARGE)
            yield of_common_ratings(results, dataset)
            for peer, title in OF_COSINES:
                yield of_similarity(results, dataset, peer, f"ahead of {title}", 1)
            yield of_similarity_memory(results, dataset, "corate_similarity", "item")
            continue
        words = f"in at most {TIMES_SCIPY_SMALL} times scipy's time"
        yield of_similarity(results, dataset, "scipy_blocks", words, TIMES_SCIPY_SMALL)
        for peer, title, times in FASTER_THAN:
            words = f"{times} times as fast as {title}"
            yield of_similarity(results, dataset, peer, words, 1 / times)


def all_of_users(results: Results) -> Iterator[Target]:
    """The targets of `users`, on every size."""
    for dataset in results.datasets:
        if dataset.shape != "movielens":
            continue
        aim = f"user neighbours within {HOUR / 60:.0f} minutes"
        seconds = results.seconds("corate_users", dataset.name, "neighbors")
        if seconds is None:
            yield Target(aim, dataset.name, "not measured", None)
        else:
            yield Target(aim, dataset.name, f"{seconds:.0f} s", seconds <= HOUR)
        yield of_similarity_memory(results, dataset, "corate_users", "user")


def _added(results: Results, contestant: str, dataset: str) -> float | None:
    """Seconds of landing and building what is more, without those of the public file."""
    added = results.seconds(contestant, dataset, "added")
    publish = results.seconds(contestant, dataset, "publish")
    return None if added is None or publish is None else added - publish


def all_of_changes(results: Results) -> Iterator[Target]:
    """What a change takes beside data that do not change, and what none takes."""
    for dataset in results.datasets:
        if dataset.shape != "movielens":
            continue
        aim = (
            f"100,000 rows more in at most {SECONDS_MORE} s more than in an empty warehouse, "
            "without writing the public file"
        )
        beside, alone = (
            _added(results, contestant, dataset.name)
            for contestant in ("corate_changes", "corate_alone")
        )
        if beside is None or alone is None:
            yield Target(aim, dataset.name, "not measured", None)
        else:
            found = f"{beside:.1f} s against {alone:.1f} s: {beside - alone:.1f} s more"
            yield Target(aim, dataset.name, found, beside - alone <= SECONDS_MORE)
        for figure, most in SECONDS_OF_NOTHING.items():
            command = {"nothing": "corate build", "nothing_dbt": "dbt build"}[figure]
            aim = f"`{command}` where nothing has changed within {most} s"
            seconds = results.seconds("corate_changes", dataset.name, figure)
            if seconds is None:
                yield Target(aim, dataset.name, "not measured", None)
            else:
                yield Target(aim, dataset.name, f"{seconds:.1f} s", seconds <= most)


def all_targets(results: Results) -> list[Target]:
    """Every target of the comparisons that were run."""
    targets = all_of_steps(results) if results.has_run(["corate"]) else []
    if results.has_run(["corate_similarity"]):
        targets.extend(all_of_similarity(results))
    if results.has_run(["corate_users"]):
        targets.extend(all_of_users(results))
    if results.has_run(["corate_changes"]):
        targets.extend(all_of_changes(results))
    return targets


def all_of_steps(results: Results) -> list[Target]:
    """The targets of `steps`, on the largest dataset of each shape."""
    largest: dict[str, DatasetShape] = {}
    for dataset in results.datasets:
        if dataset.shape not in largest or dataset.rows > largest[dataset.shape].rows:
            largest[dataset.shape] = dataset
    targets: list[Target] = []
    for peer, words, most in POLARS:
        for dataset in largest.values():
            targets.extend(of_steps(results, dataset, peer, words, most))
            targets.append(of_whole_way(results, dataset, peer, words))
    for judge_alone in (of_memory, of_pure_python):
        targets.extend(judge_alone(results, dataset) for dataset in largest.values())
    targets.extend(of_growth(results, "steps", "the steps"))
    targets.extend(of_growth(results, "whole_way", "the whole way"))
    return targets
