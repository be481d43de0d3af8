"""The study of videos again, in pandas and scikit-learn, from the delivered files alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
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
UNITS = {"hora": "hours", "dia": "days", "semana": "weeks", "mês": "months", "mes": "months"}


@dataclass(frozen=True)
class Line:
    """What is known of a list: a line of seeds/video_lists.csv, blank as None."""

    scraped_on: str | None = None
    reference_date: str | None = None
    valid_starts_on: str | None = None
    term_min_titles: int | None = None
    queue_uncertain: int | None = None
    queue_random: int | None = None
    queue_seed: int | None = None


OF_THE_STUDY = Line("2019-12-03", "2019-12-03", "2019-04-01")


def read_videos(file: Path, line: Line = OF_THE_STUDY) -> pd.DataFrame:
    """The videos of a list in its order: video_id, title, published or NaT, views, label or NaN."""
    pages = pd.read_csv(file, index_col=0, dtype=str, keep_default_na=False)
    pages = pages[pages["watch-title"] != ""]
    return pd.DataFrame(
        {
            "video_id": pages["og:image"].str.split("/").str[4],
            "title": pages["watch-title"].str.normalize("NFC"),
            "published": pd.Series(
                [_published(text, line.scraped_on) for text in pages["watch-time-text"]],
                index=pages.index,
                dtype="datetime64[s]",
            ),
            "views": [int(re.sub(r"\D", "", text) or 0) for text in pages["watch-view-count"]],
            "label": pd.to_numeric(pages["y"], errors="coerce"),
        }
    ).reset_index(drop=True)


def _published(text: str, scraped_on: str | None) -> pd.Timestamp | None:
    written = re.search(r"(\d+) de (\w{3})\. de (\d{4})$", text)
    if written:
        day, month, year = written.groups()
        return pd.Timestamp(int(year), MONTHS.index(month) + 1, int(day))
    ago = re.search(r"há (\d+) (hora|dia|semana|mês|mes)(?:es|s)?$", text)
    if ago is None or scraped_on is None:
        return None
    if ago[2] == "hora":
        return pd.Timestamp(scraped_on)
    back: dict[str, Any] = {UNITS[ago[2]]: int(ago[1])}
    return pd.Timestamp(scraped_on) - pd.DateOffset(**back)


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
    """What the study makes of a list of videos, all of which are in `videos`.

    reference, valid_starts: the days of the list; NaT where no video has a day.
    is_train: by date, labelled or not. days: from publication to the reference, or NaN.
    is_scored: whether days have passed; is_learnt: of these, of train and labelled.
    vectorizer: fitted on the titles of what is learnt.
    matrix: a row a scored video: views, views per day, TF-IDF of the title.
    """

    videos: pd.DataFrame
    reference: pd.Timestamp
    is_train: npt.NDArray[np.bool_]
    days: npt.NDArray[np.float64]
    is_scored: npt.NDArray[np.bool_]
    is_learnt: npt.NDArray[np.bool_]
    vectorizer: Any
    matrix: Any

    def scores(self, method: str) -> dict[str, float]:
        """Scores of all videos that can be scored."""
        return dict(zip(self.videos["video_id"][self.is_scored], self._scores(method), strict=True))

    def _scores(self, method: str) -> Scores:
        if method == "views_per_day":
            return (self.videos["views"] / self.days).to_numpy(dtype=float)[self.is_scored]
        labels = self.videos["label"].to_numpy()[self.is_learnt]
        if method == "chance":
            return np.full(self.is_scored.sum(), labels.mean())
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
        classifier.fit(self.matrix[self.is_learnt[self.is_scored]], labels)
        found: Scores = classifier.predict_proba(self.matrix)[:, 1]
        return found


def study(videos: pd.DataFrame, line: Line = OF_THE_STUDY) -> Study:
    """Fit on train: published before the split, and labelled."""
    published = videos["published"]
    in_order = sorted(published.dropna())
    # the latest fifth, and all of the day that it begins on
    fifth = in_order[len(in_order) * 4 // 5] if in_order else pd.NaT
    reference = pd.Timestamp(line.reference_date or line.scraped_on or published.max())
    valid_starts = pd.Timestamp(line.valid_starts_on) if line.valid_starts_on else fifth
    is_train = (published < valid_starts).to_numpy()
    days = (reference - published).dt.days.to_numpy(dtype=float)
    is_scored = days > 0
    is_learnt = is_train & is_scored & videos["label"].notna().to_numpy()
    vectorizer = TfidfVectorizer(min_df=line.term_min_titles or 2)
    vectorizer.fit(videos["title"][is_learnt])
    scored = videos[is_scored]
    numbers = np.column_stack([scored["views"], scored["views"] / days[is_scored]])
    matrix = hstack([numbers, vectorizer.transform(scored["title"])]).tocsr()
    return Study(videos, reference, is_train, days, is_scored, is_learnt, vectorizer, matrix)


PAGE = (
    "watch-title", "y", "watch-view-count", "watch-time-text", "content_watch-info-tag-list",
    "watch7-headline", "watch7-user-header", "watch8-sentiment-actions", "og:image",
    "og:image:width", "og:image:height", "og:description", "og:video:width", "og:video:height",
    "og:video:tag", "channel_link_0",
)  # fmt: skip


def write_list(file: Path, pages: Iterable[Mapping[str, str]]) -> None:
    """A list of videos in the delivered form; fields that are left out are empty."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(["", *PAGE])
        for number, page in enumerate(pages):
            writer.writerow([number, *(page.get(name, "") for name in PAGE)])


def read_list(file: Path) -> Sequence[dict[str, str]]:
    """The records of a list in the delivered form."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
