"""A site of plain files that shows a warehouse: pages, pictures, one style sheet, one script."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corate.database import NotBuiltError, rows
from corate.publications.licences import terms_together
from corate.report import charts
from corate.report.writing import NUMERIC, is_web_address, said, written

HERE = Path(__file__).parent
FILES = ("style.css", "search.js")
"""What pages take beside themselves."""

TITLE = "Corate"

Rows = Sequence[Mapping[str, Any]]

NOT_ASKED = {
    *("recipe_id", "dataset_id", "protocol_id", "is_landed", "problem", "fold"),
    *("users", "items", "interactions", "critical", "to_look_at", "fine", "unanswered"),
}
"""Columns of a recipe that are no parameters of it."""


@dataclass(frozen=True)
class Page:
    """A page: where it is, what it is called, and what its template is filled with."""

    path: str
    title: str
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)
    is_in_navigation: bool = False

    @property
    def root(self) -> str:
        """The way from the page to the folder of the site."""
        return "../" * self.path.count("/")


def write_site(
    connection: duckdb.DuckDBPyConnection, folder: Path, recipes: Sequence[str]
) -> Iterator[Path]:
    """Write the site into a folder that is there, and give each file when it is written.

    recipes: of which there are pages; all that were made where none is named.
    Raises NotBuiltError where there is no benchmarks.recipes; what else is not there has no page.
    """
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        # a title is text, whatever it holds
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["written"] = written
    environment.tests["web_address"] = is_web_address
    environment.globals |= {"site": TITLE, "numeric": NUMERIC}
    for name in FILES:
        shutil.copyfile(HERE / name, folder / name)
        yield folder / name
    known = rows(connection, "report/recipes")
    not_made = [recipe for recipe in known if recipe["problem"] is not None]
    chosen = [
        recipe
        for recipe in known
        if recipe["problem"] is None and (not recipes or recipe["recipe_id"] in recipes)
    ]
    general = list(_general_pages(connection, chosen, not_made))
    environment.globals["pages"] = general
    for page in itertools.chain(general, _recipe_pages(connection, chosen)):
        file = folder / page.path
        file.parent.mkdir(exist_ok=True)
        text = environment.get_template(page.template).render(page=page, **page.content)
        file.write_text(text, encoding="utf-8", newline="\n")
        yield file


def _general_pages(
    connection: duckdb.DuckDBPyConnection, chosen: Rows, not_made: Rows
) -> Iterator[Page]:
    """The pages that every page leads to: what is landed, and of the rest what there is."""
    builds = rows_found(connection, "build")
    datasets = rows_found(connection, "datasets")
    content: dict[str, Any] = {
        "build": builds[0] if builds else None,
        "datasets": datasets,
        "terms": terms_together(datasets) if len(datasets) > 1 else [],
        "remarks": rows_found(connection, "remarks"),
        "recipes": chosen,
        "not_made": not_made,
    }
    yield Page("index.html", "What is landed", "landed.html", content, True)
    if coverage := rows_found(connection, "film_coverage"):
        content = {"coverage": coverage, "lists": list(_film_lists(connection))}
        yield Page("films.html", "Films in Wikidata", "films.html", content, True)
    if methods := rows_found(connection, "model_cluster_methods"):
        clusters = _by(rows_found(connection, "model_clusters"), "method")
        content = {
            "methods": methods,
            "clusters": [{"method": method, "rows": of} for method, of in clusters],
        }
        yield Page("models.html", "Models of the Hub", "models.html", content, True)
    if lists := list(_video_lists(connection)):
        yield Page("videos.html", "Videos", "videos.html", {"lists": lists}, True)
    elsewhere = rows_found(connection, "published_elsewhere")
    content = {
        "figures": rows_found(connection, "published"),
        "elsewhere": elsewhere[0]["figures"] if elsewhere else 0,
    }
    yield Page("published.html", "Published figures", "published.html", content, True)


FILM_LISTS = {
    "person": ("People", "Who made, or plays in, most of the films"),
    "genre": ("Genres", "The genres that most of the films have"),
    "topic": ("Topics", "What most of the films are about"),
}
"""Title and caption of each kind of film_values.sql."""


def _film_lists(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    found = dict(_by(rows_found(connection, "film_values"), "kind"))
    for kind, (title, caption) in FILM_LISTS.items():
        of_kind = found.get(kind, [])
        yield {
            "title": title,
            "name": kind,
            "caption": caption,
            "rows": of_kind,
            "picture": charts.bars(of_kind, "name", "films", "films"),
        }


def _video_lists(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Each list of videos with what its methods reach, and what to label."""
    metrics = dict(_by(rows_found(connection, "video_metrics"), "dataset_id"))
    queue = dict(_by(rows_found(connection, "labeling_queue"), "dataset_id"))
    for dataset_id in sorted(metrics.keys() | queue.keys()):
        of_list = metrics.get(dataset_id, [])
        yield {
            "dataset_id": dataset_id,
            "metrics": of_list,
            "picture": charts.learning(of_list),
            "queue": queue.get(dataset_id, []),
        }


def _recipe_pages(connection: duckdb.DuckDBPyConnection, chosen: Rows) -> Iterator[Page]:
    """Of each recipe its page, and one of what is alike in it where something was compared."""
    datasets = {one["dataset_id"]: one for one in rows_found(connection, "datasets")}
    for recipe in chosen:
        recipe_id, dataset_id = recipe["recipe_id"], recipe["dataset_id"]
        neighbors = rows_found(connection, "neighbors", recipe_id=recipe_id, dataset_id=dataset_id)
        content = {
            **_recipe_content(connection, recipe),
            "recipe": recipe,
            "dataset": datasets.get(dataset_id, {"title": dataset_id, "edition": None}),
            "has_neighbors": bool(neighbors),
        }
        yield Page(f"recipes/{recipe_id}.html", recipe_id, "recipe.html", content)
        if neighbors:
            items = [
                {"title": of[0]["title"], "raters": of[0]["raters"], "neighbors": of}
                for _, of in _by(neighbors, "item_id")
            ]
            yield Page(
                f"neighbours/{recipe_id}.html",
                f"Alike in {recipe_id}",
                "neighbours.html",
                {"recipe_id": recipe_id, "items": items},
            )


def _recipe_content(
    connection: duckdb.DuckDBPyConnection, recipe: Mapping[str, Any]
) -> dict[str, Any]:
    def of(query: str, **values: int) -> Rows:
        return rows_found(connection, query, recipe_id=recipe["recipe_id"], **values)

    parts = of("parts")
    cuts = [part for part in parts if part["starts_at"] is not None]
    metrics = of("metrics")
    content: dict[str, Any] = {
        "asked": [
            (name, said(value))
            for name, value in recipe.items()
            if name not in NOT_ASKED and value is not None and value is not False
        ],
        "parts": parts,
        "empty_parts": [part["split"] for part in parts if not part["interactions"]],
        "cuts": cuts,
        "metrics": [
            {"metric": metric, "list": found, "picture": charts.intervals(found)}
            for metric, found in _by(metrics, "metric")
        ],
        "differences": of("differences", k=metrics[0]["k"]) if metrics else [],
    }
    findings = of("findings")
    content["fine"] = [one for one in findings if one["verdict"] == "OK"]
    content["to_look_at"] = [one for one in findings if one["verdict"] != "OK"]
    names = ("funnel", "core_rounds", "times", "long_tails", "rating_errors")
    content |= {name: of(name) for name in names}
    return content | {
        "funnel_picture": charts.bars(content["funnel"], "step", "interactions", "events"),
        "rounds_picture": charts.rounds(content["core_rounds"]),
        "times_picture": charts.times(content["times"], cuts),
        "long_tails_picture": charts.long_tails(content["long_tails"]),
    }


def _by(found: Iterable[Mapping[str, Any]], column: str) -> list[tuple[Any, Rows]]:
    """Rows that stand together by a column, with its value."""
    return [(value, list(of)) for value, of in itertools.groupby(found, lambda row: row[column])]


def rows_found(connection: duckdb.DuckDBPyConnection, query: str, /, **values: str | int) -> Rows:
    """The answer to a query of the report: none where what it reads was not built or published."""
    try:
        return rows(connection, f"report/{query}", **values)
    except NotBuiltError:
        return []
