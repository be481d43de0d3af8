"""The invented products of ``products.csv``: nothing in it can be bought anywhere."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from sample.tastes import Thing

PRODUCTS_FILE = Path(__file__).with_name("products.csv")


@dataclass(frozen=True)
class Product:
    """An invented product; its shelves are its taste groups, the price is in invented dollars."""

    product_number: int
    asin: str
    title: str
    shelves: tuple[str, ...]
    price: float | None
    reach: int

    def as_thing(self) -> Thing:
        """The product as something to rate, at any time."""
        return Thing(number=self.product_number, taste_groups=self.shelves, reach=self.reach)


def read_products(path: Path = PRODUCTS_FILE) -> list[Product]:
    """All products of the file, in its order; a blank price is a missing one."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Product(
                product_number=int(row["product_number"]),
                asin=row["asin"],
                title=row["title"],
                shelves=tuple(row["shelves"].split("|")),
                price=float(row["price"]) if row["price"] else None,
                reach=int(row["reach"]),
            )
            for row in csv.DictReader(file)
        ]
