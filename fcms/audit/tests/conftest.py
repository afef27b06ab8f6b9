from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from fcms.database import roles
from fcms.lib.actor import Job
from fcms.offices.actions import load_reference


@pytest.fixture(scope="session", autouse=True)
def offices_of_policy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The offices, loaded once for the run: they are the same for every test."""
    with django_db_blocker.unblock():
        load_reference(by=Job("tests"))


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection[Any]]:
    """The owner's own connection to the database of this run; nothing it does lasts."""
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"])) as found:
        found.execute("set lock_timeout = '5s'")
        yield found
        found.rollback()


@pytest.fixture
def run(db: None) -> Callable[..., list[tuple[Any, ...]]]:
    """Run SQL as the program's own role."""

    def execute(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, list(values))
            return cursor.fetchall() if cursor.description else []

    return execute
