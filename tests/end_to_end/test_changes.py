"""What has not changed is not made again: which tables a change makes anew, and only those.

After each history of changes, what was made bit by bit equals what is made all at once.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.support.projects import Project, copy_project
from tests.support.public_content import public_content
from tests.support.sample import Sample

TURN = re.compile(
    r"OK created \w+ (?:partitioned|counted|fixpoint|blocked) model (\S+) \.* ?\[(\w+)"
)


def made_in(printed: str) -> set[str]:
    """The tables that a run of dbt made anew, by schema and name."""
    turns = TURN.findall(printed)
    assert turns, printed
    return {table for table, status in turns if status != "CURRENT"}


@pytest.fixture
def project(sample: Sample, tmp_path: Path) -> Project:
    """The sample, built, to be changed."""
    project = copy_project(tmp_path / "project")
    project.take_database_of(sample.project)
    return project


def recipes_of(project: Project, table: str) -> set[str]:
    return {name for (name,) in project.rows(f"select distinct recipe_id from {table}")}


def test_nothing_is_made_where_nothing_has_changed(project: Project) -> None:
    # neither a description nor the line ends of a seed are anything that a table is made of
    seeds = project.folder / "seeds" / "recipes.csv"
    seeds.write_bytes(seeds.read_bytes().replace(b"\n", b"\r\n"))
    described = project.folder / "models" / "marts" / "benchmarks" / "_benchmarks__models.yml"
    text = described.read_text(encoding="utf-8")
    described.write_text(text.replace("every blank filled in", "all filled in", 1))
    assert made_in(project.build_without_tests()) == set()


def test_a_recipe_is_made_alone(project: Project) -> None:
    sequences = "select * from benchmarks.sequences where recipe_id ="
    queries = {
        recipe_id: f"{sequences} '{recipe_id}' order by all"
        for recipe_id in recipes_of(project, "benchmarks.sequences")
    }
    before = {recipe_id: project.rows(query) for recipe_id, query in queries.items()}
    project.add_to_seed("recipes", [{"recipe_id": "one-more", "dataset_id": "sample-films"}])
    made = made_in(project.build_without_tests())
    assert "intermediate.int_core" in made and "similarity.item_neighbors" in made
    assert not made & {"intermediate.int_interactions", "catalog.datasets", "videos.scores"}
    assert "one-more" in recipes_of(project, "benchmarks.sequences")
    assert {recipe_id: project.rows(query) for recipe_id, query in queries.items()} == before
    partitions = project.rows(
        "select distinct partition from versions.partitions where node = 'model.corate.int_core'"
    )
    assert ("one-more",) in partitions


def test_what_tells_of_a_dataset_reaches_what_shows_it(project: Project) -> None:
    """Landed again, with another licence: benchmarks, lists and scores are as they were."""
    project.ingest("land", "sample-films")
    edit_seed(project, "datasets", "sample-films", {"licence": "none at all"})
    assert made_in(project.build_without_tests()) == {
        "catalog.landings",
        "catalog.datasets",
        "intermediate.int_landed_datasets",
        "intermediate.int_datasets",
        "intermediate.int_hub_models",
        "intermediate.int_recommended_parts",
        "intermediate.int_video_list_problems",
        "intermediate.int_video_lists",
        "benchmarks.published_counts",
    }


def edit_seed(project: Project, seed: str, key: str, values: Mapping[str, object]) -> None:
    """Change cells of the line of a seed that begins with a key."""
    file = project.folder / "seeds" / f"{seed}.csv"
    with file.open(newline="", encoding="utf-8") as opened:
        lines = list(csv.DictReader(opened))
    columns = list(lines[0])
    project.replace_seed(
        seed, [{**line, **values} if line[columns[0]] == key else line for line in lines]
    )


def add_recipe(project: Project, chance: random.Random) -> None:
    number = chance.randrange(1000)
    dataset_id = chance.choice(["sample-films", "sample-reviews"])
    split = chance.choice(["global_time", "leave_one_out", "none"])
    project.add_to_seed(
        "recipes",
        [
            {
                "recipe_id": f"random-{number}",
                "dataset_id": dataset_id,
                "split": split,
                "core_users": chance.randint(1, 6),
                "core_items": chance.randint(1, 6),
                "core_scope": chance.choice(["train", "all"]),
            }
        ],
    )


def change_recipe(project: Project, chance: random.Random) -> None:
    edit_seed(project, "recipes", "sample-films-core5", {"core_users": chance.randint(2, 9)})


def change_liked_from(project: Project, chance: random.Random) -> None:
    edit_seed(project, "datasets", "sample-films", {"liked_from": chance.randint(1, 5)})


def leave_a_dataset_out(project: Project, chance: random.Random) -> None:
    project.ingest("remove", chance.choice(["sample-reviews", "sample-videos"]))


def land_again(project: Project, chance: random.Random) -> None:
    project.ingest("land", chance.choice(["sample-reviews", "sample-films", "sample-videos"]))


def change_a_model(project: Project, chance: random.Random) -> None:
    file = chance.choice(sorted((project.folder / "models" / "marts").rglob("*.sql")))
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}-- {chance.random()}\n", encoding="utf-8")


CHANGES: list[Callable[[Project, random.Random], None]] = [
    add_recipe,
    change_recipe,
    change_liked_from,
    leave_a_dataset_out,
    land_again,
    change_a_model,
]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_bit_by_bit_equals_all_at_once(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(6):
        for change in chance.sample(CHANGES, chance.randint(1, 3)):
            change(project, chance)
        if chance.random() < 0.3:
            project.build_without_tests("--select", chance.choice(["+int_core", "int_recipes+"]))
        project.build_without_tests()
    made = public_content(project.database)
    project.build_without_tests("--full-refresh")
    assert public_content(project.database) == made
