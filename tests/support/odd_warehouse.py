"""The sample's films and models beside odd data of our own, as few programs write it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.own_files import protocol_line
from tests.support.projects import Project, copy_project

ODD_IDS = [
    "plain",
    "with space",
    "with\ttab",
    'with "quotes"',
    "it's",
    '"',
    "007",
    "7",
    "NA",
    "null",
    "#hash",
    "back\\slash",
    "a,b;c|d",
    "日本 é",
]
"""Ids that a text format may damage."""

ODD_TITLES = {
    "1": 'Tab\there, "quotes" there',
    "2": '"Opens and never closes',
    "3": "Two\nlines",
    "4": "#hash first",
    "5": "Ünïcode — 映画",
}
"""Titles that a text format may damage, by movieId."""

PROTOCOLS: list[dict[str, object]] = [
    protocol_line("all", "odd-ids movielens-latest-small no-times", duplicate_policy="all"),
    protocol_line(
        "split",
        "odd-ids",
        duplicate_policy="all",
        split="global_time",
        valid_fraction=0.2,
        test_fraction=0.2,
    ),
    {
        "protocol_id": "short-history",
        "datasets": "sample-films",
        "core_scope": "all",
        "split": "leave_one_out",
        "max_history": 3,
    },
    {"protocol_id": "no-valid", "datasets": "sample-films", "valid_fraction": 0},
]

MARTS = ("catalog", "benchmarks", "similarity", "recommendations")


def build_odd(folder: Path) -> Project:
    """Land and build all of it but videos, with one thread; the films are landed twice."""
    project = copy_project(folder / "project")
    project.add_to_seed("protocols", PROTOCOLS)
    project.ingest("land", "sample-films")
    land_data(project)
    selected = (f"+path:models/marts/{mart}" for mart in MARTS)
    project.build_without_tests("--select", *selected, threads=1)
    return project


def land_data(project: Project) -> None:
    """The sample, odd ids (JSON lines), odd titles (MovieLens CSV), and data without times."""
    root = project.folder
    odd_ids = root / "odd-ids.jsonl"
    with odd_ids.open("w", encoding="utf-8") as file:
        for second, user in enumerate(ODD_IDS):
            for item in ODD_IDS[second:] + ODD_IDS[:second]:
                event = {"user": user, "item": item, "stars": 3.5, "at": 1400000000.25 + second}
                file.write(json.dumps(event) + "\n")

    odd_titles = root / "odd-titles"
    odd_titles.mkdir()
    quoted = {movie: title.replace('"', '""') for movie, title in ODD_TITLES.items()}
    (odd_titles / "movies.csv").write_text(
        "movieId,title,genres\n"
        + "".join(f'{movie},"{title}",Drama\n' for movie, title in quoted.items()),
        encoding="utf-8",
        newline="",
    )
    (odd_titles / "ratings.csv").write_text(
        "userId,movieId,rating,timestamp\n"
        + "".join(f"1,{movie},4.0,{1000000000 + int(movie)}\n" for movie in ODD_TITLES),
        encoding="utf-8",
    )
    (odd_titles / "links.csv").write_text("movieId,imdbId,tmdbId\n1,90000001,\n", encoding="utf-8")
    (odd_titles / "tags.csv").write_text("userId,movieId,tag,timestamp\n", encoding="utf-8")

    no_times = root / "no-times.csv"
    no_times.write_text(
        "who,what\n" + "".join(f"u{n % 4},i{n % 3}\n" for n in range(12)), encoding="utf-8"
    )

    own = ("--user", "user", "--item", "item", "--rating", "stars", "--time", "at")
    project.ingest("land", "sample-films")
    project.ingest("land", "sample-models")
    project.ingest("land", "odd-ids", "--from", odd_ids, *own)
    project.ingest("land", "movielens-latest-small", "--from", odd_titles)
    project.ingest("land", "no-times", "--from", no_times, "--user", "who", "--item", "what")
    project.ingest("wikidata", "--from", root / "sample" / "wikidata" / "answers.jsonl")
