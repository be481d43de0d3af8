"""Every peer makes the same of a dataset, and that is what a slow, literal reading of it makes."""

import csv
import importlib
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from performance import generate
from performance.protocol import STEPS, RunResult, StepsOutcome, Stopwatch, steps_result
from performance.recipe import CORE, SEVERAL_CORES, cut_positions

PEERS = {
    "pure_python": None,
    "pandas_frames": "pandas",
    "polars_tuned": "polars",
    "polars_plain": "polars",
    "datarec_library": "datarec",
}
Row = tuple[int, int, float, int]  # user, item, rating, timestamp


def run_peer(name: str, path: Path) -> RunResult:
    """Run a peer in this process; skip the test where its library is not installed."""
    library = PEERS[name]
    if library is not None:
        pytest.importorskip(library, reason=f"{library} is in performance/requirements.txt")
    peer: Any = importlib.import_module(f"performance.peers.{name}")
    stopwatch = Stopwatch()
    return steps_result(stopwatch, peer.carry_out(path, stopwatch))


def write_rows(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows in the layout of MovieLens."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["userId", "movieId", "rating", "timestamp"])
        writer.writerows(rows)
    return path


def expected(rows: Sequence[Row], least: int = CORE) -> StepsOutcome:
    """The recipe read out literally: sets and repeated counting, without regard to cost."""
    events = [(at, place, user, item) for place, (user, item, _, at) in enumerate(rows)]
    last = sorted(
        event
        for event in events
        if not any(other[2:] == event[2:] and other[:2] > event[:2] for other in events)
    )
    cuts = [last[position][0] for position in cut_positions(len(last))]
    parts = [
        [event for event in last if sum(event[0] >= cut for cut in cuts) == n] for n in (0, 1, 2)
    ]
    core = list(parts[0])
    while True:
        users, items = [event[2] for event in core], [event[3] for event in core]
        left = [
            one for one in core if users.count(one[2]) >= least and items.count(one[3]) >= least
        ]
        if left == core:
            break
        core = left
    kept = [
        core,
        *([one for one in part if one[2] in users and one[3] in items] for part in parts[1:]),
    ]
    lists = {
        user: [event[3] for part in kept for event in part if event[2] == user]
        for user in set(users)
    }
    return StepsOutcome(
        cut_valid=cuts[0],
        cut_test=cuts[1],
        rows_train_split=len(parts[0]),
        rows_valid_split=len(parts[1]),
        rows_test_split=len(parts[2]),
        rows_train=len(kept[0]),
        rows_valid=len(kept[1]),
        rows_test=len(kept[2]),
        core_users=len(set(users)),
        core_items=len(set(items)),
        lists=len(lists),
        list_items=sum(len(items_of_user) for items_of_user in lists.values()),
        order_checksum=sum(
            (place + 1) * item
            for items_of_user in lists.values()
            for place, item in enumerate(items_of_user)
        ),
    )


def random_rows(seed: int) -> list[Row]:
    """Some hundred events with many duplicates and equal times, by user as in MovieLens' files."""
    return rows_between(random.Random(seed), lambda chance, most: chance.randint(1, most), 30, 25)


def rows_between(
    chance: random.Random, draw: Callable[[random.Random, int], int], users: int, items: int
) -> list[Row]:
    """Events of users and items that are drawn among so many."""
    rows = [
        (draw(chance, users), draw(chance, items), chance.randint(1, 5), chance.randint(0, 60))
        for _ in range(500)
    ]
    return [(user, item, float(stars), at) for user, item, stars, at in sorted(rows)]


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("seed", range(5))
def test_a_peer_does_what_the_recipe_says(peer: str, seed: int, tmp_path: Path) -> None:
    rows = random_rows(seed)
    result = run_peer(peer, write_rows(tmp_path / "ratings.csv", rows))
    outcome = asdict(expected(rows))
    assert outcome["rows_train"] > 50 and outcome["rows_valid"] and outcome["rows_test"]
    assert result.outcome == outcome


@pytest.mark.parametrize("shape", generate.SHAPES)
def test_peers_agree_on_generated_data(shape: str, tmp_path: Path) -> None:
    described = generate.dataset(shape, 30_000, tmp_path)
    path = tmp_path / described.name / "ratings.csv"
    reference = run_peer("pure_python", path).outcome
    assert reference["core_users"] > 0
    for peer in PEERS:
        if peer == "datarec_library":
            continue  # as slow as it is, its own test on small data has to do
        assert run_peer(peer, path).outcome == reference, peer


@pytest.mark.parametrize("way", ["plain", "tuned"])
def test_several_recipes_are_each_carried_out(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("polars", reason="polars is in performance/requirements.txt")
    from performance.peers import polars_recipes

    # few users and items have most events, so that each core is another
    rows = rows_between(
        random.Random(0), lambda chance, most: int(most * chance.random() ** 2) + 1, 50, 40
    )
    path, result = write_rows(tmp_path / "ratings.csv", rows), tmp_path / "result.json"
    monkeypatch.setattr("sys.argv", ["polars_recipes", str(path), str(result), f"--way={way}"])
    polars_recipes.main()
    found = json.loads(result.read_text())
    several = [asdict(expected(rows, least)) for least in SEVERAL_CORES]
    assert len({one["rows_train"] for one in several}) > 2
    assert found["outcome"] == {
        name: value if name.startswith("cut_") else sum(one[name] for one in several)
        for name, value in several[0].items()
    }
    laps = Counter(lap["name"] for lap in found["laps"])
    assert laps == dict.fromkeys(["read", *STEPS], len(SEVERAL_CORES))
    taken = sum(lap["seconds"] for lap in found["laps"] if lap["name"] != "read")
    assert found["seconds"]["steps"] == pytest.approx(taken)


@pytest.mark.parametrize("peer", ["pure_python", "polars_tuned"])
def test_laps_cover_the_steps_and_reading_is_apart(peer: str, tmp_path: Path) -> None:
    result = run_peer(peer, write_rows(tmp_path / "ratings.csv", random_rows(0)))
    assert [lap.name for lap in result.laps] == ["read", *STEPS]
    assert result.seconds["steps"] == pytest.approx(sum(result.seconds[step] for step in STEPS))
    assert all(lap.started_at <= lap.ended_at for lap in result.laps)


def test_cut_positions_are_exact_where_floating_point_is_not() -> None:
    # 10 * (1 - 0.1 - 0.1) is 8 and 30 * 0.9 is 27, where floats could fall one short.
    assert cut_positions(10) == (8, 9)
    assert cut_positions(30) == (24, 27)
    assert cut_positions(19_940_000) == (15_952_000, 17_946_000)
    assert cut_positions(19) == (15, 17)
