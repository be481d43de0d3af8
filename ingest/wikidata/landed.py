"""The raw tables of Wikidata: which films are still to be asked for, and landing what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from ingest.errors import IngestError
from ingest.row_versions import forget_row_versions
from ingest.transactions import transaction
from ingest.wikidata.queries import PARTS

NEXT_ANSWER = "(select coalesce(max(answer_id), 0) + 1 from raw.wikidata_answers)"


@dataclass(frozen=True)
class Answer:
    """An answered request; answered_at is in UTC, without saying so."""

    kind: str
    imdb_ids: Sequence[str]
    query: str | None
    endpoint: str | None
    answered_at: datetime
    text: str


@dataclass(frozen=True)
class Failure:
    """A film that was not answered for, even asked alone; failed_at as in an answer."""

    kind: str
    imdb_id: str
    endpoint: str
    attempts: int
    reason: str
    failed_at: datetime


def check_catalog(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise IngestError where catalog.movies is not there, or older than what is landed."""
    built = connection.execute(
        """
        select count(*)
        from information_schema.tables
        where table_catalog = current_database()
            and table_schema = 'catalog'
            and table_name in ('movies', 'datasets')
        """
    ).fetchall()
    if built != [(2,)]:
        raise IngestError(
            "catalog.movies and catalog.datasets, which say what films there are, are not both "
            "built: run `python -m corate build` first"
        )
    newer = connection.execute(
        """
        select landings.dataset_id
        from raw.landings as landings
        anti join catalog.datasets as built
            on built.dataset_id = landings.dataset_id and built.landed_at = landings.landed_at
        where landings.subject = 'dataset'
        order by landings.dataset_id
        """
    ).fetchall()
    if newer:
        raise IngestError(
            f"{newer[0][0]} was landed after catalog.movies was built: "
            "run `python -m corate build` first"
        )


def films_to_ask(
    connection: duckdb.DuckDBPyConnection, kind: str, since: datetime | None
) -> list[str]:
    """The films of catalog.movies without an answer for all that a kind asks for.

    In the order of ids, but those that failed before come last, lest they keep others from being
    asked where a run is ended by failures.
    since: an answer counts from this time on (UTC); None where every answer counts.
    """
    covering = [(answered, part) for answered, parts in PARTS.items() for part in parts]
    found = connection.execute(
        """
        with covering as (
            select unnest($kinds) as kind, unnest($parts) as part
        ),
        answered as (
            select unnest(imdb_ids) as imdb_id, kind
            from raw.wikidata_answers
            where
                -- without an endpoint nobody was asked: facts from a file, such as the sample's few
                endpoint is not null
                and answered_at >= coalesce($since, answered_at)
        ),
        complete as (
            select answered.imdb_id
            from answered
            inner join covering on covering.kind = answered.kind
            where list_contains($wanted, covering.part)
            group by answered.imdb_id
            having count(distinct covering.part) = len($wanted)
        ),
        failed as (
            select distinct imdb_id
            from raw.wikidata_failures
            where kind = $kind
        )
        select movies.imdb_id
        from catalog.movies as movies
        anti join complete on complete.imdb_id = movies.imdb_id
        left join failed on failed.imdb_id = movies.imdb_id
        order by failed.imdb_id is not null, movies.imdb_id
        """,
        {
            "kinds": [answered for answered, _ in covering],
            "parts": [part for _, part in covering],
            "kind": kind,
            "wanted": sorted(PARTS[kind]),
            "since": since,
        },
    ).fetchall()
    return [imdb_id for (imdb_id,) in found]


def land_answer(connection: duckdb.DuckDBPyConnection, answer: Answer) -> None:
    """Land an answer in a transaction of its own."""
    with transaction(connection):
        connection.execute(
            f"""
            insert into raw.wikidata_answers by name
            select
                {NEXT_ANSWER} as answer_id, $kind as kind, $imdb_ids as imdb_ids, $query as query,
                $endpoint as endpoint, $answered_at as answered_at, $answer as answer
            """,
            _columns(answer),
        )
        forget_row_versions(connection, "")


def land_failure(connection: duckdb.DuckDBPyConnection, failure: Failure) -> None:
    """Land a failure in a transaction of its own."""
    with transaction(connection):
        connection.execute(
            """
            insert into raw.wikidata_failures by name
            select
                $kind as kind, $imdb_id as imdb_id, $endpoint as endpoint, $attempts as attempts,
                $reason as reason, $failed_at as failed_at
            """,
            vars(failure),
        )
        forget_row_versions(connection, "")


def land_new_answers(connection: duckdb.DuckDBPyConnection, answers: Sequence[Answer]) -> int:
    """Land those of the answers that are not there yet, all or none; returns how many."""
    landed = 0
    with transaction(connection):
        for answer in answers:
            landed += connection.execute(
                f"""
                insert into raw.wikidata_answers by name
                select
                    {NEXT_ANSWER} as answer_id, $kind as kind, $imdb_ids as imdb_ids,
                    $query as query, $endpoint as endpoint, $answered_at as answered_at,
                    $answer as answer
                where not exists (
                    select 1
                    from raw.wikidata_answers
                    where kind = $kind
                        and imdb_ids = $imdb_ids
                        and answered_at = $answered_at
                        and endpoint is not distinct from $endpoint
                )
                """,
                _columns(answer),
            ).fetchall()[0][0]
        if landed:
            forget_row_versions(connection, "")
    return landed


def _columns(answer: Answer) -> dict[str, object]:
    return {
        "kind": answer.kind,
        "imdb_ids": list(answer.imdb_ids),
        "query": answer.query,
        "endpoint": answer.endpoint,
        "answered_at": answer.answered_at,
        "answer": answer.text,
    }
