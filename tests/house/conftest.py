from __future__ import annotations

import pytest

from .samples import World, make_world


@pytest.fixture
def world(offices_loaded: None, db: None, tmp_path_factory: pytest.TempPathFactory) -> World:
    """One record of each kind, and people who look at them."""
    return make_world(str(tmp_path_factory.mktemp("home")))
