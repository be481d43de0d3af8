"""Macros make the same of odd texts on Apache Spark as on DuckDB.

What is written alike and means something else (escapes, classes of characters, blanks, numbers,
lower case) shows in few texts, and in some that nobody thinks of: those of odd_texts.json, and what
chance makes of them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dbt.cli.main import dbtRunner

from tests.support.projects import Project, copy_project
from tests.support.spark import local_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

MACROS = {
    "attribute_values": "attribute_values('t')",
    "canonical_number": "canonical_number('t')",
    "cleaned_title": "cleaned_title('t')",
    "composed_letters": "composed_letters('t')",
    "distinct_texts": "distinct_texts(split_text('t', '|'), ['n/a', '(none)', '\\\\n'])",
    "entity_key": "entity_key('user', 't')",
    "film_release_year": "film_release_year('t')",
    "film_title": "film_title('t')",
    "first_matching_line": "first_matching_line('t', '[\\\\p{L}\\\\p{N}]', ';$')",
    "genre_list": "genre_list('t')",
    "html_unescaped": "html_unescaped('t')",
    "imdb_id": "imdb_id('t')",
    "known_list": "known_list('t')",
    "known_text": "known_text('t')",
    "lower_cased": "lower_cased('t')",
    "movietweetings_id": "movietweetings_id('t')",
    "narrow_key": "narrow_key('t')",
    "plain_spaces": "plain_spaces('t')",
    "python_text_list": "python_text_list('t')",
    "regexp_all_replaced": "regexp_all_replaced('t', blanks_pattern() ~ '+', '_')",
    "text_hash": "text_hash('t')",
    "trimmed": "trimmed('t')",
    "try_cast": "try_cast(regexp_all_replaced('t', '_|^epoch$', 'x'), 'bigint')",
    "vectorizer_words": "vectorizer_words('t')",
    "whole_number_id": "whole_number_id('t')",
    "wikidata_id": "wikidata_id('t')",
    "without_markup": "without_markup('t')",
    "words_of": "words_of('t')",
}
"""Calls of macros on a text `t`, by the name of the macro."""

SEEDS: tuple[str, ...] = tuple(
    json.loads(Path(__file__).with_name("odd_texts.json").read_text(encoding="utf-8"))
)

PUT_IN = (
    *" \n\t\r\x0c'\"\\[](){}&;#<>/,.|-_^$*+?!%0123456789aZ",
    # blanks, an accent, and letters whose lower case is odd
    *"\u00a0\u2003\u3000\u0085\u2028\u200b\u0301\u03a3\u0130K\u017f\U0001f600",
    *("None", "nan", "&amp;", "The", "<b>", "</b>", "(1999)", "tt", "\\n", "\\x", "\\u00"),
)

RUNS = 3000


@dataclass(frozen=True)
class Engines:
    """The queries that a call of each macro becomes, by engine, and a session of Spark."""

    session: SparkSession
    spark: dict[str, str]
    duckdb: dict[str, str]


def odd_texts() -> list[str | None]:
    """The seeds, NULL, and texts that chance has made of the seeds; the same in every run."""
    chance = random.Random(20261128)

    def changed() -> str:
        text = chance.choice(SEEDS)
        for _ in range(chance.randint(1, 3)):
            place = chance.randint(0, len(text))
            kind = chance.random()
            if kind < 0.35:
                text += chance.choice(("", " ", " (", "\n", ", ", "|")) + chance.choice(SEEDS)
            elif kind < 0.6:
                text = text[:place] + text[place + 1 :]
            elif kind < 0.9:
                text = text[:place] + chance.choice(PUT_IN) + text[place:]
            else:
                text = text.swapcase()
        return text

    return [None, *SEEDS, *(changed() for _ in range(RUNS))]


def compiled(project: Project, target: str) -> dict[str, str]:
    """What the calls become on a target."""
    result: Any = dbtRunner().invoke(
        [
            *("--log-level", "none", "--no-print", "--no-populate-cache"),
            *("compile", "--target", target, "--select", "odd_texts"),
        ]
    )
    assert result.success, result.exception
    (one,) = result.result
    queries = one.node.compiled_code.split("--- ")[1:]
    return {name: query for name, _, query in (each.partition("\n") for each in queries)}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    folder = tmp_path_factory.mktemp("odd_texts")
    with local_session(folder) as session, pytest.MonkeyPatch.context() as patch:
        project = copy_project(folder / "project")
        calls = [
            f"--- {name}\nselect i, {{{{ {call} }}}} as made from texts\n"
            for name, call in MACROS.items()
        ]
        (project.folder / "models" / "odd_texts.sql").write_text("".join(calls), encoding="utf-8")
        patch.chdir(project.folder)
        patch.setenv("CORATE_DATABASE", project.published.name)
        found = {target: compiled(project, target) for target in ("dev", "spark")}
        # dbt-spark turns it off with every statement
        session.conf.set("spark.sql.ansi.enabled", "true")
        texts = odd_texts()
        pq.write_table(
            pa.table({"i": range(len(texts)), "t": pa.array(texts, pa.string())}),
            folder / "texts.parquet",
        )
        session.read.parquet(str(folder / "texts.parquet")).createOrReplaceTempView("texts")
        patch.chdir(folder)
        yield Engines(session, found["spark"], found["dev"])


@pytest.mark.parametrize("macro", MACROS)
def test_engines_make_the_same(engines: Engines, macro: str) -> None:
    made = Path(f"{macro}.parquet")
    engines.session.sql(engines.spark[macro]).write.parquet(str(made.absolute()))
    with duckdb.connect() as connection:
        connection.execute("create view texts as from 'texts.parquet'")
        different = connection.execute(
            f"select texts.t, said.made, found.made from ({engines.duckdb[macro]}) as said"
            f" inner join '{made}/*.parquet' as found on found.i = said.i"
            " inner join texts on texts.i = said.i"
            " where said.made is distinct from found.made order by length(texts.t) limit 5"
        ).fetchall()
        ((rows, known),) = connection.execute(
            f"select count(*), count(made) from '{made}/*.parquet'"
        ).fetchall()
    assert different == []
    assert rows == len(odd_texts())
    assert known > 0
