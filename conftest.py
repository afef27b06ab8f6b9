"""The tests' database: created and migrated by the owner, then used as the restricted role, as in real life."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from fcms.database import roles

TEST_DATABASE = "test_fcms_"


@pytest.fixture(scope="session", autouse=True)
def keys_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the run key rings of its own: its database starts from nothing, and so must its keys."""
    settings.FCMS_KEYS = tmp_path_factory.mktemp("keys")
    yield settings.FCMS_KEYS
    del settings.FCMS_KEYS


@pytest.fixture(scope="session")
def owners_turn(django_db_blocker: DjangoDbBlocker) -> Iterator[ExitStack]:
    """While this is open, the connection is the owner's: closed for the tests, opened again to tear down."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        roles.prepare()
        drop_databases_of_dead_runs()
        stack.enter_context(roles.as_owner())
        yield stack


@pytest.fixture(scope="session")
def django_db_modify_db_settings(owners_turn: ExitStack) -> None:
    """Name the database after this process, so that two runs at once do not meet."""
    connections["default"].settings_dict["TEST"]["NAME"] = f"{TEST_DATABASE}{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, owners_turn: ExitStack, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Hand the migrated database over to the restricted role."""
    flush = DatabaseOperations.execute_sql_flush
    with django_db_blocker.unblock():
        owners_turn.close()
    DatabaseOperations.execute_sql_flush = flush_as_owner
    yield
    DatabaseOperations.execute_sql_flush = flush
    with django_db_blocker.unblock():
        owners_turn.enter_context(roles.as_owner())


TRUNCATE_TRIGGERS = """
    select format('alter table %%s {verb} trigger %%I', tgrelid::regclass, tgname) from pg_trigger
    where not tgisinternal and tgtype & 32 <> 0 and tgenabled = %s
"""


def flush_as_owner(self: DatabaseOperations, statements: list[str]) -> None:
    """Empty the tables after a test that committed: the restricted role cannot, and triggers forbid it."""
    name = self.connection.settings_dict["NAME"]
    with psycopg.connect(**roles.owner(name)) as connection:
        connection.execute("set lock_timeout = '20s'")
        for verb, state in (("disable", "O"), ("enable", "D")):
            found = connection.execute(TRUNCATE_TRIGGERS.replace("{verb}", verb).encode(), [state]).fetchall()
            for (statement,) in found:
                connection.execute(statement)
            if verb == "disable":
                for statement in statements:
                    connection.execute(statement.encode())


def drop_databases_of_dead_runs() -> None:
    """Drop what runs that were killed left behind; on an external server this is its administrator's matter."""
    if not roles.is_embedded():
        return
    with psycopg.connect(**roles.owner("postgres"), autocommit=True) as connection:
        found = connection.execute("select datname from pg_database where datname like 'test\\_fcms\\_%'")
        for (name,) in found.fetchall():
            if not _alive(name.removeprefix(TEST_DATABASE)):
                connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))


def _alive(pid: Any) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
