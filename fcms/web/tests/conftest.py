from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting
from fcms.subjects.tests.make import make_officer


@pytest.fixture
def browser(db: None) -> Callable[..., Client]:
    """A browser with a person of a role signed in; a fault of the server answers instead of failing the test."""

    def of(role: str = "officer", office: str = "DAL", **settings: object) -> Client:
        client = Client(raise_request_exception=False, **settings)  # type: ignore[arg-type]
        client.person = make_officer(office, role)  # type: ignore[attr-defined]
        with acting(Job("tests"), Event.SIGNED_IN):
            client.force_login(client.person)  # type: ignore[attr-defined]
        return client

    return of


@pytest.fixture
def officer(browser: Callable[..., Client]) -> Client:
    """An officer of Dallas, signed in."""
    return browser()


@pytest.fixture
def person(officer: Client) -> User:
    """The officer that is signed in."""
    return officer.person  # type: ignore[attr-defined,no-any-return]
