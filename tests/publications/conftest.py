"""A small warehouse for readers with odd values, and a server to publish it to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.postgresql import Server, running_server

ODD_TEXTS = [
    "plain",
    "",
    " blanks around ",
    "tab\there",
    "line\nline",
    "return\rreturn",
    "\r\n",
    'a "quote", a comma',
    "it's",
    "back\\slash",
    "\\",
    "\\N",
    "\\.",
    "\\n",
    "NULL",
    "null",
    "{a,b}",
    "{}",
    "日本 é 🎬",
    "e\u0301",
    "\u2028",
    None,
]

MADE = """
create schema catalog;
create schema benchmarks;
create schema similarity;
create schema behind_views;
create table catalog.builds (
    build_number integer, made_at timestamp, code_version varchar, content_version varchar,
    is_tested boolean
);
insert into catalog.builds values (7, '2026-01-02 03:04:05', 'code', 'content', true);
create table catalog.datasets (
    dataset_id varchar, title varchar, licence varchar, redistribution varchar,
    research_only boolean, attribution varchar, citation varchar
);
insert into catalog.datasets values
    (
        'movielens-1m', 'MovieLens 1M', 'no redistribution', 'forbidden', true, 'required',
        'Harper | Konstan'
    ),
    ('movielens-32m', 'MovieLens 32M', 'same terms', 'same_terms', true, 'required', null),
    ('amazon-2014-beauty', 'Beauty', 'none stated', null, null, 'requested', null),
    ('sample-films', 'Films', 'MIT', 'allowed', false, 'required', null),
    ('my-shop', 'my-shop', null, null, null, null, null);
comment on table catalog.datasets is 'What is landed, the owner''s words. One row per dataset.';
comment on column catalog.datasets.licence is 'What its owner allows: 100 % \\ "so".';

create table catalog.items (dataset_id varchar, item_id varchar, title varchar);
create table catalog.rejected_rows (
    dataset_id varchar, subject varchar, source_file varchar, source_row bigint, reason varchar,
    delivered_text varchar, landed_at timestamp
);
insert into catalog.rejected_rows
values ('my-shop', 'dataset', 'a.csv', 3, 'a reason', 'I hated it. Ann', '2026-01-01');
create table catalog.event_context (dataset_id varchar, source_row bigint, context varchar);
insert into catalog.event_context values ('my-shop', 1, '{"review":"nice"}');

create table benchmarks.published_counts (
    dataset_id varchar, recipe_id varchar, measure varchar, source varchar, published_value bigint
);
insert into benchmarks.published_counts values ('d', null, 'm', 's', 1), ('d', 'r', 'm', 's', 1);
create table behind_views.histories (recipe_id varchar, user_index integer, item_indexes integer[]);
insert into behind_views.histories values
    ('r', 1, [1, 2, 3]), ('r', 2, []), ('r', 3, null), ('r', 4, [null, -5]);
create view benchmarks.user_histories as from behind_views.histories;
comment on view benchmarks.user_histories is 'Histories. One row per recipe and user.';

create table similarity.values_of_all_types as
select
    n::integer as id,
    [false, true, null][n] as a_boolean,
    [-128, 127, null][n]::tinyint as a_tinyint,
    [-9223372036854775808, 9223372036854775807, null][n]::bigint as a_bigint,
    [-170141183460469231731687303715884105728, 170141183460469231731687303715884105727, null][n]
        ::hugeint as a_hugeint,
    [0, 18446744073709551615, null][n]::ubigint as a_ubigint,
    [0.1, 1e-30, null][n]::float as a_float,
    [-999.123456, 0.000001, null][n]::decimal(9, 6) as a_decimal,
    ['2026-11-27', '1970-01-01', null][n]::date as a_date,
    ['23:59:59.999999', '00:00', null][n]::time as a_time,
    ['1677-09-21 00:12:44.123456', '9999-12-31 23:59:59.999999', null][n]::timestamp
        as a_time_stamp,
    ['2026-11-27 12:00:00+02', '1970-01-01 00:00+00', null][n]::timestamptz as a_zoned_time,
    ['00000000-0000-0000-0000-000000000001', 'ffffffff-ffff-ffff-ffff-ffffffffffff', null][n]::uuid
        as a_uuid,
    [[0.1, null, 1e300, '-0.0'::double], [], null][n]::double[] as doubles,
    [['2026-11-27 01:02:03.5'], [null], null][n]::timestamp[] as times,
    [[-1.5], [0.25, null], null][n]::decimal(5, 2)[] as decimals,
    [[true, null], [false], null][n]::boolean[] as booleans,
    [{'a': 'x"\t', 'b': [1]}, {'a': null, 'b': null}, null][n] as a_struct
from range(1, 4) as numbers(n);
create table similarity.doubles as
select value from (values
    (0.1), ('-0.0'::double), (5e-324), (1.7976931348623157e308), (0.30000000000000004),
    ('inf'::double), ('-inf'::double), ('nan'::double), (null)
) as found(value);
create table similarity.border_dates (id integer, day date, moment timestamp);
insert into similarity.border_dates values
    (1, '0001-01-01', '0001-01-01 00:00:00'),
    (2, '0001-12-31 (BC)', '0001-12-31 (BC) 23:59:59.5'),
    (3, '4000-02-28 (BC)', '4000-02-28 (BC) 12:00:00'),
    (4, 'infinity', 'infinity'),
    (5, '-infinity', '-infinity'),
    (6, '12026-01-01', '12026-01-01 01:00:00');
"""


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for readers with values that a copy may damage."""
    path = tmp_path_factory.mktemp("toy") / "toy.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(MADE)
        connection.executemany(
            "insert into catalog.items values ('d', ?, ?)",
            [[f"{number}:{text}", text] for number, text in enumerate(ODD_TEXTS)],
        )
        connection.execute("create table catalog.lists (id integer, texts varchar[])")
        connection.executemany(
            "insert into catalog.lists values (?, ?)",
            [[1, ODD_TEXTS], [2, []], [3, None], [4, [None]], [5, [""]], [6, ["a", None]]],
        )
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running_server() as found:
        yield found
