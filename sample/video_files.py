"""Writes invented videos in the layout of the list of YouTube pages, and a round of labels.

Layout: what a scraper of 2019 saved of each page in Brazilian Portuguese, with pandas: row numbers
in a first column without a name, fields that span many lines, records in which only the row number
is left, dates and counts as the page words them. The second file has the same columns and the
probability for which the video was chosen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sample.draws import Draws

SEED = 20190401
VIDEOS = 110
"""The last page of them is delivered twice."""

FIRST_DAY = date(2018, 3, 1)
LAST_DAY = date(2019, 11, 25)
MONTHS = ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"]
PREFIXES = (("Publicado em", 86), ("Transmitido ao vivo em", 12), ("Estreou em", 2))
CATEGORIES = ("Educação", "Ciência e tecnologia", "Pessoas e blogs")

SUBJECTS = (
    ("Feature engineering", 5), ("Kaggle competition", 6), ("Time series", 4),
    ("Recommender systems", 5), ("Gradient boosting", 4), ("Model validation", 5),
    ("Deep learning", 2), ("Aprendizado de máquina", 2), ("Spreadsheets", 0), ("Data careers", 1),
)  # fmt: skip
"""Subjects of titles, and of ten invented viewers how many like a video about it."""
FORMS = (
    ("{}: a walkthrough", 2), ("{} explained in {} minutes", 0), ("{} | aula {}", 0),
    ("{}, step by step", 1), ("Top {1} mistakes in {0}", -1), ("\"{}\" Q&A, part {}", 0),
    ("Meetup: {}", 1),
)  # fmt: skip
"""Forms of titles, and how many more of ten like one."""

COLUMNS = (
    "watch-title", "y", "watch-view-count", "watch-time-text", "content_watch-info-tag-list",
    "watch7-headline", "watch7-user-header", "watch8-sentiment-actions", "og:image",
    "og:image:width", "og:image:height", "og:description", "og:video:width", "og:video:height",
    "og:video:tag", "channel_link_0",
)  # fmt: skip
EMPTY_RECORDS = (9, 61)
"""Row numbers of records in which nothing else is left."""

README = """\
INVENTED VIDEOS

Nothing in this folder is real: the {videos} videos, their channels, views and dates were drawn by a
program (python -m sample.generate, seed {seed}), and so were the labels that say whether a video is
worth watching. Ids begin with ZZsample; no such video exists.

  raw_data_with_labels.csv  the videos, and the first labels (column y)
  active_labels1_done.csv   labels of a first round of labelling

The layout is that of pages of YouTube in Brazilian Portuguese as scraped in 2019, so that the
sample is landed by the same code as real data. No real page is in it.

Licence: that of this project (see LICENSE). Made by the project; nothing is taken from elsewhere.
"""


@dataclass(frozen=True)
class Video:
    """An invented video. label: whether it is worth watching, 1 or 0; text: as the page has it."""

    number: int
    title: str
    label: int
    day: date
    views_text: str
    time_text: str
    category: str

    @property
    def video_id(self) -> str:
        return f"ZZsample{self.number:03d}"


def write_video_files(folder: Path) -> None:
    """Draws the videos and writes the folder's three files."""
    draws = Draws(SEED)
    videos = _with_odd_cases([_draw_video(number, draws) for number in range(1, VIDEOS + 1)])
    first = {video.number: str(video.label) for video in videos if draws.chance(0.5)}
    # somebody typed a word
    first[6] = "talvez"
    unlabelled = [video for video in videos if video.number not in first]
    chosen = draws.some_of(unlabelled, 16)
    delivered = [_record(video, first.get(video.number, ""), draws) for video in videos]
    delivered.append(delivered[-1])
    for number in EMPTY_RECORDS:
        delivered.insert(number, [""] * len(COLUMNS))
    later = [
        [*_record(video, str(video.label), draws), f"0.{draws.integer(50, 700):03d}"]
        for video in sorted(chosen, key=lambda video: video.number)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / "raw_data_with_labels.csv", COLUMNS, delivered)
    _write_csv(folder / "active_labels1_done.csv", (*COLUMNS, "p"), later)
    readme = README.format(videos=VIDEOS, seed=SEED)
    (folder / "README.txt").write_text(readme, encoding="utf-8", newline="\n")


def _draw_video(number: int, draws: Draws) -> Video:
    subject, liked = draws.one_of(SUBJECTS)
    form, more = draws.one_of(FORMS)
    day = FIRST_DAY + timedelta(days=draws.integer(0, (LAST_DAY - FIRST_DAY).days))
    prefix = PREFIXES[draws.weighted([weight for _, weight in PREFIXES])][0]
    # each of up to four times as often as the last: most have hundreds, few hundreds of thousands
    views = draws.integer(2, 40)
    for _ in range(draws.integer(0, 4)):
        views *= draws.integer(2, 12)
    return Video(
        number=number,
        title=form.format(subject, draws.integer(3, 12)),
        label=int(draws.integer(1, 10) <= liked + more - 1),
        day=day,
        views_text=f"{views:,} visualizações".replace(",", "."),
        time_text=f"{prefix} {day.day} de {MONTHS[day.month - 1]}. de {day.year}",
        category=draws.one_of(CATEGORIES),
    )


def _with_odd_cases(videos: Sequence[Video]) -> list[Video]:
    """Put in what pages have now and then; numbers are those of the videos."""
    odd: dict[int, dict[str, Any]] = {
        3: {"views_text": "1.204.518 visualizações"},
        11: {"views_text": "1 visualização"},
        17: {"views_text": "Nenhuma visualização"},
        23: {"time_text": "há 3 dias"},
        29: {"time_text": "Transmitido ao vivo há 2 semanas"},
        37: {"time_text": "Estreou em 1º de março de 2019"},
        41: {"views_text": "2,3 mil visualizações"},
        47: {"time_text": "Ao vivo agora", "views_text": "12 assistindo agora"},
        53: {"title": "Υλικό, ΜΕΡΟΣ ΠΡΩΤΟΣ: 特徴量エンジニアリング"},
        59: {"time_text": "Publicado em 31 de fev. de 2019"},
    }
    return [replace(video, **odd.get(video.number, {})) for video in videos]


def _record(video: Video, label: str, draws: Draws) -> list[str]:
    """The fields of a page, in the order of COLUMNS."""
    channel = f"Canal Inventado {video.number % 13}"
    likes = str(draws.integer(0, 90))
    return [
        video.title,
        label,
        video.views_text,
        video.time_text,
        video.category,
        f"\n\n\n    {video.title}",
        f"{channel}\n\n\n\nCarregando...\n    \n\n\n        Cancelar inscrição de {channel}?\n",
        f"{video.views_text}\n\n\n\n{likes}\n\nGostou deste vídeo?\n",
        f"https://i.ytimg.com/vi/{video.video_id}/hqdefault.jpg",
        "480",
        "360",
        f"An invented video, \"{video.title}\", of an invented channel.",
        "1280.0",
        "720.0",
        "invented",
        f"/channel/UCinvented{video.number % 13:02d}",
    ]  # fmt: skip


def _write_csv(path: Path, columns: Sequence[str], records: Sequence[Sequence[str]]) -> None:
    """Row numbers in front, in a column without a name, as pandas writes its index."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["", *columns])
    writer.writerows([number, *record] for number, record in enumerate(records))
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
