"""Break one rule at a time in a copy of the project: some test has to fail for each.

  make mutants                              all of them: minutes
  python -m tests.mutants "cold" "a tie"    those whose names hold one of these texts

A line a mutant: by which test it was caught, and in how many seconds. Exit code 1 where one
survives (a test is missing: write it), or its text is in its file no more (adapt rules.py).
"""

from __future__ import annotations

import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.rules import MUTANTS, Mutant
from tests.mutants.running import Verdict, prepare_warehouse, run_tests
from tests.support.projects import PROJECT_ROOT, Project, compile_counting

COPIES = 2
"""Mutants that are tried at the same time; each takes a core for most of its time."""


def main(names: Sequence[str]) -> int:
    """Try the mutants, and return the exit code."""
    chosen = [one for one in MUTANTS if not names or any(name in one.name for name in names)]
    if not chosen:
        print(f"no mutant has one of {', '.join(names)} in its name", file=sys.stderr)
        return 2
    missing = [one for one in chosen if one.times_found(PROJECT_ROOT) != 1]
    for one in missing:
        print(f"NOT FOUND  {one.name}: its text is not once in {one.file}: adapt rules.py")
    tried = [one for one in chosen if one not in missing]
    with tempfile.TemporaryDirectory() as folder:
        copies = prepare(Path(folder), tried)
        free: queue.SimpleQueue[Project] = queue.SimpleQueue()
        for copy in copies:
            free.put(copy)

        def judge(mutant: Mutant) -> bool:
            copy = free.get()
            began = time.monotonic()
            try:
                verdict = try_mutant(copy, mutant)
            finally:
                free.put(copy)
            seconds = time.monotonic() - began
            word = "caught    " if verdict.is_caught else "SURVIVED  "
            print(f"{word} {seconds:5.1f} s  {mutant.name}: {verdict.words}", flush=True)
            return verdict.is_caught

        with ThreadPoolExecutor(len(copies)) as pool:
            caught = sum(pool.map(judge, tried))
    print(f"{caught} of {len(chosen)} mutants were caught")
    return 0 if caught == len(chosen) else 1


def prepare(folder: Path, mutants: Sequence[Mutant]) -> list[Project]:
    """Copies of the project as it is, with a warehouse, in which all tests of the mutants pass."""
    compile_counting()
    first = copy_checkout(folder / "copy-0")
    prepare_warehouse(first, mutants)
    verdict = run_tests(first, sorted({test for one in mutants for test in one.tests}))
    if verdict.failed or not verdict.passed:
        raise SystemExit(f"the tests fail without any mutant:\n{verdict.printed}")
    others = [folder / f"copy-{number}" for number in range(1, COPIES)]
    return [first, *(Project(Path(shutil.copytree(first.folder, other))) for other in others)]


def copy_checkout(folder: Path) -> Project:
    """Copy what git knows or would add, and what numba has compiled."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    compiled = (PROJECT_ROOT / "learning" / "__pycache__").glob("*.nb?")
    names = [*filter(None, listed.stdout.split("\0"))]
    for source in [*(PROJECT_ROOT / name for name in names), *compiled]:
        if source.is_file():
            target = folder / source.relative_to(PROJECT_ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            # with its time: numba compiles anew what is younger
            shutil.copy2(source, target)
    return Project(folder)


def try_mutant(copy: Project, mutant: Mutant) -> Verdict:
    """Break the rule in the copy, run the tests, and mend it."""
    file = copy.folder / mutant.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(mutant.text, mutant.replacement), encoding="utf-8")
    try:
        return run_tests(copy, mutant.tests)
    finally:
        file.write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
