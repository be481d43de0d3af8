"""The check that contestants did the same work, and the registry of comparisons."""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from performance.comparison import Contestant, Settings, disagreements
from performance.comparisons import COMPARISONS
from performance.corate import (
    PROJECT_ROOT,
    SIMILARITY_MODELS,
    STEP_MODELS,
    USER_SIMILARITY_MODELS,
    default_python,
    replace_rows,
)
from performance.generate import SHAPES
from performance.measurement import FINISHED, TIMED_OUT, Measurement
from performance.protocol import STEPS

SETTINGS = Settings(threads=2, memory_limit="4GB", project_python=Path("python"))


def finished(contestant: str, **outcome: int) -> Measurement:
    return Measurement(contestant, "data", FINISHED, outcome=outcome)


def test_equal_outcomes_do_not_disagree() -> None:
    assert disagreements([finished("a", rows=1), finished("b", rows=1)]) == {}


def test_the_odd_one_out_is_named_with_both_values() -> None:
    runs = [finished("a", rows=2, users=1), finished("b", rows=1, users=1)]
    runs.append(finished("c", rows=1, users=1))
    assert disagreements(runs) == {"a": "rows 2 instead of 1"}


def test_the_first_is_right_where_two_disagree() -> None:
    runs = [finished("a", rows=2), finished("b", rows=1)]
    assert disagreements(runs) == {"b": "rows 1 instead of 2"}


def test_a_figure_that_is_missing_or_too_many_is_a_disagreement() -> None:
    assert disagreements([finished("a", rows=1), finished("b")]) == {"b": "rows None instead of 1"}
    runs = [finished("a", rows=1), finished("b", rows=1, users=1)]
    assert disagreements(runs) == {"b": "other figures"}


def test_who_did_not_finish_is_not_compared() -> None:
    runs = [finished("a", rows=1), Measurement("b", "data", TIMED_OUT)]
    assert disagreements(runs) == {}
    assert disagreements([Measurement("b", "data", TIMED_OUT)]) == {}


def test_settings_are_filled_into_the_command() -> None:
    contestant = Contestant("a", "A", "some.module", ("--limit={memory_limit}", "-t{threads}"))
    command = contestant.command(Path("in.csv"), Path("out.json"), SETTINGS)
    assert command[1:] == ["-m", "some.module", "in.csv", "out.json", "--limit=4GB", "-t2"]


def test_every_contestant_is_a_module_of_its_own_name() -> None:
    names = []
    for comparison in COMPARISONS:
        assert comparison.figure in comparison.columns
        assert set(comparison.shapes) <= set(SHAPES)
        assert bool(comparison.real_data) == bool(comparison.real_name)
        for contestant in comparison.contestants:
            names.append(contestant.name)
            path = PROJECT_ROOT / (contestant.module.replace(".", "/") + ".py")
            assert path.is_file(), contestant
            contestant.command(Path("in.csv"), Path("out.json"), SETTINGS)
    assert len(names) == len(set(names))
    assert importlib.util.find_spec("performance.run") is not None


@pytest.mark.parametrize("timed", [STEP_MODELS, SIMILARITY_MODELS, USER_SIMILARITY_MODELS])
def test_the_models_that_are_timed_exist_once_each(timed: Mapping[str, Sequence[str]]) -> None:
    named = [name for models in timed.values() for name in models]
    assert len(named) == len(set(named))
    for name in named:
        found = list((PROJECT_ROOT / "models").rglob(f"{name}.sql"))
        assert len(found) == 1, f"performance/corate.py names the model {name}"


def test_the_steps_are_timed_in_their_order() -> None:
    assert tuple(STEP_MODELS) == STEPS


def test_a_seed_keeps_its_columns_and_the_rows_that_are_given(tmp_path: Path) -> None:
    seed = tmp_path / "protocols.csv"
    seed.write_text("protocol_id,datasets,neighbors\none,data,3\ntwo,data,4\n")
    replace_rows(seed, [{"protocol_id": "mine", "datasets": "data, quoted"}, {"neighbors": "5"}])
    assert seed.read_text() == 'protocol_id,datasets,neighbors\nmine,"data, quoted",\n,,5\n'


def test_the_projects_own_seeds_take_the_rows_that_are_written(tmp_path: Path) -> None:
    from performance.corate import DATASET, TIME_CORE4
    from performance.peers.corate_methods import LEAVE_ONE_OUT, METHODS

    for name, row in (
        ("datasets", DATASET),
        *(("protocols", protocol) for protocol in (TIME_CORE4, LEAVE_ONE_OUT)),
        *(("methods", method) for method in METHODS),
    ):
        copy = tmp_path / f"{name}.csv"
        copy.write_bytes((PROJECT_ROOT / "seeds" / f"{name}.csv").read_bytes())
        replace_rows(copy, [row])
        assert len(copy.read_text().splitlines()) == 2


def test_the_interpreter_of_the_project_exists() -> None:
    assert default_python().exists()
