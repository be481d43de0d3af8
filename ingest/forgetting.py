"""Forgetting people: their rows leave what is landed, and landing leaves them out from then on.

Tables that builds have made are dropped, since any of them may hold something of a person, and the
file is written anew: DuckDB keeps the bytes of what is deleted in blocks that are free.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest import settings
from ingest.columns import quote_identifier, quote_text
from ingest.database import (
    BUILT_SCHEMAS,
    SCHEMAS,
    STORAGE_VERSION,
    new_file_of,
    open_database,
    remove_new_file,
)
from ingest.errors import IngestError, UsageError
from ingest.layouts import USERS
from ingest.messages import named
from ingest.parts import DATASET, SUBJECTS, renew_part, show_parts
from ingest.people import (
    HASH,
    UNSAID,
    Key,
    dataset_of_recipe,
    key_path,
    make_key,
    read_id,
    read_id_in_sql,
    read_key,
    reason_alone,
    source_of,
)
from ingest.raw_tables import declared_columns
from ingest.row_versions import forget_row_versions, note_row_versions
from ingest.setting_files import read_lines, told_place
from ingest.transactions import transaction

NOTES, NUMBERS = "versions", "published"
"""The schema of notes of builds, and the table in it that has the numbers of what was published."""


@dataclass(frozen=True)
class _Part:
    """A part that may have rows of a person: of which landing, file and raw table, by which name.

    column: its column of users, as SQL, in the form in which ids are read. is_pseudonymous: whether
    these are pseudonyms.
    """

    number: int
    table: str
    landing: str
    subject: str
    source_file: str
    name: str
    column: str
    is_pseudonymous: bool


@dataclass
class Forgotten:
    """How many rows of each raw table were of the people.

    rejected: how many lines that could not be read have their text still; they lose it. is_new:
    whether somebody is forgotten who was not before. others: schemas that are not Corate's.
    """

    rows: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    is_new: bool = True
    others: tuple[str, ...] = ()


def forget(work: Path, dataset_id: str, users: Sequence[str], is_trial: bool = False) -> Forgotten:
    """Take people out of a work file, and remember to leave them out; the file is written anew.

    users: ids as delivered, or pseudonyms. is_trial: only count. People who are forgotten already
    are no error: what was begun is done to its end.
    Raises UsageError for a dataset that is not landed, or a user who is not in it, IngestError
    where the key is not the one of before; then nothing has changed.
    """
    with open_database(work) as connection:
        source = source_of(connection, dataset_id)
        parts = _parts(connection, dataset_id, source)
        key = _key(connection, work, dataset_id)
        users = list(dict.fromkeys(read_id(user, source) for user in users))
        # where there is none, nothing is hashed yet
        counting = key or Key(os.urandom(32))
        people = {user: _hash(connection, counting, dataset_id, user, parts) for user in users}
        found = Forgotten()
        remembered = {
            one
            for (one,) in connection.execute(
                "select person_hash from raw.forgotten_people where dataset_id = ?", [dataset_id]
            ).fetchall()
        }
        unknown = []
        for user, person in people.items():
            counts = {part.number: _count(connection, part, user, person) for part in parts}
            is_typed = any(
                typed != kept for _, _, typed, kept in _options(connection, parts, {user})
            )
            if not any(counts.values()) and person not in remembered and not is_typed:
                unknown.append(user)
            for part in parts:
                if counts[part.number]:
                    found.rows.setdefault(part.table, 0)
                    found.rows[part.table] += counts[part.number]
        if unknown:
            raise UsageError(
                f"nobody is called {named(unknown)} in {dataset_id}, so nothing was changed: give "
                "ids as they are in its files"
            )
        ((found.rejected,),) = connection.execute(
            "select count(*) from raw.rejected_rows"
            " where list_contains(?, dataset_id) and text is not null",
            [_landings(dataset_id, parts)],
        ).fetchall()
        found.others = tuple(
            schema
            for (schema,) in connection.execute(
                "select distinct schema_name from duckdb_tables()"
                " where database_name = current_database() and not list_contains(?, schema_name)"
                " order by all",
                [list(SCHEMAS)],
            ).fetchall()
        )
        if is_trial:
            return found
        if key is None:
            key = make_key(work)
            people = {user: key.hashed(dataset_id, user) for user in users}
        found.is_new = not {*people.values()} <= remembered
        with transaction(connection):
            _take_out(connection, dataset_id, parts, people)
            now = datetime.now(UTC).replace(tzinfo=None)
            for person in people.values():
                if person not in remembered:
                    connection.execute(
                        "insert into raw.forgotten_people values (?, ?, ?, ?)",
                        [dataset_id, person, key.key_id, now],
                    )
            _drop_built(connection)
        _write_anew(connection, work)
    # at once: nobody is to open the old file for writing in between, who would remove the new one
    try:
        new_file_of(work).replace(work)
    except FileNotFoundError as error:
        raise IngestError(
            f"another command wrote {work} before it was written anew: run this again"
        ) from error
    return found


def _parts(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, source: str | None
) -> list[_Part]:
    """The parts with users of a dataset, those of its lists and predictions for it among them."""
    landings = {
        (landing, subject): key_id
        for landing, subject, key_id in connection.execute(
            "select dataset_id, subject, pseudonym_key from raw.landings"
        ).fetchall()
    }
    if (dataset_id, DATASET) not in landings:
        known = sorted(landing for landing, subject in landings if subject == DATASET)
        raise UsageError(
            f"{dataset_id} is not landed here, so that nobody can be forgotten in it. Landed are: "
            f"{', '.join(known) or 'none'}"
        )
    parts = []
    for number, table, landing, source_file, recipe_id in connection.execute(
        "select part_number, table_name, dataset_id, source_file, recipe_id from raw.landed_parts"
        " order by part_number"
    ).fetchall():
        of = dataset_of_recipe(connection, recipe_id) if recipe_id else landing
        if of != dataset_id:
            continue
        subject = SUBJECTS.get(table, DATASET)
        name = f"landed.{quote_identifier(f'{table}_{number}')}"
        columns = [one for one, *_ in connection.execute(f"describe {name}").fetchall()]
        # fields of documents stand beside them
        users = [one for one in columns if one.removeprefix("field ") in USERS]
        for column in users[:1]:
            is_pseudonymous = landings.get((landing, subject)) is not None
            parts.append(
                _Part(
                    *(number, table, landing, subject, source_file, name),
                    read_id_in_sql(f"{quote_identifier(column)}::varchar", source),
                    is_pseudonymous,
                )
            )
    return parts


def _landings(dataset_id: str, parts: Sequence[_Part]) -> list[str]:
    """What a dataset, and what goes with it, was landed as."""
    return sorted({dataset_id, *(part.landing for part in parts)})


def _key(connection: duckdb.DuckDBPyConnection, work: Path, dataset_id: str) -> Key | None:
    """The key by which people of a dataset are remembered; None where none was needed yet."""
    key = read_key(work)
    keys = {
        one
        for (one,) in connection.execute(
            "select pseudonym_key from raw.landings where dataset_id = $name"
            " and pseudonym_key is not null"
            " union select key_id from raw.forgotten_people where dataset_id = $name",
            {"name": dataset_id},
        ).fetchall()
    }
    if keys and (key is None or keys != {key.key_id}):
        raise IngestError(
            f"the key under which users of {dataset_id} are hashed is not there: put back "
            f"{key_path(work)}, or CORATE_PSEUDONYM_KEY"
        )
    return key


def _hash(
    connection: duckdb.DuckDBPyConnection,
    key: Key,
    dataset_id: str,
    user: str,
    parts: Sequence[_Part],
) -> str:
    """Under what a user is remembered: of one who was given by a pseudonym, it is that."""
    if HASH.fullmatch(user) and any(
        part.is_pseudonymous and _count(connection, part, user, user) for part in parts
    ):
        return user
    return key.hashed(dataset_id, user)


def _is_of(part: _Part, user: str, person: str) -> str:
    """SQL for whether a row of a part is of a person."""
    return f"{part.column} = {quote_text(person if part.is_pseudonymous else user)}"


def _count(connection: duckdb.DuckDBPyConnection, part: _Part, user: str, person: str) -> int:
    ((rows,),) = connection.execute(
        f"select count(*) from {part.name} where {_is_of(part, user, person)}"
    ).fetchall()
    return int(rows)


def lists_that_name(users: Sequence[str]) -> list[str]:
    """The lines of lists of one's own that name one of the users, or an item that is called so."""
    path = settings.own_folder() / "entity_lists.csv"
    if not path.is_file() or not path.read_bytes().strip():
        return []
    return [
        f"{told_place(path)} line {line.number}"
        for line in read_lines(path)
        if line.cells.get("entity_id") in users
    ]


def _take_out(
    connection: duckdb.DuckDBPyConnection,
    dataset_id: str,
    parts: Sequence[_Part],
    people: dict[str, str],
) -> None:
    """Delete the rows, and account for them as forgotten."""
    for part in parts:
        is_of = " or ".join(_is_of(part, user, person) for user, person in people.items())
        ((deleted,),) = connection.execute(f"delete from {part.name} where {is_of}").fetchall()
        if not deleted:
            continue
        # who has copied it is to see that it is another one
        renew_part(connection, part.number)
        is_interaction = part.table not in NO_INTERACTIONS and part.subject == DATASET
        values = {
            "deleted": deleted,
            "landing": part.landing,
            "subject": part.subject,
            "file": part.source_file,
            "table": part.table,
            "interactions": deleted if is_interaction else 0,
        }
        connection.execute(
            'update raw.landed_files set "rows" = "rows" - $deleted,'
            " forgotten_rows = coalesce(forgotten_rows, 0) + $deleted"
            " where dataset_id = $landing and subject = $subject and source_file = $file"
            " and table_name = $table",
            {name: values[name] for name in ("deleted", "landing", "subject", "file", "table")},
        )
        connection.execute(
            "update raw.landings set landed_rows = landed_rows - $deleted,"
            " interaction_rows = interaction_rows - $interactions,"
            " forgotten_rows = coalesce(forgotten_rows, 0) + $deleted"
            " where dataset_id = $landing and subject = $subject",
            {name: values[name] for name in ("deleted", "interactions", "landing", "subject")},
        )
    landings = _landings(dataset_id, parts)
    # nobody can tell whose a line is that could not be read
    connection.execute(
        f"update raw.rejected_rows set text = null, reason = {reason_alone('reason')}"
        " where list_contains(?, dataset_id)",
        [landings],
    )
    for user, person in people.items():
        _take_out_of_remarks(connection, parts, landings, {user, person})
    for landing, subject in sorted({(part.landing, part.subject) for part in parts}):
        forget_row_versions(connection, landing, None if subject == DATASET else subject)
    forget_row_versions(connection, dataset_id)
    tables = sorted({part.table for part in parts})
    show_parts(connection, {table: declared_columns(table) for table in tables})
    note_row_versions(connection)


NO_INTERACTIONS = ("movielens_tags", "movielens_users", "movietweetings_users")
"""Raw tables with users whose rows are no interactions."""


def _take_out_of_remarks(
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[_Part],
    landings: list[str],
    ids: Set[str],
) -> None:
    """Delete the remarks that name a user, and the user from the options that were typed.

    ids: those of the user, as delivered and as a pseudonym.
    """
    # an id may be a part of another one, which stands for somebody else
    word = f"(^|[^0-9A-Za-z])({'|'.join(map(re.escape, sorted(ids)))})([^0-9A-Za-z]|$)"
    connection.execute(
        "delete from raw.landing_remarks where list_contains($landings, dataset_id)"
        " and regexp_matches(concat_ws(' ', what, advice, array_to_string(examples, ' ')), $word)",
        {"landings": landings, "word": word},
    )
    for landing, subject, typed, kept in _options(connection, parts, ids):
        if typed != kept:
            connection.execute(
                "update raw.landings set options = ? where dataset_id = ? and subject = ?",
                [kept, landing, subject],
            )


def _options(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[_Part], ids: Set[str]
) -> list[tuple[str, str, str, str]]:
    """The landings of parts, with the options that were typed, and these without a user."""
    found = []
    landings = sorted({part.landing for part in parts})
    for landing, subject, options in connection.execute(
        "select dataset_id, subject, options from raw.landings"
        " where list_contains(?, dataset_id) and options is not null order by all",
        [landings],
    ).fetchall():
        words = shlex.split(options)
        source = source_of(connection, landing)
        kept = [
            UNSAID if before == "--no-user" and read_id(one, source) in ids else one
            for before, one in zip(["", *words], words, strict=False)
        ]
        found.append((landing, subject, shlex.join(words), shlex.join(kept)))
    return found


def _drop_built(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what builds have made but for the numbers of what was published."""
    for schema in BUILT_SCHEMAS:
        if schema != NOTES:
            connection.execute(f"drop schema if exists {schema} cascade")
    for kind, name in connection.execute(
        "select 'view', view_name from duckdb_views()"
        " where database_name = current_database() and schema_name = $schema"
        " union all select 'table', table_name from duckdb_tables()"
        " where database_name = current_database() and schema_name = $schema"
        " and table_name <> $numbers order by all desc",
        {"schema": NOTES, "numbers": NUMBERS},
    ).fetchall():
        connection.execute(f"drop {kind} {NOTES}.{quote_identifier(name)}")


def _write_anew(connection: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Write all that a file holds to a new one beside it, which has never held anything else."""
    new = new_file_of(work)
    remove_new_file(work)
    ((name,),) = connection.execute("select current_database()").fetchall()
    connection.execute(
        f"attach {quote_text(str(new))} as anew (storage_version {quote_text(STORAGE_VERSION)})"
    )
    try:
        connection.execute(f"copy from database {quote_identifier(name)} to anew")
    except duckdb.Error:
        connection.execute("detach anew")
        new.unlink(missing_ok=True)
        raise
    connection.execute("detach anew")
    with new.open("rb") as opened:
        os.fsync(opened.fileno())
