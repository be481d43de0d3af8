"""How a command's help is laid out."""

from __future__ import annotations

import argparse
import re

from ingest.messages import typed

GAP = re.compile(r"(?<=\S)(?=  )")
"""Where a command ends, and what it does is told in the next column."""


class Help(argparse.RawDescriptionHelpFormatter):
    """As a description is written, with commands as they are typed here, and columns in place."""

    def format_help(self) -> str:
        """As argparse asks for it."""
        lines = []
        for line in super().format_help().splitlines(keepends=True):
            told = typed(line)
            lines.append(GAP.sub(" " * max(len(line) - len(told), 0), told, count=1))
        return "".join(lines)
