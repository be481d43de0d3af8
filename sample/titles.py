"""Film titles the way that MovieLens writes them."""

from __future__ import annotations

ENGLISH_ARTICLES = ("The ", "An ", "A ")
# Of the languages of the original titles in films.csv. French "l'" goes behind as it is.
OTHER_ARTICLES = ("Le ", "La ", "Les ", "Der ", "Die ", "Das ", "Il ", "El ", "L'")


def movielens_title(title: str, original_title: str, release_year: int) -> str:
    """The title, the original one in brackets where it differs, and the year, articles last.

    ``movielens_title("The Lives of Others", "Das Leben der Anderen", 2006)`` is
    ``"Lives of Others, The (Leben der Anderen, Das) (2006)"``.
    """
    text = _article_last(title, ENGLISH_ARTICLES)
    if original_title:
        text += f" ({_article_last(original_title, OTHER_ARTICLES)})"
    return f"{text} ({release_year})"


def _article_last(title: str, articles: tuple[str, ...]) -> str:
    """``"The Matrix"`` becomes ``"Matrix, The"``; a title without an article stays as it is."""
    for article in articles:
        if title.startswith(article):
            return f"{title.removeprefix(article)}, {article.strip()}"
    return title
