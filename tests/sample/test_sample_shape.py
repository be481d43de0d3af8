"""The sample's shape: neighbours that make sense, a core with work to do, splits with rows in them.

Reckoned with pandas and scipy, not with the project's own models.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from sample.films import Film, read_films
from sample.generate import SAMPLE_FOLDER

FILMS = {film.film_number: film for film in read_films()}
NEIGHBORS = 5
MIN_CO_RATERS = 5


@pytest.fixture(scope="module")
def film_ratings() -> pd.DataFrame:
    """The last rating of each user and film, in time order, as columns user, item, rated_at."""
    ratings = pd.read_csv(SAMPLE_FOLDER / "films" / "ratings.csv")
    ratings = ratings.rename(
        columns={"userId": "user", "movieId": "item", "timestamp": "rated_at"}
    ).sort_values("rated_at", kind="stable")
    return ratings.drop_duplicates(["user", "item"], keep="last")


@pytest.fixture(scope="module")
def review_ratings() -> pd.DataFrame:
    """The same of the reviews."""
    reviews = pd.read_json(
        SAMPLE_FOLDER / "reviews" / "reviews_Sample.json", lines=True, dtype={"asin": str}
    )
    reviews = reviews.rename(
        columns={"reviewerID": "user", "asin": "item", "unixReviewTime": "rated_at"}
    ).sort_values("rated_at", kind="stable")
    return reviews.drop_duplicates(["user", "item"], keep="last")


def k_core(ratings: pd.DataFrame, k: int) -> tuple[pd.DataFrame, int]:
    """What is left, and the number of rounds, the last of which drops nothing."""
    rounds = 0
    while True:
        rounds += 1
        enough = (ratings.groupby("user")["item"].transform("size") >= k) & (
            ratings.groupby("item")["user"].transform("size") >= k
        )
        if enough.all():
            return ratings, rounds
        ratings = ratings[enough]


def time_split(ratings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Train, valid and test by the 80 % and 90 % events; ties at a cut go to the later part."""
    rated_at = ratings["rated_at"]
    first_cut = rated_at.iloc[len(ratings) * 8 // 10]
    second_cut = rated_at.iloc[len(ratings) * 9 // 10]
    return (
        ratings[rated_at < first_cut],
        ratings[(rated_at >= first_cut) & (rated_at < second_cut)],
        ratings[rated_at >= second_cut],
    )


def nearest_films(ratings: pd.DataFrame) -> dict[int, list[int]]:
    """Each film's nearest by Jaccard over co-raters, where it has as many as NEIGHBORS."""
    users = ratings["user"].to_numpy()
    items = ratings["item"].to_numpy()
    raters = sparse.csr_matrix((np.ones(len(ratings)), (users, items)))
    shared = (raters.T @ raters).toarray()
    each = shared.diagonal()
    either = each[:, None] + each[None, :] - shared
    jaccard = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
    jaccard[shared < MIN_CO_RATERS] = 0
    np.fill_diagonal(jaccard, 0)
    nearest = {}
    for number in FILMS:
        order = np.argsort(-jaccard[number], kind="stable")[:NEIGHBORS]
        if jaccard[number, order[-1]] > 0:
            nearest[number] = [int(neighbor) for neighbor in order]
    return nearest


def share_a_taste_group(one: Film, other: Film) -> bool:
    """Whether two films have a taste group in common."""
    return bool(set(one.simulated_taste_groups) & set(other.simulated_taste_groups))


def share_a_genre(one: Film, other: Film) -> bool:
    """Whether two films have a genre in common; Drama, which half of them have, does not count."""
    return bool(set(one.genres) & set(other.genres) - {"Drama"})


def test_nearest_films_are_of_the_same_taste(film_ratings: pd.DataFrame) -> None:
    nearest = nearest_films(film_ratings)
    # The few films that only seekers come across have no five co-raters with five others.
    assert len(nearest) >= 0.9 * len(FILMS)
    pairs = [(FILMS[one], FILMS[other]) for one in nearest for other in nearest if one != other]
    neighbors = [(FILMS[one], FILMS[other]) for one in nearest for other in nearest[one]]
    for alike in (share_a_taste_group, share_a_genre):
        by_chance = np.mean([alike(*pair) for pair in pairs])
        among_neighbors = np.mean([alike(*pair) for pair in neighbors])
        mostly_alike = np.mean(
            [
                sum(alike(FILMS[one], FILMS[other]) for other in nearest[one]) > NEIGHBORS / 2
                for one in nearest
            ]
        )
        print(
            f"{alike.__name__}: {among_neighbors:.1%} of neighbours, {by_chance:.1%} of all pairs;"
            f" most of the five for {mostly_alike:.1%} of {len(nearest)} films"
        )
        assert among_neighbors > 2 * by_chance
        assert mostly_alike > 0.8
    assert np.mean([share_a_taste_group(*pair) for pair in neighbors]) > 0.8


def test_shuffled_ratings_have_no_such_neighbours(film_ratings: pd.DataFrame) -> None:
    """The same measure on the same numbers, with the films exchanged at random, finds nothing."""
    renumbered = np.random.Generator(np.random.PCG64(1)).permutation(len(FILMS)) + 1
    shuffled = film_ratings.assign(item=renumbered[film_ratings["item"].to_numpy() - 1])
    nearest = nearest_films(shuffled)
    alike = [
        share_a_taste_group(FILMS[one], FILMS[other]) for one in nearest for other in nearest[one]
    ]
    assert np.mean(alike) < 0.25


def test_liked_films_are_rated_higher(film_ratings: pd.DataFrame) -> None:
    """People rate films of the group they rate most higher than their other films."""
    groups = film_ratings["item"].map(lambda item: FILMS[item].simulated_taste_groups[0])
    frame = film_ratings.assign(group=groups)
    main_group = frame.groupby("user")["group"].agg(lambda names: names.mode().iloc[0])
    in_main = frame["group"] == frame["user"].map(main_group)
    assert frame[in_main]["rating"].mean() > frame[~in_main]["rating"].mean() + 0.2


@pytest.mark.parametrize("dataset", ["film_ratings", "review_ratings"])
def test_core_takes_several_rounds_and_keeps_most(
    dataset: str, request: pytest.FixtureRequest
) -> None:
    ratings: pd.DataFrame = request.getfixturevalue(dataset)
    kept, rounds = k_core(ratings, 5)
    print(f"{dataset}: 5-core keeps {len(kept)} of {len(ratings)} ratings in {rounds} rounds")
    assert rounds >= 3
    assert len(ratings) * 0.7 < len(kept) < len(ratings)


@pytest.mark.parametrize("k", [4, 5])
def test_time_split_of_films_leaves_warm_rows_in_every_part(
    film_ratings: pd.DataFrame, k: int
) -> None:
    train, valid, test = time_split(film_ratings)
    core, rounds = k_core(train, k)
    warm = [
        int((part["user"].isin(core["user"]) & part["item"].isin(core["item"])).sum())
        for part in (valid, test)
    ]
    print(f"{k}-core on train: {len(core)} rows in {rounds} rounds; valid, test: {warm}")
    assert len(core) > 5_000
    assert min(warm) >= 100
    # Cold rows exist too, or the restriction to train's users and items would show nothing.
    assert warm[0] < len(valid) and warm[1] < len(test)


def test_time_split_of_reviews_leaves_warm_rows_in_every_part(
    review_ratings: pd.DataFrame,
) -> None:
    train, valid, test = time_split(review_ratings)
    core, rounds = k_core(train, 4)
    warm = [
        int((part["user"].isin(core["user"]) & part["item"].isin(core["item"])).sum())
        for part in (valid, test)
    ]
    print(f"4-core on train: {len(core)} rows in {rounds} rounds; valid, test: {warm}")
    assert len(core) > 500
    assert min(warm) >= 50
