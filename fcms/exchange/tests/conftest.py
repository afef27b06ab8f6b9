from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting

from .make import make_analyst


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
