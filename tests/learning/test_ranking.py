"""Scores of videos: the same whatever order rows come in, and nothing from nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from learning import ranking
from learning.ranking import predict


@pytest.fixture(autouse=True)
def small_forest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten trees are enough to tell one table from another."""

    def ten_trees() -> object:
        return ranking.random_forest().set_params(n_estimators=10)

    methods = {**ranking.METHODS, "random_forest": ten_trees}
    monkeypatch.setattr(ranking, "METHODS", methods)


def examples(videos: int = 60) -> pd.DataFrame:
    """Two datasets of two rounds; two of three videos are labelled, half of those learnt."""
    draws = np.random.default_rng(0)
    return pd.DataFrame(
        [
            {
                "dataset_id": dataset,
                "labelling_round": labelling_round,
                "place": place,
                "video_id": f"v{place}",
                "views": int(draws.integers(0, 10**6)),
                "views_per_day": float(draws.random()),
                "label": None if place % 3 == 0 else int(draws.integers(0, 2)),
                "is_learnt": place % 3 == 1,
            }
            for dataset in ("a", "b")
            for labelling_round in (0, 1)
            for place in range(1, videos + 1)
        ]
    )


def terms(of: pd.DataFrame) -> pd.DataFrame:
    """Some terms of some videos; the last video of each has none, and there is one without row."""
    draws = np.random.default_rng(1)
    rows = [
        {**key, "term_index": index, "tf_idf": float(draws.random())}
        for key in of[["dataset_id", "labelling_round", "video_id"]].to_dict("records")
        if key["video_id"] != "v60"
        for index in range(1, 8)
        if draws.random() < 0.4
    ]
    stray = {"dataset_id": "a", "labelling_round": 0, "video_id": "no views", "term_index": 1}
    return pd.DataFrame([*rows, {**stray, "tf_idf": 1.0}])


def test_every_video_is_scored_by_every_method() -> None:
    given = examples()
    found = predict(given, terms(given))
    assert len(found) == 2 * len(given)
    assert set(found["method"]) == {"random_forest", "logistic_regression"}
    assert found["probability"].between(0, 1).all()
    assert found.groupby(["dataset_id", "labelling_round", "method"])["probability"].std().min() > 0
    assert list(found["video_id"][:60]) == [f"v{place}" for place in range(1, 61)]


def test_the_order_of_rows_does_not_matter() -> None:
    given = examples()
    entries = terms(given)
    shuffled = predict(given.sample(frac=1, random_state=3), entries.sample(frac=1, random_state=4))
    assert shuffled.equals(predict(given, entries))


def test_rounds_and_datasets_do_not_touch_one_another() -> None:
    given = examples()
    entries = terms(given)
    alone = (given["dataset_id"] == "b") & (given["labelling_round"] == 1)
    together = predict(given, entries)
    kept = together[(together["dataset_id"] == "b") & (together["labelling_round"] == 1)]
    found = predict(given[alone], entries)
    pd.testing.assert_frame_equal(found, kept.reset_index(drop=True))


def test_terms_count() -> None:
    given = examples()
    without = predict(given, terms(given).iloc[:0])
    assert len(without) == 2 * len(given)
    assert not without.equals(predict(given, terms(given)))


def test_a_video_that_is_not_learnt_does_not_change_the_others() -> None:
    given = examples()
    changed = given.copy()
    changed.loc[changed["place"] == 2, ["views", "label"]] = [5, 1]
    entries = terms(given)
    before, after = (predict(one, entries).query("video_id != 'v2'") for one in (given, changed))
    # columns are brought to one scale by what is learnt
    pd.testing.assert_frame_equal(before, after)
