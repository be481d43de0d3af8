"""Lists of events in text, told from the first records: in a cell, or along a line.

`[1, 2, 3]`, as JSON, Python and numpy write it; `N1 N2 N3`, `1|2|3`; or one user a line, and every
further field an item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

BRACKETS = "["
"""Stands for lists in brackets, whatever separates their elements."""

SEPARATORS = (" ", "|", ",", ";")
ASKED_SEPARATORS = ("||", "|", ";", ",", " ", "/", "#", "~")
"""Where a user says that there are lists, and in which order they are looked for."""

IN_BRACKETS = re.compile(r"\[.*\]|\(.*\)|\{[^:]*\}", re.DOTALL)
"""Lists as programs print them; tuples and sets are read as such."""

OF_A_LIST = re.compile(r"""[,\s'"0-9]""")

ID = re.compile("[A-Za-z]{0,4}[0-9]+(?:[-_:][0-9]+)*")
"""An id of digits, perhaps with letters before them, as they stand in lists."""

LEAST_SHARED = 0.2
"""Share of the values of further columns that are items, too; a category has ids of its own."""

FEWEST_JUDGED = 3
FEWEST_ALIKE = 3
"""So many further columns of one width, all like the items, are no chance."""


def separator_of(cells: Sequence[str], asked: bool = False) -> str:
    """What separates elements of lists in cells; empty where they are single values.

    asked: whether the user says that there are lists. Then what most cells have separates them.
    Elsewhere brackets tell it where most cells have some and something in them is separated, quoted
    or a number; or every element has to look like an id, and at least half of the cells to hold
    several, not always as many: a title may have blanks, and an ISBN five parts.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return ""
    bracketed = [cell for cell in filled if IN_BRACKETS.fullmatch(cell)]
    if 2 * len(bracketed) > len(filled) and (asked or any(map(OF_A_LIST.search, bracketed))):
        return BRACKETS
    if asked:
        return next((one for one in ASKED_SEPARATORS if _most_have(one, filled)), "")
    for separator in SEPARATORS:
        cut = [cell.split() if separator == " " else cell.split(separator) for cell in filled]
        sizes = [len(elements) for elements in cut]
        several = sum(size > 1 for size in sizes)
        if (
            2 * several >= len(filled)
            and len(set(sizes)) > 1
            and all(ID.fullmatch(element.strip()) for elements in cut for element in elements)
        ):
            return separator
    return ""


def _most_have(separator: str, cells: Sequence[str]) -> bool:
    return 2 * sum(separator in cell for cell in cells) >= len(cells)


def goes_along(cells: Sequence[str], items: Sequence[str], separator: str) -> bool:
    """Whether most cells hold as many values as those of items, separated as they are."""

    def size(cell: str) -> int:
        if separator == BRACKETS:
            inner = cell.strip("[](){} ")
            return len(re.split(r"[,\s]+", inner)) if IN_BRACKETS.fullmatch(cell) else 0
        return len(cell.split() if separator == " " else cell.split(separator))

    pairs = [
        (size(cell.strip()), size(item.strip())) for cell, item in zip(cells, items, strict=True)
    ]
    alike = sum(one == other for one, other in pairs)
    return any(size > 1 for size, _ in pairs) and 2 * alike > len(pairs)


def further_items(records: Sequence[Sequence[str]], item: int) -> bool:
    """Whether every field behind that of items looks like an item, too, with lines of any width.

    Where all lines have one width, many columns must look so: a category may look like an item.
    """
    judged = [record for record in records if any(field.strip() for field in record)]
    widths = {len(record) for record in judged}
    if len(judged) < FEWEST_JUDGED or max(widths) < item + 3:
        return False
    if len(widths) == 1 and max(widths) - item - 1 < FEWEST_ALIKE:
        return False
    items = [record[item] for record in judged if len(record) > item]
    further = [[field for field in record[item + 1 :] if field] for record in judged]
    if len(widths) > 1:
        return _are_alike(items, [field for fields in further for field in fields])
    return all(_are_alike(items, column) for column in zip(*further, strict=False))


def columns_of_further_items(
    header: Sequence[str], records: Sequence[Sequence[str]], chosen: Sequence[int]
) -> list[int]:
    """Places of columns, not chosen, that look like further items of a line.

    Those whose names differ from that of the item in a number alone (item_1, item_2); or all that
    are behind it, where there are several, each holds what looks like an item, and some are.
    """
    item = chosen[1]
    others = [place for place in range(len(header)) if place not in chosen]
    numbered = [place for place in others if _stem(header[place]) == _stem(header[item])]
    if numbered:
        return numbered
    behind = [place for place in others if place > item]
    cut = [
        [record[item], *(record[place] for place in behind)]
        for record in records
        if len(record) == len(header)
    ]
    if len(behind) < FEWEST_ALIKE or not further_items(cut, 0):
        return []
    items = {record[0] for record in cut}
    found = {field for record in cut for field in record[1:] if field}
    return behind if len(found & items) >= LEAST_SHARED * len(found) else []


def _stem(name: str) -> str:
    return re.sub("[ _.-]*[0-9]+", "", name)


def _are_alike(items: Sequence[str], others: Sequence[str]) -> bool:
    """Whether values look like items: the same letters before digits, and numbers as large."""
    if not all(ID.fullmatch(value) for value in (*items, *others)):
        return False
    if {_letters(value) for value in others} - {_letters(value) for value in items}:
        return False
    largest, other = max(map(_number, items)), max(map(_number, others))
    return largest <= 2 * other + 10 and other <= 10 * largest + 10 and len(set(others)) > 1


def _letters(value: str) -> str:
    return value.rstrip("0123456789-_:")


def _number(value: str) -> int:
    return int("".join(re.findall("[0-9]+", value))[:18])
