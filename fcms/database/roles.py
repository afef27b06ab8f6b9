"""Three roles: an owner that migrates, the restricted one the program runs as, one that reads only counts.

The program holds the restricted role's connection. Only `as_owner` lends the owner's, to migrations.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from . import server
from .secrets import secret
from .settings import APP, COUNTS, NAME, OWNER, parsed

_PREPARING, _MIGRATING = 7_203_118, 7_203_119
"""The numbers of the advisory locks that keep two preparations, and two migrations, apart."""


def is_embedded() -> bool:
    """Say whether this process uses the embedded server."""
    return "FCMS_HOME" in connections["default"].settings_dict


def prepare(tell: server.Tell | None = None) -> None:
    """Create what is missing of the roles and, on the embedded server, the database."""
    if is_embedded():
        server.ensure(_home(), tell=tell)
        with _embedded("postgres", database="postgres") as connection, _alone(connection, _PREPARING):
            _embedded_roles(connection)
            _database(connection)
    elif "DATABASE_URL" in os.environ and "FCMS_APP_DATABASE_URL" not in os.environ:
        with psycopg.connect(**owner(), autocommit=True) as connection, _alone(connection, _PREPARING):
            _external_roles(connection)


def migrate(tell: server.Tell | None = None, *, verbosity: int = 0) -> bool:
    """Prepare, then bring the tables up to date as the owner; say whether anything was to be done.

    Of two processes at once the second waits, and finds nothing left to do.
    """
    prepare(tell)
    with psycopg.connect(**owner(), autocommit=True) as connection, _alone(connection, _MIGRATING):
        keep_apart(connection)
        with as_owner():
            executor = MigrationExecutor(connections["default"])
            waiting = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            call_command("migrate", interactive=False, verbosity=verbosity)
        keep_apart(connection)
    return waiting


def keep_apart(connection: psycopg.Connection[Any]) -> None:
    """Mark the database, once it has tables, as one of a demonstration or of real records, and refuse the other.

    Without it, a command typed without its settings would give real records the users of the demonstration.
    """
    ours = "a demonstration" if settings.DEMONSTRATION else "real records"
    row = connection.execute(
        "select to_regclass('django_migrations'), obj_description(to_regclass('django_migrations'))"
    )
    table, marked = row.fetchone() or (None, None)
    if table is not None and marked is None:
        connection.execute(sql.SQL("comment on table django_migrations is {}").format(sql.Literal(ours)))
    elif marked not in (None, ours):
        raise ImproperlyConfigured(
            f"This database is marked as one of {marked}, and these settings are for {ours}. Check"
            " DJANGO_SETTINGS_MODULE (config.settings.production for real records), or name another database."
        )


@contextmanager
def as_owner() -> Iterator[None]:
    """Lend this process the owner's credentials on `connections["default"]`, and take them back."""
    connection = connections["default"]
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(_owner_settings())
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({key: before[key] for key in _owner_settings()})


def owner(database: str = "") -> dict[str, Any]:
    """Return the owner's connection parameters as psycopg takes them (host, user, password, dbname …)."""
    if is_embedded():
        host = str(server.ensure(_home()))
        return {
            "host": host, "port": 5432, "user": OWNER, "password": secret(_home(), OWNER),
            "dbname": database or NAME,
        }  # fmt: skip
    found = _owner_settings()
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    given = {theirs: found[ours] for ours, theirs in names.items() if found[ours]}
    return {**given, "dbname": database or connections["default"].settings_dict["NAME"], **found["OPTIONS"]}


def _owner_settings() -> dict[str, Any]:
    """Return what the owner's Django settings have other than the restricted role's."""
    if is_embedded():
        return {"USER": OWNER}
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set. It holds the owner's credentials, which migrations need."
        )
    found = parsed(url, "DATABASE_URL", production=not settings.DEMONSTRATION)
    return {key: found[key] for key in ("HOST", "PORT", "USER", "PASSWORD", "OPTIONS")}


def _home() -> Path:
    return Path(connections["default"].settings_dict["FCMS_HOME"])


def _embedded(role: str, *, database: str) -> psycopg.Connection[Any]:
    host = str(server.ensure(_home()))
    password = secret(_home(), role)
    return psycopg.connect(
        host=host, port=5432, user=role, password=password, dbname=database, autocommit=True
    )


@contextmanager
def _alone(connection: psycopg.Connection[Any], lock: int) -> Iterator[None]:
    connection.execute("select pg_advisory_lock(%s)", [lock])
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(%s)", [lock])


def _embedded_roles(connection: psycopg.Connection[Any]) -> None:
    """Create all three roles as the superuser, and give the two that sign in the passwords of this home."""
    for role, rights in ((OWNER, "login createdb"), (APP, "login"), (COUNTS, "nologin")):
        if not _exists(connection, role):
            _create(connection, role, rights)
    for role in (OWNER, APP):
        _set_password(connection, role, secret(_home(), role))
    _let_app_count(connection)


def _external_roles(connection: psycopg.Connection[Any]) -> None:
    """Create the restricted roles as the owner that DATABASE_URL names, who must be allowed to."""
    app = connections["default"].settings_dict
    try:
        for role, rights in ((APP, "login"), (COUNTS, "nologin")):
            if not _exists(connection, role):
                _create(connection, role, rights)
        if not _signs_in(app):
            _set_password(connection, APP, app["PASSWORD"])
        _let_app_count(connection)
        name = connection.info.dbname
        connection.execute(sql.SQL("grant connect on database {} to {}").format(_id(name), _id(APP)))
    except psycopg.errors.InsufficientPrivilege:
        raise ImproperlyConfigured(
            "The role that DATABASE_URL names may not create roles. Give it CREATEROLE, or have an administrator"
            f" run: create role {APP} login noinherit password '…'; create role {COUNTS} nologin;"
            f" grant {COUNTS} to {APP}; and put the restricted role's address in FCMS_APP_DATABASE_URL."
        ) from None


def _create(connection: psycopg.Connection[Any], role: str, rights: str) -> None:
    connection.execute(sql.SQL("create role {} noinherit " + rights).format(_id(role)))


def _set_password(connection: psycopg.Connection[Any], role: str, password: str) -> None:
    """Set a password by its verifier, so that the password itself can stand in no server's log."""
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("alter role {} password {}").format(_id(role), sql.Literal(verifier)))


def _signs_in(app: dict[str, Any]) -> bool:
    try:
        psycopg.connect(
            host=app["HOST"] or None, port=app["PORT"] or None, user=app["USER"], password=app["PASSWORD"],
            dbname=app["NAME"], **app["OPTIONS"],
        ).close()  # fmt: skip
    except psycopg.OperationalError:
        return False
    return True


def _let_app_count(connection: psycopg.Connection[Any]) -> None:
    """Let the restricted role turn into the counting one, without having its rights meanwhile."""
    member = connection.execute(
        "select 1 from pg_auth_members where roleid = %s::regrole and member = %s::regrole", [COUNTS, APP]
    ).fetchone()
    if member:
        return
    how = " with inherit false, set true" if connection.info.server_version >= 160_000 else ""
    connection.execute(sql.SQL("grant {} to {}" + how).format(_id(COUNTS), _id(APP)))


def _database(connection: psycopg.Connection[Any]) -> None:
    if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
        connection.execute(sql.SQL("create database {} owner {}").format(_id(NAME), _id(OWNER)))


def _exists(connection: psycopg.Connection[Any], role: str) -> bool:
    return connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is not None


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)
