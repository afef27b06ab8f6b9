"""The tests' database: created and migrated by the owner, then used as the restricted role, as in real life."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, suppress
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

pytest_plugins = ["tests.strict"]

TEST_DATABASE = "test_fcms_"
TEMPLATE = "fcms_template_"
MAKES_TABLES = (
    "fcms/*/migrations/*.py",
    "fcms/*/sql/*.sql",
    "fcms/*/operations.py",
    "policy/*",
    "requirements.lock",
)
"""The files that decide what the migrated database looks like."""


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
    """Name the database after this process, so that two runs at once do not meet; copy it where it was made before."""
    test = connections["default"].settings_dict["TEST"]
    test["NAME"] = f"{TEST_DATABASE}{os.getpid()}"
    if template() in databases(TEMPLATE):
        test["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, owners_turn: ExitStack, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Hand the migrated database over to the restricted role."""
    flush = DatabaseOperations.execute_sql_flush
    with django_db_blocker.unblock():
        owners_turn.close()
        keep_template(connections["default"].settings_dict["NAME"])
    DatabaseOperations.execute_sql_flush = flush_as_owner
    DatabaseOperations.sql_flush = flush_but_for_the_offices
    yield
    DatabaseOperations.execute_sql_flush, DatabaseOperations.sql_flush = flush, SQL_FLUSH
    with django_db_blocker.unblock():
        owners_turn.enter_context(roles.as_owner())


@pytest.fixture(scope="session")
def offices_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Offices, areas and ZIP directory, loaded once for the run: they are the same for every test."""
    from fcms.offices.tests.make import make_offices  # only now is Django set up

    with django_db_blocker.unblock():
        make_offices()


SQL_FLUSH = DatabaseOperations.sql_flush


def flush_but_for_the_offices(
    self: DatabaseOperations, style: Any, tables: list[str], **how: Any
) -> list[str]:
    """Say what empties the tables after a test that committed: all but the offices, which later tests count on."""
    return SQL_FLUSH(self, style, [name for name in tables if not name.startswith("offices_")], **how)


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


def template() -> str:
    """Return the name of the database that today's migrations would make."""
    digest = hashlib.sha256()
    for pattern in MAKES_TABLES:
        for path in sorted(Path(__file__).parent.glob(pattern)):
            digest.update(f"{path}\n".encode() + path.read_bytes())
    return TEMPLATE + digest.hexdigest()[:12]


def keep_template(made: str) -> None:
    """Keep a copy of a database just migrated, for the next run to start from; forget all but the last few."""
    found = databases(TEMPLATE)
    if not roles.is_embedded() or template() in found:
        return
    for name in found[:-3]:
        maintain("drop database if exists {}", name)
    with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        maintain("create database {} template {}", template(), made)


def drop_databases_of_dead_runs() -> None:
    """Drop what runs that were killed left behind; on an external server this is its administrator's matter."""
    for name in databases(TEST_DATABASE) if roles.is_embedded() else []:
        if not _alive(name.removeprefix(TEST_DATABASE)):
            maintain("drop database if exists {}", name)


def databases(prefix: str) -> list[str]:
    """List the databases whose name begins with `prefix`, the oldest first."""
    query = "select datname from pg_database where starts_with(datname, %s) order by oid"
    with psycopg.connect(**roles.owner()) as connection:
        return [name for (name,) in connection.execute(query, [prefix]).fetchall()]


def maintain(statement: str, *names: str) -> None:
    """Run a statement about databases as the owner, from a database that is none of them."""
    with psycopg.connect(**roles.owner(), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _alive(pid: Any) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
