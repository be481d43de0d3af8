"""Whether models whose rows can be counted by compiled code are, or by their query in SQL."""

from __future__ import annotations

from importlib.util import find_spec


def is_counting_compiled(wanted: object) -> bool:
    """Whether it is wanted and numba is there.

    wanted: the model's config `compiled_counting`, which the variable of that name sets. dbt hands
    a model only what its own file asks for by `dbt.config.get`; None is a fault there.
    """
    text = str(wanted).lower()
    if text not in ("true", "false"):
        raise ValueError(f"compiled_counting is {wanted!r}: it must be true or false")
    return text == "true" and find_spec("numba") is not None
