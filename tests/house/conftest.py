from __future__ import annotations

import pytest
from pytest_django.plugin import DjangoDbBlocker

from fcms.leads.tests.make import make_offices

from .samples import World, make_world


@pytest.fixture(scope="session")
def offices_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Offices and the ZIP directory, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        make_offices()


@pytest.fixture
def world(offices_loaded: None, db: None, tmp_path_factory: pytest.TempPathFactory) -> World:
    """One record of each kind, and people who look at them."""
    return make_world(str(tmp_path_factory.mktemp("home")))
