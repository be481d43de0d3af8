"""The project that is tortured: two states that a seed and a recipe tell apart, and their content.

It is small, so that many runs can be killed: the project without the models that none of KEPT
reads. What lands, makes, notes, tests and publishes is the project's own.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from tests.support.projects import Project, copy_files
from tests.support.public_content import Content, public_content

FEW = ("benchmarks__recipes", "benchmarks__users", "catalog__datasets", "catalog__builds")
"""As few as can tell of two builds: for the short form."""
KEPT = (
    *FEW,
    *("benchmarks__interactions", "benchmarks__items", "benchmarks__user_histories"),
    *("benchmarks__sequences", "benchmarks__fingerprints", "benchmarks__statistics"),
    *("benchmarks__attrition", "catalog__items"),
    *("similarity__item_neighbors", "recommendations__user_recommendations"),
)
DATASET = "sample-films"
PROTOCOL = "tortured"
RECIPE = f"{DATASET}-{PROTOCOL}"
STATES = ("loose", "strict")
"""How a build is told from the next: how strict a recipe is, and what a dataset says of likes."""
CORES = {"loose": 2, "strict": 6}
LIKED_FROM = {"loose": 4, "strict": 3}
HOUR = "landed_at"
"""The column in which two landings of the same differ."""


@dataclass(frozen=True)
class World:
    """A project in one of its states.

    expected: the public content of each state, made from nothing by runs that nobody disturbed.
    seconds: what a build takes that changes the state, undisturbed.
    """

    project: Project
    expected: dict[str, Content]
    seconds: float

    def copy_to(self, folder: Path) -> World:
        """The same in a folder of its own."""
        shutil.copytree(self.project.folder, folder, symlinks=True)
        return replace(self, project=Project(folder))

    def set_state(self, state: str) -> None:
        """Write the seeds of a state; the next build makes it."""
        set_state(self.project, state)

    def content(self) -> Content:
        """What readers see now."""
        return public_content(self.project.published, HOUR)

    def files(self) -> set[str]:
        """What lies in the folder, but for what dbt and Python keep."""
        folder = self.project.folder
        return {
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if not {"target", "logs", "__pycache__"} & {*path.relative_to(folder).parts}
        }


def set_state(project: Project, state: str) -> None:
    """Write the seeds of a state."""
    cores = {"core_scope": "all", "core_users": CORES[state], "core_items": CORES[state]}
    project.replace_seed(
        "protocols",
        [
            {"protocol_id": PROTOCOL, "split": "leave_one_out", **cores},
            {"protocol_id": "quiet", "core_scope": "none", "split": "none"},
        ],
    )
    project.replace_seed(
        "datasets",
        [
            {
                "dataset_id": DATASET,
                "source": "movielens",
                "edition": "sample",
                "title": state,
                "url": "sample/films",
                "rating_min": 0.5,
                "rating_max": 5,
                "liked_from": LIKED_FROM[state],
            }
        ],
    )
    for seed in ("published_counts", "video_lists"):
        project.replace_seed(seed, [])


def small_project(folder: Path, models: Sequence[str]) -> Project:
    """The project with these models and what they read alone, and with few tests."""
    project = copy_files(folder)
    (folder / "target").mkdir()
    kept = read_by(folder, models)
    for file in [*(folder / "models").rglob("*.*"), *(folder / "tests" / "data").rglob("*.*")]:
        if file.suffix == ".yml":
            say_less(file, kept)
        elif file.suffix in (".sql", ".py") and file.stem not in kept:
            file.unlink()
    return project


def read_by(folder: Path, models: Sequence[str]) -> set[str]:
    """The names of models, and of all that they read, macros among them: these read models, too."""
    code = {
        file.stem: file.read_text(encoding="utf-8")
        for kind in ("models", "macros")
        for file in (folder / kind).rglob("*.sql")
    }
    found: set[str] = set()
    to_do = [*models]
    while to_do:
        name = to_do.pop()
        if name in code and name not in found:
            found.add(name)
            # also where a loop puts a name together with ref
            to_do += re.findall(r"\w+", code[name])
    return found


def say_less(file: Path, kept: Set[str]) -> None:
    """Leave of a YAML file what it says of models that are kept; tests, of public ones alone."""
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    for kind in ("unit_tests", "exposures", "semantic_models", "metrics"):
        said.pop(kind, None)
    said["models"] = [one for one in said.get("models", []) if one["name"] in kept]
    for model in [*said["models"], *said.get("seeds", [])]:
        for one in [model, *model.get("columns", [])]:
            tests = one.pop("data_tests", [])
            if "benchmarks" in file.parts:
                one["data_tests"] = [test for test in tests if refs(str(test)) <= kept]
    file.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")


def refs(text: str) -> set[str]:
    """The models that a test names."""
    return set(re.findall(r"ref\('(\w+)'\)", text))


def made_world(folder: Path, models: Sequence[str]) -> World:
    """The first state from nothing, and a copy in which the second one is made of it."""
    first, second = STATES
    project = small_project(folder / first, models)
    set_state(project, first)
    project.ingest("land", DATASET)
    project.dbt("build")
    changed = Project(folder / second)
    shutil.copytree(project.folder, changed.folder)
    set_state(changed, second)
    started = time.monotonic()
    changed.dbt("build")
    seconds = time.monotonic() - started
    expected = {one.folder.name: public_content(one.published, HOUR) for one in (project, changed)}
    differing = [name for name, rows in expected[first].items() if rows != expected[second][name]]
    assert len(differing) > 1, differing
    return World(project, expected, seconds)


def write_expected(world: World, file: Path) -> None:
    """The content of each state, for a reader."""
    file.write_text(json.dumps(world.expected), encoding="utf-8")
