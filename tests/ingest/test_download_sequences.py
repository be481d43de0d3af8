"""Random sequences of faults, of runs at once, and of kills: what lands is the file as published.

After each sequence, what is landed is the whole file or nothing, what is kept is the file as
published, and no temporary folder is left by who is dead. A last run, without faults, lands it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pytest

from ingest import downloads, settings
from ingest.cli import main
from tests.support.faulty_files import HONEST, LYING, FileSite, file_site
from tests.support.hasty import HASTY

LINES = 3_000
SMALLEST_DATABASE = 12_288
HEADER = "dataset_id,source,edition,title,url,checksum,bytes,licence,mirrors\n"

Rows = list[tuple[int, str, str, float, int]]


@dataclass(frozen=True)
class Published:
    """A file as its owner publishes it, and what is said of it.

    line: of the list of datasets, with `{url}` and `{mirror}`; can_lie: whether a server that lies
    is found out.
    """

    name: str
    content: bytes
    line: str
    can_lie: bool


def _rows(chance: random.Random) -> Rows:
    return [
        (
            number,
            f"A{chance.randrange(10**13):013d}",
            f"B{chance.randrange(10**9):09d}",
            float(chance.randint(1, 5)),
            1_400_000_000 + chance.randrange(10**8),
        )
        for number in range(1, LINES + 1)
    ]


def _published(rows: Rows, chance: random.Random) -> Published:
    """One of the forms in which ratings are published: about 130 kB, with or without sums."""
    items_first = "".join(
        f"{item},{user},{rating},{time}\n" for _, user, item, rating, time in rows
    ).encode()
    match chance.choice(["plain", "plain", "checksum", "bytes", "mirror", "gz", "zip"]):
        case "checksum" | "mirror" as kind:
            digest = hashlib.sha256(items_first).hexdigest()
            mirror = "{mirror}" if kind == "mirror" else ""
            line = f"one,amazon,2018,,{{url}},sha256:{digest},,test,{mirror}"
            return Published("ratings.csv", items_first, line, True)
        case "bytes":
            line = f"one,amazon,2018,,{{url}},,{len(items_first)},test,"
            return Published("ratings.csv", items_first, line, False)
        case "gz":
            packed = gzip.compress(items_first, compresslevel=1)
            return Published("ratings.csv.gz", packed, "one,amazon,2018,,{url},,,test,", True)
        case "zip":
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                archive.writestr("data/ratings.csv", items_first)
            return Published(
                "ratings.zip", buffer.getvalue(), "one,amazon,2018,,{url},,,test,", True
            )
    return Published("ratings.csv", items_first, "one,amazon,2018,,{url},,,test,", False)


@dataclass
class Course:
    """One sequence of runs: its folder, the server, and what is published."""

    folder: Path
    site: FileSite
    chance: random.Random
    published: Published
    rows: Rows
    codes: Counter[str] = field(default_factory=Counter)

    @property
    def datasets(self) -> Path:
        return self.folder / "datasets.csv"

    def arguments(self, database: str) -> list[str]:
        return [
            *("land", "one", "--quiet", "--downloads", str(self.folder / "downloads")),
            *("--database", str(self.folder / f"{database}.work.duckdb")),
        ]

    def started(self, database: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.support.hasty", str(self.datasets)]
        return subprocess.Popen(
            command + self.arguments(database), stderr=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip

    def run(self, capture: pytest.CaptureFixture[str], database: str = "a") -> int:
        """One run, in this process."""
        capture.readouterr()
        code = main(self.arguments(database))
        self.check_told(code, capture.readouterr().err)
        self.check_landed(database, code)
        return code

    def forget(self) -> None:
        """Most of the time, remove what is kept, so that it has to be asked for again."""
        for kept in self.folder.glob(f"downloads/one/*/{self.published.name}"):
            if self.chance.random() < 0.8:
                kept.unlink()

    def run_two(self) -> None:
        """Two runs at once, as two processes, into databases of their own."""
        both = {name: self.started(name) for name in ("a", "b")}
        for name, running in both.items():
            _, errors = running.communicate(timeout=120)
            self.check_told(running.returncode, errors)
            self.check_landed(name, running.returncode)

    def run_and_kill(self) -> None:
        """A run that is killed after some bytes, or some time."""
        until = self.site.sent + self.chance.randrange(2 * len(self.published.content))
        running = self.started("a")
        give_up = time.monotonic() + 20
        while running.poll() is None and self.site.sent < until and time.monotonic() < give_up:
            time.sleep(0.002)
        time.sleep(self.chance.uniform(0, 0.2))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        killed = running.returncode == -signal.SIGKILL
        self.codes["killed" if killed else "ended before"] += 1
        database = self.folder / "a.work.duckdb"
        if killed and database.exists() and database.stat().st_size < SMALLEST_DATABASE:
            # DuckDB writes the three first pages of a new file one by one, and cannot open two
            database.unlink()
        self.check_landed("a", None if killed else running.returncode)

    def check_told(self, code: int, errors: str) -> None:
        assert code in (0, 1), errors
        assert errors.count("\n") == code, errors
        assert errors.startswith("error: ") or code == 0
        self.codes["landed" if code == 0 else "told"] += 1

    def check_landed(self, database: str, code: int | None) -> None:
        """The whole file or nothing; what is kept is the file."""
        file = self.folder / f"{database}.work.duckdb"
        landed = []
        if file.exists():
            with duckdb.connect(str(file)) as connection:
                landed = connection.execute(
                    "select source_row, user_id, item_id, rating, timestamp"
                    " from raw.amazon_ratings order by source_row"
                    if self._has_table(connection)
                    else "select 1 where false"
                ).fetchall()
        assert not landed or landed == self.rows, f"{len(landed)} rows landed"
        if code == 0:
            assert landed
        for kept in self.folder.glob(f"downloads/one/*/{self.published.name}"):
            assert kept.read_bytes() == self.published.content

    @staticmethod
    def _has_table(connection: duckdb.DuckDBPyConnection) -> bool:
        found = connection.execute(
            "select count(*) from information_schema.tables"
            " where table_schema = 'raw' and table_name = 'amazon_ratings'"
        ).fetchone()
        return bool(found and found[0])


@contextmanager
def sequence(seed: int, folder: Path) -> Iterator[Course]:
    """A sequence drawn from a seed: what is published, and servers that fail."""
    chance = random.Random(seed)
    rows = _rows(chance)
    published = _published(rows, chance)
    files = {published.name: published.content, "copy": published.content}
    drawn = (*HONEST, *LYING) if published.can_lie else HONEST
    share = chance.uniform(0.2, 0.9)
    with (
        file_site(files=files, drawn=drawn, share=share, seed=seed, slow=0.0005) as site,
        file_site(files=files, drawn=drawn, share=share, seed=seed + 1) as mirror,
    ):
        line = published.line.format(url=site.url(published.name), mirror=mirror.url("copy"))
        made = Course(folder, site, chance, published, rows)
        made.datasets.write_text(f"{HEADER}{line}\n", encoding="utf-8")
        yield made


def go_through(
    seeds: Sequence[int],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capture: pytest.CaptureFixture[str],
) -> Counter[str]:
    """Go through sequences; returns how often each fault was met and how runs ended."""
    # a proxy of the machine must not come between
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(downloads, "PATIENCE", HASTY)
    temporary = folder / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    met: Counter[str] = Counter()
    for seed in seeds:
        own = folder / str(seed)
        own.mkdir()
        with sequence(seed, own) as made:
            monkeypatch.setattr(settings, "DATASETS_FILE", made.datasets)
            for _ in range(made.chance.randint(1, 3)):
                made.forget()
                match made.chance.choice([*["run"] * 6, "two", "kill"]):
                    case "run":
                        made.run(capture)
                    case "two":
                        made.run_two()
                    case "kill":
                        made.run_and_kill()
            made.site.drawn, made.site.faults = (), []
            # also where the machine has other work to do
            monkeypatch.setattr(downloads, "PATIENCE", replace(HASTY, longest_silence=20.0))
            assert made.run(capture) == 0, "without faults it lands"
            monkeypatch.setattr(downloads, "PATIENCE", HASTY)
            assert list(temporary.iterdir()) == []
            assert list(own.glob("downloads/one/*/.unfinished-*")) == []
            met += made.site.done + made.codes
    return met


def test_a_few_sequences_end_with_the_file_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    met = go_through([3, 5, 7, 11], tmp_path, monkeypatch, capsys)
    assert met["landed"] >= 4


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 200, 25))
def test_two_hundred_sequences_end_with_the_file_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], first: int
) -> None:
    met = go_through(range(first, first + 25), tmp_path, monkeypatch, capsys)
    faults = sum(met[fault] for fault in (*HONEST, *LYING))
    # `pytest -rP` shows it
    print(f"from {first}: {faults} faults; {dict(sorted(met.items()))}")
    assert faults >= 25
    assert met["killed"] >= 1


def test_what_a_dead_run_left_is_cleared_and_what_a_live_one_holds_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (temporary / "corate-of-others").mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    script = (
        "import sys, time, pathlib\n"
        "from ingest.workspaces import clear_dead, temporary_folder\n"
        "clear_dead()\n"
        "with temporary_folder() as folder:\n"
        "    (folder / 'inner').mkdir()\n"
        "    (folder / 'inner' / 'unpacked').write_text('much')\n"
        "    print(folder, flush=True)\n"
        "    sys.stdin.read()\n"
    )

    def started() -> tuple[subprocess.Popen[str], Path]:
        running = subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip
        assert running.stdout is not None
        return running, Path(running.stdout.readline().strip())

    live, of_live = started()
    killed, of_killed = started()
    killed.kill()
    killed.communicate()
    assert (of_killed / "inner" / "unpacked").exists()
    third, of_third = started()
    assert not of_killed.exists()
    assert (of_live / "inner" / "unpacked").exists()
    for running, own in ((live, of_live), (third, of_third)):
        running.communicate("")
        assert running.returncode == 0
        assert not own.exists()
    assert [path.name for path in temporary.iterdir()] == ["corate-of-others"]


@pytest.mark.long
def test_a_mute_server_ends_within_two_minutes_with_what_to_do(tmp_path: Path) -> None:
    """With the patience that people have, and not that of tests."""
    with file_site(
        files={"a.csv": b"1,2,3,4\n"}, drawn=("mute",), share=1.0, silence=150.0
    ) as site:
        datasets = tmp_path / "datasets.csv"
        datasets.write_text(f"{HEADER}one,amazon,2018,,{site.url('a.csv')},,,test,\n")
        script = (
            "import pathlib, sys\n"
            "from ingest import settings\n"
            "from ingest.cli import main\n"
            f"settings.DATASETS_FILE = pathlib.Path({str(datasets)!r})\n"
            f"sys.exit(main(['land', 'one', '--downloads', {str(tmp_path / 'kept')!r},"
            f" '--database', {str(tmp_path / 'a.work.duckdb')!r}]))\n"
        )
        began = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, timeout=170,
            cwd=Path(__file__).resolve().parents[2], env={**os.environ, "NO_PROXY": "127.0.0.1"},
        )  # fmt: skip
        took = time.monotonic() - began
    assert ended.returncode == 1
    assert took < 120
    last = ended.stderr.splitlines()[-1]
    assert "does not answer in" in last
    assert "land it with --from" in last
