"""What PostgreSQL holds after `corate publish` is what DuckDB holds."""

from __future__ import annotations

import math
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
import pytest

from corate.publications import earlier, postgresql
from tests.publications.conftest import ODD_TEXTS
from tests.support.commands import Printed, corate, refused
from tests.support.postgresql import PASSWORD, WITH_PASSWORD, Server


@pytest.fixture(scope="module")
def published(server: Server, toy: Path) -> str:
    """A database with all of the toy; its name."""
    name = server.new_database("published")
    publish(server, name, toy, "--with-private")
    return name


@pytest.fixture
def empty(server: Server) -> str:
    """An empty database; its name."""
    return server.new_database("fresh")


@pytest.fixture
def warehouse(toy: Path, tmp_path: Path) -> Path:
    """A copy of the toy, to be changed."""
    return Path(shutil.copy(toy, tmp_path / "own.duckdb"))


def publish(server: Server, name: str, database: Path, *options: str) -> Printed:
    printed = corate("publish", server.address(name), "--database", database, *options)
    assert printed.code == 0, printed
    return printed


def fails(server: Server, name: str, database: Path, *options: str) -> str:
    """Run what must fail; what it says at the end, after licences."""
    printed = corate("publish", server.address(name), "--database", database, *options)
    assert printed.code == 1 and not printed.out, printed
    last = printed.err.splitlines()[-1]
    assert last.startswith("error: ")
    return last


def change(database: Path, statements: str) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(statements)


def relations(server: Server, name: str) -> set[str]:
    found = server.ask(
        name,
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema not in ('pg_catalog', 'information_schema')",
    )
    return {one for (one,) in found}


def in_duckdb(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(query).fetchall()


def nearest(value: Any) -> Any:
    """A number in single precision, which clients tell in more or fewer digits."""
    return np.float32(value) if isinstance(value, float) else value


def test_every_table_and_view_is_there_as_a_table(
    server: Server, published: str, toy: Path
) -> None:
    there = in_duckdb(
        toy,
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema <> 'behind_views'",
    )
    assert relations(server, published) == {name for (name,) in there}
    kinds = server.ask(
        published,
        "select distinct table_type from information_schema.tables"
        " where table_schema in ('benchmarks', 'catalog', 'similarity')",
    )
    assert kinds == [("BASE TABLE",)]


def test_odd_texts_arrive(server: Server, published: str) -> None:
    rows = server.ask(published, "select item_id, title from catalog.items")
    expected = [(f"{number}:{text}", text) for number, text in enumerate(ODD_TEXTS)]
    assert sorted(rows, key=str) == sorted(expected, key=str)


def test_lists_of_texts_arrive(server: Server, published: str) -> None:
    rows = server.ask(published, "select texts from catalog.lists order by id")
    assert [row[0] for row in rows] == [ODD_TEXTS, [], None, [None], [""], ["a", None]]
    # element by element, as the server sees them
    ((is_null, is_empty, letters),) = server.ask(
        published,
        "select texts[22] is null, texts[2] = '', length(texts[19])"
        " from catalog.lists where id = 1",
    )
    assert (is_null, is_empty, letters) == (True, True, len("日本 é 🎬"))


def test_lists_of_numbers_arrive(server: Server, published: str) -> None:
    rows = server.ask(
        published, "select item_indexes from benchmarks.user_histories order by user_index"
    )
    assert rows == [([1, 2, 3],), ([],), (None,), ([None, -5],)]


def test_values_of_all_types_arrive(server: Server, published: str, toy: Path) -> None:
    query = "select * from similarity.values_of_all_types order by id"
    for there, here in zip(server.ask(published, query), in_duckdb(toy, query), strict=True):
        assert [nearest(one) for one in there] == [nearest(one) for one in here]


def test_types_are_the_nearest_ones(server: Server, published: str) -> None:
    found = server.ask(
        published,
        "select attname, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = 'similarity.values_of_all_types'::regclass and attnum > 0"
        " order by attnum",
    )
    assert dict(found) == {
        "id": "integer",
        "a_boolean": "boolean",
        "a_tinyint": "smallint",
        "a_bigint": "bigint",
        "a_hugeint": "numeric(39,0)",
        "a_ubigint": "numeric(20,0)",
        "a_float": "real",
        "a_decimal": "numeric(9,6)",
        "a_date": "date",
        "a_time": "time without time zone",
        "a_time_stamp": "timestamp without time zone",
        "a_zoned_time": "timestamp with time zone",
        "a_uuid": "uuid",
        "doubles": "double precision[]",
        "times": "timestamp without time zone[]",
        "decimals": "numeric(5,2)[]",
        "booleans": "boolean[]",
        "a_struct": "json",
    }


def test_doubles_arrive_to_the_bit(server: Server, published: str, toy: Path) -> None:
    query = "select value from similarity.doubles"

    def bits(rows: list[tuple[Any, ...]]) -> list[str]:
        return sorted(
            "nan" if value is not None and math.isnan(value) else repr(value) for (value,) in rows
        )

    there = bits(server.ask(published, query))
    assert there == bits(in_duckdb(toy, query))
    assert "-0.0" in there and "5e-324" in there


def test_dates_at_the_borders_arrive(server: Server, published: str) -> None:
    rows = server.ask(
        published, "select day::text, moment::text from similarity.border_dates order by id"
    )
    assert rows == [
        ("0001-01-01", "0001-01-01 00:00:00"),
        ("0001-12-31 BC", "0001-12-31 23:59:59.5 BC"),
        ("4000-02-28 BC", "4000-02-28 12:00:00 BC"),
        ("infinity", "infinity"),
        ("-infinity", "-infinity"),
        ("12026-01-01", "12026-01-01 01:00:00"),
    ]


def test_the_character_nul_is_replaced(server: Server, empty: str, warehouse: Path) -> None:
    change(
        warehouse,
        "create table catalog.nuls as"
        " select 'a' || chr(0) || 'b' as text, ['x' || chr(0)] as texts",
    )
    publish(server, empty, warehouse)
    assert server.ask(empty, "select * from catalog.nuls") == [("a\ufffdb", ["x\ufffd"])]


def test_comments_arrive(server: Server, published: str) -> None:
    ((table, column),) = server.ask(
        published,
        "select obj_description('catalog.datasets'::regclass),"
        " col_description('catalog.datasets'::regclass, 3)",
    )
    assert table.startswith("What is landed, the owner's words. One row per dataset. Published by")
    assert column == 'What its owner allows: 100 % \\ "so".'
    ((view,),) = server.ask(
        published, "select obj_description('benchmarks.user_histories'::regclass)"
    )
    assert view.startswith("Histories. One row per recipe and user.")


def test_keys_and_indexes_are_there(server: Server, published: str) -> None:
    found = server.ask(
        published,
        "select indexrelid::regclass::text, indisprimary, indisunique,"
        " array(select attname::text from unnest(indkey) with ordinality as keys(number, place)"
        "  inner join pg_attribute on attrelid = indrelid and attnum = number order by place)"
        " from pg_index where indrelid in ('catalog.items'::regclass,"
        " 'benchmarks.published_counts'::regclass)",
    )
    assert sorted(found) == [
        (
            "benchmarks.published_counts_key",
            False,
            True,
            ["dataset_id", "recipe_id", "measure", "source", "published_value"],
        ),
        ("benchmarks.published_counts_recipe_id", False, False, ["recipe_id"]),
        ("catalog.items_key", True, True, ["dataset_id", "item_id"]),
    ]


def test_ids_that_no_index_holds_cost_the_key_alone(
    server: Server, empty: str, warehouse: Path
) -> None:
    # random digits, since an index packs what repeats
    change(
        warehouse,
        "insert into catalog.items select 'd', string_agg(md5(n::varchar), ''), 'long'"
        " from range(1000) as numbers(n)",
    )
    printed = publish(server, empty, warehouse)
    assert "items_key is not made: a value is too long for an index" in printed.err
    assert server.ask(empty, "select count(*) from catalog.items") == [(len(ODD_TEXTS) + 1,)]


def test_what_may_hold_reviews_or_names_is_left_out(
    server: Server, empty: str, published: str, toy: Path
) -> None:
    printed = publish(server, empty, toy)
    assert "catalog.rejected_rows.delivered_text" in printed.out.splitlines()[-1]
    assert "catalog.event_context" not in relations(server, empty)
    (row,) = server.ask(empty, "select * from catalog.rejected_rows")
    assert row[:4] == ("my-shop", "dataset", "a.csv", 3) and len(row) == 5
    (row,) = server.ask(published, "select delivered_text from catalog.rejected_rows")
    assert row == ("I hated it. Ann",)
    (row,) = server.ask(published, "select context from catalog.event_context")
    assert row == ('{"review":"nice"}',)


def test_a_second_publication_takes_the_place_of_the_first(
    server: Server, empty: str, warehouse: Path
) -> None:
    publish(server, empty, warehouse)
    server.ask(empty, "create role reader")
    try:
        server.ask(empty, "grant usage on schema catalog to reader")
        server.ask(empty, "grant select on catalog.items to reader with grant option")
        server.ask(empty, "grant select (title), update (item_id) on catalog.items to public")
        server.ask(empty, "create table catalog.notes as select 'mine' as text")
        server.ask(empty, "create view catalog.mine as select * from catalog.notes")
        change(
            warehouse,
            "drop table catalog.lists; delete from catalog.items;"
            "insert into catalog.items values ('d', '1', 'new');"
            "create table catalog.added as select 1 as one",
        )
        publish(server, empty, warehouse)
        assert server.ask(empty, "select * from catalog.items") == [("d", "1", "new")]
        assert server.ask(empty, "select one from catalog.added") == [(1,)]
        there = relations(server, empty)
        assert "catalog.lists" not in there and {"catalog.notes", "catalog.mine"} <= there
        assert not [name for name in there if postgresql.UNFINISHED in name]
        asked = "select has_table_privilege('reader', %s, 'select with grant option')"
        assert server.ask(empty, asked, ["catalog.items"]) == [(True,)]
        assert server.ask(empty, asked, ["catalog.datasets"]) == [(False,)]
        columns = server.ask(
            empty,
            "select attname, attacl::text from pg_attribute"
            " where attrelid = 'catalog.items'::regclass and attacl is not null order by 1",
        )
        assert columns == [("item_id", "{=w/postgres}"), ("title", "{=r/postgres}")]
    finally:
        server.ask(empty, "drop owned by reader")
        server.ask(empty, "drop role reader")


def test_what_was_revoked_is_not_granted_again(server: Server, empty: str, toy: Path) -> None:
    server.ask(empty, "create schema catalog")
    server.ask(empty, "alter default privileges in schema catalog grant select on tables to public")
    publish(server, empty, toy)
    server.ask(empty, "revoke select on catalog.items from public")
    publish(server, empty, toy)
    granted = "select relname from pg_class, aclexplode(relacl) where grantee = 0 order by 1"
    there = {name for (name,) in server.ask(empty, granted)}
    assert "datasets" in there and "items" not in there


@pytest.mark.parametrize("kind", ["table catalog.items as", "view catalog.items as"])
def test_what_somebody_else_made_is_refused(
    server: Server, empty: str, toy: Path, kind: str
) -> None:
    server.ask(empty, "create schema catalog")
    server.ask(empty, f"create {kind} select 'mine' as text")
    said = fails(server, empty, toy, "--without", "catalog.lists")
    assert "names that are needed are those of what Corate does not replace" in said
    assert f"'{kind.split()[0]} catalog.items': nothing was published. Rename that" in said
    assert relations(server, empty) == {"catalog.items"}
    assert server.ask(empty, "select * from catalog.items") == [("mine",)]
    publish(server, empty, toy, "--without", "catalog.items")
    assert server.ask(empty, "select * from catalog.items") == [("mine",)]


@pytest.mark.parametrize(
    ("made", "named"),
    [
        ("table catalog.mine (one integer constraint items_key unique)", "index catalog.items_key"),
        ("type catalog.items as enum ()", "type catalog.items"),
    ],
)
def test_names_that_others_have_in_the_schema_are_told(
    server: Server, empty: str, toy: Path, made: str, named: str
) -> None:
    server.ask(empty, "create schema catalog")
    server.ask(empty, f"create {made}")
    assert f"'{named}': nothing was published. Rename that" in fails(server, empty, toy)


def test_what_stands_on_the_tables_is_named(server: Server, empty: str, toy: Path) -> None:
    publish(server, empty, toy)
    server.ask(empty, "create schema report")
    server.ask(empty, "create view report.top as select * from catalog.items")
    server.ask(
        empty,
        "create table report.of (id text, dataset text,"
        " foreign key (dataset, id) references catalog.items (dataset_id, item_id))",
    )
    server.ask(empty, "create table report.child () inherits (catalog.items)")
    server.ask(
        empty,
        "create function report.titled(catalog.items) returns text language sql"
        " as 'select $1.title'",
    )
    server.ask(
        empty,
        "alter table catalog.items add foreign key (dataset_id, item_id) references catalog.items",
    )
    said = fails(server, empty, toy)
    assert (
        "such as catalog.items, are needed by 'constraint of_dataset_id_fkey on table report.of',"
        " 'function report.titled(catalog.items)', 'table report.child', 'view report.top':"
        " drop that first"
    ) in said
    server.ask(empty, "drop schema report cascade")
    publish(server, empty, toy)


def test_a_renamed_table_is_kept(server: Server, empty: str, toy: Path) -> None:
    publish(server, empty, toy)
    server.ask(empty, "alter table catalog.items rename to items_old")
    said = fails(server, empty, toy)
    assert "'index catalog.items_key': nothing was published. Rename that" in said
    server.ask(empty, "alter index catalog.items_key rename to items_old_key")
    for _ in range(2):
        publish(server, empty, toy)
        assert {"catalog.items", "catalog.items_old"} <= relations(server, empty)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("enable row level security", "has row level security or policies"),
        ("owner to careful", "belongs to 'careful', and would belong to 'postgres'"),
    ],
)
def test_tables_with_what_would_be_lost_are_refused(
    server: Server, empty: str, toy: Path, changed: str, told: str
) -> None:
    publish(server, empty, toy)
    server.ask(empty, f"alter table catalog.items {changed}")
    assert f"catalog.items {told}" in fails(server, empty, toy)


def test_a_policy_alone_is_refused(server: Server, empty: str, toy: Path) -> None:
    publish(server, empty, toy)
    server.ask(empty, "create policy mine on catalog.items using (dataset_id = 'd')")
    assert "catalog.items has row level security or policies" in fails(server, empty, toy)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are waited for as short as can be."""
    monkeypatch.setattr(earlier, "LOCK_TIMEOUT", "200ms")
    monkeypatch.setattr(earlier, "LOCK_TRIES", 3)
    monkeypatch.setattr(earlier, "SECONDS_BETWEEN_TRIES", 0.4)


@pytest.mark.usefixtures("quick")
def test_a_reader_that_is_idle_in_a_transaction_is_named(
    server: Server, empty: str, warehouse: Path
) -> None:
    publish(server, empty, warehouse)
    change(warehouse, "insert into catalog.items values ('d', '1', 'new')")
    with server.connected(empty, WITH_PASSWORD, PASSWORD, application_name="a dashboard") as reader:
        reader.execute(b"select * from catalog.items")
        waits: list[float] = []
        with ThreadPoolExecutor() as pool:
            publishing = pool.submit(
                corate, "publish", server.address(empty), "--database", warehouse
            )
            while not publishing.done():
                begun = time.monotonic()
                server.ask(empty, "set statement_timeout = '20s'; select 1 from catalog.items")
                waits.append(time.monotonic() - begun)
            printed = publishing.result()
        said = f"process {reader.info.backend_pid} of 'careful' (a dashboard)"
        *_, waiting, error = printed.err.splitlines()
        assert printed.code == 1 and printed.err.count("waiting until nobody uses") == 1
        assert waiting.endswith(f"tables that are replaced: {said}")
        assert f"in use by {said}: end its transaction" in error
        assert max(waits) < 2
        assert server.ask(empty, "select count(*) from catalog.items") == [(len(ODD_TEXTS),)]
    publish(server, empty, warehouse)
    assert server.ask(empty, "select count(*) from catalog.items") == [(len(ODD_TEXTS) + 1,)]


@pytest.mark.usefixtures("quick")
def test_a_reader_that_ends_is_waited_for(server: Server, empty: str, toy: Path) -> None:
    publish(server, empty, toy)
    with server.connected(empty) as reader, ThreadPoolExecutor() as pool:
        reader.execute(b"select * from catalog.items")
        publishing = pool.submit(corate, "publish", server.address(empty), "--database", toy)
        while not server.ask(empty, WAITING):
            assert not publishing.done()
        # a table that comes before, and would close a circle
        reader.execute(b"select * from benchmarks.user_histories")
        reader.commit()
        assert publishing.result().code == 0


WAITING = "select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'"


def test_a_database_of_another_encoding_is_told(server: Server, toy: Path) -> None:
    name = server.new_database("latin", "encoding latin1 locale 'C' template template0")
    said = fails(server, name, toy)
    assert "the database keeps texts as LATIN1" in said and "createdb --encoding=UTF8" in said


def test_two_rows_of_one_key_are_told(server: Server, empty: str, warehouse: Path) -> None:
    change(warehouse, "insert into catalog.items values ('d', '0:plain', 'again')")
    said = fails(server, empty, warehouse)
    assert "catalog.items has two rows of one key" in said
    assert relations(server, empty) == set()


def test_dates_that_postgresql_does_not_have_are_told(
    server: Server, empty: str, warehouse: Path
) -> None:
    change(warehouse, "create table catalog.far as select '200000-01-01 (BC)'::timestamp as moment")
    said = fails(server, empty, warehouse)
    assert "PostgreSQL, at catalog.far: timestamp out of range" in said


class Publishing:
    """A publication in a process of its own, which is at its large table."""

    def __init__(self, server: Server, name: str, database: Path) -> None:
        command = [sys.executable, "-m", "corate", "publish", server.address(name)]
        self.process = subprocess.Popen(
            [*command, "--database", str(database)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        until = time.monotonic() + 60
        while not server.ask(
            name, "select 1 from pg_stat_progress_copy where tuples_processed > 200000"
        ):
            assert self.process.poll() is None and time.monotonic() < until


@pytest.fixture
def large(server: Server, empty: str, warehouse: Path) -> Path:
    """A warehouse with a large table; a small one of that name is published to `empty`."""
    change(warehouse, "create view catalog.large as select 1::bigint as n")
    publish(server, empty, warehouse)
    # longer than a test takes
    change(
        warehouse,
        "create or replace view catalog.large as select range as n from range(1_000_000_000)",
    )
    return warehouse


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_readers_see_the_old_tables_and_so_they_do_after_a_kill(
    server: Server, empty: str, large: Path, how: signal.Signals
) -> None:
    before = relations(server, empty)
    publishing = Publishing(server, empty, large)
    assert server.ask(empty, "select n from catalog.large") == [(1,)]
    said = fails(server, empty, large)
    assert "another publication is being written to this database" in said
    os.kill(publishing.process.pid, how)
    out, _ = publishing.process.communicate(timeout=30)
    if how == signal.SIGINT:
        assert publishing.process.returncode == 130
        assert out.splitlines()[-1].startswith("error: interrupted")
    # the server notices when it reads or writes next
    until = time.monotonic() + 30
    while server.ask(empty, "select 1 from pg_stat_progress_copy") and time.monotonic() < until:
        time.sleep(0.05)
    assert relations(server, empty) == before
    assert server.ask(empty, "select n from catalog.large") == [(1,)]
    change(large, "create or replace view catalog.large as select 2::bigint as n")
    publish(server, empty, large)
    assert server.ask(empty, "select n from catalog.large") == [(2,)]


def test_passwords_are_read_and_never_told(
    server: Server, empty: str, toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = corate(
        "publish",
        server.address(empty, WITH_PASSWORD, PASSWORD.replace(" ", "%20")),
        "--database",
        toy,
    )
    assert printed.code == 0 and "s3cret" not in printed.out + printed.err
    said = refused("publish", server.address(empty, WITH_PASSWORD, "wr0ng"), "--database", toy)
    assert "password authentication failed" in said.err and "wr0ng" not in said.err
    address = server.address(empty, WITH_PASSWORD)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert corate("publish", address, "--database", toy).code == 0
    monkeypatch.delenv("PGPASSWORD")
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"*:*:*:{WITH_PASSWORD}:{PASSWORD}\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    assert corate("publish", address, "--database", toy).code == 0


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("postgresql://me:p@ss@w0rd@host:x/db", "the address of the server is not understood"),
        ("postgresql://me@/db?host=/nowhere", "PostgreSQL: connection"),
        ("mysql://me:w0rd@host/db", "mysql://host/db is neither postgresql://"),
    ],
)
def test_wrong_addresses_are_one_line(server: Server, toy: Path, address: str, what: str) -> None:
    said = refused("publish", address, "--database", toy)
    assert what in said.err and "w0rd" not in said.err


def test_the_scheme_of_an_address_may_have_capitals(server: Server, empty: str, toy: Path) -> None:
    address = server.address(empty).replace("postgresql", "PostgreSQL")
    assert corate("publish", address, "--database", toy).code == 0
    assert relations(server, empty)


def test_psycopg_that_is_missing_is_named(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = refused("publish", "postgresql://me@host/db", "--database", toy)
    assert "pip install 'psycopg[binary]>=3.2'" in said.err


LICENCES = [
    "amazon-2014-beauty has no licence that says whether it may be passed on (none stated)",
    "movielens-1m may not be passed on without its owner's permission and is for research alone "
    "(no redistribution)",
    "movielens-32m may be passed on under the same terms alone and is for research alone "
    "(same terms)",
    "my-shop has no licence that says whether it may be passed on",
]


def test_licences_are_told_before_anything_is_sent(
    server: Server, empty: str, toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "_is_here", lambda server: False)
    printed = corate("publish", server.address(empty), "--database", toy)
    assert printed.code == 2
    *told, refusal = printed.err.splitlines()
    assert sorted(told) == LICENCES
    assert refusal.startswith("error: licences do not let you pass on 'movielens-1m': nothing was")
    assert relations(server, empty) == set()
    printed = publish(server, empty, toy, "--licences-read")
    assert sorted(printed.err.splitlines()) == LICENCES
    assert relations(server, empty)


@pytest.mark.parametrize(
    ("host", "address", "is_here"),
    [
        ("", "", True),
        ("/run/postgresql", "", True),
        ("localhost", "127.0.0.1", True),
        ("localhost", "::1", True),
        ("db.example.org", "192.0.2.7", False),
        ("db.example.org", "fe80::1%eth0", False),
    ],
)
def test_a_server_is_here_or_elsewhere(host: str, address: str, is_here: bool) -> None:
    class Info:
        def __init__(self) -> None:
            self.info = self
            self.host, self.hostaddr = host, address

    assert postgresql._is_here(cast(Any, Info())) is is_here


def test_the_file_that_builds_write_is_refused(warehouse: Path) -> None:
    change(warehouse, "create schema versions; create view versions.due as select 1 as one")
    said = refused("publish", "postgresql://me@host/db", "--database", warehouse)
    assert "only what is public can be published" in said.err


def test_unknown_tables_are_refused(toy: Path) -> None:
    said = refused("publish", "somewhere", "--database", toy, "--without", "catalog.nothing")
    assert "there is no public table catalog.nothing" in said.err


def test_who_may_make_no_schema_publishes_into_those_that_are_there(
    server: Server, empty: str, toy: Path
) -> None:
    server.ask(empty, "create role writer login")
    try:
        printed = corate("publish", server.address(empty, "writer"), "--database", toy)
        assert f"PostgreSQL: permission denied for database {empty}" in printed.err
        for schema in ("benchmarks", "catalog", "similarity"):
            server.ask(empty, f"create schema {schema} authorization writer")
        for _ in range(2):
            printed = corate("publish", server.address(empty, "writer"), "--database", toy)
            assert printed.code == 0, printed
    finally:
        server.ask(empty, "drop owned by writer")
        server.ask(empty, "drop role writer")


def test_decimals_are_exact(server: Server, published: str) -> None:
    query = "select a_decimal from similarity.values_of_all_types order by id"
    assert server.ask(published, query)[0] == (Decimal("-999.123456"),)
