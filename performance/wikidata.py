"""Ways to ask a SPARQL engine on this machine for films: `python -m ingest wikidata`, and one query
a film, as is customary.

Run in the project's environment. The engine (pyoxigraph over HTTP, in a process of its own) holds
the statements of `wikidata/films.nt.gz`; the films are those of MovieLens latest-small. Corate asks
for all of them, retries and landing included, and its side is the whole command; single queries are
sent by SPARQLWrapper alone, with neither, for a sample of films, in the text that one would write
for one film. What both have found of the sample has to be the same, but for the films of which
nothing more is known.
"""

import argparse
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import SPARQLWrapper

from ingest.database import open_database
from performance.corate import PROJECT_ROOT
from performance.protocol import RunResult, Stopwatch

BATCH = 100
SAMPLED = 20
"""Single queries are sent for every so manieth film."""

KINDS = ("cast", "genre", "topic")
KNOWN = frozenset({"person", "genre", "topic"})
WAYS = ("batches_full", "batches_three_kinds", "single_full", "single_three_kinds")


def films_of(links: Path) -> list[str]:
    """The IMDb ids of MovieLens' links.csv, in order."""
    with links.open(encoding="utf-8") as file:
        return sorted({f"tt{line['imdbId']}" for line in csv.DictReader(file)})


PATTERNS = {
    "cast": "?item ?claim ?person . ?person wdt:P31 wd:Q5 . ?role wikibase:directClaim ?claim .",
    "genre": "?item wdt:P136 ?genre .",
    "topic": "?item wdt:P921 ?topic .",
}
LABELED = {
    "cast": ("item", "person", "role"),
    "genre": ("item", "genre"),
    "topic": ("item", "topic"),
}


def single_query(kinds: Sequence[str], imdb_id: str) -> str:
    """What one would ask for one film: its claims of these kinds, with labels."""
    branches = []
    for kind in kinds:
        labels = "\n".join(
            f"""
            OPTIONAL {{ ?{name} rdfs:label ?{name}En . FILTER(LANG(?{name}En) = "en") }}
            OPTIONAL {{ ?{name} rdfs:label ?{name}Mul . FILTER(LANG(?{name}Mul) = "mul") }}
            BIND(COALESCE(?{name}En, ?{name}Mul, REPLACE(STR(?{name}), "^.*/", "")) AS ?{name}Label)
            """
            for name in LABELED[kind]
        )
        film = f'?item wdt:P345 "{imdb_id}" . ?item wdt:P31/wdt:P279* wd:Q11424 .'
        branches.append(f"{{ {film} {PATTERNS[kind]} {labels} }}")
    names = dict.fromkeys(name for kind in kinds for name in LABELED[kind])
    selected = " ".join(f"?{name} ?{name}Label" for name in names)
    return f"""
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX wd: <http://www.wikidata.org/entity/>
        PREFIX wdt: <http://www.wikidata.org/prop/direct/>
        PREFIX wikibase: <http://wikiba.se/ontology#>
        SELECT DISTINCT ("{imdb_id}" AS ?imdb_id) {selected} WHERE {{ {" UNION ".join(branches)} }}
    """


@contextmanager
def engine(graph: Path) -> Iterator[str]:
    """A SPARQL engine over a graph in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.support.sparql", str(graph)]
    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def list_films(database: Path, films: Sequence[str]) -> None:
    """A catalogue with these films, as dbt would have built it."""
    with open_database(database) as connection:
        connection.execute("create schema catalog")
        connection.execute("create table catalog.datasets as from raw.landings")
        connection.execute("create table catalog.movies (imdb_id varchar)")
        connection.executemany("insert into catalog.movies values (?)", [(film,) for film in films])


def ask_in_batches(url: str, kinds: Sequence[str], database: Path) -> None:
    """The command that a user gives."""
    command = [
        *(sys.executable, "-m", "ingest", "wikidata", "--endpoint", url, "--quiet"),
        *("--batch", str(BATCH), "--database", str(database), "--kind", *kinds),
    ]
    subprocess.run(command, check=True, cwd=PROJECT_ROOT, env=os.environ)


def landed_answers(database: Path) -> list[str]:
    """The documents that were landed."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute("select answer from raw.wikidata_answers").fetchall()
    return [answer for (answer,) in found]


def ask_one_by_one(url: str, groups: Sequence[Sequence[str]], films: Sequence[str]) -> list[str]:
    """One query a film, for each group of kinds; the documents."""
    answers = []
    for kinds in groups:
        for film in films:
            wrapper = SPARQLWrapper.SPARQLWrapper(url)
            wrapper.setReturnFormat(SPARQLWrapper.JSON)
            wrapper.setMethod(SPARQLWrapper.POST)
            wrapper.setQuery(single_query(kinds, film))
            answers.append(json.dumps(wrapper.queryAndConvert()))
    return answers


def outcome_of(answers: Sequence[str], sample: Sequence[str]) -> dict[str, int | str]:
    """Credits, genres and topics of the films of the sample, each once, and a digest of them."""
    films = set(sample)
    rows = sorted(
        {
            json.dumps(binding, sort_keys=True)
            for answer in answers
            for binding in json.loads(answer)["results"]["bindings"]
            if binding["imdb_id"]["value"] in films and KNOWN.intersection(binding)
        }
    )
    digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return {"rows": len(rows), "digest": digest[:16]}


def main() -> None:
    """Ask in one way, and write the result."""
    parser = argparse.ArgumentParser(description="Ask a SPARQL engine for films in one way.")
    parser.add_argument("data", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("way", choices=WAYS)
    arguments = parser.parse_args()
    films = films_of(arguments.data / "movielens" / "ml-latest-small" / "links.csv")
    sample = films[::SAMPLED]
    stopwatch = Stopwatch()
    with (
        tempfile.TemporaryDirectory(dir=arguments.result.parent) as scratch,
        engine(arguments.data / "wikidata" / "films.nt.gz") as url,
    ):
        if arguments.way.startswith("batches"):
            kinds = ("full",) if arguments.way == "batches_full" else KINDS
            asked, requests = films, len(kinds) * -(-len(films) // BATCH)
            database = Path(scratch) / "films.work.duckdb"
            list_films(database, films)
            with stopwatch.lap("ask"):
                ask_in_batches(url, kinds, database)
            answers = landed_answers(database)
        else:
            groups: list[tuple[str, ...]] = (
                [KINDS] if arguments.way == "single_full" else [(kind,) for kind in KINDS]
            )
            asked, requests = sample, len(groups) * len(sample)
            with stopwatch.lap("ask"):
                answers = ask_one_by_one(url, groups, sample)
        assert len(answers) == requests, "a request was sent again"
    seconds = stopwatch.laps[0].seconds
    figures = {"ask": seconds, "thousand": 1000 * seconds / len(asked)}
    remark = f"{len(asked):,} films in {requests:,} requests, {len(asked) / seconds:,.0f} a second"
    outcome = outcome_of(answers, sample)
    RunResult(stopwatch.laps, figures, outcome, {"remark": remark}).write(arguments.result)


if __name__ == "__main__":
    main()
