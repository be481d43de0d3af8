"""An option of the command line that is said once: argparse would take the last of several."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any


class Once(argparse.Action):
    """Keeps a value, as argparse does unasked. Registered as a parser's action of no name."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the value. Raises ArgumentError where the option has one that is not its default."""
        if option_string and getattr(namespace, self.dest, self.default) != self.default:
            raise argparse.ArgumentError(self, "is given twice, and only one can be meant")
        setattr(namespace, self.dest, values)
