from __future__ import annotations

import pytest
from pytest_django.plugin import DjangoDbBlocker

from .make import make_offices


@pytest.fixture(scope="session")
def offices_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Offices and the ZIP directory, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        make_offices()


@pytest.fixture(autouse=True)
def offices(offices_loaded: None) -> None:
    """Every test here knows the offices."""
