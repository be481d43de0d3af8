"""Film titles in MovieLens's style."""

from __future__ import annotations

import pytest

from sample.titles import movielens_title


@pytest.mark.parametrize(
    ("title", "original_title", "year", "expected"),
    [
        ("The Matrix", "", 1999, "Matrix, The (1999)"),
        ("A Nightmare on Elm Street", "", 1984, "Nightmare on Elm Street, A (1984)"),
        ("An Education", "", 2009, "Education, An (2009)"),
        ("Casablanca", "", 1942, "Casablanca (1942)"),
        ("Alien", "", 1979, "Alien (1979)"),
        ("Theodora", "", 1921, "Theodora (1921)"),
        ("City of God", "Cidade de Deus", 2002, "City of God (Cidade de Deus) (2002)"),
        (
            "The Lives of Others",
            "Das Leben der Anderen",
            2006,
            "Lives of Others, The (Leben der Anderen, Das) (2006)",
        ),
        ("The Adventure", "L'avventura", 1960, "Adventure, The (avventura, L') (1960)"),
        ("(500) Days of Summer", "", 2009, "(500) Days of Summer (2009)"),
    ],
)
def test_title_in_movielens_style(
    title: str, original_title: str, year: int, expected: str
) -> None:
    assert movielens_title(title, original_title, year) == expected
