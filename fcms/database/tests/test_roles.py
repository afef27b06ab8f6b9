"""The restricted role: what it may, and what it is refused whatever the code asks for."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from fcms.database import roles

pytestmark = pytest.mark.django_db


def run(sql: str) -> object:
    """Run `sql` as the program would, and return the first value of the first row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def test_the_program_runs_as_the_restricted_role():
    assert run("select current_user") == "fcms_app"
    assert (
        run("select rolsuper or rolcreatedb or rolcreaterole from pg_roles where rolname = current_user")
        is False
    )


@pytest.mark.parametrize(
    "sql",
    [
        "delete from auth_group",
        "delete from django_content_type",
        "truncate django_session",
        "truncate procrastinate_jobs cascade",
        "create table anything (id int)",
        "create schema anything",
        "create temporary table anything as select 1; alter table auth_group add column extra int",
        "alter table auth_group disable trigger all",
        "drop table auth_group",
        "create function anything() returns int language sql as 'select 1'",
        "insert into django_migrations (app, name, applied) values ('a', 'b', now())",
        "set session_replication_role = replica",
        "set role fcms_owner",
        "select 1 from pg_authid",
    ],
)
def test_it_is_refused(sql):
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"):
        run(sql)


def test_it_may_delete_where_a_migration_allowed_it():
    run("delete from django_session")
    run("delete from procrastinate_jobs")
