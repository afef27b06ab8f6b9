from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting

from .make import Work, make_work


@pytest.fixture(autouse=True)
def offices(offices_loaded: None) -> None:
    """Every test here knows the offices."""


@pytest.fixture
def work(db: None) -> Work:
    """A case in Dallas with an accepted lead."""
    return make_work()


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """A browser in which a person is signed in."""

    def signed_in(user: User) -> Client:
        with acting(Job("tests"), Event.SIGNED_IN):
            client.force_login(user)
        return client

    return signed_in
