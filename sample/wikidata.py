"""The claims of ``wikidata.csv``: directors and genres of the sample's films, with Wikidata's ids.

Only facts that ``films.csv`` states, too, and that were found in Wikidata: the directors named
there, and those of its genres that Wikidata gives the film, which may have more of both.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

CLAIMS_FILE = Path(__file__).with_name("wikidata.csv")

DIRECTOR = "P57"
GENRE = "P136"

GENRES = {
    "Action": "action film",
    "Adventure": "adventure film",
    "Animation": "animated film",
    "Children": "children's film",
    "Comedy": "comedy film",
    "Crime": "crime film",
    "Drama": "drama film",
    "Fantasy": "fantasy film",
    "Film-Noir": "film noir",
    "Horror": "horror film",
    "Musical": "musical film",
    "Mystery": "mystery film",
    "Romance": "romance film",
    "Sci-Fi": "science fiction film",
    "Thriller": "thriller film",
    "War": "war film",
    "Western": "Western film",
}
"""What Wikidata calls the genres of ``films.csv``."""


@dataclass(frozen=True)
class Claim:
    """A director or a genre of a film; property_id is DIRECTOR or GENRE."""

    film_number: int
    property_id: str
    entity_id: str
    entity_label: str


def read_claims(path: Path = CLAIMS_FILE) -> list[Claim]:
    """All claims of the file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Claim(
                film_number=int(row["film_number"]),
                property_id=row["property_id"],
                entity_id=row["entity_id"],
                entity_label=row["entity_label"],
            )
            for row in csv.DictReader(file)
        ]
