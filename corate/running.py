"""Runs `dbt build` and shows what it does: steps and their progress, problems, and the log's place.

A step is a folder of models (`staging`, `intermediate/core`, `marts/benchmarks`, ...) with the data
tests of its models, the seeds, or the tests that belong to no one model.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbt.cli.main import cli, dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from tqdm import tqdm

from ingest import settings
from ingest.failures import INTERRUPTED, told_no_room

QUIET = ("--log-level", "none", "--no-print", "--no-use-colors")
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
OWN_TESTS = "data tests of no one model"
KINDS = {"seed": "seeds", "model": "tables", "test": "tests"}
"""What is counted of a step, by dbt's type of a node."""
BEGINNING = re.compile(r"^Encountered an error:\n(?:\s*\w+ Error(?: in operation .*)?\n)+\s*")
"""How dbt begins what went wrong before it had anything to do."""
CALLED_BY = re.compile(r"(?:\s*\n\s*> (?:in macro|called by) .*)+\s*$")
"""How it ends then: which macros have called which; the log has it, too."""
TRACEBACK = re.compile(r"^( *)Traceback \(most recent call last\):\n(?:\1 +.*\n)+", re.MULTILINE)
"""Where dbt ran Python; the line after it says what went wrong."""
ONE = {"seeds": "seed", "tables": "table", "tests": "test"}

NodeId = str
Event = Any
"""What dbt tells: `info` has the kind, the level and the text, `data` the node and its result."""


def build(arguments: Sequence[str]) -> int:
    """Run `dbt build` with these arguments; return its exit code."""
    log = os.path.join(_value_of("--log-path", "DBT_LOG_PATH", arguments) or "logs", "dbt.log")
    if Path.cwd() != settings.project_folder():
        settings.go_to_project()
        log = os.path.abspath(log)
    # what a terminal would show, and not each statement that dbt sends: a tenth of the time
    os.environ.setdefault("DBT_LOG_LEVEL_FILE", "info")
    # where the log may not grow any more, each line of it would be a traceback on the screen
    logging.raiseExceptions = False
    selected = (*WITHOUT_UNIT_TESTS, *arguments)
    started = time.monotonic()
    manifest = _parsed(selected)
    display = Display(_steps(manifest, selected))
    result = dbtRunner(manifest, callbacks=[display.hear]).invoke([*QUIET, "build", *selected])
    if isinstance(result.exception, KeyboardInterrupt):
        # once dbt is at work, ingest/interrupt_plugin.py has said so
        return _interrupted(display)
    display.close()
    if result.exception and not display.problems:
        print(f"error: {result.exception}", file=sys.stderr)
        return 2
    counts = Counter(str(one.status) for one in _results(result))
    outcome = "done" if result.success else "failed"
    seconds = time.monotonic() - started
    print(f"{outcome} after {seconds:.0f} s{_told(counts)}; the whole log is in {log}")
    return 0 if result.success else 2 if result.exception else 1


def _interrupted(display: Display) -> int:
    """The exit code of an interrupted build; raises where nothing had begun."""
    if not display.has_begun:
        raise KeyboardInterrupt
    return INTERRUPTED


def _value_of(flag: str, variable: str, arguments: Sequence[str]) -> str | None:
    """What a flag of dbt, or the environment instead of it, is set to."""
    if flag in arguments[:-1]:
        return arguments[list(arguments).index(flag) + 1]
    return os.environ.get(variable)


def _results(result: dbtRunnerResult) -> Sequence[Any]:
    return getattr(result.result, "results", ())


def _told(counts: Mapping[str, int]) -> str:
    """What became of the nodes that are not as they should be."""
    words = {
        "error": ("failed", "failed"),
        "fail": ("test failed", "tests failed"),
        "warn": ("test warned", "tests warned"),
        "skipped": ("skipped", "skipped"),
    }
    told = [
        f"{counts[status]} {one if counts[status] == 1 else more}"
        for status, (one, more) in words.items()
        if counts[status]
    ]
    return f": {', '.join(told)}" if told else ""


def _parsed(selected: Sequence[str]) -> Manifest | None:
    """The project, read once for both commands; none where dbt cannot read it."""
    result = dbtRunner().invoke([*QUIET, "--no-write-json", "parse", *_taken_by("parse", selected)])
    if isinstance(result.exception, KeyboardInterrupt):
        raise result.exception
    return result.result if result.success and isinstance(result.result, Manifest) else None


def _steps(manifest: Manifest | None, selected: Sequence[str]) -> dict[NodeId, str]:
    """The step of each node that is selected; none where dbt does not take the arguments."""
    keys = ("unique_id", "resource_type", "path", "attached_node")
    listing = ("list", "--output", "json", "--output-keys", *keys)
    # list prints what it finds, whatever its level
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        shown, sys.stdout = sys.stdout, nowhere
        try:
            result = dbtRunner(manifest).invoke([*QUIET, *listing, *_taken_by("list", selected)])
        finally:
            sys.stdout = shown
    if isinstance(result.exception, KeyboardInterrupt):
        raise result.exception
    found = result.result if result.success and isinstance(result.result, list) else []
    nodes = {node["unique_id"]: node for node in map(json.loads, found)}
    built = {name: node for name, node in nodes.items() if node["resource_type"] in KINDS}
    return {
        name: _step(built.get(node.get("attached_node") or name, node))
        for name, node in built.items()
    }


def _taken_by(command: str, arguments: Sequence[str]) -> list[str]:
    """The arguments of `build` that another command knows, too.

    `parse` does not know --select, and `list` not what is no matter of what is selected, such as
    --full-refresh or --event-time-start.
    """
    unknown = _options("build") - _options(command)
    taken, is_taken = [], True
    for argument in arguments:
        # an option's values, of which --select has as many as there are, stand or go with it
        is_taken = argument.partition("=")[0] not in unknown if argument[:1] == "-" else is_taken
        if is_taken:
            taken.append(argument)
    return taken


def _options(command: str) -> set[str]:
    """The options of a command of dbt."""
    known = cli.commands[command].params
    return {name for option in known for name in (*option.opts, *option.secondary_opts)}


def _step(node: Mapping[str, Any]) -> str:
    """The folder of a model, at most two levels down; seeds; or tests that stand alone."""
    if node["resource_type"] == "seed":
        return "seeds"
    if node["resource_type"] == "test":
        return OWN_TESTS
    folders = str(node["path"]).split("/")[:-1]
    levels = 1 if folders[:1] == ["staging"] else 2
    return "/".join(folders[:levels]) or "models"


@dataclass
class Step:
    """How far a step has come.

    left: nodes that are not done. done: how many of each kind are. seconds: of all of them.
    """

    left: int
    done: Counter[str] = field(default_factory=Counter)
    bad: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        kinds = [f"{n} {kind if n > 1 else ONE[kind]}" for kind, n in self.done.items() if n]
        bad = f", {self.bad} failed or skipped" if self.bad else ""
        return f"{', '.join(kinds)}{bad}, {self.seconds:.1f} s"


class Display:
    """Hears what dbt tells, and shows the little of it that a person wants to know.

    On a terminal, a line at the end is redrawn: what is being made, how much is done and left.
    """

    def __init__(self, steps: Mapping[NodeId, str]) -> None:
        self.problems: list[str] = []
        self.has_begun = False
        self._no_room = ""
        self._steps = steps
        self._by_name = {name: Step(left) for name, left in Counter(steps.values()).items()}
        self._width = max(map(len, self._by_name), default=0)
        self._kinds: dict[NodeId, str] = {}
        self._bar = tqdm(
            total=len(steps) or None,
            file=sys.stdout,
            disable=not sys.stdout.isatty(),
            bar_format="{percentage:3.0f} % |{bar:20}| {n_fmt} of {total_fmt} done,"
            " {elapsed}, about {remaining} left {postfix}",
            leave=False,
        )
        self._done = 0
        self._hearers: dict[str, Callable[[Event], None]] = {
            "NodeStart": self._start,
            "NodeFinished": self._finish,
        }

    def hear(self, event: Event) -> None:
        """Take an event of dbt's."""
        hearer = self._hearers.get(event.info.name)
        if hearer:
            hearer(event)
        elif _is_problem(event):
            self._tell_problem(event.info.msg.strip())

    def close(self) -> None:
        """Show the steps that have not come to their end, and take the last line away."""
        for name, step in self._by_name.items():
            if step.left and step.done:
                self._show(f"{name:<{self._width}}  {step}, {step.left} not reached")
        self._bar.close()

    def _start(self, event: Event) -> None:
        self.has_begun = True
        self._bar.set_postfix_str(event.data.node_info.node_name)

    def _finish(self, event: Event) -> None:
        node = event.data.node_info
        result = event.data.run_result
        step = self._by_name.get(self._steps.get(node.unique_id, ""))
        kind = KINDS.get(node.resource_type)
        if step is None or kind is None:
            # hooks and exposures are no part of what is to be done
            return
        self._done += 1
        self._bar.update(1)
        step.left -= 1
        step.done[kind] += 1
        step.bad += result.status in ("error", "fail", "skipped")
        step.seconds += result.execution_time
        if not step.left:
            share = 100 * self._done // max(len(self._steps), 1)
            name = self._steps[node.unique_id]
            self._show(f"{share:3} %  {name:<{self._width}}  {step}")

    def _tell_problem(self, text: str) -> None:
        text = TRACEBACK.sub("", text)
        if BEGINNING.match(text):
            text = BEGINNING.sub("error: ", CALLED_BY.sub("", text))
        if self._no_room:
            # all that follows is of the same cause
            return
        self._no_room = told_no_room(text)
        if self._no_room:
            text = (
                f"error: {self._no_room}; readers see what they saw before. Make room and build "
                "again: what was made stays"
            )
        if text and text not in self.problems:
            self.problems.append(text)
            self._show(text)

    def _show(self, line: str) -> None:
        """A line above the one that is redrawn."""
        if self._bar.disable:
            print(line, flush=True)
        else:
            self._bar.write(line, file=sys.stdout)


def _is_problem(event: Event) -> bool:
    """Warnings, errors, and the rows that tests found; not what is said of each node in passing."""
    info = event.info
    if info.name == "JinjaLogInfo":
        # log_failing_rows is a hook; rounds and blocks are told of a model
        return event.data.node_info.resource_type in ("", "operation")
    return info.level in ("warn", "error") and not info.name.startswith("Log")
