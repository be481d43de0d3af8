"""What seeds/datasets.csv says of a dataset, held against what its files hold."""

from __future__ import annotations

import gzip
import itertools
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.ingest.conftest import Warehouse, write

OWN = ("--user", "1", "--item", "2", "--rating", "3")

NUMBERS = itertools.count()

List = Callable[..., None]


@pytest.fixture
def listed(datasets_file: Path) -> List:
    """Adds a line to the list of datasets."""

    def add(
        name: str, source: str, edition: str, *facts: object, checksum: str = "", size: object = ""
    ) -> None:
        with datasets_file.open("a", encoding="utf-8") as file:
            shown = ",".join(str(fact) for fact in facts)
            file.write(f"{name},{source},{edition},,,{checksum},{size},test,,{shown}\n")

    return add


def _movielens(folder: Path, ratings: Sequence[tuple[object, object]]) -> Path:
    """ratings.csv with these users and ratings."""
    folder.mkdir(exist_ok=True)
    lines = [f"{user},{number},{rating},{number}" for number, (user, rating) in enumerate(ratings)]
    return write(folder / "ratings.csv", ["userId,movieId,rating,timestamp", *lines])


def test_ratings_outside_of_the_scale_are_told_and_landed(
    warehouse: Warehouse, delivery: Path, listed: List
) -> None:
    listed("ml", "movielens", "20m", 0.5, 5, "", "")
    _movielens(delivery, [(1, 4)] * 198 + [(1, 5.5), (1, 0)])
    assert warehouse.land("ml", delivery) == 0
    assert (
        "2 of 200 ratings of ratings.csv lie outside of the scale of ml, 0.5 to 5 "
        "(seeds/datasets.csv); they are landed as they are. The first: row 199: 5.5; row 200: 0"
    ) in warehouse.output
    ratings = Counter(rating for *_, rating, _ in warehouse.rows("movielens_ratings"))
    assert ratings == {4: 198, 5.5: 1, 0: 1}


def test_a_rating_just_outside_is_told_from_the_limit(
    warehouse: Warehouse, delivery: Path, listed: List
) -> None:
    listed("ml", "movielens", "20m", 0.5, 5, "", "")
    _movielens(delivery, [(1, 4)] * 298 + [(1, 0.49999999999999994), (1, 5.1)])
    assert warehouse.land("ml", delivery) == 0
    assert "The first: row 299: 0.49999999999999994; row 300: 5.1" in warehouse.output


def test_more_of_them_change_nothing(warehouse: Warehouse, delivery: Path, listed: List) -> None:
    """99 for "not rated", as in Jester."""
    listed("jokes", "interactions", "", -10, 10, "", "")
    good = write(delivery / "good.csv", ["u,i,-9.5", "u,j,10"])
    assert warehouse.land("jokes", good, *OWN) == 0
    assert "lie outside" not in warehouse.output
    before = warehouse.everything()
    bad = write(delivery / "bad.csv", [f"u,{n},{99 if n % 2 else 3}" for n in range(10)])
    assert warehouse.land("jokes", bad, *OWN) == 1
    assert warehouse.errors == (
        "error: 5 of 10 ratings of bad.csv lie outside of the scale of jokes, -10 to 10 "
        "(seeds/datasets.csv), more than --max-rejected 0.01 allows, so nothing was changed: look "
        "whether it is the right column, and whether a number means 'not rated'. "
        "The first: row 2: 99; row 4: 99; row 6: 99\n"
    )
    assert warehouse.everything() == before
    assert warehouse.land("jokes", bad, *OWN, "--max-rejected", "0.5") == 0
    assert "5 of 10 ratings" in warehouse.output
    assert len(warehouse.rows("interactions")) == 10


def test_rating_and_time_swapped_are_refused(
    warehouse: Warehouse, delivery: Path, listed: List
) -> None:
    listed("shop", "interactions", "", 1, 5, "", "")
    file = write(
        delivery / "own.csv", [f"u,i{n},{n % 5 + 1},{1_500_000_000 + n}" for n in range(9)]
    )
    swapped = ("--user", "1", "--item", "2", "--rating", "4", "--time", "3")
    assert warehouse.land("shop", file, *swapped) == 1
    assert "9 of 9 ratings of own.csv lie outside of the scale of shop, 1 to 5" in warehouse.errors
    right = ("--user", "1", "--item", "2", "--rating", "3", "--time", "4")
    assert warehouse.land("shop", file, *right) == 0


def test_ratings_in_documents_have_a_scale(
    warehouse: Warehouse, delivery: Path, listed: List
) -> None:
    listed("reviews", "amazon", "2018", 1, 5, 4, 2)
    reviews = [
        {"reviewerID": f"u{n % 2}", "asin": f"a{n}", "overall": 5.0 + n, "unixReviewTime": 100}
        for n in range(4)
    ]
    file = write(delivery / "reviews.json", [json.dumps(review) for review in reviews])
    assert warehouse.land("reviews", file) == 1
    assert "3 of 4 ratings of reviews.json lie outside of the scale of reviews" in warehouse.errors
    assert "The first: row 2: 6; row 3: 7; row 4: 8" in warehouse.errors
    assert warehouse.land("reviews", file, "--max-rejected", "100%") == 0
    assert "this is a part" not in warehouse.output


@pytest.mark.parametrize("dataset", ["ml-20m", "unlisted"])
def test_without_a_scale_every_rating_is_as_good(
    warehouse: Warehouse, delivery: Path, dataset: str
) -> None:
    file = write(delivery / "ratings.csv", ["userId,movieId,rating,timestamp", "1,2,99,3"])
    columns = ("--user", "userId", "--item", "movieId", "--rating", "rating")
    assert warehouse.land(dataset, file, *(columns if dataset == "unlisted" else ())) == 0
    assert "lie outside" not in warehouse.output


@hypothesis_settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    ratings=st.lists(st.sampled_from([-1, 0, 0.5, 3, 5, 5.5, 99]), min_size=1, max_size=12),
    percent=st.sampled_from([0, 10, 25, 50, 100]),
)
def test_the_share_decides(
    warehouse: Warehouse, delivery: Path, listed: List, ratings: list[float], percent: int
) -> None:
    listed(name := f"n{next(NUMBERS)}", "interactions", "", 0.5, 5, "", "")
    file = write(delivery / "own.csv", [f"u,i{n},{rating}" for n, rating in enumerate(ratings)])
    outside = sum(not 0.5 <= rating <= 5 for rating in ratings)
    lands = 100 * outside <= percent * len(ratings)
    code = warehouse.land(name, file, *OWN, "--max-rejected", f"{percent}%")
    assert code == (0 if lands else 1)
    told = f"{outside} of {len(ratings)} ratings of own.csv lie outside"
    assert (told in warehouse.output + warehouse.errors) == (outside > 0)
    rows = f"select rating from raw.interactions where dataset_id = '{name}' order by source_row"
    assert warehouse.query(rows) == [(rating,) for rating in ratings if lands]


@pytest.mark.parametrize("packed", [False, True])
def test_another_edition_is_refused(
    warehouse: Warehouse, delivery: Path, listed: List, packed: bool
) -> None:
    """As the latest-small of 2016, which has fewer ratings than that of 2018 and more users."""
    listed("small", "movielens", "latest-small", 0.5, 5, 10, 2)
    file = _movielens(delivery / "ml-latest-small", [(n % 3, 4) for n in range(9)])
    if packed:
        file.with_suffix(".csv.gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    assert warehouse.land("small", delivery) == 1
    assert warehouse.errors == (
        "error: this is not small: it has 9 interactions of 3 users, and the edition has 10 "
        "interactions of 2 users (seeds/datasets.csv), so nothing was changed. Give the files of "
        "that edition with --from; or give yours a line of its own in own/datasets.csv (source "
        "movielens, edition latest-small), and land it by that name\n"
    )
    assert not any(warehouse.everything().values())


@pytest.mark.parametrize(
    ("count", "users", "told"),
    [
        (10, 2, None),
        (7, 2, "this is a part of small: 7 interactions of 2 users, where the whole has 10"),
        (10, 1, "this is a part of small: 10 interactions of 1 users"),
    ],
)
def test_the_edition_and_a_part_of_it_land(
    warehouse: Warehouse, delivery: Path, listed: List, count: int, users: int, told: str | None
) -> None:
    listed("small", "movielens", "latest-small", 0.5, 5, 10, 2)
    _movielens(delivery, [(n % users, 4) for n in range(count)])
    assert warehouse.land("small", delivery) == 0
    assert len(warehouse.rows("movielens_ratings")) == count
    assert (told in warehouse.output) if told else ("this is a part" not in warehouse.output)


def test_rejected_rows_count_as_delivered(
    warehouse: Warehouse, delivery: Path, listed: List
) -> None:
    listed("small", "movielens", "latest-small", 0.5, 5, 10, 2)
    _movielens(delivery, [(n % 2, "x" if n == 4 else 4) for n in range(10)])
    assert warehouse.land("small", delivery, "--max-rejected", "0.1") == 0
    assert "this is a part" not in warehouse.output
    _movielens(delivery, [(n % 2, "x" if n == 4 else 4) for n in range(11)])
    assert warehouse.land("small", delivery, "--max-rejected", "0.1") == 1
    assert "it has 11 interactions of 2 users" in warehouse.errors


def test_a_file_of_ones_own_by_the_name_of_an_edition_is_checked_too(
    warehouse: Warehouse, delivery: Path, listed: List
) -> None:
    listed("small", "movielens", "latest-small", 0.5, 5, 10, "")
    file = write(delivery / "own.csv", [f"u{n},i,4" for n in range(11)])
    assert warehouse.land("small", file, *OWN) == 1
    assert "it has 11 interactions, and the edition has 10" in warehouse.errors


def test_films_without_ratings_are_no_part_of_an_edition(
    warehouse: Warehouse, delivery: Path, listed: List
) -> None:
    listed("small", "movielens", "latest-small", 0.5, 5, 10, 2)
    write(delivery / "movies.csv", ["movieId,title,genres", "1,x,y"])
    assert warehouse.land("small", delivery) == 0
    assert "this is a part" not in warehouse.output


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\r\n", b"\xef\xbb\xbf", gzip.compress(b"")],
    # what gzip makes has the time in it
    ids=["nothing", "blank lines", "byte order mark", "gzip of nothing"],
)
def test_an_empty_file_beside_the_ratings_is_told(
    warehouse: Warehouse, delivery: Path, content: bytes
) -> None:
    """As MovieTweetings' movies.dat, which upstream was empty twice."""
    write(delivery / "ratings.dat", ["1::0068646::10::1381620027"])
    write(delivery / "users.dat", ["1::7"])
    (delivery / "movies.dat").write_bytes(content)
    assert warehouse.land("tweetings", delivery) == 0, warehouse.errors
    assert "movies.dat is empty: landed without it" in warehouse.output
    assert "left out" not in warehouse.output
    assert len(warehouse.rows("movietweetings_ratings")) == 1
    assert len(warehouse.rows("movietweetings_users")) == 1
    assert warehouse.rows("movietweetings_movies") == []


def test_empty_ratings_and_films_alone_that_are_empty_are_refused(
    warehouse: Warehouse, delivery: Path
) -> None:
    (delivery / "movies.dat").write_bytes(b"")
    assert warehouse.land("tweetings", delivery) == 1
    assert "movies.dat is empty" in warehouse.errors
    write(delivery / "movies.dat", ["0068646::The Godfather (1972)::Crime"])
    (delivery / "ratings.dat").write_bytes(b"")
    assert warehouse.land("tweetings", delivery) == 1
    assert "ratings.dat is empty" in warehouse.errors


def test_what_is_left_out_of_a_folder_is_named(
    warehouse: Warehouse, delivery: Path, tmp_path: Path
) -> None:
    _movielens(delivery, [(1, 4)])
    (delivery / "docs").mkdir()
    for name in ("README.txt", "docs/notes.md", ".hidden"):
        (delivery / name).write_text("x")
    (delivery / "elsewhere").symlink_to(tmp_path)
    (delivery / "nowhere.csv").symlink_to(tmp_path / "nothing")
    assert warehouse.land("ml-20m", delivery) == 0
    assert (
        "left out: README.txt, docs/notes.md, .hidden, elsewhere, nowhere.csv\n" in warehouse.output
    )
    for number in range(20):
        (delivery / f"more-{number:02}.txt").write_text("x")
    assert warehouse.land("ml-20m", delivery) == 0
    assert ", more-07.txt and 15 more\n" in warehouse.output


@pytest.mark.parametrize("source", ["amazon-2014", "tweetings", "ml-100k"])
def test_every_source_names_them(warehouse: Warehouse, delivery: Path, source: str) -> None:
    lines = {
        "amazon-2014": ("ratings.csv", "u,0001,5.0,100"),
        "tweetings": ("ratings.dat", "1::0068646::10::1381620027"),
        "ml-100k": ("u.data", "1\t2\t3\t4"),
    }
    name, line = lines[source]
    write(delivery / name, [line])
    (delivery / "LICENSE").write_text("Free for all.")
    assert warehouse.land(source, delivery) == 0
    assert "left out: LICENSE\n" in warehouse.output
