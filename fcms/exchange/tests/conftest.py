from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting

from .make import make_analyst, make_offices


@pytest.fixture(scope="session")
def offices_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Offices and the ZIP directory, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        make_offices()


@pytest.fixture(autouse=True)
def offices(offices_loaded: None) -> None:
    """Every test here knows the offices."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own for each test: what lies there afterwards, the test put there."""
    settings.FCMS_HOME = tmp_path / "home"
    return Path(settings.FCMS_HOME)


@pytest.fixture
def analyst(db: None) -> User:
    return make_analyst()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser with somebody signed in."""

    def of(user: User, **given: Any) -> Client:
        client = Client(**given)
        with acting(Job("tests"), Event.SIGNED_IN):
            client.force_login(user)
        return client

    return of
