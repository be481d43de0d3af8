"""Figures that others published for methods come out on the data that they published."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from tests.support.projects import Project, copy_project

DATASET = "movielens-1m-five-stars"
BUILD = (
    "build",
    "--select",
    "+recommendations__published_metrics",
    "--exclude-resource-types",
    "unit_test",
)

PRINTED = {
    ("item_knn_jaccard_135", 20): (0.0670, 0.0146),
    ("item_knn_jaccard_135", 100): (0.2438, 0.0209),
    ("user_knn_jaccard_337", 20): (0.0998, 0.0211),
    ("user_knn_jaccard_337", 100): (0.3012, 0.0289),
    ("popularity", 20): (0.0382, 0.0065),
    ("popularity", 100): (0.2286, 0.0127),
}
"""Recall and MAP of the study, where the original code's sort decides between equal scores."""

TIES = 0.0004
"""How far an order of ties takes recall: five orders were not farther apart."""


@pytest.fixture(scope="module")
def files(shared_data: Path) -> tuple[Path, Path]:
    """The two files of the split, or a skip."""
    folder = shared_data / "published"
    found = folder / "ml1m_five_stars_train.dat", folder / "ml1m_five_stars_test.dat"
    if not all(file.is_file() for file in found):
        pytest.skip(f"{folder} has no {found[0].name} and {found[1].name}")
    return found


def built(folder: Path, train: Path, test: Path, methods: Collection[str] = ()) -> Project:
    """The project with some methods and their figures, or with all."""
    project = copy_project(folder / "project")
    for seed in ("methods", "published_metrics") if methods else ():
        with (project.folder / "seeds" / f"{seed}.csv").open(newline="") as opened:
            lines = [line for line in csv.DictReader(opened) if line["method"] in methods]
        project.replace_seed(seed, lines)
    options = ("--explode", "--user", "1", "--item", "2")
    project.ingest("land", DATASET, *options, "--train", train, "--test", test)
    project.dbt(*BUILD)
    return project


@pytest.fixture(scope="module")
def agreeing(files: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """With the three methods that were printed: each more takes seconds."""
    methods = {method for method, _ in PRINTED}
    return built(tmp_path_factory.mktemp("agreeing"), *files, methods)


def agreements(project: Project, methods: Iterable[str] = ()) -> Counter[str]:
    named = "', '".join(methods)
    return Counter(
        agreement
        for (agreement,) in project.rows(
            "select agreement from recommendations.published_metrics"
            f" where dataset_id = '{DATASET}'" + (f" and method in ('{named}')" if named else "")
        )
    )


@pytest.mark.long
def test_all_figures_of_the_split_agree_or_are_explained(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    found = agreements(built(tmp_path, *files))
    assert found.keys() == {"agrees", "explained"}
    assert found["agrees"] >= 38
    assert found.total() == 100


def test_the_twelve_that_were_printed_come_out(agreeing: Project) -> None:
    found = agreements(agreeing)
    assert found.keys() <= {"agrees", "explained"} and found.total() >= 12
    ours = {
        (method, k): (recall, precision)
        for method, k, recall, precision in agreeing.rows(
            "select method, k, recall, map from recommendations.metrics"
            f" where recipe_id = '{DATASET}-given-whole' and split = 'test'"
        )
    }
    for place, (recall, precision) in PRINTED.items():
        is_tied = not place[0].startswith("item")
        assert ours[place][0] == pytest.approx(recall, abs=TIES if is_tied else 0.00005)
        assert ours[place][1] == pytest.approx(precision, abs=0.0001 if is_tied else 0.00005)


@pytest.mark.long
def test_one_line_in_a_hundred_changed_makes_them_differ(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    train, test = files
    changed = tmp_path / train.name
    lines = train.read_text().splitlines()
    # a user's items are those of the next
    for number in range(0, len(lines) - 1, 100):
        user, next_line = lines[number].split()[0], lines[number + 1]
        lines[number] = " ".join([user, *next_line.split()[1:]])
    changed.write_text("\n".join(lines) + "\n")
    found = agreements(built(tmp_path, changed, test))
    assert found["differs"] >= 60
