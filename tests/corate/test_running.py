"""What a person sees of a build: dbt's messages in, lines out."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from dbt.cli.main import cli
from dbt.contracts.graph.manifest import Manifest

from corate import running
from corate.running import Display
from ingest import settings

STEPS = {
    "seed.a": "seeds",
    "model.b": "intermediate/core",
    "model.c": "intermediate/core",
    "test.d": "intermediate/core",
    "model.e": "marts/catalog",
}


def message(name: str, node: str = "", status: str = "success", **info: str) -> Any:
    """An event as dbt's callbacks are given it."""
    kind, _, short = node.partition(".")
    return SimpleNamespace(
        info=SimpleNamespace(**{"name": name, "level": "debug", "msg": "", **info}),
        data=SimpleNamespace(
            node_info=SimpleNamespace(unique_id=node, node_name=short, resource_type=kind),
            run_result=SimpleNamespace(status=status, execution_time=1.5),
        ),
    )


@pytest.fixture
def display() -> Display:
    return Display(STEPS)


def test_a_step_is_told_of_when_all_of_it_is_done(
    display: Display, capsys: pytest.CaptureFixture[str]
) -> None:
    for node in ("model.b", "seed.a", "test.d"):
        display.hear(message("NodeStart", node))
        display.hear(message("NodeFinished", node))
    assert capsys.readouterr().out == " 40 %  seeds              1 seed, 1.5 s\n"
    display.hear(message("NodeFinished", "model.c"))
    expected = " 80 %  intermediate/core  2 tables, 1 test, 4.5 s\n"
    assert capsys.readouterr().out == expected
    display.close()
    assert capsys.readouterr().out == ""


def test_what_failed_is_counted_and_what_was_not_reached_is_named(
    display: Display, capsys: pytest.CaptureFixture[str]
) -> None:
    display.hear(message("NodeFinished", "model.b", "error"))
    display.hear(message("NodeFinished", "model.c", "skipped"))
    display.close()
    assert capsys.readouterr().out == (
        "intermediate/core  2 tables, 2 failed or skipped, 3.0 s, 1 not reached\n"
    )


def test_problems_are_shown_once_and_nothing_else_is(
    display: Display, capsys: pytest.CaptureFixture[str]
) -> None:
    display.hear(message("LogTestResult", "test.d", level="error", msg="1 of 5 FAIL"))
    display.hear(message("JinjaLogInfo", "model.b", level="info", msg="round 3"))
    display.hear(message("MainReportVersion", level="info", msg="Running with dbt"))
    display.hear(message("JinjaLogInfo", "operation.end", level="info", msg="    d: n=1"))
    for _ in range(2):
        display.hear(message("RunResultFailure", level="error", msg="Failure in test d"))
    display.hear(message("JinjaLogWarning", "model.b", level="warn", msg="too many pairs"))
    assert capsys.readouterr().out == "d: n=1\nFailure in test d\ntoo many pairs\n"


def test_what_is_no_part_of_a_step_is_no_part_of_the_share(
    capsys: pytest.CaptureFixture[str],
) -> None:
    display = Display({"model.e": "marts/catalog"})
    display.hear(message("NodeFinished", "operation.end"))
    display.hear(message("NodeFinished", "exposure.f"))
    display.hear(message("NodeFinished", "model.e"))
    assert capsys.readouterr().out == "100 %  marts/catalog  1 table, 1.5 s\n"


def test_of_a_traceback_is_shown_what_went_wrong(
    display: Display, capsys: pytest.CaptureFixture[str]
) -> None:
    told = (
        "Runtime Error in model b\n"
        "  Python model failed:\n"
        "  Traceback (most recent call last):\n"
        '    File "python.py", line 294, in run\n'
        "      module.materialize(df)\n"
        "  _duckdb.BinderException: Referenced column\n"
        "\n  compiled code at target/b.py"
    )
    display.hear(message("RunResultError", level="error", msg=told))
    shown = capsys.readouterr().out
    assert "Traceback" not in shown and "python.py" not in shown
    assert "Python model failed:\n  _duckdb.BinderException: Referenced column\n" in shown


def test_a_disk_that_is_full_is_told_once(
    display: Display, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each model after it fails, too."""
    for model in ("b", "c"):
        told = f"Runtime Error in model {model}\n  IO Error: x: No space left on device"
        display.hear(message("RunResultError", level="error", msg=told))
    assert capsys.readouterr().out == (
        "error: the disk is full; readers see what they saw before. Make room and build again: "
        "what was made stays\n"
    )


def test_nodes_that_were_not_listed_do_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    display = Display({})
    display.hear(message("NodeFinished", "model.b"))
    display.close()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (["fail", "warn", "skipped"], "1 test failed, 1 test warned, 1 skipped"),
        (["fail", "error", "warn", "fail", "warn"], "1 failed, 2 tests failed, 2 tests warned"),
    ],
)
def test_the_last_line_counts_and_gives_the_time_that_all_of_it_took(
    statuses: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Reading the project is a part of it, and a long one where it has changed."""
    clock = SimpleNamespace(now=100.0)

    def passes(seconds: float, result: Any) -> Any:
        clock.now += seconds
        return result

    ended = SimpleNamespace(
        exception=None,
        success=False,
        result=SimpleNamespace(results=[SimpleNamespace(status=one) for one in statuses]),
    )
    runner = SimpleNamespace(invoke=lambda arguments: passes(30, ended))
    monkeypatch.setattr("time.monotonic", lambda: clock.now)
    monkeypatch.setattr(running, "_parsed", lambda selected: passes(8, None))
    monkeypatch.setattr(running, "_steps", lambda manifest, selected: passes(4, {}))
    monkeypatch.setattr(running, "dbtRunner", lambda manifest, **options: runner)
    assert running.build(["--log-path", "elsewhere"]) == 1
    expected = f"failed after 42 s: {told}; the whole log is in elsewhere/dbt.log\n"
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    "flags",
    [
        *(["--full-refresh"], ["-f"], ["--store-failures"], ["--no-empty"], ["--threads", "2"]),
        *(["--event-time-start", "2020-01-01"], ["--event-time-start=2020-01-01"]),
    ],
)
def test_steps_are_known_whatever_flag_a_build_is_given(
    flags: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`dbt list` would refuse it, and a build would show nothing until its end."""
    line = json.dumps(
        {"unique_id": "seed.a", "resource_type": "seed", "path": "a.csv", "attached_node": None}
    )

    def invoke(arguments: list[str]) -> Any:
        context = cli.commands["list"].make_context("list", arguments[len(running.QUIET) + 1 :])
        assert tuple(context.params["select"]) == ("a", "b")
        return SimpleNamespace(exception=None, success=True, result=[line])

    monkeypatch.setattr(running, "dbtRunner", lambda manifest: SimpleNamespace(invoke=invoke))
    assert running._steps(None, [*flags, "--select", "a", "b"]) == {"seed.a": "seeds"}


def test_the_project_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command would read it anew, which takes seconds."""
    given = []

    class Runner:
        def __init__(self, manifest: Any = None, callbacks: Any = None) -> None:
            self.manifest = manifest

        def invoke(self, arguments: list[str]) -> Any:
            given.append((self.manifest, arguments[len(running.QUIET) :]))
            made = Manifest() if "parse" in arguments else None
            return SimpleNamespace(exception=None, success=True, result=made)

    monkeypatch.setattr(running, "dbtRunner", Runner)
    monkeypatch.chdir(settings.PROJECT_ROOT)
    assert running.build(["--select", "a", "b", "--full-refresh", "--vars", "{c: d}"]) == 0
    (no_manifest, parsing), (read, listing), (used, building) = given
    assert no_manifest is None and parsing == ["--no-write-json", "parse", "--vars", "{c: d}"]
    assert read is used and isinstance(used, Manifest)
    assert listing[0] == "list" and listing[-5:] == ["--select", "a", "b", "--vars", "{c: d}"]
    assert building[0] == "build" and building[-1] == "{c: d}"
