"""When a model's rows are counted by compiled code, and when by SQL."""

from __future__ import annotations

from importlib.machinery import ModuleSpec

import pytest

from learning import compiled


@pytest.mark.parametrize(
    ("wanted", "is_there", "expected"),
    [
        (True, True, True),
        ("True", True, True),
        ("true", True, True),
        (False, True, False),
        ("false", True, False),
        (True, False, False),
    ],
)
def test_who_counts(
    monkeypatch: pytest.MonkeyPatch, wanted: object, is_there: bool, expected: bool
) -> None:
    def find_spec(name: str) -> ModuleSpec | None:
        assert name == "numba"
        return ModuleSpec(name, None) if is_there else None

    monkeypatch.setattr(compiled, "find_spec", find_spec)
    assert compiled.is_counting_compiled(wanted) == expected


@pytest.mark.parametrize("wanted", [None, "", "maybe"])
def test_what_is_neither_true_nor_false_is_refused(wanted: object) -> None:
    with pytest.raises(ValueError, match="it must be true or false"):
        compiled.is_counting_compiled(wanted)
