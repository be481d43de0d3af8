"""Writes the simulated reviews in the layout of the Amazon review data of 2014.

Layout (McAuley's Amazon product data, 2014 edition): reviews as one JSON object a line, with days
as midnight UTC and, beside that, as ``"03 9, 2014"``; metadata as one Python literal a line, which
is not JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sample.draws import Draws
from sample.products import Product
from sample.review_texts import draw_summary, draw_text
from sample.simulation import SECONDS_A_DAY, Rating, Setting, simulate

SHOP = "Simulated Goods"
CHANCE_OF_NO_NAME = 0.03
CHANCE_OF_VOTES = 0.2
DAY_ZERO = date(1970, 1, 1)
SETTING = Setting(
    seed=20110101,
    people=180,
    seekers=16,
    most_ratings=26,
    ratings_a_session=2,
    rating_steps=5,
    first_day=(date(2011, 1, 1) - DAY_ZERO).days,
    last_day=(date(2014, 6, 30) - DAY_ZERO).days,
)
README = """\
SIMULATED REVIEWS OF INVENTED PRODUCTS

Nothing in this folder is real: the shop, its {products} products, the {people} people and their
{reviews} reviews were drawn by a program (python -m sample.generate, seed {seed}) from the
invented list in sample/products.csv. No such product can be bought, no such person exists, and
each review's text and summary begin with the word "Simulated". The ASINs are made up: they begin
with ZZSAMPLE, or are digits with leading zeros whose check digit is wrong for a book.

  reviews_Sample.json  simulated reviews, one JSON object a line
  meta_Sample.json     invented products, one Python literal a line (not JSON)

The layout is that of the Amazon review data of 2014, so that the sample is landed by the same
code as the real data. No row of that data is in it.

Licence: that of this project (see LICENSE). Made by the project; nothing is taken from elsewhere.
"""


def write_review_files(products: Sequence[Product], folder: Path) -> None:
    """Simulates the reviews and writes the folder's three files."""
    ratings = simulate(SETTING, [product.as_thing() for product in products])
    asins = {product.product_number: product.asin for product in products}
    draws = Draws(SETTING.seed + 1)
    reviews = [
        json.dumps(_review(rating, asins[rating.thing.number], draws))
        for rating in sorted(ratings, key=_by_product_person_and_time)
    ]
    counts = Counter(rating.thing.number for rating in ratings)
    sales_ranks = {
        number: rank
        for rank, number in enumerate(sorted(asins, key=lambda n: (-counts[n], n)), start=1)
    }
    metadata = [repr(_metadata(product, sales_ranks)) for product in products]
    readme = README.format(
        seed=SETTING.seed,
        products=len(products),
        people=len({rating.person.number for rating in ratings}),
        reviews=len(ratings),
    )
    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(folder / "reviews_Sample.json", reviews)
    _write_lines(folder / "meta_Sample.json", metadata)
    (folder / "README.txt").write_text(readme, encoding="utf-8", newline="\n")


def _by_product_person_and_time(rating: Rating) -> tuple[int, int, int]:
    """The order of the real file: all reviews of one product together."""
    return (rating.thing.number, rating.person.number, rating.rated_at)


def _review(rating: Rating, asin: str, draws: Draws) -> dict[str, object]:
    """One review with the fields of 2014; a few have no name, as in the real data."""
    day_start = rating.rated_at // SECONDS_A_DAY * SECONDS_A_DAY
    day = datetime.fromtimestamp(day_start, tz=UTC)
    votes = draws.integer(1, 9) if draws.chance(CHANCE_OF_VOTES) else 0
    review: dict[str, object] = {
        "reviewerID": f"SIMULATED{rating.person.number:05d}",
        "asin": asin,
        "reviewerName": f"Simulated person {rating.person.number}",
        "helpful": [draws.integer(0, votes), votes],
        "reviewText": draw_text(rating.steps, draws),
        "overall": float(rating.steps),
        "summary": draw_summary(rating.steps, draws),
        "unixReviewTime": day_start,
        "reviewTime": f"{day.month:02d} {day.day}, {day.year}",
    }
    if draws.chance(CHANCE_OF_NO_NAME):
        del review["reviewerName"]
    return review


def _metadata(product: Product, sales_ranks: Mapping[int, int]) -> dict[str, object]:
    """One product's metadata; the sales rank is its rank by number of simulated reviews."""
    metadata: dict[str, object] = {
        "asin": product.asin,
        "title": product.title,
        "description": "An invented product of an invented shop, for simulated reviews.",
        "brand": SHOP,
        "categories": [[SHOP, shelf.capitalize()] for shelf in product.shelves],
        "salesRank": {SHOP: sales_ranks[product.product_number]},
    }
    if product.price is not None:
        metadata["price"] = product.price
    return metadata


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    """One line each, with Unix line ends."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
