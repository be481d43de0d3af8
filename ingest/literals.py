"""Python literals, in which Amazon 2014 delivers its metadata, as JSON."""

from __future__ import annotations

import ast
import json


def json_of_literal(line: str) -> str | None:
    """The JSON of a Python dictionary; None where it is none. It is parsed and never evaluated."""
    try:
        document = json.dumps(ast.literal_eval(line), ensure_ascii=False)
        # a lone surrogate, which \\u escapes can make, is no text that can be stored
        document.encode("utf-8")
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return document
