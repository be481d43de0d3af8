"""What an export says of itself: manifest.json for programs, README.md for people.

Nothing in them depends on the time of the export: the same tables give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from corate.exports.benchmarks import Benchmark
from corate.exports.files import WrittenFile
from corate.exports.films import Films
from corate.folders import CITATION, CROISSANT
from corate.publications.licences import stated_terms
from corate.publications.markdown import datasets_section
from ingest.messages import on_one_line

BENCHMARK = """\
{head}# {recipe[recipe_id]}

A benchmark made by Corate, exported as `{form}`.

- dataset: {title} (`{dataset[dataset_id]}`)
- edition: {edition}
- source: {url}
- licence: {licence}
- redistribution: {terms[redistribution]}
- research only: {terms[research_only]}
- attribution: {terms[attribution]}
- citation: {citation}
- duplicates: {recipe[duplicate_policy]}
- minimum rating: {min_rating}
- core: {recipe[core_users]} for users, {recipe[core_items]} for items, scope {recipe[core_scope]}
- split: {recipe[split]}
{settings}{histories}
| split | users | items | interactions | fingerprint |
|---|---|---|---|---|
{splits}

| step | events | users | items | events before |
|---|---|---|---|---|
{steps}

| file | rows | holds |
|---|---|---|
{files}

Users and items go by an index from 1; the files `users` and `items` lead back to the raw ids.
{quoting}`manifest.json` says the same for programs. The fingerprint of a split is that of
`benchmarks.fingerprints`: an equal one means equal interactions. `manifest.json` has a SHA-256 of
each file, `croissant.json` the columns, `citation.bib` what to cite. Who has Corate and the dataset
sees with `python -m corate verify FOLDER` whether theirs is the same.
"""

BIBTEX = {
    "\\": "{\\textbackslash}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
    "{": "(",
    "}": ")",
} | {letter: f"\\{letter}" for letter in "%&#$_"}
"""How what is of TeX is written as text; braces count to BibTeX however they are written."""

SETTINGS = (
    *("rated_from", "rated_before", "listed_users", "listed_items"),
    *("max_user_interactions", "max_item_interactions", "first_interactions", "last_interactions"),
    *("repeats_in_row", "core_rounds", "valid_fraction", "test_fraction"),
    *("valid_starts_at", "test_starts_at", "held_out_events", "folds", "fold", "window_days"),
    *("step_days", "session_minutes", "seed", "cold", "min_train_length"),
)
"""Of a recipe, what is listed by its name in seeds/protocols.csv, where it says anything."""

LICENCES = {
    *("mit", "apache-2.0", "cc0-1.0", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0"),
    *("cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-4.0"),
    *("odbl", "odc-by", "pddl", "unlicense", "gpl-3.0"),
}
"""Licences of data as the Hugging Face Hub names them; any other one is `other`, with its name."""

HISTORIES = "- histories: the last {most} items at most{whole}\n"

QUOTING = """\
In the files with tabs, a value that could be misread (it holds a tab, a line break or a double
quote, or begins with #) stands in double quotes, with double quotes inside doubled. An empty field
means that nothing is known.
"""

# it tells Hugging Face datasets which files are which split, and that the maps are no data
HEAD = """\
---
pretty_name: {title}
license: {licence}
configs:
- config_name: interactions
  version: {version}
  default: true
  data_files:
{data_files}- config_name: users
  version: {version}
  data_files: users.parquet
- config_name: items
  version: {version}
  data_files: items.parquet
---

"""

FILMS = """\
# What Wikidata knows of {what}

Made by Corate, exported as `wikidata`.

- films: {films.count}
- source: Wikidata, https://www.wikidata.org, as of {films.first_answer}{until} (UTC)
- licence: CC0 1.0
- redistribution: allowed
- research only: no
- attribution: none

| file | rows | holds |
|---|---|---|
{files}

`item` is the film in Wikidata, `role` the property that names the person, such as P57 (director).
Someone or something without a label goes by the id. Films, people, roles, genres and topics are in
the order of the numbers in their ids. `manifest.json` says the same for programs.
"""


TABLES = """\
# Public tables of a Corate warehouse

Exported as `{form}`. Rows are in the order of the key; `manifest.json` has the columns with their
types, and a SHA-256 of each file.

| file | rows | holds |
|---|---|---|
{files}

{datasets}"""


def manifest_of_benchmark(
    benchmark: Benchmark, form: str, files: Sequence[WrittenFile]
) -> dict[str, object]:
    """What manifest.json of a benchmark says, but for who made it."""
    return {
        "format": form,
        "recipe": benchmark.recipe,
        "dataset": benchmark.dataset,
        "splits": benchmark.splits,
        "attrition": benchmark.steps,
        "described": [CITATION, CROISSANT],
        "files": files,
    }


def citation_of(benchmark: Benchmark) -> str:
    """citation.bib: the dataset as its owner asks for it, and the benchmark, which names it."""
    dataset, recipe_id = benchmark.dataset, benchmark.recipe_id
    title = dataset["title"] or dataset["dataset_id"]
    fingerprints = ", ".join(
        f"{split['split']} {split['fingerprint']}" for split in benchmark.splits
    )
    entries = {
        dataset["dataset_id"]: {
            "title": title,
            "howpublished": dataset["url"],
            "edition": dataset["edition"],
            "note": dataset["citation"],
        },
        recipe_id: {
            "title": f"The benchmark {recipe_id} of {title}",
            "note": f"Made by Corate; fingerprints: {fingerprints}",
        },
    }
    return "\n".join(
        f"@misc{{{key},\n"
        + ",\n".join(f"  {name} = {{{_as_bibtex(text)}}}" for name, text in fields.items() if text)
        + "\n}\n"
        for key, fields in entries.items()
    )


def _as_bibtex(text: str) -> str:
    """Text that BibTeX and TeX take as it is."""
    return "".join(BIBTEX.get(letter, letter) for letter in text)


def readme_of_benchmark(benchmark: Benchmark, form: str, files: Sequence[WrittenFile]) -> str:
    """README.md of a benchmark."""
    recipe, dataset = benchmark.recipe, benchmark.dataset
    most = recipe["max_history"]
    is_cut = form in ("sequences", "recbole-sequential") and most is not None
    return BENCHMARK.format(
        head=_head(benchmark, files) if form == "parquet" else "",
        form=form,
        recipe=recipe,
        dataset=dataset,
        title=on_one_line(dataset["title"] or dataset["dataset_id"]),
        **{
            name: on_one_line(dataset[name] or "not stated")
            for name in ("edition", "url", "licence", "citation")
        },
        terms=stated_terms(dataset),
        min_rating=_min_rating(recipe),
        settings="".join(
            f"- {name}: {recipe[name]}\n" for name in SETTINGS if recipe[name] is not None
        ),
        histories=HISTORIES.format(
            most=most, whole=" (`all.txt` is not cut)" if form == "sequences" else ""
        )
        if is_cut
        else "",
        splits="\n".join(
            f"| {split['split']} | {split['users']} | {split['items']} | {split['interactions']} "
            f"| {split['fingerprint'] or ''} |"
            for split in benchmark.splits
        ),
        steps="\n".join(
            f"| {step['step']} | {step['row_count']} | {step['users']} | {step['items']} "
            f"| {step['row_count_before']} |"
            for step in benchmark.steps
        ),
        files=_listed(files),
        quoting=QUOTING if any(file["kind"] == "table" for file in files) else "",
    )


def manifest_of_films(films: Films, files: Sequence[WrittenFile]) -> dict[str, object]:
    """What manifest.json of films says, but for who made it."""
    return {
        "format": "wikidata",
        "dataset_id": films.dataset_id,
        "films": films.count,
        "source": "https://www.wikidata.org",
        "licence": "CC0 1.0",
        "redistribution": "allowed",
        "research_only": False,
        "attribution": "none",
        "first_answer": films.first_answer,
        "last_answer": films.last_answer,
        "files": files,
    }


def readme_of_films(films: Films, files: Sequence[WrittenFile]) -> str:
    """README.md of films."""
    return FILMS.format(
        what="films" if films.dataset_id is None else f"the films of {films.dataset_id}",
        films=films,
        until="" if films.last_answer == films.first_answer else f" to {films.last_answer}",
        files=_listed(files),
    )


def readme_of_tables(
    form: str, files: Sequence[WrittenFile], datasets: Sequence[Mapping[str, Any]]
) -> str:
    """README.md of tables; datasets: rows of catalog.datasets."""
    return TABLES.format(form=form, files=_listed(files), datasets=datasets_section(datasets))


def _min_rating(recipe: Mapping[str, object]) -> object:
    if recipe["min_rating_is_user_mean"]:
        return "the user's mean"
    return "none" if recipe["min_rating"] is None else recipe["min_rating"]


def _head(benchmark: Benchmark, files: Sequence[WrittenFile]) -> str:
    """What Hugging Face reads of a card.

    It keeps what it has loaded under the name of the folder and this version: two benchmarks with
    one version would be one to it. A part without events it would not load at all.
    """
    content = "".join(str(file["sha256"]) for file in files)
    number = int(hashlib.sha256(content.encode()).hexdigest()[:8], 16)
    dataset = benchmark.dataset
    stated = dataset["licence"] or "unknown"
    name = stated.casefold().replace(" ", "-")
    return HEAD.format(
        version=f"1.0.{number}",
        # a text of JSON is one of YAML, too
        title=json.dumps(f"{benchmark.recipe_id} of {dataset['title'] or dataset['dataset_id']}"),
        licence=name
        if name in LICENCES | {"unknown"}
        else f"other\nlicense_name: {json.dumps(stated)}",
        # datasets keeps the name "all" for itself
        data_files="".join(
            f"  - split: {'train' if part['split'] == 'all' else part['split']}\n"
            f"    path: {part['split']}/interactions.parquet\n"
            for part in benchmark.splits
            if part["interactions"]
        ),
    )


def _listed(files: Sequence[WrittenFile]) -> str:
    return "\n".join(f"| {file['path']} | {file['rows']} | {file['holds']} |" for file in files)
