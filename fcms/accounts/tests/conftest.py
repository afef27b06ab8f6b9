from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting
from fcms.offices.actions import load_reference
from fcms.subjects.tests.make import make_officer


@pytest.fixture(scope="session", autouse=True)
def offices_of_policy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The offices, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        load_reference(by=Job("tests"))


@pytest.fixture
def admin(db: None) -> User:
    return make_officer("HQ", "administrator")


@pytest.fixture
def officer(db: None) -> User:
    """An officer of Dallas."""
    return make_officer("DAL", name="Robin Sample", username="dal.robin")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser with somebody signed in."""

    def of(user: User) -> Client:
        client = Client()
        with acting(Job("tests"), Event.SIGNED_IN):
            client.force_login(user)
        return client

    return of
