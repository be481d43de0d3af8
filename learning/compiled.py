"""Whether models whose rows can be counted by compiled code are, or by their query in SQL."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from dbt.adapters.events.logging import AdapterLogger


def is_counting_compiled(wanted: object) -> bool:
    """Whether it is wanted and numba is there.

    wanted: the model's config `compiled_counting`, which the variable of that name sets. dbt hands
    a model only what its own file asks for by `dbt.config.get`; None is a fault there.
    """
    text = str(wanted).lower()
    if text not in ("true", "false"):
        raise ValueError(f"compiled_counting is {wanted!r}: it must be true or false")
    return text == "true" and is_numba_there()


@cache
def is_numba_there() -> bool:
    """Whether numba can be imported; says once why not.

    It may be installed and refuse, as with a numpy that is newer than it knows.
    """
    try:
        import_module("numba")
    except ImportError as error:
        AdapterLogger("Corate").warning(
            f"SQL counts pairs, to the same rows, and takes longer: numba cannot be used ({error})"
        )
        return False
    return True
