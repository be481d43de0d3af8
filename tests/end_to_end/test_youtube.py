"""Videos on the real files: every table against pandas and scikit-learn, and known figures."""

from __future__ import annotations

import hashlib
import math
import random
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import average_precision_score, roc_auc_score

from tests.support.projects import Project, copy_project
from tests.support.video_models import PUBLIC, WRONG_LINES, VideoList, build
from tests.support.videos import (
    MONTHS,
    OF_THE_STUDY,
    Line,
    Study,
    read_list,
    read_round,
    read_videos,
    study,
    with_round,
    write_list,
)

FIRST, BOTH, MISREAD, RANDOM = "youtube-videos", "two-rounds", "misread", "random-titles"
NO_LINE, ALL_AGO, NO_DAYS, WRONG = "no-line", "all-ago", "no-days", "wrong-line"
LINES: dict[str, Line] = {
    FIRST: OF_THE_STUDY,
    BOTH: OF_THE_STUDY,
    MISREAD: OF_THE_STUDY,
    RANDOM: Line(None, "2023-06-30", "2022-03-01", 3, 5, 4, 7),
    ALL_AGO: Line("2024-03-31", queue_uncertain=0),
    WRONG: Line("2024-02-30", "2024-01-31", "2024-02-01", queue_random=-1),
}
"""Lists that are not here have no line in seeds/video_lists.csv."""
METHODS = ("random_forest", "logistic_regression", "views_per_day", "chance")


def as_the_study_read_it(views: str) -> str:
    """The study took the digits up to the second dot: a million became a thousand."""
    number = re.search(r"(\d+\.?\d*)", views)
    return "" if number is None else views.replace(views.split(" ")[0], number[1])


def random_title(draws: random.Random) -> str:
    """Words that other titles have, too, in any case, parted by anything; signs of any script."""
    words = [
        "Data",
        "dados",
        "ΣΊΣΥΦΟΣ",
        "straße",
        "İÇİN",
        "हिन्दी",
        "機械学習",
        "Ǆungla",
        "e_1",
        "x",
    ]
    signs = [
        " ",
        "-",
        "'",
        ".",
        "\u00a0",
        "\u0301",
        "\u200d",
        "·",
        "\n",
        "²",
        "Ⅷ",
        "ⓐ",
        "\U0001d518",
        "٣",
    ]
    drawn = [draws.choice(words) if draws.random() < 0.6 else draws.choice(signs) for _ in range(9)]
    drawn += [chr(draws.choice(ASSIGNED)) for _ in range(3)]
    draws.shuffle(drawn)
    cased = [draws.choice((str, str.upper, str.lower))(part) for part in drawn]
    return draws.choice(("", " ", " ")).join(cased).strip()


ASSIGNED = [
    number
    for number in range(32, sys.maxunicode + 1)
    if unicodedata.category(chr(number)) not in ("Cn", "Cs", "Co", "Cc")
]
"""The characters that this Python's Unicode knows."""


def random_page(draws: random.Random, number: int, time_text: str, title: str) -> dict[str, str]:
    return {
        "watch-title": title,
        "y": draws.choice(["0", "1", ""]),
        "watch-view-count": f"{draws.randint(2, 999)} visualizações",
        "watch-time-text": time_text,
        "og:image": f"https://i.ytimg.com/vi/random-{number:04d}/hqdefault.jpg",
    }


def random_day(draws: random.Random, first_year: int, last_year: int) -> str:
    return (
        f"Publicado em {draws.randint(1, 28)} de {draws.choice(MONTHS)}."
        f" de {draws.randint(first_year, last_year)}"
    )


def random_ago(draws: random.Random) -> str:
    units = [("horas", 23), ("dias", 6), ("semanas", 4), ("meses", 11)]
    ((unit, most),) = draws.choices(units, weights=[1, 4, 4, 8])
    return f"{draws.choice(['', 'Transmitido ao vivo '])}há {draws.randint(2, most)} {unit}"


@pytest.fixture(scope="module")
def lists(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The file of each list: as delivered; as the study misread it; and drawn by lot."""
    folder = tmp_path_factory.mktemp("lists")
    delivered = shared_data / "youtube" / "raw_data_with_labels.csv"
    misread = [
        {**page, "watch-view-count": as_the_study_read_it(page["watch-view-count"])}
        if page["watch-view-count"].count(".") == 2
        else page
        for page in read_list(delivered)
    ]
    draws = random.Random(2019)
    pages = {
        MISREAD: misread,
        RANDOM: [
            random_page(draws, number, random_day(draws, 2020, 2023), random_title(draws) or "Data")
            for number in range(400)
        ],
        NO_LINE: [
            random_page(
                draws,
                number,
                random_day(draws, 2021, 2022) if number % 8 else "há 3 horas",
                draws.choice(["Data dados", "Data science", "Dados e ciência", "Outra aula"]),
            )
            for number in range(80)
        ],
        ALL_AGO: [
            random_page(draws, number, random_ago(draws), draws.choice(["Data", "Dados"]) + " x1")
            for number in range(120)
        ],
        NO_DAYS: [
            random_page(draws, number, text, "Data")
            for number, text in enumerate(["há 3 horas", "há 2 semanas", "3 hours ago", ""] * 3)
        ],
        WRONG: [random_page(draws, number, "há 3 horas", "Data") for number in range(3)],
    }
    files = {FIRST: delivered, BOTH: delivered}
    for name, listed in pages.items():
        files[name] = folder / name / "raw_data_with_labels.csv"
        write_list(files[name], listed)
    return files


@pytest.fixture(scope="module")
def project(lists: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All lists in one warehouse; the wrong line of one of them is told, and all else is made."""
    built = copy_project(tmp_path_factory.mktemp("videos") / "project")
    built.add_to_seed(
        "datasets",
        [
            {"dataset_id": name, "source": "youtube", "edition": "own", "title": name}
            for name in lists
            if name != FIRST
        ],
    )
    built.add_to_seed(
        "video_lists",
        [
            {"dataset_id": name, **{k: v for k, v in asdict(line).items() if v is not None}}
            for name, line in LINES.items()
            if name != FIRST
        ],
    )
    for name, file in lists.items():
        built.ingest("land", name, "--from", file.parent if name == BOTH else file)
    printed = built.dbt(
        *("build", "--select", "+path:models/marts/videos", "+video_lists_are_valid"),
        *("--exclude-resource-type", "unit_test"),
    )
    assert "WARN=1 ERROR=0 SKIP=0" in printed, printed
    number = 3 + [*LINES].index(WRONG)
    for column, cell, rule in (
        ("scraped_on", "2024-02-30", "a day such as 2019-12-03, from 2005-04-23 on"),
        ("queue_random", "-1", "a whole number from 0 to 999999999"),
    ):
        problem = f"{column} is '{cell}': it must be {rule}, or blank"
        assert f"seeds/video_lists.csv line {number}: {problem}" in printed, printed
    return built


@pytest.fixture(scope="module")
def studies(lists: dict[str, Path], shared_data: Path) -> dict[tuple[str, int], Study]:
    """The independent results by dataset and labelling round, of what can be learnt from."""
    found = {}
    for name in (FIRST, MISREAD, RANDOM, NO_LINE, ALL_AGO):
        line = LINES.get(name, Line())
        found[name, 0] = study(read_videos(lists[name], line), line)
    # before its round, it is the same list
    found[BOTH, 0] = found[FIRST, 0]
    later = read_round(shared_data / "youtube" / "active_labels1_done.csv")
    found[BOTH, 1] = study(with_round(read_videos(lists[BOTH]), later))
    return found


@pytest.fixture(scope="module")
def scores(studies: dict[tuple[str, int], Study]) -> dict[tuple[str, int, str], dict[str, float]]:
    """Independent scores by dataset, round and method, then video."""
    of_studies = {
        id(one): {method: one.scores(method) for method in METHODS}
        for one in {id(one): one for one in studies.values()}.values()
    }
    return {
        (dataset, labelling_round, method): known
        for (dataset, labelling_round), one in studies.items()
        for method, known in of_studies[id(one)].items()
    }


def test_parts_are_those_of_the_study(project: Project) -> None:
    def parts(condition: str) -> list[tuple[str, bool, int]]:
        return project.rows(
            f"select split, label is not null, count(*) from videos.features where {condition}"
            " group by all order by all"
        )

    unlabelled = [("train", False, 329), ("valid", False, 345)]
    labelled = [("train", True, 228), ("valid", True, 270)]
    assert sorted(unlabelled + labelled) == parts(f"dataset_id = '{FIRST}'")
    assert labelled == parts(f"dataset_id = '{BOTH}' and labelled_in_round = 0")
    # 100 of the 674 that were left
    later = parts(f"dataset_id = '{BOTH}' and labelled_in_round = 1")
    assert later == [("train", True, 54), ("valid", True, 46)]


def test_every_feature(project: Project, studies: dict[tuple[str, int], Study]) -> None:
    """Of each list by days of its own: no NaN of pandas is a number here, and the reverse."""
    for (dataset, labelling_round), one in studies.items():
        if (dataset, labelling_round) == (BOTH, 0):
            continue
        found = {
            row["video_id"]: row
            for row in project.records(
                f"select * from videos.features where dataset_id = '{dataset}'"
            )
        }
        assert len(found) == len(one.videos)
        for video, is_train, days in zip(
            one.videos.to_dict("records"), one.is_train, one.days, strict=True
        ):
            row = found[video["video_id"]]
            assert row["title"] == video["title"]
            assert row["views"] == video["views"]
            assert row["label"] == (None if math.isnan(video["label"]) else video["label"])
            if math.isnan(days):
                assert row["published_problem"] == "a time ago, and scraped_on is not stated"
                assert (row["published_on"], row["days_since_publication"]) == (None, None)
                assert (row["views_per_day"], row["split"]) == (None, None)
                continue
            assert row["published_on"] == video["published"].date()
            assert row["days_since_publication"] == days
            assert row["split"] == ("train" if is_train else "valid")
            per_day = pytest.approx(video["views"] / days, rel=1e-12) if days > 0 else None
            assert row["views_per_day"] == per_day


def test_each_list_is_read_by_its_own_days(
    project: Project, studies: dict[tuple[str, int], Study]
) -> None:
    """As stated; where nothing is, from the list itself; where it has no day, not at all."""
    found = {row["dataset_id"]: row for row in project.records("from videos.lists")}
    no_line, all_ago = studies[NO_LINE, 0], studies[ALL_AGO, 0]
    expected = {
        FIRST: ("2019-12-03", "2019-12-03", "stated", "stated", 2, 70, 30, 0),
        RANDOM: (None, "2023-06-30", "stated", "stated", 3, 5, 4, 7),
        NO_LINE: (None, str(no_line.reference.date()), "latest day", "latest fifth", 2, 70, 30, 0),
        ALL_AGO: ("2024-03-31", "2024-03-31", "scraped_on", "latest fifth", 2, 0, 30, 0),
        NO_DAYS: (None, None, "no day", "no day", 2, 70, 30, 0),
        WRONG: (None, None, "wrong line", "wrong line", None, None, None, None),
    }
    for name, settings_of_list in expected.items():
        row = found[name]
        assert (
            row["scraped_on"] and str(row["scraped_on"]),
            row["reference_date"] and str(row["reference_date"]),
            row["reference_date_from"],
            row["valid_starts_on_from"],
            row["term_min_titles"],
            row["queue_uncertain"],
            row["queue_random"],
            row["queue_seed"],
        ) == settings_of_list, name
        assert (row["problem"] is not None) == (name == WRONG)
    for one, name in ((no_line, NO_LINE), (all_ago, ALL_AGO)):
        dated = one.videos[one.videos["published"].notna()]
        first_valid = dated["published"][~one.is_train[dated.index]].min()
        assert found[name]["valid_starts_on"] == first_valid.date()


def test_a_list_without_days_says_so_of_each_video(project: Project) -> None:
    assert project.rows(
        "select field, problem, occurrences, first_delivered from videos.problems"
        f" where dataset_id = '{NO_DAYS}' order by all"
    ) == [
        ("published_on", "a time ago, and scraped_on is not stated", 6, "há 3 horas"),
        ("published_on", "missing", 3, None),
        ("published_on", "not understood", 3, "3 hours ago"),
    ]
    assert project.rows(
        "select count(*), count(published_on), count(views_per_day), count(split)"
        f" from videos.features where dataset_id = '{NO_DAYS}'"
    ) == [(12, 0, 0, 0)]
    assert project.rows(f"from videos.scores where dataset_id = '{NO_DAYS}'") == []
    # what is not labelled can be labelled, by lot
    assert project.rows(
        f"select distinct reason from videos.labeling_queue where dataset_id = '{NO_DAYS}'"
    ) == [("random",)]


def test_a_list_with_a_wrong_line_is_left_out_alone_and_says_why(project: Project) -> None:
    for table in ("features", "title_terms", "scores", "metrics", "labeling_queue"):
        assert project.rows(f"from videos.{table} where dataset_id = '{WRONG}'") == [], table
    problems = project.rows(
        "select source_file, field, first_delivered, problem from videos.problems"
        f" where dataset_id = '{WRONG}' order by field"
    )
    assert [row[:3] for row in problems] == [
        ("seeds/video_lists.csv", "queue_random", "-1"),
        ("seeds/video_lists.csv", "scraped_on", "2024-02-30"),
        ("seeds/video_lists.csv", "valid_starts_on", "2024-02-01"),
    ]
    assert problems[2][3] == (
        "valid_starts_on is 2024-02-01, after reference_date, which is 2024-01-31:"
        " no video could be valid"
    )


def test_what_the_real_pages_say(project: Project) -> None:
    """Nothing but the 12 empty records is unreadable, and every form of the file is known."""
    assert project.rows(
        "select field, problem, occurrences, first_source_row from videos.problems"
        f" where dataset_id = '{FIRST}'"
    ) == [("video_id", "the record is empty", 12, 170)]
    assert project.rows(
        "select publication_kind, count(*) from videos.features"
        f" where dataset_id = '{FIRST}' group by all order by all"
    ) == [("premiered", 15), ("published", 1010), ("streamed", 147)]
    assert project.rows(
        "select views from videos.features"
        f" where dataset_id = '{FIRST}' and (views >= 1000000 or views = 0) order by views desc"
    ) == [(2515765,), (1602562,), (1544819,), *[(0,)] * 14]


def test_title_terms_have_the_figures_of_the_study(project: Project) -> None:
    ((terms, train, unlabelled),) = project.rows(
        f"""
        select
            count(distinct term),
            count(*) filter (where label is not null and split = 'train'),
            count(*) filter (where label is null),
        from videos.title_terms
        inner join videos.features using (dataset_id, video_id)
        where dataset_id = '{FIRST}'
        """
    )
    assert (terms, train, unlabelled) == (193, 1277, 3079)


@pytest.mark.parametrize("dataset", [FIRST, BOTH, MISREAD, RANDOM])
def test_title_terms_are_those_of_scikit_learn(
    project: Project, studies: dict[tuple[str, int], Study], dataset: str
) -> None:
    """Every entry of the matrix to 1e-9, and no other."""
    one = studies[dataset, 1 if dataset == BOTH else 0]
    matrix = one.vectorizer.transform(one.videos["title"]).tocoo()
    terms = one.vectorizer.get_feature_names_out()
    expected = {
        (one.videos["video_id"][row], terms[column]): value
        for row, column, value in zip(matrix.row, matrix.col, matrix.data, strict=True)
    }
    found = {
        (video, term): value
        for video, term, value in project.rows(
            f"select video_id, term, tf_idf from videos.title_terms where dataset_id = '{dataset}'"
        )
    }
    assert len(expected) > 1000
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        assert found[key] == pytest.approx(value, abs=1e-9), key


def test_every_score(
    project: Project, scores: dict[tuple[str, int, str], dict[str, float]]
) -> None:
    found = project.rows(
        "select dataset_id, labelling_round, method, video_id, score"
        " from intermediate.int_video_scores"
    )
    assert len(found) == sum(map(len, scores.values()))
    for dataset, labelling_round, method, video, score in found:
        expected = scores[dataset, labelling_round, method][video]
        # least squares stop within 1e-4 of the best, and start from numbers that differ by 1e-15
        within = 1e-6 if method == "logistic_regression" else 1e-9
        assert score == pytest.approx(expected, rel=within, abs=within), (dataset, method, video)


def test_metrics_are_those_of_scikit_learn(
    project: Project,
    studies: dict[tuple[str, int], Study],
    scores: dict[tuple[str, int, str], dict[str, float]],
) -> None:
    """Independent scores, labels and measures, for every row of the table."""
    measures = {"average_precision": average_precision_score, "roc_auc": roc_auc_score}
    rows = project.records("select * from videos.metrics")
    # each of 4 methods and 2 measures: valid for 1 or 4 pairs of rounds, and train
    assert len(rows) == 8 * (2 + 6 + 2 + 2 + 2 + 2)
    for row in rows:
        dataset = row["dataset_id"]
        judge = studies[dataset, row["judged_until_round"]]
        chosen = judge.videos[
            judge.videos["label"].notna()
            & judge.is_scored
            & (judge.is_train == (row["split"] == "train"))
        ]
        known = scores[dataset, row["learnt_until_round"], row["method"]]
        ranked = [round(known[video], 12) for video in chosen["video_id"]]
        expected = measures[row["measure"]](chosen["label"], ranked)
        assert row["value"] == pytest.approx(expected, abs=1e-9), row
        assert (row["videos"], row["relevant_videos"]) == (len(chosen), chosen["label"].sum())


def value(project: Project, dataset: str, learnt: int, judged: int, measure: str) -> float:
    ((found,),) = project.rows(
        f"""
        select value from videos.metrics
        where
            dataset_id = '{dataset}' and method = 'random_forest' and split = 'valid'
            and learnt_until_round = {learnt} and judged_until_round = {judged}
            and measure = '{measure}'
        """
    )
    return float(found)


def test_the_figures_of_the_study_come_out_again(project: Project) -> None:
    """Published: average precision 0.19, ROC AUC 0.58; 0.197 with today's scikit-learn."""
    assert value(project, MISREAD, 0, 0, "average_precision") == pytest.approx(0.19697, abs=5e-6)
    assert value(project, MISREAD, 0, 0, "roc_auc") == pytest.approx(0.58122, abs=5e-6)


def test_reading_millions_as_millions_changes_little(project: Project) -> None:
    assert value(project, FIRST, 0, 0, "average_precision") == pytest.approx(0.19797, abs=5e-6)
    assert value(project, FIRST, 0, 0, "roc_auc") == pytest.approx(0.58292, abs=5e-6)


def test_what_the_round_of_labels_did(project: Project) -> None:
    """The study grew valid, train and both; what was known before the round is as it was."""
    found = {
        (learnt, judged): round(value(project, BOTH, learnt, judged, "average_precision"), 4)
        for learnt in (0, 1)
        for judged in (0, 1)
    }
    assert found == {(0, 0): 0.1980, (0, 1): 0.2065, (1, 0): 0.1708, (1, 1): 0.1908}
    assert value(project, FIRST, 0, 0, "roc_auc") == value(project, BOTH, 0, 0, "roc_auc")


def test_scores_agree_with_those_for_which_the_round_was_chosen(project: Project) -> None:
    """The file of the round tells the study's own probabilities, by an unknown variant of it."""
    ((rows, correlation),) = project.rows(
        f"""
        select count(*), corr(labels.score_when_chosen, scores.score)
        from staging.stg_youtube__labels as labels
        inner join intermediate.int_video_scores as scores using (dataset_id, video_id)
        where
            dataset_id = '{BOTH}' and scores.labelling_round = 0
            and scores.method = 'random_forest'
        """
    )
    assert rows == 100
    assert correlation > 0.95


@pytest.mark.parametrize(
    ("dataset", "labelling_round"), [(FIRST, 0), (BOTH, 1), (RANDOM, 0), (NO_LINE, 0), (ALL_AGO, 0)]
)
def test_the_queue(
    project: Project,
    studies: dict[tuple[str, int], Study],
    scores: dict[tuple[str, int, str], dict[str, float]],
    dataset: str,
    labelling_round: int,
) -> None:
    """Those nearest to 0.5, then some of the others in the order of a hash that Python has, too."""
    line = LINES.get(dataset, Line())
    uncertain, lot, seed = (
        default if stated is None else stated
        for stated, default in (
            (line.queue_uncertain, 70),
            (line.queue_random, 30),
            (line.queue_seed, 0),
        )
    )
    videos = studies[dataset, labelling_round].videos
    open_videos = videos["video_id"][videos["label"].isna()]
    known = scores[dataset, labelling_round, "random_forest"]

    def distance(video: str) -> tuple[float, str]:
        return round(abs(round(known[video], 12) - 0.5), 9), video

    def draw(video: str) -> int:
        return int.from_bytes(hashlib.md5(f"{seed} {video}".encode()).digest()[8:], "little")

    unsure = sorted(set(open_videos) & known.keys(), key=distance)[:uncertain]
    drawn = sorted(set(open_videos) - set(unsure), key=draw)[:lot]
    expected = [(video, "uncertain") for video in unsure] + [(video, "random") for video in drawn]
    found = project.rows(
        "select position, video_id, reason from videos.labeling_queue"
        f" where dataset_id = '{dataset}' order by position"
    )
    assert found == [(place, *one) for place, one in enumerate(expected, start=1)]


def random_list(draws: random.Random) -> VideoList:
    """A list with what lists may have, of ids that others have, too, and a line or none."""

    def label() -> str:
        return draws.choice(["0", "1", "1.0", "", "talvez"])

    def video() -> str:
        return f"video-{draws.randint(0, 40):05d}"

    def day() -> str | None:
        return draws.choice(
            [None, f"202{draws.randint(0, 4)}-0{draws.randint(1, 5)}-01", "2023-02-30"]
        )

    def number(*choices: int) -> int | None:
        return draws.choice([None, *choices])

    days = draws.choice([0, 4, 8, 8, 8])
    pages = [
        {
            "watch-title": " ".join(draws.choices(["data", "dados", "aula", "x1", "İçin"], k=3)),
            "y": label(),
            "watch-view-count": draws.choice([f"{draws.randint(0, 999)} visualizações", "2,3 mil"]),
            "watch-time-text": random_day(draws, 2018, 2025)
            if draws.randint(1, 8) <= days
            else draws.choice([random_ago(draws), "3 hours ago", "Ao vivo agora", ""]),
            "og:image": f"https://youtu.be/{video()}" if draws.randint(0, 9) else "",
        }
        for _ in range(draws.randint(0, 40))
    ]
    right = Line(
        draws.choice([None, "2023-05-01"]), None, None, number(1, 3), number(0, 3), number(0, 2)
    )
    drawn = Line(day(), day(), day(), number(0, 2), number(-1, 5), number(1), number(3))
    return VideoList(
        pages,
        draws.choice([None, right, right, drawn]),
        [(draws.randint(1, 2), video(), label()) for _ in range(draws.choice([0, 0, 9]))],
    )


def test_rows_of_a_list_are_the_same_alone_and_beside_others(project: Project) -> None:
    """Random lists by the compiled models, with a small forest: every row of every table."""
    compiled = project.folder / "target" / "compiled" / "corate" / "models"
    draws = random.Random(25)
    seen: Counter[str] = Counter()
    for _ in range(6):
        drawn = {f"list-{number}": random_list(draws) for number in range(3)}
        beside = build(compiled, drawn)
        for name, one in drawn.items():
            alone = build(compiled, {name: one})[name]
            for table in (*PUBLIC, WRONG_LINES):
                assert alone[table] == beside[name][table], (table, one)
                seen[table] += len(alone[table])
    # lists of every kind were among them
    assert min(seen[table] for table in PUBLIC) >= 18, seen


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (Line(), []),
        (Line(valid_starts_on="2019-04-09"), []),
        (
            Line(valid_starts_on="2019-04-10"),
            [
                "valid_starts_on is 2019-04-10, after the latest day in the list, which is"
                " 2019-04-09: no video is valid"
            ],
        ),
        (
            Line(scraped_on="2019-04-10", valid_starts_on="2019-04-11"),
            [
                "valid_starts_on is 2019-04-11, after scraped_on, which is 2019-04-10:"
                " no video could be valid"
            ],
        ),
        (
            Line(scraped_on="2024-05-03"),
            ["scraped_on is 2024-05-03, and the list was landed before, on 2024-05-01"],
        ),
    ],
)
def test_days_out_of_order_are_named(project: Project, line: Line, named: list[str]) -> None:
    """With one list, whose latest day is the 9th of April 2019."""
    compiled = project.folder / "target" / "compiled" / "corate" / "models"
    draws = random.Random(4)
    days = ["Publicado em 3 de set. de 2018", "Publicado em 9 de abr. de 2019"]
    pages = [random_page(draws, number, day, "Data") for number, day in enumerate(days)]
    found = build(compiled, {"own": VideoList(pages, line)})["own"][WRONG_LINES]
    assert [problem for *_, problem in found] == named


@pytest.fixture(scope="module")
def cut(project: Project) -> duckdb.DuckDBPyConnection:
    """A database in which a step of the compiled model cuts the titles of int_video_examples."""
    compiled = project.folder / "target" / "compiled" / "corate" / "models" / "intermediate"
    query = (compiled / "videos" / "int_video_title_terms.sql").read_text(encoding="utf-8")
    steps = query.strip().removesuffix("select * from int_video_title_terms")
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as warehouse")
    connection.execute("create schema warehouse.intermediate")
    connection.execute(
        "create table warehouse.intermediate.int_video_examples"
        " (dataset_id varchar, labelling_round integer, is_last_round boolean, video_id varchar,"
        " title varchar, is_learnt boolean)"
    )
    connection.execute(
        "create table warehouse.intermediate.int_video_lists"
        " (dataset_id varchar, term_min_titles integer)"
    )
    connection.execute(f"create view words as {steps} select * from count_words")
    return connection


def assert_cut_as_by_scikit_learn(cut: duckdb.DuckDBPyConnection, titles: list[str]) -> int:
    """Compare the words of every title; returns how many there are."""
    cut.execute("delete from warehouse.intermediate.int_video_examples")
    cut.execute(
        "insert into warehouse.intermediate.int_video_examples"
        " select 'd', 0, true, i::varchar, titles[i], true"
        " from (select $1 as titles), range(1, $2 + 1) as r(i)",
        [titles, len(titles)],
    )
    found: dict[int, Counter[str]] = {}
    for video, word, occurrences in cut.execute(
        "select video_id::integer, word, occurrences from words"
    ).fetchall():
        found.setdefault(video, Counter())[word] = occurrences
    analyze = CountVectorizer().build_analyzer()
    for place, title in enumerate(titles, start=1):
        assert found.get(place, Counter()) == Counter(analyze(title)), ascii(title)
    return sum(map(len, found.values()))


def test_real_titles_are_cut_as_by_scikit_learn(
    cut: duckdb.DuckDBPyConnection, studies: dict[tuple[str, int], Study]
) -> None:
    assert assert_cut_as_by_scikit_learn(cut, list(studies[FIRST, 0].videos["title"])) > 5000


LETTERS = st.characters(exclude_categories=("Cn", "Cs", "Co"), exclude_characters="\0")
TRAPS = st.sampled_from(list("Σ\u03c3ςİ\u0131i\u017fßǅᾼΆa b.'\u2019:·_\u0307\u00ad1²Ⅷⓐªʰ"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(titles=st.lists(st.text(st.one_of(LETTERS, TRAPS), max_size=12), min_size=1, max_size=40))
def test_any_titles_are_cut_as_by_scikit_learn(
    cut: duckdb.DuckDBPyConnection, titles: list[str]
) -> None:
    assert_cut_as_by_scikit_learn(cut, titles)


@pytest.mark.skipif(
    unicodedata.unidata_version != "14.0.0",
    reason="characters that only one of Python and DuckDB knows are cut differently",
)
@pytest.mark.parametrize("pattern", ["a{0}b{0}{0}", "a{0}Σ", "aΣ{0}", "aΣ{0}a ΑΣ{0}Σ"])
def test_every_character_is_cut_as_by_scikit_learn(
    cut: duckdb.DuckDBPyConnection, pattern: str
) -> None:
    """Between letters, twice, and where a sigma asks whether a letter stands before or behind."""
    titles = [pattern.format(chr(number)) for number in ASSIGNED]
    assert assert_cut_as_by_scikit_learn(cut, titles) > 100_000


@pytest.mark.long
def test_one_thread_gives_the_same_tables(project: Project) -> None:
    before = {table: project.rows(f"from videos.{table} order by all") for table in PUBLIC}
    project.dbt("run", "--select", "+path:models/marts/videos", threads=1)
    for table in PUBLIC:
        assert project.rows(f"from videos.{table} order by all") == before[table], table


@pytest.mark.long
def test_a_variable_that_became_a_column_is_refused(project: Project) -> None:
    """dbt takes any variable: one that nothing reads would change nothing, and nobody be told."""
    variables = '{video_scraped_on: "2024-01-30"}'
    printed = project.failing_dbt("seed", "--select", "video_lists", "--vars", variables)
    assert "the variable video_scraped_on is gone" in printed
    assert "column scraped_on of seeds/video_lists.csv" in printed
