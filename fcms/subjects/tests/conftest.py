from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting
from fcms.offices.actions import load_reference

from .make import make_officer


@pytest.fixture(scope="session", autouse=True)
def offices_of_policy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The offices, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        load_reference(by=Job("tests"))


@pytest.fixture
def officer(db: None) -> User:
    return make_officer("DAL")


@pytest.fixture
def elsewhere(db: None) -> User:
    """An officer of another field office."""
    return make_officer("MIA")


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """A browser in which a person is signed in."""

    def signed_in(user: User) -> Client:
        with acting(Job("tests"), Event.SIGNED_IN):
            client.force_login(user)
        return client

    return signed_in
