"""All real files at hand in one warehouse."""

from __future__ import annotations

from pathlib import Path

from tests.support.projects import Project, copy_project
from tests.support.sparql import load_graph, serve_graph

LATEST_SMALL = "movielens-latest-small"
TWEETINGS = "movietweetings-100k"
INSTRUMENTS = "amazon-2014-musical-instruments-5"
ONE_PASS = "beauty-one-pass"
BEAUTY_TIMES = "beauty-5core-times"
MODELS = "huggingface-models"
VIDEOS = "youtube-videos"
FIVE_STARS = "movielens-1m-five-stars"


def build_real(folder: Path, shared_data: Path) -> Project:
    """Land and build them, with every data test; what is alike by ratings is built elsewhere."""
    project = copy_project(folder / "project")
    land_real(project, shared_data)
    project.add_to_seed("protocols", [{"protocol_id": "core5", "datasets": ONE_PASS}])
    selected = ("+path:models/marts/benchmarks", "+path:models/marts/catalog")
    project.build_with_data_tests("--select", *selected)
    return project


def build_everything(folder: Path, shared_data: Path) -> Project:
    """Land them, the sample, videos, lists and what Wikidata knows; build and test every table."""
    project = copy_project(folder / "project")
    project.ingest("sample")
    land_real(project, shared_data)
    project.ingest("land", VIDEOS, "--from", shared_data / "youtube")
    five_stars = shared_data / "published"
    project.ingest(
        *("land", FIVE_STARS, "--explode", "--user", "1", "--item", "2"),
        *("--train", five_stars / "ml1m_five_stars_train.dat"),
        *("--test", five_stars / "ml1m_five_stars_test.dat"),
    )
    project.build_without_tests("--select", "+catalog__movies", "+catalog__datasets")
    with serve_graph(load_graph(shared_data / "wikidata" / "films.nt.gz")) as server:
        project.ingest("wikidata", "--endpoint", server.url, "--quiet")
    project.corate("build")
    return project


def land_real(project: Project, shared_data: Path) -> None:
    """Land what rates films and products, and models."""
    amazon = shared_data / "amazon"
    for dataset_id, path in (
        (LATEST_SMALL, shared_data / "movielens" / "ml-latest-small"),
        ("movielens-1m", shared_data / "movielens" / "ml-1m-movies-users"),
        (TWEETINGS, shared_data / "movietweetings" / "100K"),
        (INSTRUMENTS, amazon / "reviews_Musical_Instruments_5.json"),
        ("amazon-2014-beauty", amazon / "ratings_Beauty_head.csv"),
        ("amazon-2018-all-beauty-5", amazon / "All_Beauty_5_2018.json.gz"),
        (MODELS, shared_data / "huggingface"),
    ):
        project.ingest("land", dataset_id, "--from", path)
    # invented models stand aside where there are real ones
    project.ingest("land", "sample-models")
    project.ingest(
        "land", ONE_PASS, "--from", amazon / "beauty_one_pass.txt", "--user", "1", "--item", "2"
    )
    times = ("--user", "user_id", "--item", "item_id", "--time", "timestamp")
    project.ingest("land", BEAUTY_TIMES, "--from", amazon / "beauty_5core_times.csv.gz", *times)
