"""The study of videos again, in pandas and scikit-learn, from the delivered files alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import hstack
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler

Scores = npt.NDArray[np.float64]

MONTHS = ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"]
REFERENCE = pd.Timestamp("2019-12-03")
VALID_STARTS = pd.Timestamp("2019-04-01")


def read_videos(file: Path) -> pd.DataFrame:
    """The videos of a list in its order: video_id, title, published, views, days, label or NaN."""
    pages = pd.read_csv(file, index_col=0, dtype=str, keep_default_na=False)
    pages = pages[pages["watch-title"] != ""]
    written = pages["watch-time-text"].str.extract(r"(\d+) de (\w{3})\. de (\d{4})$")
    published = pd.to_datetime(
        pd.DataFrame(
            {
                "year": written[2].astype(int),
                "month": written[1].map(MONTHS.index) + 1,
                "day": written[0].astype(int),
            }
        )
    )
    return pd.DataFrame(
        {
            "video_id": pages["og:image"].str.split("/").str[4],
            "title": pages["watch-title"].str.normalize("NFC"),
            "published": published,
            "views": [int(re.sub(r"\D", "", text) or 0) for text in pages["watch-view-count"]],
            "days": (REFERENCE - published).dt.days,
            "label": pd.to_numeric(pages["y"], errors="coerce"),
        }
    ).reset_index(drop=True)


def read_round(file: Path) -> dict[str, float]:
    """The labels of a later round by video."""
    pages = pd.read_csv(file, index_col=0, dtype=str, keep_default_na=False)
    ids = pages["og:image"].str.split("/").str[4]
    return dict(zip(ids, pages["y"].astype(float), strict=True))


def with_round(videos: pd.DataFrame, labels: dict[str, float]) -> pd.DataFrame:
    """The same videos after a later round, which has the last word."""
    later = videos["video_id"].map(labels)
    return videos.assign(label=later.fillna(videos["label"]))


@dataclass(frozen=True)
class Study:
    """What the study makes of a list of videos.

    vectorizer: fitted on the titles of the labelled videos of train.
    matrix: a row a video: views, views per day, TF-IDF of the title.
    is_train: by date, labelled or not; is_learnt: of train and labelled.
    """

    videos: pd.DataFrame
    vectorizer: Any
    matrix: Any
    is_train: npt.NDArray[np.bool_]
    is_learnt: npt.NDArray[np.bool_]

    def scores(self, method: str) -> Scores:
        """Scores of all videos."""
        if method == "views_per_day":
            return (self.videos["views"] / self.videos["days"]).to_numpy(dtype=float)
        labels = self.videos["label"].to_numpy()[self.is_learnt]
        if method == "chance":
            return np.full(len(self.videos), labels.mean())
        classifier: Any = (
            RandomForestClassifier(
                n_estimators=1000, random_state=0, class_weight="balanced", n_jobs=2
            )
            if method == "random_forest"
            else make_pipeline(
                MaxAbsScaler(),
                LogisticRegression(class_weight="balanced", random_state=0, max_iter=1000),
            )
        )
        classifier.fit(self.matrix[self.is_learnt], labels)
        found: Scores = classifier.predict_proba(self.matrix)[:, 1]
        return found


def study(videos: pd.DataFrame) -> Study:
    """Fit on train: published before the split, and labelled."""
    is_train = (videos["published"] < VALID_STARTS).to_numpy()
    is_learnt = is_train & videos["label"].notna().to_numpy()
    vectorizer = TfidfVectorizer(min_df=2)
    vectorizer.fit(videos["title"][is_learnt])
    numbers = np.column_stack([videos["views"], videos["views"] / videos["days"]])
    matrix = hstack([numbers, vectorizer.transform(videos["title"])]).tocsr()
    return Study(videos, vectorizer, matrix, is_train, is_learnt)


PAGE = (
    "watch-title", "y", "watch-view-count", "watch-time-text", "content_watch-info-tag-list",
    "watch7-headline", "watch7-user-header", "watch8-sentiment-actions", "og:image",
    "og:image:width", "og:image:height", "og:description", "og:video:width", "og:video:height",
    "og:video:tag", "channel_link_0",
)  # fmt: skip


def write_list(file: Path, pages: Iterable[dict[str, str]]) -> None:
    """A list of videos in the delivered form; fields that are left out are empty."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(["", *PAGE])
        for number, page in enumerate(pages):
            writer.writerow([number, *(page.get(name, "") for name in PAGE)])


def read_list(file: Path) -> Sequence[dict[str, str]]:
    """The records of a list in the delivered form."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
