"""Runs dbt commands one after the other in one process, since a start of dbt takes seconds.

Operations share one parsed project, since reading it takes seconds, too; other commands, and those
with an environment of their own, read it themselves.

Standard input: a JSON list of {"arguments": [...], "environment": {...}}. The last line of standard
output: a JSON list of {"success": bool, "error": text} in the same order.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest


def main() -> None:
    errors: list[str] = []

    # an EventMsg; its generated class declares no fields to a type checker
    def keep_errors(event: Any) -> None:
        # run-operation reports its error as an event, not as the exception of its result
        if event.info.level == "error":
            errors.append(event.info.msg)

    parsing = dbtRunner(callbacks=[keep_errors])
    parsed = parsing.invoke(["parse"]).result
    assert isinstance(parsed, Manifest), errors
    operating = dbtRunner(parsed, callbacks=[keep_errors])
    outcomes = []
    for command in json.load(sys.stdin):
        errors.clear()
        before = dict(os.environ)
        os.environ.update(command["environment"])
        is_operation = command["arguments"][0] == "run-operation"
        runner = operating if is_operation and not command["environment"] else parsing
        result = runner.invoke(command["arguments"])
        os.environ.clear()
        os.environ.update(before)
        outcomes.append({"success": result.success, "error": "\n".join(errors)})
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main()
