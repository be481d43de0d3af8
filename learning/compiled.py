"""Whether models whose rows can be counted by compiled code are, or by their query in SQL."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any


def is_counting_compiled(dbt: Any) -> bool:
    """Whether the model's config says so (by the variable `compiled_counting`) and numba is there.

    dbt: as a dbt Python model gets it.
    """
    wanted = str(dbt.config.get("compiled_counting")).lower() == "true"
    return wanted and find_spec("numba") is not None
