"""The command `python -m ingest wikidata`: its options, and what it prints."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ingest import settings
from ingest.database import open_database
from ingest.errors import IngestError
from ingest.help import Help
from ingest.progress import Progress
from ingest.retries import Patience
from ingest.wikidata.asking import Asking, Plan, Tally
from ingest.wikidata.endpoint import WIKIDATA, Endpoint, check_address, user_agent
from ingest.wikidata.landed import (
    check_catalog,
    films_to_ask,
    land_answer,
    land_failure,
    land_new_answers,
)
from ingest.wikidata.queries import KINDS
from ingest.wikidata.saved import read_answers, write_answers

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DESCRIPTION = """\
Asks Wikidata, or another SPARQL endpoint over its data, for the cast, genres and topics of every
film in catalog.movies, and lands the answers as they come. So: land, `python -m corate build`, this
command, and `python -m corate build` again, which makes tables of the answers.

  python -m ingest wikidata --contact me@example.org
  python -m ingest wikidata --endpoint http://localhost:7001/sparql

A film that has been answered is not asked for again. A run that was stopped, however that came
about, goes on where it was when it is started again. docs/guides/wikidata.md says more.
"""

EPILOG = """\
exit codes: 0 done; 1 it failed, and what was answered until then is landed; 2 the command is
            wrong; 130 interrupted, and what was answered until then is landed
environment: CORATE_CONTACT, CORATE_DATABASE, WIKIMEDIA_TOKEN (of an account, which may ask more)
"""

MOST_AT_ONCE = 4
LARGEST_BATCH = 250
"""Larger ones gain nothing, and from 500 films on pyoxigraph's plan for the cast is far slower."""
AGES = {"d": "days", "h": "hours", "w": "weeks"}
INTERRUPTED = 130


class Interrupted(IngestError):
    """Ctrl-C; unlike a landing, what came until then stays."""

    exit_code = INTERRUPTED


def add_parser(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "wikidata",
        parents=[common],
        help="ask Wikidata for the cast, genres and topics of the films",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=Help,
    )
    parser.add_argument(
        "--kind",
        nargs="+",
        choices=KINDS,
        default=["full"],
        help="what to ask for; full is the other three in one request (default: full)",
    )
    again = parser.add_mutually_exclusive_group()
    again.add_argument(
        "--refresh", action="store_true", help="ask again for films that were answered"
    )
    again.add_argument(
        "--older-than",
        type=_older_than,
        metavar="AGE",
        help="ask again for films whose answer is older than 30d, 12h, 2w, or a date or time (UTC)",
    )
    files = parser.add_mutually_exclusive_group()
    files.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE",
        help="land answers that were saved (JSON lines) instead of asking",
    )
    files.add_argument(
        "--to",
        dest="target",
        type=Path,
        metavar="FILE",
        help="save the answers that are landed (JSON lines, packed where it ends in .gz)",
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    manners = parser.add_argument_group("the endpoint, and manners")
    manners.add_argument(
        "--endpoint", default=WIKIDATA, metavar="URL", help="(default: %(default)s)"
    )
    manners.add_argument(
        "--contact",
        default=settings.contact(),
        metavar="TEXT",
        help="an e-mail address or web page, for the owner of a public endpoint "
        "(default: CORATE_CONTACT)",
    )
    manners.add_argument(
        "--parallel",
        type=_number(1, MOST_AT_ONCE),
        default=1,
        metavar="N",
        help=f"requests at once, up to {MOST_AT_ONCE} (default: 1)",
    )
    manners.add_argument(
        "--batch",
        type=_number(1, LARGEST_BATCH),
        default=100,
        metavar="N",
        help="films in a request at most; halved where a request takes too long (default: 100)",
    )
    manners.add_argument(
        "--timeout",
        type=_seconds,
        default=70.0,
        metavar="SECONDS",
        help="how long to wait for an answer (default: 70; Wikidata itself gives up after 60)",
    )
    manners.add_argument(
        "--attempts",
        type=_number(1, 100),
        default=8,
        metavar="N",
        help="how often to ask before giving up on a request (default: 8)",
    )
    manners.add_argument(
        "--pause",
        type=_seconds,
        default=1.0,
        metavar="SECONDS",
        help="before the second attempt; it doubles with each, up to 120 s (default: 1)",
    )


def run(options: argparse.Namespace) -> None:
    """Carry the command out. Raises IngestError where it cannot be."""
    if options.source is not None:
        _land_saved(options)
    elif options.target is not None:
        _save(options)
    else:
        try:
            _ask(options)
        except (KeyboardInterrupt, duckdb.InterruptException) as error:
            raise Interrupted(
                "interrupted; what was answered is landed, and the same command goes on from there"
            ) from error


def _land_saved(options: argparse.Namespace) -> None:
    answers = read_answers(options.source)
    with open_database(options.database) as connection:
        landed = land_new_answers(connection, answers)
    known = len(answers) - landed
    print(f"landed {landed:,} answers from {options.source.name}", end="")
    print(f" ({known:,} were there already)" if known else "")


def _save(options: argparse.Namespace) -> None:
    if not options.database.exists():
        raise IngestError(f"there is no database {options.database}")
    with open_database(options.database) as connection:
        saved = write_answers(connection, options.target)
    print(f"saved {saved:,} answers in {options.target}")


def _ask(options: argparse.Namespace) -> None:
    url = check_address(options.endpoint)
    endpoint = Endpoint(
        url, user_agent(options.contact, url), options.timeout, settings.wikimedia_token()
    )
    patience = Patience(
        attempts=options.attempts,
        first_pause=options.pause,
        longest_pause=max(120.0, options.pause),
        longest_silence=max(Patience.longest_silence, options.timeout),
    )
    if not options.database.exists():
        raise IngestError(f"there is no database {options.database}: land a dataset first")
    progress = Progress(quiet=options.quiet)
    asked_at = datetime.now(UTC).replace(tzinfo=None)
    since = asked_at if options.refresh else options.older_than
    with open_database(options.database) as connection:
        check_catalog(connection)
        for kind in dict.fromkeys(options.kind):
            plan = Plan(endpoint, kind, options.batch, options.parallel, patience)
            films = films_to_ask(connection, kind, since)
            if films:
                _ask_for(connection, plan, films, progress)
            else:
                print(f"{kind}: no film to ask for; --refresh asks again for all of them")


def _ask_for(
    connection: duckdb.DuckDBPyConnection, plan: Plan, films: Sequence[str], progress: Progress
) -> None:
    """Ask for the films of a kind, and say what came of it, however it ended."""
    tally = Tally()
    try:
        with progress.remarked_bar(f"asking for {plan.kind}", len(films), "films") as advance:
            Asking(
                plan=plan,
                land=lambda answer: land_answer(connection, answer),
                fail=lambda failure: land_failure(connection, failure),
                show=lambda done, now: advance(done, _remark(now)),
                say=progress.say,
                tally=tally,
            ).run(films)
    finally:
        print(_summary(plan, len(films), tally), flush=True)


def _remark(tally: Tally) -> str:
    return f"{tally.not_found:,} not found, {tally.failed:,} failed"


def _summary(plan: Plan, films: int, tally: Tally) -> str:
    left = films - tally.found - tally.not_found - tally.failed
    lines = [
        f"{plan.kind}: {tally.found:,} of {films:,} films found, {_remark(tally)}"
        f"{f', {left:,} not yet asked' if left else ''}; {tally.requests:,} requests"
    ]
    if tally.failed:
        lines.append(
            "raw.wikidata_failures says why films failed; the same command asks for them again"
        )
    return "\n".join(lines)


def _number(least: int, most: int) -> Callable[[str], int]:
    """A whole number in bounds, for argparse."""

    def parse(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"must be from {least} to {most}")
        return number

    parse.__name__ = "number"
    return parse


def _seconds(text: str) -> float:
    """Seconds above 0, for argparse."""
    number = float(text)
    if not 0 < number <= 86_400:
        raise argparse.ArgumentTypeError("must be above 0, and at most a day")
    return number


def _older_than(text: str) -> datetime:
    """The time (UTC) before which an answer is too old, for argparse."""
    if match := re.fullmatch(r"([0-9]{1,5})([dhw])", text):
        age = timedelta(**{AGES[match[2]]: int(match[1])})
        return (datetime.now(UTC) - age).replace(tzinfo=None)
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"'{text}' is neither an age such as 30d, 12h or 2w, nor a date or time"
        ) from error
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
