"""What has not changed is not made again: which tables a change makes anew, and only those.

After each history of changes, what was made bit by bit equals what is made all at once.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pytest

from tests.support.projects import Project, copy_project
from tests.support.public_content import public_content
from tests.support.sample import Sample
from tests.torture.victims import start

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
    seeds = project.folder / "seeds" / "protocols.csv"
    seeds.write_bytes(seeds.read_bytes().replace(b"\n", b"\r\n"))
    described = project.folder / "models" / "marts" / "benchmarks" / "_benchmarks__models.yml"
    text = described.read_text(encoding="utf-8")
    described.write_text(text.replace("every blank filled in", "all filled in", 1))
    assert made_in(project.build_without_tests()) == set()


def test_what_tells_of_a_dataset_reaches_what_shows_it(project: Project) -> None:
    """Landed again, with another licence and title: benchmarks and scores are as they were."""
    before = notes_of(project)
    edit_file(project, "sample/films/movies.csv", " (", "! (")
    project.ingest("land", "sample-films")
    edit_seed(project, "datasets", "sample-films", {"licence": "none at all"})
    assert made_in(project.build_without_tests()) == {
        "catalog.landings",
        "catalog.datasets",
        "catalog.movies",
        "catalog.title_coverage",
        "catalog.wikidata_coverage",
        "catalog.wikidata_coverage_by_decade",
        "catalog.wikidata_unmatched",
        "intermediate.int_landed_datasets",
        "intermediate.int_foreign_interactions",
        "intermediate.int_datasets",
        "intermediate.int_dataset_problems",
        # who is listed and landed, by which recipes are asked for
        "intermediate.int_published_count_problems",
        "intermediate.int_recipe_lines",
        "intermediate.int_asked_recipes",
        "intermediate.int_items",
        "intermediate.int_wikidata_films",
        "intermediate.int_content_items",
        "intermediate.int_hub_models",
        "intermediate.int_recommended_parts",
        "intermediate.int_video_list_problems",
        "intermediate.int_video_lists",
        "benchmarks.published_counts",
        "intermediate.int_published_metric_problems",
        "recommendations.published_metrics",
        "intermediate.int_item_genres",
        "catalog.item_genres",
        # from which rating on an item is liked
        "intermediate.int_recipe_methods",
        # titles stand beside ids
        "catalog.tags",
        "benchmarks.items",
        "similarity.item_neighbors",
        "recommendations.user_recommendations",
    }
    recipes = recipes_of(project, "benchmarks.sequences")
    shown = {recipe_id for recipe_id in recipes if recipe_id.startswith("sample-films")}
    assert changed_since(before, project) == shown


def edit_file(project: Project, path: str, old: str, new: str) -> None:
    """Replace a text where it is first said in a file of the project."""
    file = project.folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def readers_of(project: Project, *names: str) -> set[str]:
    """All tables that are made of some, directly or not, and these, by dbt's own account."""
    listed = project.dbt(
        *("--quiet", "ls", "--resource-type", "model", "--output", "json"),
        *("--output-keys", "name", "schema", "alias", "config"),
        *("--select", " ".join(f"{name}+" for name in names)),
    )
    models = map(json.loads, listed.splitlines())
    return {
        f"{model['schema']}.{model['alias']}"
        for model in models
        if model["config"]["materialized"] != "view"
    }


def calling(project: Project, *macros: str) -> list[str]:
    """The models in which one of these is written."""
    return [
        file.stem
        for file in (project.folder / "models").rglob("*.sql")
        if any(macro in file.read_text(encoding="utf-8") for macro in macros)
    ]


def test_code_and_settings_reach_what_is_made_of_them_and_nothing_else(project: Project) -> None:
    """Five changes that have nothing to do with each other."""
    published = {"dataset_id": "sample-films", "measure": "rows", "published_value": 1}
    project.add_to_seed("published_counts", [{**published, "source": "a test"}])
    (mart,) = (project.folder / "models" / "marts" / "catalog").glob("catalog__tags.sql")
    mart.write_text(mart.read_text(encoding="utf-8") + "-- changed\n", encoding="utf-8")
    edit_file(project, "learning/ranking.py", "\nimport numpy", "\n# changed\nimport numpy")
    edit_file(project, "dbt_project.yml", "shrinkage: 10", "shrinkage: 11")
    edit_file(project, "macros/wikidata/wikidata_number.sql", "cast(", "cast(/* changed */ ")
    of_ranking = readers_of(project, "int_video_predictions")
    of_shrinkage = readers_of(project, *calling(project, "shrunk(", "vote_weight("))
    of_macro = readers_of(project, *calling(project, "wikidata_number("))
    # rows that came out as they were make nothing anew behind them
    unchanged = readers_of(project, "int_content_profiles") - of_shrinkage
    assert "similarity.item_neighbors" in of_shrinkage and "videos.scores" in of_ranking
    assert "catalog.movies" in of_macro - unchanged and unchanged <= of_macro
    assert made_in(project.build_without_tests()) == {
        *("benchmarks.published_counts", "catalog.tags"),
        # of which recipes there are published counts
        *("intermediate.int_published_count_problems", "intermediate.int_recipe_lines"),
        *of_shrinkage,
        *of_ranking,
        *(of_macro - unchanged),
    }


def notes_of(project: Project) -> dict[tuple[str, str], str]:
    """Of what each partition of each recipe's tables was made."""
    found = project.rows(
        "select node, partition, made_from from versions.partitions"
        " inner join versions.nodes using (node) where made_by = 'recipe' and kind = 'model'"
    )
    return {(node.split(".")[2], partition): made_from for node, partition, made_from in found}


def changed_since(before: Mapping[tuple[str, str], str], project: Project) -> set[str]:
    """The recipes of which something was made anew, or is gone."""
    now = notes_of(project)
    return {one[1] for one in before.keys() | now.keys() if before.get(one) != now.get(one)}


def test_a_recipe_that_comes_changes_or_goes_touches_no_other(project: Project) -> None:
    before = notes_of(project)
    # the line for sample-films comes, that for sample-reviews keeps what it says
    project.replace_seed(
        "protocols",
        [
            {"protocol_id": "core5", "datasets": "sample-films", "core_users": 6},
            *(
                {**line, "datasets": "sample-reviews"}
                if line["protocol_id"] == "core10" and line["datasets"] != "none"
                else line
                for line in seed_lines(project, "protocols")
            ),
            {"protocol_id": "one-more", "datasets": "sample-films"},
        ],
    )
    # asked for some models, dbt makes what is due of those, and no more
    core = project.build_without_tests("--select", "+int_core_interactions")
    assert "intermediate.int_core_interactions" in made_in(core)
    made = made_in(project.build_without_tests())
    assert "similarity.item_neighbors" in made
    assert not made & made_in(core)
    assert not made & {"intermediate.int_interactions", "catalog.datasets", "videos.scores"}
    changed = {"sample-films-core5", "sample-films-core10", "sample-films-one-more"}
    assert changed_since(before, project) == changed
    built = recipes_of(project, "benchmarks.sequences")
    assert "sample-films-one-more" in built and "sample-films-core10" not in built
    bit_by_bit = public_content(project.database)
    project.build_without_tests("--full-refresh")
    assert public_content(project.database) == bit_by_bit


WAYS = ("core5", "core10", "loo-core5", "time-core4")
FILMS_AND_REVIEWS = {f"sample-{name}-{way}" for name in ("films", "reviews") for way in WAYS}


@pytest.mark.long
def test_recipes_that_are_selected_are_made_and_the_others_stay(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not selected is shown while it is as it would be made, and is named where not."""
    project = copy_project(tmp_path / "project", {"publish_untested": True})
    project.take_database_of(sample.project)
    before = notes_of(project)

    def shown(table: str) -> set[str]:
        with duckdb.connect(str(project.published), read_only=True) as connection:
            found = connection.execute(f"select distinct recipe_id from {table}").fetchall()
        return {name for (name,) in found}

    edit_seed(project, "protocols", "core10", {"core_users": 9})
    monkeypatch.setenv("CORATE_RECIPES", "sample-films-core1* nothing")
    printed = project.build_without_tests()
    assert "CORATE_RECIPES has 'nothing', and no recipe that is made is called so" in printed
    assert "not as they would be made: sample-reviews-core10\n" in printed
    assert changed_since(before, project) == {"sample-films-core10"}
    for table in ("benchmarks.recipes", "benchmarks.sequences", "similarity.item_neighbors"):
        assert shown(table) == FILMS_AND_REVIEWS - {"sample-reviews-core10"}
    # made anew, the selected one is, and no other
    before = notes_of(project)
    project.build_without_tests("--full-refresh", "--select", "int_core_first_count+")
    assert shown("benchmarks.core_rounds") == FILMS_AND_REVIEWS - {"sample-reviews-core10"}
    # tests look past what is of another state than its dataset
    lines = (project.folder / "sample" / "films" / "ratings.csv").read_text("utf-8").splitlines()
    shorter = project.folder / "shorter"
    shutil.copytree(project.folder / "sample" / "films", shorter)
    (shorter / "ratings.csv").write_text("\n".join(lines[:9000]) + "\n", encoding="utf-8")
    project.ingest("land", "sample-films", "--from", shorter)
    monkeypatch.setenv("CORATE_RECIPES", "sample-reviews-*")
    printed = project.build_with_data_tests()
    assert "ERROR=0" in printed and "not as they would be made: sample-films-core10, " in printed
    assert shown("benchmarks.statistics") == {
        name for name in FILMS_AND_REVIEWS if name.startswith("sample-reviews")
    }
    monkeypatch.delenv("CORATE_RECIPES")
    assert "not as they would be made" not in project.build_without_tests()
    assert shown("benchmarks.core_rounds") == FILMS_AND_REVIEWS
    bit_by_bit = public_content(project.published)
    project.build_without_tests("--full-refresh")
    assert public_content(project.published) == bit_by_bit


@pytest.mark.long
def test_landing_the_same_twenty_times_takes_no_more_room(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    project.ingest("land", "sample-reviews")
    once = project.database.stat().st_size
    for _ in range(20):
        project.ingest("land", "sample-reviews")
    assert project.database.stat().st_size <= 2 * once


def edit_seed(project: Project, seed: str, key: str, values: Mapping[str, object]) -> None:
    """Change cells of the line of a seed that begins with a key."""
    lines = seed_lines(project, seed)
    columns = list(lines[0])
    project.replace_seed(
        seed, [{**line, **values} if line[columns[0]] == key else line for line in lines]
    )


def seed_lines(project: Project, seed: str) -> list[dict[str, str]]:
    file = project.folder / "seeds" / f"{seed}.csv"
    with file.open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def add_recipe(project: Project, chance: random.Random) -> None:
    number = chance.randrange(1000)
    dataset_id = chance.choice(["sample-films", "sample-reviews"])
    split = chance.choice(["global_time", "leave_one_out", "none"])
    project.add_to_seed(
        "protocols",
        [
            {
                "protocol_id": f"random-{number}",
                "datasets": dataset_id,
                "split": split,
                "core_users": chance.randint(1, 6),
                "core_items": chance.randint(1, 6),
                "core_scope": chance.choice(["train", "all"]),
            }
        ],
    )


def change_recipe(project: Project, chance: random.Random) -> None:
    edit_seed(project, "protocols", "core5", {"core_users": chance.randint(2, 9)})


def change_liked_from(project: Project, chance: random.Random) -> None:
    edit_seed(project, "datasets", "sample-films", {"liked_from": chance.randint(1, 5)})


def leave_a_dataset_out(project: Project, chance: random.Random) -> None:
    left = "('sample-reviews', 'sample-videos')"
    landed = project.rows(
        f"from raw.landings select dataset_id where dataset_id in {left} order by 1"
    )
    if landed:
        project.ingest("remove", chance.choice(landed)[0])


def land_again(project: Project, chance: random.Random) -> None:
    project.ingest("land", chance.choice(["sample-reviews", "sample-films", "sample-videos"]))


def change_a_model(project: Project, chance: random.Random) -> None:
    file = chance.choice(sorted((project.folder / "models" / "marts").rglob("*.sql")))
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}-- {chance.random()}\n", encoding="utf-8")


def change_a_setting(project: Project, chance: random.Random) -> None:
    file = project.folder / "dbt_project.yml"
    text = file.read_text(encoding="utf-8")
    name = chance.choice(["shrinkage", "content_neighbors", "answers_per_block"])
    changed = re.sub(rf"(  {name}:) \d+", rf"\1 {chance.randint(1, 20)}", text)
    file.write_text(changed, encoding="utf-8")


def land_an_answer(project: Project, chance: random.Random) -> None:
    """One more time what the sample knows of a film, with another hour."""
    saved = project.folder / "sample" / "wikidata" / "answers.jsonl"
    answer = json.loads(chance.choice(saved.read_text(encoding="utf-8").splitlines()))
    answer["answered_at"] = f"2027-01-01T00:00:{chance.randrange(60):02}Z"
    answer["answer"]["results"]["bindings"] = chance.sample(
        answer["answer"]["results"]["bindings"], 20
    )
    file = project.folder / "answers.jsonl"
    file.write_text(json.dumps(answer) + "\n", encoding="utf-8")
    project.ingest("wikidata", "--from", file)


CHANGES: list[Callable[[Project, random.Random], None]] = [
    add_recipe,
    change_recipe,
    change_liked_from,
    leave_a_dataset_out,
    land_again,
    change_a_model,
    change_a_setting,
    land_an_answer,
]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_bit_by_bit_equals_all_at_once(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(6):
        for change in chance.sample(CHANGES, chance.randint(1, 3)):
            change(project, chance)
        if chance.random() < 0.5:
            victim = start(project, "dbt", "build", "--exclude-resource-type", "test", "unit_test")
            time.sleep(chance.uniform(2, 25))
            victim.kill()
        if chance.random() < 0.3:
            project.build_without_tests("--select", chance.choice(["+int_core", "int_recipes+"]))
        project.build_without_tests()
    made = public_content(project.database)
    project.build_without_tests("--full-refresh")
    assert public_content(project.database) == made
