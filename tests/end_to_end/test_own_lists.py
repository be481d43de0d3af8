"""Titles, attributes and context of one's own, from the file to each place where people look."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.test_content_neighbors import Collection, expected_neighbors
from tests.support.projects import Project, copy_project

MODELS = (
    *("+catalog__items", "+catalog__item_attributes", "+catalog__user_attributes"),
    *("+catalog__event_context", "+catalog__title_coverage", "+similarity__content_neighbors"),
    *("+recommendations__user_recommendations", "+benchmarks__interactions", "+benchmarks__users"),
    *("+benchmarks__items", "+benchmarks__fingerprints", "+benchmarks__statistics"),
    *("+catalog__datasets", "+benchmarks__recipes", "+similarity__item_neighbors"),
    *("+similarity__feature_sets", "+catalog__landings", "+catalog__rejected_rows"),
    *("+catalog__movies", "+catalog__models", "+benchmarks__sequences"),
    *("+benchmarks__user_histories", "+benchmarks__attrition", "+catalog__item_genres"),
)
COMPARED = ("+similarity__feature_sets", "+similarity__content_neighbors")
RECIPE = "tweets-loo-core5"


def films(shared_data: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Id, title and genres of each line of the list of MovieTweetings, in plain Python."""
    file = shared_data / "movietweetings" / "100K" / "movies.dat"
    for line in file.read_text(encoding="utf-8").splitlines():
        item, title, genres = line.split("::")
        yield item, title, [one.strip() for one in genres.split("|") if one.strip()]


@pytest.fixture(scope="module")
def tweets(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """MovieTweetings as somebody's own data, with its lists of films and of users."""
    project = copy_project(tmp_path_factory.mktemp("own-lists") / "project")
    folder = shared_data / "movietweetings" / "100K"
    project.ingest(
        *("land", "tweets", "--from", folder / "ratings.dat", "--user", "1", "--item", "2"),
        *("--rating", "3", "--context", "4"),
    )
    project.ingest(
        *("land", "tweets", "--items", folder / "movies.dat", "--item", "1", "--title", "2"),
        *("--attribute", "3", "--list-separator", "|"),
    )
    project.ingest(
        *("land", "tweets", "--users", folder / "users.dat", "--user", "1", "--attribute", "2")
    )
    project.build_with_data_tests("--select", *MODELS)
    return project


def test_titles_and_attributes_are_those_of_the_list(tweets: Project, shared_data: Path) -> None:
    titles: dict[str, str] = {}
    genres: set[tuple[str, str]] = set()
    for item, title, of_item in films(shared_data):
        titles.setdefault(item, title)
        genres |= {(item, genre) for genre in of_item}
    found = dict(tweets.rows("select item_id, title from catalog.items"))
    assert found.keys() == titles.keys()
    # a title is shown without entities of HTML and doubled blanks
    unlike = [(one, titles[one]) for one, title in found.items() if title != titles[one]]
    assert all("&" in title or "  " in title for _, title in unlike)
    assert len(unlike) < 100
    attributes = tweets.rows("select item_id, value, attribute from catalog.item_attributes")
    assert {(item, value) for item, value, _ in attributes} == genres
    assert len(attributes) == len(genres)
    assert {name for *_, name in attributes} == {"column 3"}
    ((listed, without),) = tweets.rows(
        "select listed_items, without_title from catalog.title_coverage"
    )
    assert (listed, without) == (len(titles), 0)


def test_users_have_theirs(tweets: Project, shared_data: Path) -> None:
    file = shared_data / "movietweetings" / "100K" / "users.dat"
    wanted = {tuple(line.split("::")) for line in file.read_text().splitlines()}
    assert set(tweets.rows("select user_id, value from catalog.user_attributes")) == wanted


def test_titles_stand_beside_what_is_recommended(tweets: Project) -> None:
    ((rows, unlike),) = tweets.rows(
        "select count(*), count(*) filter (lists.title is distinct from items.title)"
        " from recommendations.user_recommendations as lists"
        " left join catalog.items on items.item_id = lists.item_id"
    )
    assert rows > 1_000
    assert unlike == 0
    told = tweets.corate("neighbors", "The Matrix (1999)", "--recipe", RECIPE, "--work")
    assert "(The Matrix (1999))" in told


def test_items_are_alike_by_their_attributes(tweets: Project, shared_data: Path) -> None:
    """By plain Python: the 40 films rated most, and all that each has something in common with."""
    features: dict[str, dict[str, int]] = {}
    for item, _, genres in films(shared_data):
        features.setdefault(item, {}).update({f"column 3:{genre}": 1 for genre in genres})
    features = {item: has for item, has in features.items() if has}
    ratings = (shared_data / "movietweetings" / "100K" / "ratings.dat").read_text().splitlines()
    popularity = Counter(line.split("::")[1] for line in ratings)
    ((compared,),) = tweets.rows(
        "select items from similarity.feature_sets"
        " where collection = 'tweets' and feature_set = 'all'"
    )
    assert compared == len(features)
    few = [item for item, _ in popularity.most_common(40) if item in features]
    # those few against all: the reference is quadratic
    collection = Collection("tweets", "rarity", features, dict(popularity))
    for ranked_by in ("jaccard", "cosine", "cosine_idf"):
        found: dict[str, list[str]] = {}
        for item, neighbor in tweets.rows(
            "select item_id, neighbor_id from similarity.content_neighbors"
            f" where collection = 'tweets' and feature_set = 'all' and ranked_by = '{ranked_by}'"
            " order by item_id, rank"
        ):
            found.setdefault(item, []).append(neighbor)
        expected = expected_neighbors(collection, ranked_by, 50, only=few)
        assert {item: found[item] for item in few} == {
            item: [neighbor.name for neighbor in neighbors] for item, neighbors in expected.items()
        }
    told = tweets.corate("neighbors", "The Matrix (1999)", "--content", "tweets", "--work")
    assert "1.000" in told and "(20" in told


def test_context_comes_along_with_each_event(tweets: Project, shared_data: Path) -> None:
    file = shared_data / "movietweetings" / "100K" / "ratings.dat"
    delivered = [line.split("::")[3] for line in file.read_text().splitlines()]
    found = tweets.rows(
        "select source_row, context ->> 'column 4' from benchmarks.interactions"
        " inner join catalog.event_context using (dataset_id, source_row)"
        f" where recipe_id = '{RECIPE}'"
    )
    assert len(found) > 10_000
    assert [(row, delivered[row - 1]) for row, _ in found] == found


def test_exports_take_them_along(tweets: Project, tmp_path: Path) -> None:
    for form in ("recbole", "parquet", "sequences"):
        tweets.corate("export", RECIPE, "--format", form, "--work", "--to", tmp_path / form)
    folder = tmp_path / "recbole" / RECIPE

    def lines(name: str) -> list[dict[str, str]]:
        with (folder / f"{RECIPE}.{name}").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    item = lines("item")[0]
    assert list(item) == ["item_id:token", "title:token_seq", "column_3:token_seq"]
    assert item["column_3:token_seq"]
    assert list(lines("user")[0]) == ["user_id:token", "column_2:token"]
    assert all(line["column_4:token"].isdecimal() for line in lines("train.inter"))
    items = f"from '{tmp_path}/parquet/items.parquet'"
    *_, (name, kind, *_) = duckdb.execute(f"describe {items}").fetchall()
    assert (name, kind) == ("column 3", "VARCHAR[]")
    ((genres,),) = duckdb.execute(f'select "column 3" {items} limit 1').fetchall()
    with (tmp_path / "sequences" / "items.tsv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file, delimiter="\t"))["column 3"] == "|".join(genres)


def test_a_new_list_makes_nothing_of_the_benchmarks_anew(tweets: Project, tmp_path: Path) -> None:
    """Nor a list of users anything but itself."""
    notes = """
        select node, partition, made_from
        from versions.partitions
        where node like '%int_core%' or node like '%int_benchmark_entities'
            or node like '%int_nearest_measures' or node like '%user_attributes'
        order by all
    """
    before = tweets.rows(notes)
    assert before
    file = tmp_path / "items.csv"
    file.write_text("id,name\n0133093,Our name for it\n", encoding="utf-8")
    tweets.ingest("land", "tweets", "--items", file, "--item", "id", "--title", "name")
    tweets.build_without_tests("--select", *MODELS)
    assert tweets.rows(notes) == before
    assert tweets.rows("select title from catalog.items where item_id = '0133093'") == [
        ("Our name for it",)
    ]
    assert tweets.rows("select count(*) from catalog.item_attributes") == [(0,)]
    assert tweets.rows(
        "select count(*) from similarity.content_neighbors where collection = 'tweets'"
    ) == [(0,)]


def test_what_is_compared_follows_the_lists(tweets: Project, tmp_path: Path) -> None:
    """One list after another gives what the last alone would; and so with a second dataset."""
    sets = "select collection, feature_set, items from similarity.feature_sets where items > 0"
    file = tmp_path / "items.csv"
    file.write_text("id,brand,tags\n0133093,x,a|b\n0111161,x,b\n", encoding="utf-8")
    land = ("--items", file, "--item", "id", "--list-separator", "|", "--attribute", "tags")
    for attributes, found in (
        ((), [("tweets", "all", 2)]),
        (("--attribute", "brand"), [("tweets", "all", 2), ("tweets", "tags", 2)]),
    ):
        tweets.ingest("land", "tweets", *land, *attributes)
        tweets.build_without_tests("--select", *COMPARED)
        assert tweets.rows(f"{sets} order by all") == found
    events = tmp_path / "events.csv"
    events.write_text("u,i\na,0133093\n", encoding="utf-8")
    tweets.ingest("land", "other", "--from", events, "--user", "u", "--item", "i")
    tweets.ingest("land", "other", *land)
    tweets.ingest("remove", "tweets")
    tweets.build_without_tests("--select", *COMPARED)
    assert tweets.rows(sets) == [("other", "all", 2)]
    assert tweets.rows("select distinct collection from similarity.content_neighbors") == [
        ("other",)
    ]
