"""The three generations of MovieLens layouts, from small files in their native formats."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from ingest import settings
from ingest.datasets import read_datasets
from ingest.sources.movielens import FOLDER_BY_EDITION
from tests.ingest.conftest import Warehouse

FIXTURES = Path(__file__).parent / "fixtures" / "movielens"
RATINGS = "userId,movieId,rating,timestamp\n1,2,3.5,100\n"


def test_100k_has_tabs_and_pipes(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-100k", FIXTURES / "ml-100k") == 0
    assert warehouse.rows("movielens_ratings") == [
        (1, "196", "242", 3.0, 881250949),
        (2, "186", "302", 3.0, 891717742),
    ]
    assert warehouse.rows("movielens_users") == [
        (1, "1", "M", 24, "technician", "85711"),
        (2, "2", "F", 53, "other", "94043"),
        (3, "3", "M", 31, "artist", "T8H1N"),
    ]
    items = warehouse.rows("movielens_items")
    assert items[0][:6] == (
        1, "1", "Toy Story (1995)", "01-Jan-1995", None,
        "http://us.imdb.com/M/title-exact?Toy%20Story%20(1995)",
    )  # fmt: skip
    assert items[0][6:] == (0, 0, 0, 1, 1, 1, *[0] * 13)
    assert items[1][:6] == (2, "267", "unknown", None, None, None)
    assert items[1][6:] == (1, *[0] * 18)


def test_100k_titles_in_latin_1_keep_their_accents(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-100k", FIXTURES / "ml-100k") == 0
    titles = warehouse.query("select title from raw.movielens_items order by source_row")
    assert titles[2] == ("Misérables, Les (1995)",)


def test_genre_columns_are_those_of_the_readme(warehouse: Warehouse) -> None:
    assert warehouse.run("land", "ml-100k", "--from", FIXTURES / "ml-100k") == 0
    (true_genres,) = warehouse.query(
        'select "Animation", "Children\'s", "Comedy", "Western" from raw.movielens_items limit 1'
    )
    assert true_genres == (1, 1, 1, 0)


def test_1m_has_double_colons_in_latin_1(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-1m", FIXTURES / "ml-1m") == 0
    assert warehouse.rows("movielens_ratings") == [
        (1, "1", "1193", 5.0, 978300760),
        (2, "1", "661", 3.0, 978302109),
    ]
    assert warehouse.rows("movielens_movies") == [
        (1, "1", "Toy Story (1995)", "Animation|Children's|Comedy"),
        (2, "73", "Misérables, Les (1995)", "Drama|Musical"),
    ]
    assert warehouse.rows("movielens_users") == [
        (1, "1", "F", 1, "10", "48067"),
        (2, "2", "M", 56, "16", "70072"),
    ]
    assert "not delivered: tags.dat" in warehouse.output


def test_a_copy_in_utf_8_reads_the_same(warehouse: Warehouse, delivery: Path) -> None:
    original = (FIXTURES / "ml-1m" / "movies.dat").read_bytes()
    assert warehouse.land("ml-1m", FIXTURES / "ml-1m") == 0
    expected = warehouse.rows("movielens_movies")
    (delivery / "movies.dat").write_text(original.decode("latin-1"), encoding="utf-8")
    shutil.copy(FIXTURES / "ml-1m" / "ratings.dat", delivery)
    assert warehouse.land("ml-1m", delivery) == 0
    assert warehouse.rows("movielens_movies") == expected


def test_10m_has_half_stars_and_tags(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-10m", FIXTURES / "ml-10m") == 0
    assert warehouse.rows("movielens_ratings") == [(1, "1", "122", 4.5, 838985046)]
    assert warehouse.rows("movielens_tags") == [
        (1, "15", "4973", "excellent!", 1215184630),
        (2, "20", "1747", 'a "quoted" word', 1188263867),
    ]


def test_since_20m_there_are_csv_files_with_headers(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-20m", FIXTURES / "ml-20m") == 0
    assert warehouse.rows("movielens_ratings") == [
        (1, "1", "2", 3.5, 1112486027),
        (2, "1", "29", 0.5, 1112484676),
    ]
    assert warehouse.rows("movielens_movies") == [
        (1, "1", "Toy Story (1995)", "Adventure|Animation"),
        (2, "11", "American President, The (1995)", "Comedy"),
        (3, "121", 'Boys, "The" (1997)', "(no genres listed)"),
    ]
    assert warehouse.rows("movielens_links") == [
        (1, "1", "0114709", "862"),
        (2, "11", "0112346", None),
    ]
    assert warehouse.rows("movielens_tags") == [(1, "18", "4141", "Mark Waters", 1240597180)]
    assert warehouse.rows("movielens_genome_scores") == [(1, "1", "1", 0.025)]
    assert warehouse.rows("movielens_genome_tags") == [(1, "1", "007")]
    assert "not delivered" not in warehouse.output


@pytest.mark.parametrize("name", ["ml-1m", "ml-20m"])
def test_the_wrong_layout_is_named_and_changes_nothing(
    warehouse: Warehouse, delivery: Path, name: str
) -> None:
    shutil.copytree(FIXTURES / "ml-100k", delivery, dirs_exist_ok=True)
    assert warehouse.land(name, delivery) == 1
    assert "this is not MovieLens" in warehouse.errors
    assert "looked for ratings" in warehouse.errors
    assert "u.data" in warehouse.errors
    assert not warehouse.path.exists()


def test_a_part_lands_and_the_rest_is_named(warehouse: Warehouse) -> None:
    assert warehouse.land("ml-20m", FIXTURES / "ml-20m" / "movies.csv") == 0
    assert len(warehouse.rows("movielens_movies")) == 3
    assert "not delivered: ratings.csv, links.csv" in warehouse.output


def test_columns_are_found_by_name(warehouse: Warehouse, delivery: Path) -> None:
    (delivery / "ratings.csv").write_text("rating,extra,timestamp,movieId,userId\n4,x,100,7,8\n")
    assert warehouse.land("ml-20m", delivery) == 0
    assert warehouse.rows("movielens_ratings") == [(1, "8", "7", 4.0, 100)]


def test_a_missing_column_is_named(warehouse: Warehouse, delivery: Path) -> None:
    (delivery / "ratings.csv").write_text("userId,movieId,timestamp\n1,2,100\n")
    assert warehouse.land("ml-20m", delivery) == 1
    assert warehouse.errors == (
        "error: ratings.csv has no column 'rating': "
        "its columns are 'userId', 'movieId', 'timestamp'\n"
    )


def test_the_same_file_twice_is_refused(warehouse: Warehouse, delivery: Path) -> None:
    for folder in ("a", "b"):
        (delivery / folder).mkdir()
        (delivery / folder / "ratings.csv").write_text("userId,movieId,rating,timestamp\n")
    assert warehouse.land("ml-20m", delivery) == 1
    assert "ratings.csv is there 2 times (a/ratings.csv, b/ratings.csv)" in warehouse.errors


def _other_edition(delivery: Path, form: str, folder: str) -> Path:
    """Files that a landing of 20M could read, in a form that names another edition."""
    inside = delivery / folder
    inside.mkdir(exist_ok=True)
    ratings = inside / "ratings.csv"
    ratings.write_text(RATINGS)
    if form == "folder":
        return inside
    if form == "parent":
        return delivery
    if form == "tar":
        with tarfile.open(delivery / "copy.tar.gz", "w:gz") as packed:
            packed.add(inside, folder)
        return delivery / "copy.tar.gz"
    named = delivery / ("copy.zip" if form == "zip" else f"{folder}.zip")
    with zipfile.ZipFile(named, "w") as archive:
        archive.write(ratings, "ratings.csv" if form == "plain zip" else f"{folder}/ratings.csv")
    return named


@pytest.mark.parametrize("form", ["folder", "parent", "zip", "plain zip", "tar"])
def test_another_edition_of_the_same_layout_is_refused(
    warehouse: Warehouse, delivery: Path, form: str
) -> None:
    assert warehouse.land("ml-20m", _other_edition(delivery, form, "ml-25m")) == 1
    assert warehouse.errors == (
        "error: this is MovieLens 25m, not 20m: found ml-25m, expected ml-20m. "
        "Land it as movielens-25m, or give ml-20m with --from\n"
    )
    assert not warehouse.path.exists()


@pytest.mark.parametrize("form", ["folder", "parent", "zip", "plain zip", "tar"])
@pytest.mark.parametrize("folder", ["ml-20m", "ML-20M", "my-movies"])
def test_its_own_name_and_unknown_names_land(
    warehouse: Warehouse, delivery: Path, form: str, folder: str
) -> None:
    assert warehouse.land("ml-20m", _other_edition(delivery, form, folder)) == 0
    assert warehouse.rows("movielens_ratings") == [(1, "1", "2", 3.5, 100)]


@pytest.mark.parametrize("folder", [*FOLDER_BY_EDITION.values(), "ml-10m"])
def test_every_edition_is_told_from_20m(warehouse: Warehouse, delivery: Path, folder: str) -> None:
    is_own = folder == "ml-20m"
    assert warehouse.land("ml-20m", _other_edition(delivery, "folder", folder)) == (not is_own)
    assert (f"found {folder}, expected ml-20m" in warehouse.errors) == (not is_own)


def test_the_folder_that_one_stands_in_has_a_name(
    warehouse: Warehouse, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(_other_edition(delivery, "folder", "ml-25m"))
    assert warehouse.land("ml-20m", Path(".")) == 1
    assert "this is MovieLens 25m" in warehouse.errors


def test_10m_lands_from_the_folder_of_its_archive(warehouse: Warehouse, delivery: Path) -> None:
    shutil.copytree(FIXTURES / "ml-10m", delivery / "ml-10M100K")
    assert warehouse.land("ml-10m", delivery / "ml-10M100K") == 0
    assert warehouse.land("ml-1m", delivery / "ml-10M100K") == 1
    assert "found ml-10M100K, expected ml-1m. Land it as movielens-10m" in warehouse.errors


def test_a_stray_file_of_another_edition_does_no_harm(warehouse: Warehouse, delivery: Path) -> None:
    (delivery / "ratings.csv").write_text(RATINGS)
    shutil.copytree(FIXTURES / "ml-100k", delivery / "ml-100k")
    assert warehouse.land("ml-20m", delivery) == 0


def test_an_edition_of_ones_own_may_come_from_any_folder(
    warehouse: Warehouse, datasets_file: Path, delivery: Path
) -> None:
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write("ml-mine,movielens,latest-2023,,,,,test,,,,,\n")
    assert warehouse.land("ml-mine", _other_edition(delivery, "folder", "ml-latest")) == 0


def test_the_dataset_that_is_named_is_listed() -> None:
    shipped = read_datasets(settings.DATASETS_FILE).datasets
    for edition in FOLDER_BY_EDITION:
        assert shipped[f"movielens-{edition}"].edition == edition
    listed = {one.edition for one in shipped.values() if one.source == "movielens"}
    assert listed >= set(FOLDER_BY_EDITION)


def test_a_file_that_is_not_the_listed_download_lands_with_a_remark(
    warehouse: Warehouse, datasets_file: Path, delivery: Path
) -> None:
    listed = _other_edition(delivery, "zip", "ml-25m")
    digest = hashlib.sha256(listed.read_bytes()).hexdigest()
    with datasets_file.open("a", encoding="utf-8") as file:
        file.write(f"ml-25m,movielens,25m,,http://a/ml-25m.zip,sha256:{digest},,test,,,,,\n")
    assert warehouse.land("ml-25m", listed) == 0
    assert "listed download" not in warehouse.output
    repacked = _other_edition(delivery, "plain zip", "ml-25m")
    assert warehouse.land("ml-25m", repacked) == 0
    assert "ml-25m.zip is not the listed download: it has the sha256 checksum" in warehouse.output
    assert warehouse.land("ml-25m", delivery / "ml-25m") == 0
    assert "listed download" not in warehouse.output
