"""What a method of one's own recommends, landed to be measured as all others are.

`python -m ingest land-predictions`, `land-negatives` and `remove-predictions`: their options, and
what they print. Negatives, the items that a user's targets are put beside, are landed as what a
method of this name would recommend.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ingest import settings
from ingest.archives import delivered_files
from ingest.database import open_database
from ingest.datasets import RECIPE_PATTERN
from ingest.errors import IngestError, UsageError
from ingest.field_names import possible_names
from ingest.file_options import (
    add_file_options,
    add_max_rejected,
    check_is_not_the_database,
    said,
    writing,
)
from ingest.headers import ITEM_WORDS, USER_WORDS
from ingest.help import Help
from ingest.landing import land, remove
from ingest.layouts import DeliveredFile
from ingest.listing import print_landed
from ingest.messages import named, shown, typed
from ingest.parts import PREDICTIONS
from ingest.people import people_of
from ingest.plans import left_out
from ingest.progress import Progress
from ingest.remarks import find_remarks
from ingest.setting_files import read_lines, told_place
from ingest.sources import own_files
from ingest.sources.own_columns import PredictionColumns, Writing
from ingest.workspaces import temporary_folder

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DESCRIPTION = """\
Lands what a method of your own recommends, so that `python -m corate build` measures it as it does
the others: in recommendations.metrics, with intervals and comparisons, under the name you give it.

  python -m ingest land-predictions mine --recipe my-shop-loo-core5 --from lists.csv
  python -m ingest land-predictions mine --recipe my-shop-loo-core5 --split valid \\
      --from valid.parquet
  python -m ingest land-predictions mine --recipe my-shop-loo-core5 --from run.txt \\
      --user 1 --item 3 --score 5

A row is a user, an item, and the item's rank in the list of this user (the lowest is the best) or
its score (the highest is the best). Ids are those of your data, as in benchmarks.users and
benchmarks.items. Columns that are called as is customary (user_id, item_id, rank, score and the
like) need no option; a rank goes before a score. The file may have any form that `land` reads.

What is landed under the same name, for the same recipe and part, is replaced. After the build,
recommendations.landed_predictions says what became of every row (docs/guides/your-own-method.md).
"""

EPILOG = """\
exit codes: 0 done; 1 it failed, and the database is as it was; 2 the command is wrong;
            130 interrupted, and the database is as it was
"""

NEGATIVES = "negatives"
"""What no method may be called."""

OF_NEGATIVES = """\
Lands the items that each user's targets are put beside where the protocol of a recipe compares
methods on a sample of items: where its cell `negatives` is `given`.

  python -m ingest land-negatives --recipe my-shop-loo-whole --from negatives.tsv --explode

A row is a user and an item, or with --explode a user and a list of items. Ids are those of your
data. The file may have any form that `land` reads.

Landing again replaces what was landed for the same recipe and part, and
`python -m ingest remove-predictions negatives` takes it out. After the build,
recommendations.landed_predictions says how much of it is used (docs/guides/methods.md).
"""

PARTS = ("valid", "test")
"""Of the data, that are held out."""

METHOD_PATTERN = re.compile("[a-z][a-z0-9_]*")
"""As in seeds/methods.csv."""

CUSTOMARY: Mapping[str, Sequence[str]] = {
    "user": (*USER_WORDS, "u"),
    "item": (*ITEM_WORDS, "i", "items"),
    "rank": ("rank", "ranking", "rankint", "position", "pos", "place"),
    "score": (
        *("score", "scores", "scorefloat", "prediction", "predictions", "pred", "preds"),
        *("predicted", "est", "estimate", "relevance"),
    ),
}
"""What columns are called, in small letters and digits alone."""

SPELLED = ("user", "user_id", "userId", "item", "item_id", "itemId", "u", "i", "uid", "iid")
"""Some of these, as they are written: one of them tells a record from an object that holds all."""

COLUMN_OPTIONS = tuple(CUSTOMARY)

KEPT_OPTIONS = (
    *COLUMN_OPTIONS,
    *("delimiter", "quote", "comment", "encoding", "decimal", "explode", "normalize"),
    "max_rejected",
)
"""Those that say what is landed, and how it is read: they are kept with the landing."""


def add_parsers(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the commands to the command line."""
    landing = commands.add_parser(
        "land-predictions",
        parents=[common],
        help="land what your own method recommends, to be measured",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=Help,
    )
    landing.add_argument("method", metavar="NAME", help="what your method is to be called")
    columns = _add_options(landing, "the part of the data that the lists foresee (default: test)")
    order = columns.add_mutually_exclusive_group()
    order.add_argument("--rank", metavar="COLUMN", help="the column of ranks: the lowest is first")
    order.add_argument(
        "--score", metavar="COLUMN", help="the column of scores: the highest is first"
    )
    negatives = commands.add_parser(
        "land-negatives",
        parents=[common],
        help="land the items that targets are put beside, where a protocol asks for given ones",
        description=OF_NEGATIVES,
        epilog=EPILOG,
        formatter_class=Help,
    )
    negatives.set_defaults(method=NEGATIVES, rank=None, score=None)
    _add_options(
        negatives, "the part of the data whose targets they are put beside (default: test)"
    )
    removing = commands.add_parser(
        "remove-predictions",
        parents=[common],
        help="take what your own method recommends out of the database",
        description="Deletes what was landed with land-predictions under a name.",
    )
    removing.add_argument("method", metavar="NAME", help="what the method is called, or negatives")
    removing.add_argument("--recipe", metavar="RECIPE", help="only for this recipe")
    removing.add_argument("--split", choices=PARTS, help="only for this part of the data")


def _add_options(landing: argparse.ArgumentParser, of_split: str) -> argparse._ArgumentGroup:
    """Add what both landings ask for; returns the group of the columns."""
    landing.add_argument(
        "--recipe", required=True, metavar="RECIPE", help="the recipe of benchmarks.recipes"
    )
    landing.add_argument(
        "--from",
        dest="source",
        type=Path,
        required=True,
        metavar="FILE",
        help="the file, also packed or in an archive",
    )
    landing.add_argument(
        "--split",
        choices=PARTS,
        default="test",
        help=of_split,
    )
    columns = landing.add_argument_group("columns, by name, or by number where there is no header")
    columns.add_argument("--user", metavar="COLUMN", help="the column of users")
    columns.add_argument("--item", metavar="COLUMN", help="the column of items")
    add_file_options(landing.add_argument_group("how the file is written"), "scores")
    add_max_rejected(landing)
    landing.add_argument("--quiet", action="store_true", help="show no progress")
    return columns


def run_landing(options: argparse.Namespace) -> None:
    """Carry `land-predictions` or `land-negatives` out. Raises IngestError where it cannot be."""
    _check_names(options)
    check_is_not_the_database(options.source, options.database)
    name = landing_of(options.method, options.recipe, options.split)
    progress = Progress(quiet=options.quiet)
    written = writing(options)
    with temporary_folder() as workspace:
        delivery = delivered_files(options.source, workspace, progress)
        choice = _chosen(delivery.files, options, written)
        # kept with the landing, whoever named them
        vars(options).update(vars(choice))
        plan = own_files.plan(delivery.files, choice, written)
        files = (
            replace(one, split=options.split, method=options.method, recipe_id=options.recipe)
            for one in plan.files
        )
        plan = replace(plan, files=tuple(files))
        remarks = [*plan.remarks, left_out(delivery, plan)]
        with open_database(options.database) as connection:
            landed = land(
                connection,
                name,
                PREDICTIONS,
                plan,
                options.max_rejected,
                progress,
                lambda: remarks.extend(one.told() for one in find_remarks(connection, name, plan)),
                options=said(options, KEPT_OPTIONS),
                people=people_of(
                    connection, options.database, name, PREDICTIONS, False, options.recipe
                ),
            )
            remarks.append(_told_if_unknown(connection, options.recipe))
    remarks.extend(remark for one in landed for remark in one.remarks)
    what = NEGATIVES if options.method == NEGATIVES else f"predictions of {options.method}"
    what = f"{what} for {options.split} of {options.recipe}"
    print_landed(name, what, landed, [remark for remark in remarks if remark], options.database)
    told = f"from recommendations.landed_predictions where method = '{options.method}'"
    print(typed(f'next: python -m corate build, and then: python -m corate sql "{told}"'))


def run_removal(options: argparse.Namespace) -> None:
    """Carry `remove-predictions` out. Raises IngestError where nothing of the kind is landed."""
    if not options.database.exists():
        raise IngestError(f"there is no database {options.database}")
    with open_database(options.database) as connection:
        found = connection.execute(
            "select distinct dataset_id from raw.landed_parts where method = ?"
            " and recipe_id = coalesce(?, recipe_id) and split = coalesce(?, split) order by all",
            [options.method, options.recipe, options.split],
        ).fetchall()
        for (name,) in found:
            remove(connection, name, PREDICTIONS)
    if not found:
        of_recipe = f" for {options.recipe}" if options.recipe else ""
        raise IngestError(
            f"no predictions of '{shown(options.method)}'{of_recipe} are landed in "
            f"{options.database}"
        )
    print(f"removed {', '.join(name for (name,) in found)} from {options.database}")


def landing_of(method: str, recipe_id: str, split: str) -> str:
    """What a landing of predictions is called, which no dataset can be."""
    return f"{method}/{recipe_id}/{split}"


def _check_names(options: argparse.Namespace) -> None:
    """Raise UsageError for a method or a recipe that no method or recipe may be called."""
    method, recipe_id = options.method, options.recipe
    if method == NEGATIVES and options.command != "land-negatives":
        raise UsageError(
            f"'{NEGATIVES}' cannot name a method: python -m ingest land-negatives lands them"
        )
    if not METHOD_PATTERN.fullmatch(method):
        raise UsageError(
            f"'{shown(method)}' cannot name a method: use lower-case letters, digits and '_', and "
            "begin with a letter"
        )
    if not RECIPE_PATTERN.fullmatch(recipe_id):
        raise UsageError(
            f"'{shown(recipe_id)}' is no recipe: benchmarks.recipes lists what there is"
        )
    seeds = settings.PROJECT_ROOT / "seeds"
    for file in (settings.own_folder() / "methods.csv", seeds / "methods.csv"):
        lines = read_lines(file) if file.is_file() and file.read_bytes().strip() else []
        if any(line.cells.get("method") == method for line in lines):
            raise UsageError(
                f"'{method}' is a method of {told_place(file)}: give yours another name"
            )


def _told_if_unknown(connection: duckdb.DuckDBPyConnection, recipe_id: str) -> str:
    """A remark where builds have made recipes, and none of this name: it may come yet."""
    try:
        known = connection.execute("select recipe_id from intermediate.int_recipes").fetchall()
    except duckdb.CatalogException:
        return ""
    if not known or (recipe_id,) in known:
        return ""
    return (
        f"no recipe was called '{recipe_id}' in the last build: benchmarks.recipes lists those "
        "that there are"
    )


def _chosen(
    files: Sequence[DeliveredFile], options: argparse.Namespace, written: Writing
) -> PredictionColumns:
    """The columns that were named, and for the others those that are called as is customary.

    Raises UsageError where there is none, or where it cannot be told which.
    """
    given = {role: getattr(options, role) for role in COLUMN_OPTIONS if getattr(options, role)}
    if len(files) != 1:
        # who plans the files says that one is wanted
        return PredictionColumns(**{"user": "1", "item": "2", **given})
    # the order of negatives is nothing to anybody
    is_ordered = options.method == NEGATIVES or bool(written.explode)
    is_ordered = is_ordered or bool(given.keys() & {"rank", "score"})
    if given.keys() >= {"user", "item"} and is_ordered:
        return PredictionColumns(**given)
    if any(name.isdecimal() for name in given.values()):
        raise UsageError(
            "where a column is named by its number, so are all: --user, --item"
            + ("" if is_ordered else ", and --rank or --score")
        )
    (file,) = files
    guesses = [
        _guess(names, given, is_ordered)
        for names in possible_names(file, written, (*given.values(), *SPELLED))
    ]
    # where no delimiter gives all columns, the one that gives most tells what is missing
    best = max(guesses, key=lambda one: one.found, default=_Guess(0, "no column has a name"))
    if best.problem:
        raise UsageError(f"{shown(file.name)}: {best.problem}")
    return PredictionColumns(**best.chosen)


@dataclass(frozen=True)
class _Guess:
    """Columns by what they are for; found: the more, the better; problem: why they do not do."""

    found: int
    problem: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)


def _guess(names: Sequence[str], given: Mapping[str, str], is_list: bool) -> _Guess:
    """The columns among some names that are called as is customary; a rank goes before a score."""
    chosen = dict(given)
    for role, words in CUSTOMARY.items():
        if role in given or (role in ORDERS and chosen.keys() & set(ORDERS)):
            continue
        fitting = [one for one in names if re.sub("[^a-z0-9]", "", one.lower()) in words]
        if len(fitting) > 1:
            problem = (
                f"{named(fitting)} may each be the column of {role}s: say which, with --{role}"
            )
            return _Guess(len(names), problem)
        if fitting:
            chosen[role] = fitting[0]
    for role in ("user", "item"):
        if role not in chosen:
            problem = (
                f"which column is that of {role}s? Name it with --{role}, or, where no header "
                f"names columns, all by number: {named(names)}"
            )
            # of delimiters that find nothing, the one that separates something
            return _Guess(len(chosen) + min(len(names) - 1, 1), problem)
    if not is_list and not chosen.keys() & set(ORDERS):
        problem = "neither a rank nor a score says in which order the items of a user are: name "
        return _Guess(len(chosen), f"{problem}the column with --rank or --score: {named(names)}")
    return _Guess(len(chosen) + 1, chosen=chosen)


ORDERS = ("rank", "score")
"""What may say in which order the items of a user are."""
