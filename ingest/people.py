"""People in what is landed: ids of users as keyed hashes, and who is forgotten.

A hash is HMAC-SHA256 (RFC 2104) of a dataset and an id, its first 32 hexadecimal digits, under a
key that is in no database: in the environment, or in a file beside the database. The dataset goes
into it, so that nobody can tell that two datasets have a person in common.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.columns import quote_identifier, quote_text
from ingest.errors import IngestError
from ingest.layouts import USERS, Layout
from ingest.parts import DATASET, OWN_LISTS, PREDICTIONS
from ingest.settings import published_path_of

VARIABLE = "CORATE_PSEUDONYM_KEY"
SHORTEST_KEY = 16
UNSAID = "..."
"""Stands for an id in what is kept of a command."""

HASH = re.compile("[0-9a-f]{32}")

BLOCK_BYTES = 64
"""Of SHA-256, to which HMAC fills a key up."""

NAMES_IN_DOCUMENTS = ("reviewerName", "reviewerID", "user_id")
"""Fields of reviews with ids and names of who wrote them."""

OF_USERS = OWN_LISTS["own_users"]

NAMES = {"movietweetings_users": ("twitter_id",)}
"""Columns of raw tables, beside those of users, by which somebody is known elsewhere."""

READ_AS_NUMBERS = ("movielens", "movietweetings")
"""Sources whose ids of users are read as whole numbers: 7.0 is 7 (the macro whole_number_id)."""

NUMBER_WITH_POINT = "^([0-9]+)[.]0*$"

ARRIVING, HASHES, FORGOTTEN_ROWS = "arriving_rows", "arriving_people", "forgotten_rows"
"""Temporary tables. What is to be in no file of a database goes through them."""


@dataclass(frozen=True)
class Key:
    """A secret, of at least 16 bytes."""

    secret: bytes

    @property
    def key_id(self) -> str:
        """Tells keys apart, and tells nothing of them."""
        return hmac.new(self.secret, b"which key", hashlib.sha256).hexdigest()[:16]

    def hashed(self, dataset_id: str, user_id: str) -> str:
        """The pseudonym of a user of a dataset."""
        said = f"{dataset_id}:{user_id}".encode()
        return hmac.new(self.secret, said, hashlib.sha256).hexdigest()[:32]

    def give_to(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let a connection hash as `hashed_in_sql` says; no statement then has the key in it."""
        block = self.secret
        if len(block) > BLOCK_BYTES:
            block = hashlib.sha256(block).digest()
        block = block.ljust(BLOCK_BYTES, b"\0")
        for name, byte in (("inner", 0x36), ("outer", 0x5C)):
            pad = bytes(one ^ byte for one in block)
            connection.execute(f"set variable corate_{name}_pad = ?::blob", [pad])


def hashed_in_sql(dataset_id: str, value: str) -> str:
    """SQL for the hash of a text, on a connection that was given the key."""
    said = f"encode({quote_text(f'{dataset_id}:')} || {value})"
    inner = f"unhex(sha256(getvariable('corate_inner_pad') || {said}))"
    return f"left(sha256(getvariable('corate_outer_pad') || {inner}), 32)"


def read_id(user_id: str, source: str | None) -> str:
    """An id of a user in the form in which models read it, by the source of the dataset."""
    if source not in READ_AS_NUMBERS:
        return user_id
    return re.sub(NUMBER_WITH_POINT, r"\1", user_id)


def read_id_in_sql(value: str, source: str | None) -> str:
    """The same as SQL, for a text."""
    if source not in READ_AS_NUMBERS:
        return value
    return f"regexp_replace({value}, {quote_text(NUMBER_WITH_POINT)}, '\\1')"


def source_of(connection: duckdb.DuckDBPyConnection, dataset_id: str) -> str | None:
    """The source of a dataset as it is landed; None for one that is not."""
    found = connection.execute(
        "select source from raw.landings where dataset_id = ? and subject = ?",
        [dataset_id, DATASET],
    ).fetchall()
    return found[0][0] if found else None


def key_path(work: Path) -> Path:
    """Where the key of a database is kept: beside it, under the name that readers know."""
    return (published_path_of(work) or work).with_suffix(".key")


def read_key(work: Path) -> Key | None:
    """The key of a database; None where there is none.

    Raises IngestError for one that is too short, or that others may read.
    """
    if said := os.environ.get(VARIABLE, "").strip():
        if len(said.encode()) < SHORTEST_KEY:
            raise IngestError(
                f"{VARIABLE} is too short for a key: give it at least {SHORTEST_KEY} characters, "
                "such as those of `openssl rand -hex 32`"
            )
        return Key(said.encode())
    path = key_path(work)
    try:
        text = path.read_text(encoding="ascii").strip()
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError(f"the key {path} cannot be read: {error}") from error
    if os.name == "posix" and mode & 0o077:
        raise IngestError(f"others can read the key {path}: chmod 600 {path}")
    if len(text) < SHORTEST_KEY:
        raise IngestError(f"{path} holds no key: put back what was in it")
    return Key(text.encode())


def make_key(work: Path) -> Key:
    """A new key, in a file beside the database that nobody else can read.

    Raises IngestError where it cannot be written.
    """
    path, text = key_path(work), secrets.token_hex(32)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise IngestError(
            f"no key can be written to {path}: {error.strerror}: set {VARIABLE} instead"
        ) from error
    return Key(text.encode())


@dataclass(frozen=True)
class People:
    """What is to be done with people as a landing brings them.

    dataset_id: whose users they are, which is that of the recipe where predictions are landed.
    source: of that dataset. key: None where nothing needs one. are_pseudonyms: whether ids are
    landed as hashes. has_forgotten: whether there are users of the dataset who are left out.
    """

    dataset_id: str = ""
    source: str | None = None
    key: Key | None = None
    are_pseudonyms: bool = False
    has_forgotten: bool = False

    @property
    def pseudonym_key(self) -> str | None:
        """Of the key under which ids are pseudonyms, its id; None where they are as delivered."""
        return self.key.key_id if self.key and self.are_pseudonyms else None

    @property
    def are_guarded(self) -> bool:
        """Whether no line may be kept as it was delivered: it could name somebody."""
        return self.are_pseudonyms or self.has_forgotten

    def landed_id(self, value: str) -> str:
        """SQL for an id of a user as it is landed."""
        return self.hashed_in_sql(value) if self.are_pseudonyms else value

    def hashed_in_sql(self, value: str) -> str:
        """SQL for the hash of an id as it was delivered, in whichever form."""
        return hashed_in_sql(self.dataset_id, read_id_in_sql(value, self.source))


NOBODY = People()
"""Of a landing in which nothing is done with people."""


def user_column(layout: Layout) -> str | None:
    """The column of a part with ids of users, unquoted; None for what has none."""
    found = [one for one in layout.columns if one.raw_column in USERS]
    return layout.stored(found[0]) if found else None


def insert_people(
    connection: duckdb.DuckDBPyConnection,
    people: People,
    layout: Layout,
    query: str,
    insert: Callable[[str], int],
) -> tuple[int, int]:
    """Insert rows of a query as `people` says; returns how many, and how many were left out.

    insert: inserts what a query gives. Rows are read into temporary tables first, so that the file
    of the database never has what is not to be in it. Those of FORGOTTEN_ROWS were left out.
    """
    column = user_column(layout)
    if not people.are_guarded or column is None:
        return insert(query), 0
    user = f"{ARRIVING}.{quote_identifier(column)}"
    connection.execute(f"create or replace temp table {ARRIVING} as {query}")
    connection.execute(
        f"create or replace temp table {HASHES} as"
        f" select id, {people.hashed_in_sql('id::varchar')} as person_hash"
        f" from (select distinct {user} as id from {ARRIVING})"
    )
    is_forgotten = (
        "coalesce(person_hash in (select person_hash from raw.forgotten_people"
        f" where dataset_id = {quote_text(people.dataset_id)}), false)"
    )
    joined = (
        f"from {ARRIVING} inner join {HASHES} as people on people.id is not distinct from {user}"
    )
    ((left_out,),) = connection.execute(
        f"insert into {FORGOTTEN_ROWS} select source_row {joined} where {is_forgotten}"
    ).fetchall()
    shown_columns = f"{ARRIVING}.*"
    if people.are_pseudonyms:
        shown_columns += f" replace ({', '.join(_replaced(layout, column))})"
    inserted = insert(f"select {shown_columns} {joined} where not {is_forgotten}")
    connection.execute(f"drop table {ARRIVING}; drop table {HASHES}")
    return inserted, int(left_out)


def _replaced(layout: Layout, column: str) -> list[str]:
    """SQL for the columns that hold ids and names, as pseudonyms or empty."""
    replaced = [f"person_hash as {quote_identifier(column)}"]
    names = NAMES.get(layout.table, ())
    replaced += [f"null::varchar as {quote_identifier(name)}" for name in names]
    if layout.document:
        (field,) = (one.delivered for one in layout.columns if layout.stored(one) == column)
        patch = ", ".join(
            f"{quote_text(name)}, {'person_hash' if name == field else 'null'}"
            for name in dict.fromkeys((*NAMES_IN_DOCUMENTS, field))
        )
        document = quote_identifier(layout.document)
        replaced.append(f"json_merge_patch({document}, json_object({patch})) as {document}")
    return replaced


def without_values(query: str) -> str:
    """A query of rejected rows without what was delivered in them.

    All from the first quote of a reason to its last is left out: a value may have quotes in it.
    """
    told = reason_alone("reason")
    return f"select source_row, null::varchar as text, {told} as reason from ({query})"


def reason_alone(reason: str) -> str:
    """SQL for a reason without the values that it quotes."""
    return f"regexp_replace({reason}, '''.*''', '''…''', 's')"


def make_forgotten_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """An empty temporary table of the records of a file that are left out."""
    connection.execute(f"create or replace temp table {FORGOTTEN_ROWS} (source_row bigint)")


def people_of(
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    landing: str,
    subject: str,
    wants_pseudonyms: bool,
    recipe_id: str | None = None,
    source: str | None = None,
) -> People:
    """What is to be done with people in a landing; gives the connection the key that it takes.

    landing, subject: what is landed, see parts.py; recipe_id: that predictions are for; source: of
    a dataset. Lists and predictions are as the dataset that they go with. Raises IngestError where
    a key is missing or is another one, and where what is landed would not match.
    """
    dataset_id = landing if recipe_id is None else dataset_of_recipe(connection, recipe_id)
    landed = dict(
        connection.execute(
            "select subject, pseudonym_key from raw.landings where dataset_id = ?", [dataset_id]
        ).fetchall()
    )
    keys = {
        one
        for (one,) in connection.execute(
            "select distinct key_id from raw.forgotten_people where dataset_id = ?", [dataset_id]
        ).fetchall()
    }
    has_forgotten = bool(keys)
    of_dataset = landed.get(DATASET)
    if subject == DATASET:
        are_pseudonyms = wants_pseudonyms
        _refuse_what_does_not_match(connection, dataset_id, landed, wants_pseudonyms)
    else:
        are_pseudonyms = of_dataset is not None
        if wants_pseudonyms and not are_pseudonyms:
            raise IngestError(
                f"{dataset_id} was landed without --pseudonyms, and its {subject} would not match "
                "it: land it with --pseudonyms first"
            )
    if of_dataset is not None:
        keys.add(of_dataset)
    if subject != DATASET:
        source = source_of(connection, dataset_id)
    if not are_pseudonyms and not has_forgotten:
        return People(dataset_id, source)
    key = read_key(work)
    if key is None and keys:
        raise IngestError(
            f"the key under which users of {dataset_id} are hashed is gone: put back "
            f"{key_path(work)} (or {VARIABLE}); without it, nobody can tell who they are, and what "
            "is left is to land into a new database"
        )
    if key is not None and keys - {key.key_id}:
        place = VARIABLE if os.environ.get(VARIABLE) else key_path(work)
        raise IngestError(
            f"users of {dataset_id} are hashed under another key than that of {place}: put back "
            "the one of before"
        )
    key = key or make_key(work)
    key.give_to(connection)
    return People(dataset_id, source, key, are_pseudonyms, has_forgotten)


def _refuse_what_does_not_match(
    connection: duckdb.DuckDBPyConnection,
    dataset_id: str,
    landed: dict[str, str | None],
    wants_pseudonyms: bool,
) -> None:
    """Raise IngestError where ids as delivered and pseudonyms would stand beside one another."""
    if landed.get(DATASET) is not None and not wants_pseudonyms:
        raise IngestError(
            f"{dataset_id} was landed with --pseudonyms: say --pseudonyms again, or, to land ids "
            f"as they are delivered, remove it first (`python -m ingest remove {dataset_id}`)"
        )
    if not wants_pseudonyms:
        return
    if OF_USERS in landed and landed[OF_USERS] is None:
        raise IngestError(
            f"the list of users of {dataset_id} has ids as delivered: take it out "
            f"(`python -m ingest remove {dataset_id} --users`), and land it again after this"
        )
    for (landing,) in connection.execute(
        "select dataset_id from raw.landings where subject = ? and pseudonym_key is null",
        [PREDICTIONS],
    ).fetchall():
        method, recipe_id, _ = landing.split("/")
        if dataset_of_recipe(connection, recipe_id) == dataset_id:
            raise IngestError(
                f"predictions of {method} for {recipe_id} have ids as delivered: take them out "
                f"(`python -m ingest remove-predictions {method} --recipe {recipe_id}`), and land "
                "them again after this"
            )


def dataset_of_recipe(connection: duckdb.DuckDBPyConnection, recipe_id: str) -> str:
    """The dataset that a recipe is of, by what was built, or else by its name; '' for none."""
    try:
        found = connection.execute(
            "select dataset_id from intermediate.int_recipes where recipe_id = ?", [recipe_id]
        ).fetchall()
    except duckdb.Error:
        found = []
    found = (
        found
        or connection.execute(
            "select dataset_id from raw.landings where subject = ?"
            " and starts_with(?, dataset_id || '-') order by length(dataset_id) desc limit 1",
            [DATASET, recipe_id],
        ).fetchall()
    )
    return str(found[0][0]) if found else ""
