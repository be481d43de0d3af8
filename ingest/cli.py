"""The command line: `python -m ingest`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest import predictions, raw_export, settings
from ingest.archives import Delivery, delivered_files, downloaded_files
from ingest.checksums import difference
from ingest.contents import check_contents
from ingest.database import check_opens, check_public, open_database
from ingest.datasets import Dataset, Listing, check_name, read_datasets, unknown_dataset
from ingest.errors import IngestError, UsageError
from ingest.failures import FAILURES, report
from ingest.file_options import (
    add_file_options,
    add_max_rejected,
    check_is_not_the_database,
    said,
    writing,
)
from ingest.help import Help
from ingest.landing import land, remove
from ingest.listing import landed_datasets, print_landed, print_list
from ingest.messages import named as told_names
from ingest.messages import shown, typed
from ingest.once import Once
from ingest.parts import DATASET, OWN_LISTS
from ingest.people import UNSAID, People, people_of
from ingest.plans import left_out, without_empty_files
from ingest.progress import Progress
from ingest.remarks import find_remarks
from ingest.repairs import Repairs
from ingest.sources import PLANNERS, downloader, own_files
from ingest.sources.own_columns import Choice, EventColumns, ItemColumns, UserColumns, Writing
from ingest.tables import print_tables
from ingest.warehouse_options import add_wait, add_written_database
from ingest.wikidata import command as wikidata
from ingest.workspaces import clear_dead, temporary_folder

DESCRIPTION = """\
Puts rating data into the database, as it was delivered. `python -m corate build` then makes
benchmarks of it.

  python -m ingest list                              what can be landed, and what is
  python -m ingest land movielens-latest-small       download it, check it, land it
  python -m ingest land movielens-1m --from ml-1m.zip
                                                     the same from a file, folder or archive
  python -m ingest land my-shop --from orders.csv --user customer --item product --time bought_at
                                                     bring your own
  python -m ingest remove my-shop                    take it out again
  python -m ingest sample                            the sample, where nothing is landed yet
  python -m ingest wikidata --contact me@example.org
                                                     what Wikidata knows of the films
  python -m ingest land-predictions mine --recipe my-shop-loo-core5 --from lists.csv
                                                     measure what your own method recommends
  python -m ingest export-raw FOLDER                 what is landed as Parquet, for Apache Spark
  python -m ingest tables                            what was built, and queries to try
"""

LAND_DESCRIPTION = """\
Lands a dataset: all or nothing. Landing it again replaces it.

A listed dataset (`python -m ingest list`) is downloaded, unless --from says where it is.

To bring your own, say which columns hold what. The file may be CSV, TSV or another delimited text,
Parquet, or JSON, each also as .gz, .bz2, .xz or .zst. Two ways to name a column:
  by name     --user customer --item product    the first line of the file is a header
                                                (or, in JSON and Parquet, the name of a field)
  by number   --user 1 --item 2                 counted from 1; the file has no header
Times may be Unix seconds or milliseconds, or dates and times in ISO form (2024-05-01 12:30:00), or
as --time-format says. docs/guides/what-is-read-and-how.md has the rules.

Rows that cannot be read go to the table raw.rejected_rows with the reason.
"""

EPILOG = """\
exit codes: 0 done; 1 it failed, and the database is as it was; 2 the command is wrong;
            130 interrupted, and the database is as it was
environment: CORATE_DATABASE, CORATE_DOWNLOADS, CORATE_MEMORY_LIMIT (such as 4GB), CORATE_THREADS,
             CORATE_SPILL_FOLDER, CORATE_SPILL_LIMIT (such as 50GB),
             CORATE_UNPACKING_LIMIT (such as 200GB: most that an archive may unpack to),
             CORATE_PSEUDONYM_KEY (of --pseudonyms, at least 16 characters),
             CORATE_CONTACT, HF_TOKEN (a token for asking the Hugging Face Hub),
             WIKIMEDIA_TOKEN (of an account of Wikimedia, for asking Wikidata)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; errors go to standard error in one line."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        _run(options)
        sys.stdout.flush()
    except FAILURES as error:
        return report(error, options.debug)
    return 0


def _run(options: argparse.Namespace) -> None:
    if options.wait is not None:
        os.environ["CORATE_WAIT"] = options.wait
    check_public(options.database)
    if options.command == "tables":
        print_tables(options.database)
        return
    # the rest is of what landing writes, not of what readers look at
    public, options.database = options.database, settings.work_path_of(options.database)
    clear_dead()
    listing = read_datasets(*settings.dataset_files())
    if options.command == "list":
        # one of a release that knew one file
        print_list(listing.datasets, options.database if options.database.exists() else public)
        for problem in listing.problems:
            print(f"left out: {problem}", file=sys.stderr)
        return
    if public == settings.database_path() and not os.environ.get("CORATE_DATABASE"):
        settings.check_project()
    if options.command == "land":
        _land(options, listing)
        return
    check_opens(options.database)
    if options.command == "sample":
        _land_sample(options)
    elif options.command == "wikidata":
        wikidata.run(options)
    elif options.command == "export-raw":
        raw_export.run(options)
    elif options.command in ("land-predictions", "land-negatives"):
        predictions.run_landing(options)
    elif options.command == "remove-predictions":
        predictions.run_removal(options)
    else:
        _remove(options)


def _land(options: argparse.Namespace, listing: Listing) -> None:
    name: str = options.dataset
    check_name(name, listing.datasets)
    choice = _column_choice(options)
    parts = _parts_given(options)
    given = options.source or options.items or options.users or next(iter(parts.values()), None)
    dataset = listing.find(name)
    if dataset is None and choice is None:
        raise unknown_dataset(name, listing.datasets)
    if choice is not None and given is None:
        raise UsageError("--user and --item need --from FILE, or --train FILE and --test FILE")
    is_list = choice is not None and not choice.are_events
    if choice is None and dataset is not None and dataset.source not in PLANNERS:
        raise UsageError(
            f"{name} is of the source '{dataset.source}': say where it is and which columns to "
            f"take: land {name} --from FILE --user COLUMN --item COLUMN"
        )
    for named in (options.no_user, options.no_item):
        # argparse makes a list of nothing of `--no-user=--`
        named[:] = [one or "--" for one in named]
    repairs = Repairs(
        tuple(options.no_user), tuple(options.no_item), options.from_time, options.to_time
    )
    progress = Progress(quiet=options.quiet)
    for path in parts.values() if parts else (given,):
        if path is not None:
            check_is_not_the_database(path, options.database)
    # before anything takes its time
    check_opens(options.database)
    with temporary_folder() as workspace, _with_hints() as hints:
        if given is None:
            fetched = _fetched(dataset, options.downloads, progress)
            fault, verified = "", dataset is not None and bool(dataset.checksums)
            if not verified and fetched[0].is_file():
                hints.append(
                    f"What was downloaded has no checksum and is in {fetched[0].parent}: if it is "
                    "not what it should be, delete it there, and it is asked for again"
                )
            delivery = _delivered_by(fetched, name, workspace, progress)
        elif parts:
            delivered = _delivered_parts(parts, workspace, progress)
            skipped = [one for delivery in delivered.values() for one in delivery.skipped]
            delivery, fault, verified = Delivery([], tuple(skipped)), "", False
        else:
            delivery = delivered_files(given, workspace, progress)
            fault, verified = ("", False) if is_list else _compared(given, dataset)
        if choice is not None:
            source = own_files.SOURCE
            plan = (
                own_files.plan_parts(
                    {split: one.files for split, one in delivered.items()},
                    choice,
                    _writing(options),
                )
                if parts
                else own_files.plan(delivery.files, choice, _writing(options))
            )
        else:
            assert dataset is not None
            source = dataset.source
            plan = PLANNERS[source](delivery.files, dataset.edition)
        unread = left_out(delivery, plan)
        plan = without_empty_files(plan)
        remarks = [*plan.remarks, unread, fault]
        with open_database(options.database) as connection:
            people = people_of(
                *(connection, options.database, name, plan.subject, options.pseudonyms),
                source=source,
            )

            def check() -> None:
                found = find_remarks(connection, name, plan)
                remarks.extend(remark.told() for remark in found)
                if found and options.strict:
                    raise IngestError(
                        f"--strict refuses what stands out in {name} ({len(found)} remarks), so "
                        f"nothing was changed. The first: {found[0].told()}"
                    )
                if dataset is not None and not is_list:
                    remarks.extend(
                        check_contents(
                            connection,
                            dataset,
                            plan.files,
                            max_outside=options.max_rejected,
                            verified=verified,
                        )
                    )

            landed = land(
                connection,
                name,
                source,
                plan,
                options.max_rejected,
                progress,
                check,
                repairs,
                _kept_options(options, people),
                people,
            )
    remarks.extend(remark for one in landed for remark in one.remarks)
    what = name if plan.subject == DATASET else f"the {plan.subject} of {name}"
    print_landed(name, what, landed, [remark for remark in remarks if remark], options.database)
    benchmarks = any(one.interactions for one in landed)
    print(f"next: {typed('python -m corate build')}{' makes its benchmarks' if benchmarks else ''}")


def _kept_options(options: argparse.Namespace, people: People) -> str:
    """What is kept of what was typed: nothing that names a user where ids are pseudonyms."""
    kept = argparse.Namespace(**vars(options))
    if people.are_guarded:
        kept.no_user = [UNSAID for _ in options.no_user]
    return said(kept, KEPT_OPTIONS)


@contextmanager
def _with_hints() -> Iterator[list[str]]:
    """Adds the sentences that are put into the list to the message of what fails."""
    hints: list[str] = []
    try:
        yield hints
    except IngestError as error:
        if not hints:
            raise
        raise type(error)(". ".join((str(error), *hints))) from error


def _delivered_parts(
    parts: Mapping[str, Path], workspace: Path, progress: Progress
) -> dict[str, Delivery]:
    """What was given for each part of the data, unpacked in a folder of its own."""
    delivered = {}
    for split, path in parts.items():
        folder = workspace / split
        folder.mkdir()
        delivered[split] = delivered_files(path, folder, progress)
    return delivered


def _parts_given(options: argparse.Namespace) -> dict[str, Path]:
    """The file of each part of the data, where there is one for each; none where there is not."""
    given = {split: getattr(options, split) for split in PARTS if getattr(options, split)}
    if not given:
        return {}
    others = ("source", *GIVEN_BY.values(), "split")
    if other := next((name for name in others if getattr(options, name) is not None), None):
        typed = "from" if other == "source" else other
        raise UsageError(f"--train, --valid and --test go without --{typed}: they say it already")
    if missing := [split for split in ("train", "test") if split not in given]:
        raise UsageError(f"--{next(iter(given))} needs --{missing[0]} FILE beside it")
    if options.user is None or options.item is None:
        raise UsageError("--train, --valid and --test need --user and --item")
    return given


PARTS = ("train", "valid", "test")
"""Of the data, in the order in which they are landed."""


def _compared(given: Path, dataset: Dataset | None) -> tuple[str, bool]:
    """A remark where a file is not the listed download, and whether it is.

    It may be a part of it, or packed anew.
    """
    if dataset is None or len(dataset.checksums) != 1 or not given.is_file():
        return "", False
    fault = difference(given, dataset.expected(0))
    return f"{shown(given.name)} is not the listed download: it {fault}" if fault else "", not fault


def _fetched(dataset: Dataset | None, downloads: Path, progress: Progress) -> list[Path]:
    """Where the files of a listed dataset are, after a download if need be."""
    assert dataset is not None
    if not dataset.urls:
        raise UsageError(
            f"{dataset.dataset_id} has no url in the list of datasets: say where it is with --from"
        )
    if "://" not in dataset.urls[0]:
        return [settings.PROJECT_ROOT / dataset.urls[0]]
    return downloader(dataset.source)(dataset, downloads, progress)


def _delivered_by(fetched: list[Path], name: str, workspace: Path, progress: Progress) -> Delivery:
    """What was fetched, as if a user had given it; several files as a folder of that name."""
    if len(fetched) == 1:
        return delivered_files(fetched[0], workspace, progress)
    return Delivery(downloaded_files(fetched, name))


def _column_choice(options: argparse.Namespace) -> Choice | None:
    """The columns of a file of one's own; None where none are named."""
    files = [f"--{name}" for name in GIVEN_BY if getattr(options, GIVEN_BY[name]) is not None]
    if len(files) > 1:
        raise UsageError(f"{' and '.join(files)} are landed one after the other, each by a command")
    by = files[0].removeprefix("--") if files else "from"
    named = [name for name in COLUMN_OPTIONS if getattr(options, name)]
    if by == "from" and options.user is None and options.item is None:
        further = [name for name in WRITING_OPTIONS if getattr(options, name) is not None]
        if given := [*named, *further]:
            raise UsageError(f"--{_typed(given[0])} goes with --user and --item")
        return None
    fitting = COLUMNS_OF[by]
    for name in (*COLUMN_OPTIONS, *WRITING_OPTIONS, *REPAIRING_OPTIONS):
        if getattr(options, name) not in (None, []) and name in NOT_WITH[by]:
            raise UsageError(f"--{_typed(name)} does not go with --{by}: {fitting}")
    choice = _choice_by(by, options, fitting)
    names = choice.names()
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(
            "--user, --item, --rating and the like each need a column of their own: "
            f"'{shown(twice)}' is named twice"
        )
    further = [name.lower() for name in (*options.attribute, *options.context)]
    if len(set(further)) < len(further):
        raise UsageError("two of the columns that are named differ in case alone: rename one")
    return choice


def _choice_by(by: str, options: argparse.Namespace, fitting: str) -> Choice:
    """The columns, as far as all that are needed are there."""
    attributes = tuple(options.attribute)
    if by == "items":
        if options.item is None or not (options.title or attributes):
            raise UsageError(f"--items needs more: {fitting}")
        if "all" in attributes:
            raise UsageError(
                "--attribute all: so are all attributes together called; rename the column"
            )
        if attributes and options.dataset in COLLECTIONS:
            raise UsageError(
                f"'{options.dataset}' is what {COLLECTIONS[options.dataset]} are compared as: "
                "items with attributes need another name of the dataset"
            )
        return ItemColumns(options.item, options.title, attributes)
    if by == "users":
        if options.user is None or not attributes:
            raise UsageError(f"--users needs more: {fitting}")
        return UserColumns(options.user, attributes)
    if options.user is None or options.item is None:
        raise UsageError("--user and --item go together")
    return EventColumns(
        options.user,
        options.item,
        options.rating,
        options.time,
        tuple(options.context),
        options.split,
    )


COLLECTIONS = {"movies": "films", "models": "models of the Hugging Face Hub"}
"""What is compared by content, beside datasets with attributes of one's own."""

GIVEN_BY = {"from": "source", "items": "items", "users": "users"}
"""The options that name a file, and what they are called in the program."""

COLUMNS_OF = {
    "from": "it takes --user and --item, and --rating, --time, --split and --context",
    "items": "it takes --item, and --title or --attribute, or both",
    "users": "it takes --user and --attribute",
}

OF_EVENTS = (
    *("rating", "time", "split", "context", "decimal", "time_format", "explode"),
    *("empty_rating", "empty_time", "no_user", "no_item", "from_time", "to_time"),
)
NOT_WITH = {
    "from": ("title", "attribute", "list_separator"),
    "items": ("user", *OF_EVENTS),
    "users": ("item", "title", *OF_EVENTS),
}
"""Options that say nothing of a file, by the option that names it."""


def _typed(name: str) -> str:
    return name.replace("_", "-")


COLUMN_OPTIONS = ("user", "item", "rating", "time", "split", "context", "title", "attribute")

WRITING_OPTIONS = (
    "list_separator", "delimiter", "quote", "comment", "encoding", "decimal", "time_format",
    "empty_rating", "empty_time", "normalize", "explode",
)  # fmt: skip

REPAIRING_OPTIONS = ("no_user", "no_item", "from_time", "to_time")

KEPT_OPTIONS = (*COLUMN_OPTIONS, *WRITING_OPTIONS, *REPAIRING_OPTIONS, "max_rejected")
"""Those that say what is landed, and how it is read: they are kept with the landing."""


def _writing(options: argparse.Namespace) -> Writing:
    """How a file of one's own is written, as far as the options say so."""
    return replace(
        writing(options),
        time_form=options.time_format,
        keep_empty_rating=options.empty_rating == "keep",
        keep_empty_time=options.empty_time == "keep",
        values_separator=options.list_separator or None,
    )


SAMPLE = (
    ("land", "sample-films"),
    ("land", "sample-reviews"),
    ("land", "sample-videos"),
    ("land", "sample-models"),
    ("wikidata", "--from", str(settings.PROJECT_ROOT / "sample" / "wikidata" / "answers.jsonl")),
)
"""What `make build` lands, as it would be typed."""


def _land_sample(options: argparse.Namespace) -> None:
    """Land the sample where nothing is landed: who took it out need not do so again."""
    is_new = not options.database.exists()
    landed = landed_datasets(options.database)
    if landed:
        print(f"landed already: {told_names(landed)}; the sample stays as it is, landed or not")
        return
    try:
        for words in SAMPLE:
            _run(_parser().parse_args([*words, "--database", str(options.database)]))
    except BaseException:
        # the next time is to find nothing, and not a half of it
        if is_new:
            for left in (options.database, Path(f"{options.database}.wal")):
                left.unlink(missing_ok=True)
        raise


def _remove(options: argparse.Namespace) -> None:
    if not options.database.exists():
        raise IngestError(f"there is no database {options.database}")
    name, what = options.dataset, f"'{options.dataset}' is"
    if options.subject is not None:
        name, what = f"the {options.subject} of {name}", f"the list of {options.subject} of {what}"
    with open_database(options.database) as connection:
        if not remove(connection, options.dataset, options.subject):
            raise IngestError(f"{what} not landed in {options.database}")
    print(f"removed {name} from {options.database}")


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    add_written_database(common)
    add_wait(common)
    common.add_argument(
        "--debug", action="store_true", help="show where in the program an error arose"
    )
    parser = argparse.ArgumentParser(
        prog=typed("python -m ingest"),
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=Help,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser(
        "list",
        parents=[common],
        help="show every listed dataset, and what is landed",
        description="Shows every dataset that is listed, and whatever else is landed.",
    )
    landing = commands.add_parser(
        "land",
        parents=[common],
        help="land a dataset: download it, or take it from --from",
        description=LAND_DESCRIPTION,
        epilog=EPILOG,
        formatter_class=Help,
    )
    landing.register("action", None, Once)
    landing.add_argument("dataset", metavar="DATASET", help="a listed dataset, or a name for yours")
    landing.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="PATH",
        help="a file, folder or archive (zip, tar, gz, bz2, xz, zst) instead of a download",
    )
    own = landing.add_argument_group("bring your own")
    for split in PARTS:
        own.add_argument(
            f"--{split}",
            type=Path,
            metavar="FILE",
            help=f"instead of --from: the file of all that is {split}; the split `given` takes it",
        )
    own.add_argument("--user", metavar="COLUMN", help="the column of users")
    own.add_argument("--item", metavar="COLUMN", help="the column of items")
    own.add_argument("--rating", metavar="COLUMN", help="the column of ratings, if there is one")
    own.add_argument("--time", metavar="COLUMN", help="the column of times, if there is one")
    own.add_argument(
        "--split",
        metavar="COLUMN",
        help="the column that says train, valid or test, or the number of a fold: the split "
        "`given` takes it",
    )
    own.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a further column to keep with each event, such as price; may be given several times",
    )
    for what, told in (
        ("items", "what items are called, and are like"),
        ("users", "what users are like"),
    ):
        own.add_argument(
            f"--{what}",
            type=Path,
            metavar="FILE",
            help=f"instead of --from: a list of {told}, of a dataset that is landed",
        )
    own.add_argument("--title", metavar="COLUMN", help="with --items: the column of titles")
    own.add_argument(
        "--attribute",
        action="append",
        default=[],
        metavar="COLUMN",
        help="with --items or --users: a column of what they are like, such as brand; may be given "
        "several times",
    )
    own.add_argument(
        "--list-separator",
        metavar="TEXT",
        help="what separates the values of an attribute in a cell (default: a cell is one value, "
        "or a list in brackets)",
    )
    add_file_options(own, "ratings")
    own.add_argument(
        "--time-format",
        metavar="FORM",
        help="how times are written: us (1/31/2024 0:08), european (31.01.2024 00:08), or a "
        "pattern of strptime such as '%%d/%%m/%%Y' (default: Unix times and ISO form)",
    )
    for what in ("rating", "time"):
        own.add_argument(
            f"--empty-{what}",
            choices=("reject", "keep"),
            help=f"what becomes of events without a {what} (default: reject)",
        )
    repairing = landing.add_argument_group("leave out what stands for nothing")
    for what in ("user", "item"):
        repairing.add_argument(
            f"--no-{what}",
            action="append",
            default=[],
            metavar="ID",
            help=f"leave out the events of this {what}; may be given several times",
        )
    repairing.add_argument(
        "--from-time", metavar="TIME", help="leave out events before it, such as 1995-01-31"
    )
    repairing.add_argument(
        "--to-time", metavar="TIME", help="leave out events after it, such as '2024-01-31 12:00'"
    )
    add_max_rejected(landing)
    landing.add_argument(
        "--pseudonyms",
        action="store_true",
        help="replace ids of users by hashes under a key beside the database (or "
        "CORATE_PSEUDONYM_KEY), and keep no names of users",
    )
    landing.add_argument(
        "--strict",
        action="store_true",
        help="refuse a landing in which something stands out, instead of telling it",
    )
    landing.add_argument(
        "--downloads",
        type=Path,
        metavar="FOLDER",
        default=settings.downloads_folder(),
        help="where downloads are kept (default: CORATE_DOWNLOADS, else downloads/ in the project)",
    )
    landing.add_argument("--quiet", action="store_true", help="show no progress")
    commands.add_parser(
        "tables",
        parents=[common],
        help="show every public table with its rows, and queries to try",
        description="Shows what was built: every public table or view with its rows.",
    )
    commands.add_parser(
        "sample",
        parents=[common],
        help="land the sample, where nothing is landed yet",
        description="Lands the project's own sample, unless something is landed already.",
    )
    wikidata.add_parser(commands, common)
    raw_export.add_parser(commands, common)
    predictions.add_parsers(commands, common)
    removing = commands.add_parser(
        "remove",
        parents=[common],
        help="take a dataset out of the database",
        description="Deletes all raw rows of a dataset. Downloads are kept.",
    )
    removing.add_argument("dataset", metavar="DATASET", help="what `list` shows as landed")
    for subject in OWN_LISTS.values():
        removing.add_argument(
            f"--{subject}",
            dest="subject",
            action="store_const",
            const=subject,
            help=f"only its list of {subject}",
        )
    return parser
