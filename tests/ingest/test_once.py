"""An option that is given twice is no riddle about which one counts."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.conftest import Warehouse, write


def test_one_of_two_files_is_not_passed_over(warehouse: Warehouse, delivery: Path) -> None:
    files = [write(delivery / name, ["who,what", "ann,1"]) for name in ("a.csv", "b.csv")]
    twice = ("--from", files[0], "--from", files[1], "--user", "who", "--item", "what")
    assert warehouse.run("land", "shop", *twice) == 2
    assert "argument --from: is given twice, and only one can be meant" in warehouse.errors
    assert warehouse.land("shop", files[0], "--user", "who", "--item", "what") == 0


def test_what_may_be_given_several_times_still_may(warehouse: Warehouse, delivery: Path) -> None:
    file = write(delivery / "a.csv", ["who,what", "ann,1", "bob,2", "eve,3"])
    users = ("--no-user", "ann", "--no-user", "bob")
    assert warehouse.land("shop", file, "--user", "who", "--item", "what", *users) == 0
    assert warehouse.query("select user_id from raw.interactions") == [("eve",)]
