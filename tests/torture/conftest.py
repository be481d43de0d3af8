"""The world that is tortured, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.world import FEW, KEPT, World, made_world


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Both states as builds make them that nobody disturbs; nobody writes into it."""
    return made_world(tmp_path_factory.mktemp("torture"), KEPT)


@pytest.fixture
def world(undisturbed: World, tmp_path: Path) -> World:
    """A copy of it to torture."""
    return undisturbed.copy_to(tmp_path / "project")


@pytest.fixture
def small_world(tmp_path: Path) -> World:
    """The smallest that shows two builds."""
    return made_world(tmp_path / "small", FEW)
