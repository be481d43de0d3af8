"""Videos: pages of YouTube, scraped in Brazilian Portuguese, and labels of whether to watch them.

One folder holds `raw_data_with_labels.csv`, which lists the videos and the first labels, and a file
for each later round of labelling, `active_labels1_done.csv`, `active_labels2_done.csv` and so on. A
round may repeat the columns of the video, or have `video_id` and `y` and whatever else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.columns import IDENTIFIER, TEXT, Column
from ingest.errors import IngestError
from ingest.grammar import Grammar
from ingest.layouts import Delimited, DeliveredFile, Plan, PlannedFile
from ingest.sources.named_files import bare_name, plan_by_name
from ingest.text_files import first_line

VIDEOS_FILE = "raw_data_with_labels.csv"
LABELS_FILE = re.compile(r"active_labels[0-9]+_done\.csv")

PAGE = (
    # pandas writes its row numbers without a header
    Column("", TEXT, raw="index", required=False),
    *(
        Column(name, TEXT, required=False)
        for name in (
            "watch-title",
            "y",
            "watch-view-count",
            "watch-time-text",
            "content_watch-info-tag-list",
            "watch7-headline",
            "watch7-user-header",
            "watch8-sentiment-actions",
            "og:image",
            "og:image:width",
            "og:image:height",
            "og:description",
            "og:video:width",
            "og:video:height",
            "og:video:tag",
            "channel_link_0",
        )
    ),
)
"""Everything is text, and nothing is required: 12 records of the real file are empty."""

VIDEOS = Delimited("youtube_videos", PAGE)
LABELLED_PAGES = Delimited("youtube_labels", (*PAGE, Column("p", TEXT, required=False)))
LABELS = Delimited(
    "youtube_labels", (Column("video_id", IDENTIFIER), Column("y", TEXT, required=False))
)


def plan(files: Sequence[DeliveredFile], edition: str) -> Plan:
    """Plan the list of videos and every round of labels that lies beside it.

    Raises IngestError where the list is missing: landing replaces, so labels alone would lose it.
    """
    rounds = sorted(
        (file for file in files if LABELS_FILE.fullmatch(bare_name(file))),
        key=lambda file: file.name,
    )
    if rounds and not any(bare_name(file) == VIDEOS_FILE for file in files):
        raise IngestError(
            f"{rounds[0].name} has labels and {VIDEOS_FILE} is not beside it: landing replaces the "
            "whole dataset, so give the folder that holds both to --from"
        )
    videos = plan_by_name(files, {VIDEOS_FILE: VIDEOS}, "a list of YouTube videos")
    _check_each_round_once(rounds)
    labels = tuple(PlannedFile(file, _labels_layout(file)) for file in rounds)
    remarks = () if labels else ("no later round of labels: active_labels1_done.csv and so on",)
    return Plan(videos.files + labels, remarks)


def _labels_layout(file: DeliveredFile) -> Delimited:
    header = Grammar().split_alone(first_line(file.path))
    return LABELS if "video_id" in header else LABELLED_PAGES


def _check_each_round_once(rounds: Sequence[DeliveredFile]) -> None:
    by_name: dict[str, str] = {}
    for file in rounds:
        earlier = by_name.setdefault(bare_name(file), file.name)
        if earlier != file.name:
            raise IngestError(
                f"{bare_name(file)} is there twice ({earlier}, {file.name}): "
                "give the folder that holds the right one to --from"
            )
