from __future__ import annotations

import pytest
from pytest_django.plugin import DjangoDbBlocker

from fcms.lib.actor import Job
from fcms.offices import actions


@pytest.fixture(scope="session")
def offices_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Offices, areas and ZIP directory, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        actions.prepare(by=Job("tests"))
