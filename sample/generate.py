"""``python -m sample.generate [FOLDER]`` writes the sample's files anew (default: into sample/)."""

from __future__ import annotations

import argparse
from pathlib import Path

from sample.film_files import write_film_files
from sample.films import read_films
from sample.products import read_products
from sample.review_files import write_review_files
from sample.video_files import write_video_files
from sample.wikidata import read_claims
from sample.wikidata_files import write_wikidata_files

SAMPLE_FOLDER = Path(__file__).parent


def generate(folder: Path) -> None:
    """Writes ``films/``, ``wikidata/``, ``reviews/`` and ``videos/``; always the same bytes."""
    write_film_files(read_films(), folder / "films")
    write_wikidata_files(read_films(), read_claims(), folder / "wikidata")
    write_review_files(read_products(), folder / "reviews")
    write_video_files(folder / "videos")


def main() -> None:
    """Reads the command line and generates."""
    parser = argparse.ArgumentParser(prog="python -m sample.generate", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE_FOLDER)
    folder: Path = parser.parse_args().folder
    generate(folder)
    print(f"Simulated sample written to films/, reviews/ and videos/ in {folder}.")
    print(f"Public facts of its films written to {folder / 'wikidata'}.")


if __name__ == "__main__":
    main()
