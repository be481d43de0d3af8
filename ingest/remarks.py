"""What stands out in what was landed: rules in SQL, run before the rows are there for good.

Each file of remark_rules/ is one query, whose rows are remarks. They read what is made here:

- event_ids: role (user or item), column_name, id, events, of ids that may be odd;
- id_facts: role, column_name, events, read_as_numbers (whether 31.0 and 031 are read as 31), and of
  a sample of them: sampled, sampled_decimals, ids, most_common;
- event_times: column_name, number, seconds, text; time_facts: column_name, times, earliest, latest
  (in seconds), exponents (times with an e); time_samples: a sample of event_times;
- event_ratings: column_name, rating; rating_facts: column_name, ratings, lowest, highest;
- date_patterns: pattern, by which most times are dates in digits;
- met_ids: role, column_name, id, of events, and listed_ids: role, subject, id, of the lists beside;
- thresholds: name, value; the macros of remark_relations.sql.

remark_occasions.sql says which of them are asked at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.columns import IDENTIFIER, NORMALIZED, SMALLEST_MILLISECONDS, Column, quote_text
from ingest.layouts import EXAMPLES_SHOWN, ITEMS, USERS, Layout, Plan, Remark
from ingest.parts import DATASET, OWN_LISTS, PREDICTIONS, parts_of

FOLDER = Path(__file__).parent
RULES = FOLDER / "remark_rules"
SAMPLED = 20_000
EVENTS = (
    *("movielens_ratings", "movietweetings_ratings", "amazon_ratings", "amazon_reviews"),
    "interactions",
)
"""Raw tables of events."""

RULES_OF_IDS = ("ids_alike_on_screen", "ids_of_odd_forms", "words_for_nothing")
"""The rules that look at ids one by one."""

READ_AS_NUMBERS = ("movielens_ratings", "movietweetings_ratings")
"""Raw tables of sources whose ids are numbers: models read `31.0` and `031` as 31."""

NO_RELATIONS = {
    "event_times": "'' as column_name, 0.0 as number, 0.0 as seconds, '' as text",
    "event_ratings": "'' as column_name, 0.0 as rating",
    "met_ids": "'' as \"role\", '' as column_name, '' as id",
    "listed_ids": "'' as \"role\", '' as subject, '' as id",
}
"""What relations are like where there is no such column."""


@dataclass(frozen=True)
class _Values:
    """A column of one part, as it is stored: SQL for its value and its table, and its type."""

    column: Column
    value: str
    part: str
    kind: str

    @property
    def name(self) -> str:
        return quote_text(self.column.delivered)


def find_remarks(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, plan: Plan
) -> list[Remark]:
    """Look at the rows of a landing, and keep what stands out in raw.landing_remarks."""
    layouts = list({planned.layout.table: planned.layout for planned in plan.files}.values())
    beside = _landed_beside(connection, dataset_id, plan)
    _make_relations(connection, dataset_id, layouts, beside)
    remarks = list(plan.stands_out)
    for rule in occasions(connection):
        # who is recommended how often is for a build to measure
        if plan.subject != PREDICTIONS or rule in RULES_OF_IDS:
            remarks.extend(ask(connection, rule))
    if plan.lists_are_ids:
        remarks = [one for one in remarks if not one.advice.startswith("--explode")]
    for one in remarks:
        connection.execute(
            "insert into raw.landing_remarks values (?, ?, ?, ?, ?, ?, ?, now()::timestamp, ?)",
            [
                dataset_id,
                one.column,
                one.what,
                one.found,
                one.total,
                list(one.examples[:EXAMPLES_SHOWN]),
                one.advice,
                one.subject or plan.subject,
            ],
        )
    return remarks


def _landed_beside(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, plan: Plan
) -> list[Layout]:
    """What is landed and compared with this: lists of one's own, or, with such a list, events."""
    tables = [
        table
        for (table,) in connection.execute(
            "select distinct table_name from raw.landed_parts where dataset_id = ? order by all",
            [dataset_id],
        ).fetchall()
    ]
    if plan.subject == DATASET:
        found = [table for table in tables if table in OWN_LISTS]
        return [_ids_of(connection, dataset_id, table, {}) for table in found]
    # who looks at a list knows its columns
    names = {column.raw_column: column.delivered for column in plan.files[0].layout.columns}
    found = [table for table in tables if table in EVENTS]
    return [_ids_of(connection, dataset_id, table, names) for table in found]


def _ids_of(
    connection: duckdb.DuckDBPyConnection, dataset_id: str, table: str, names: Mapping[str, str]
) -> Layout:
    """The ids of a raw table of which parts are landed; names: what its columns are told as."""
    (part, *_) = parts_of(connection, table, dataset_id)
    present = [row[0] for row in connection.execute(f"describe {part}").fetchall()]
    document = "document" if any(column.startswith("field ") for column in present) else ""
    columns = tuple(
        Column(column if document else names.get(raw, raw), IDENTIFIER, column)
        for column in (name.removeprefix("field ") for name in present)
        for raw, known in (("user_id", USERS), ("item_id", ITEMS))
        if column in known
    )
    return Layout(table, columns, interactions=table in EVENTS, document=document)


def occasions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The rules that may find something, in order."""
    query = (FOLDER / "remark_occasions.sql").read_text(encoding="utf-8")
    return sorted(rule for (rule,) in connection.execute(query).fetchall() if rule is not None)


def ask(connection: duckdb.DuckDBPyConnection, rule: str) -> list[Remark]:
    """What a rule finds."""
    query = (RULES / f"{rule}.sql").read_text(encoding="utf-8")
    return [Remark(*row) for row in connection.execute(query).fetchall()]


def _make_relations(
    connection: duckdb.DuckDBPyConnection,
    dataset_id: str,
    layouts: Sequence[Layout],
    beside: Sequence[Layout],
) -> None:
    """Make what rules read of a landing; beside: what is landed, and is compared with it."""
    parts = {
        layout.table: parts_of(connection, layout.table, dataset_id)
        for layout in (*layouts, *beside)
    }

    def values(layout: Layout, column: Column | None) -> list[_Values]:
        if column is None:
            return []
        value = layout.value(column)
        return [
            _Values(column, value, part, _kind_of(connection, value, part))
            for part in parts[layout.table]
        ]

    events = [layout for layout in layouts if layout.interactions]
    visible = NORMALIZED["visible"].replace("{text}", "id")
    connection.execute(f"create or replace temp macro without_unseen(id) as {visible}")
    connection.execute(
        "create or replace temp table thresholds as "
        + (FOLDER / "remark_thresholds.sql").read_text(encoding="utf-8")
    )
    connection.execute((FOLDER / "remark_relations.sql").read_text(encoding="utf-8"))
    ids = {
        "user": [one for layout in events for one in values(layout, layout.user)],
        "item": [one for layout in events for one in values(layout, layout.item)],
    }
    read_as_numbers = any(layout.table in READ_AS_NUMBERS for layout in (*events, *beside))
    _make_ids(connection, ids, read_as_numbers)

    def as_read(one: _Values) -> str:
        if not read_as_numbers:
            return f"{one.value}::varchar"
        return f"regexp_extract({one.value}::varchar, '^0*(.*?)([.]0*)?$', 1)"

    times = [one for layout in events for one in values(layout, layout.time)]
    samples = [_times(one, f"using sample {SAMPLED} rows") for one in times]
    selects: dict[str, list[str]] = {
        "event_times": [_times(one) for one in times],
        "event_ratings": [
            f"select {one.name} as column_name, {one.value} as rating from {one.part}"
            for layout in events
            for one in values(layout, layout.rating)
        ],
    }
    of_lists = {
        role: [
            (layout.subject, one)
            for layout in (*layouts, *beside)
            for one in values(layout, layout.listed(role))
        ]
        for role in ids
    }
    selects["listed_ids"] = [
        f"select '{role}' as \"role\", {quote_text(subject)} as subject,"
        f" {as_read(one)} as id from {one.part}"
        for role, found in of_lists.items()
        for subject, one in found
    ]
    # only then they are counted
    selects["met_ids"] = [
        f"select '{role}' as \"role\", {one.name} as column_name, {as_read(one)} as id"
        f" from (select distinct {one.value} from {one.part})"
        for layout in (*layouts, *beside)
        if layout.interactions
        for role, column in (("user", layout.user), ("item", layout.item))
        if of_lists[role]
        for one in values(layout, column)
    ]
    for name, nothing in NO_RELATIONS.items():
        query = " union all ".join(selects[name]) or f"select {nothing} where false"
        connection.execute(f"create or replace temp view {name} as {query}")
    connection.execute(
        """
        create or replace temp table rating_facts as
            select
                any_value(column_name) as column_name,
                count(rating) as ratings,
                min(rating) as lowest,
                max(rating) as highest,
            from event_ratings
            having count(rating) > 0;
        """
    )
    # where there are none, they are empty
    connection.execute(
        """
        create or replace temp table time_samples (
            column_name varchar, number double, seconds double, text varchar
        );
        create or replace temp table time_facts (
            column_name varchar, times bigint, earliest double, latest double, exponents bigint
        );
        create or replace temp table date_patterns (pattern varchar);
        """
    )
    if times:
        _fill_times(connection, samples)


def _fill_times(connection: duckdb.DuckDBPyConnection, samples: Sequence[str]) -> None:
    """Fill time_samples, time_facts and date_patterns."""
    connection.execute(
        f"""
        insert into time_samples
            {" union all ".join(samples)};
        insert into time_facts
            select
                any_value(column_name),
                count(*),
                min(seconds),
                max(seconds),
                count(*) filter (contains(lower(text), 'e')),
            from event_times
            having count(*) > 0;
        """
    )
    connection.execute(
        "insert into date_patterns\n" + (FOLDER / "remark_dates.sql").read_text(encoding="utf-8")
    )


def _make_ids(
    connection: duckdb.DuckDBPyConnection,
    columns: dict[str, list[_Values]],
    read_as_numbers: bool,
) -> None:
    """Make id_facts and event_ids."""
    connection.execute(
        """
        create or replace temp table id_facts (
            role varchar, column_name varchar, events bigint, read_as_numbers boolean,
            sampled bigint, sampled_decimals bigint, ids bigint, most_common varchar
        );
        create or replace temp table event_ids (
            role varchar, column_name varchar, id varchar, events bigint
        );
        """
    )
    for role, parts in columns.items():
        if not parts:
            continue
        name = parts[0].name
        counts = " + ".join(f"(select count(*) from {one.part})" for one in parts)
        # sampled as they are stored: to make texts of all would take most of the time
        samples = " union all ".join(
            f"select id::varchar as id from"
            f" (select {one.value} as id from {one.part} using sample {SAMPLED} rows)"
            for one in parts
        )
        connection.execute(
            f"""
            insert into id_facts
            select
                '{role}',
                {name},
                {counts},
                {read_as_numbers},
                count(*),
                count(*) filter (regexp_full_match(id, '[0-9]+[.][0-9]*[1-9]')),
                count(distinct id),
                mode(id),
            from ({samples})
            """
        )
        # a number is no word and has no odd form, but may be 0
        wanted = f"(select most_common from id_facts where role = '{role}')"
        looked_for = " union all ".join(
            f"select {one.value}::varchar as id from {one.part} where "
            + (
                f"{one.value} in (0, 1, try_cast({wanted} as bigint))"
                if one.kind == "BIGINT"
                else f"is_odd({one.value}) or {one.value} in"
                f" ('0', '1', '-2', '0.0', '1.0', {wanted})"
            )
            for one in parts
        )
        connection.execute(
            f"""
            insert into event_ids
            select '{role}', {name}, id, count(*)
            from ({looked_for})
            group by id
            """
        )
        # what they would be once normalized may be there as such, and is nothing odd then
        twins = " union all ".join(
            f"select {one.value}::varchar as id from {one.part}"
            f" where {one.value} in (select try_cast(twin as {one.kind}) from twins)"
            for one in parts
        )
        connection.execute(
            f"""
            create or replace temp table twins as
            select distinct without_unseen(id) as twin
            from event_ids
            where role = '{role}' and without_unseen(id) <> id
            """
        )
        if connection.execute("from twins limit 1").fetchall():
            connection.execute(
                f"""
                insert into event_ids
                select '{role}', {name}, id, count(*)
                from ({twins})
                where id not in (select id from event_ids where role = '{role}')
                group by id
                """
            )


def _kind_of(connection: duckdb.DuckDBPyConnection, value: str, part: str) -> str:
    described = connection.execute(f"describe select {value} as value from {part}").fetchall()
    return str(described[0][1])


def seconds_of(value: str, number: str) -> str:
    """SQL for the Unix seconds of a landed time; number: it as a double, NULL for ISO text."""
    return f"""
        case
            when {number} >= {SMALLEST_MILLISECONDS} then {number} / 1000
            when {number} is not null then {number}
            when typeof({value}) = 'VARCHAR' then epoch(try_cast({value}::varchar as timestamptz))
        end
    """


def _times(one: _Values, sample: str = "") -> str:
    """SQL for the times of a part: as a number where they are one, in seconds, and as text."""
    is_text = one.kind == "VARCHAR"
    return f"""
        select
            {one.name} as column_name,
            number,
            {seconds_of("value", "number")} as seconds,
            {"value" if is_text else "null::varchar"} as text,
        from (
            select {one.value} as value, try_cast({one.value} as double) as number,
            from (select * from {one.part} {sample})
        )
        where value is not null
    """
