from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser with somebody signed in."""

    def of(user: User) -> Client:
        client = Client()
        with acting(Job("tests"), Event.SIGNED_IN):
            client.force_login(user)
        return client

    return of
