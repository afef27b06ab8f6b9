from __future__ import annotations

import pytest

from fcms.accounts.models import User
from fcms.operations.prepare import add_demonstration_users


@pytest.fixture
def home(offices_loaded: None, db: None) -> None:
    """A home as `prepare` leaves it: offices, ZIP directory, the users of the demonstration."""
    add_demonstration_users(lambda sentence: None)


@pytest.fixture
def analyst(home: None) -> User:
    """Who loads extracts."""
    return User.objects.get(username="hq.analyst")
