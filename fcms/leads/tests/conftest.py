from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def offices(offices_loaded: None) -> None:
    """Every test here knows the offices."""
