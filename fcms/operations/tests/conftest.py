from __future__ import annotations

import pytest
from pytest_django.plugin import DjangoDbBlocker

from fcms.accounts.models import User
from fcms.leads.tests.make import make_offices
from fcms.operations.prepare import add_demonstration_users


@pytest.fixture(scope="session")
def offices_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Offices, areas and ZIP directory, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        make_offices()


@pytest.fixture
def home(offices_loaded: None, db: None) -> None:
    """A home as `prepare` leaves it: offices, ZIP directory, the users of the demonstration."""
    add_demonstration_users(lambda sentence: None)


@pytest.fixture
def analyst(home: None) -> User:
    """Who loads extracts."""
    return User.objects.get(username="hq.analyst")
