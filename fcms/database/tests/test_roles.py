"""The three roles: what each may, and what it is refused whatever the code asks for."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.db.migrations.state import ProjectState
from psycopg.conninfo import conninfo_to_dict

from fcms.database import roles
from fcms.database.operations import AllowDelete, AppendOnly, Sql

pytestmark = pytest.mark.django_db


def run(*statements: str) -> object:
    """Run `statements` in one transaction as the program would; return the last one's first value."""
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.fixture
def owner(db):
    """A connection of the owner to the test's database."""
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"]), autocommit=True) as owned:
        yield owned


class Editor:
    """As much of a schema editor as an operation needs."""

    def __init__(self, owned: psycopg.Connection) -> None:
        self.owned = owned

    def execute(self, sql, params=None):
        self.owned.execute(sql)


def forwards(owner, *operations):
    for operation in operations:
        operation.database_forwards("database", Editor(owner), ProjectState(), ProjectState())


@pytest.fixture
def ledger(owner):
    """A table as a migration would make it, with two rows."""
    forwards(owner, Sql("create table ledger (id int primary key, entry text)"))
    run("insert into ledger values (1, 'first'), (2, 'second')")
    yield owner
    owner.execute("drop table ledger")


def test_the_program_runs_as_the_restricted_role():
    assert run("select current_user") == "fcms_app"
    rights = "select rolsuper or rolcreatedb or rolcreaterole or rolinherit from pg_roles where rolname = current_user"
    assert run(rights) is False


@pytest.mark.parametrize(
    "sql",
    [
        "delete from django_content_type",
        "truncate django_session",
        "truncate procrastinate_jobs cascade",
        "create table anything (id int)",
        "create schema anything",
        "alter table django_session add column extra int",
        "alter table django_session disable trigger all",
        "drop table django_session",
        "create function anything() returns int language sql as 'select 1'",
        "insert into django_migrations (app, name, applied) values ('a', 'b', now())",
        "set session_replication_role = replica",
        "set role pg_read_all_data",
        "select 1 from pg_authid",
    ],
)
def test_the_restricted_role_is_refused(sql):
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"):
        run(sql)


def test_it_may_delete_where_a_migration_allowed_it():
    run("delete from django_session")
    run("delete from procrastinate_jobs")


def test_the_counting_role_reads_no_table():
    with pytest.raises(ProgrammingError, match="permission denied"):
        run("set local role fcms_counts", "select count(*) from public.django_session")


def test_the_program_does_not_have_the_counting_roles_rights_unasked():
    with pytest.raises(ProgrammingError, match="permission denied for schema counts"):
        run("select * from counts.anything")


@pytest.mark.django_db(transaction=True)
class TestTablesOfMigrations:
    """On a table that commits, so that the owner sees what the program wrote."""

    def test_a_new_table_can_be_read_added_to_and_changed_but_not_deleted_from(self, ledger):
        run("update ledger set entry = 'changed' where id = 1")
        assert run("select entry from ledger where id = 1") == "changed"
        with pytest.raises(ProgrammingError, match="permission denied"):
            run("delete from ledger")

    def test_a_migration_may_allow_deletes(self, ledger):
        forwards(ledger, AllowDelete("ledger"))
        run("delete from ledger where id = 1")
        assert run("select count(*) from ledger") == 1

    def test_an_append_only_table_is_only_added_to_by_the_program(self, ledger):
        forwards(ledger, AppendOnly("ledger"))
        run("insert into ledger values (3, 'third')")
        for sql in ("update ledger set entry = ''", "delete from ledger", "truncate ledger"):
            with pytest.raises(ProgrammingError, match="permission denied"):
                run(sql)
            with pytest.raises(ProgrammingError, match="permission denied"):
                run("set local fcms.purge = 'on'", sql)

    def test_an_append_only_table_binds_its_owner_too(self, ledger):
        forwards(ledger, AppendOnly("ledger"))
        for sql in ("update ledger set entry = ''", "delete from ledger", "truncate ledger"):
            with pytest.raises(psycopg.errors.RestrictViolation, match="only ever added"):
                ledger.execute(sql)

    def test_a_purge_by_the_owner_may_remove_rows_and_nothing_else(self, ledger):
        forwards(ledger, AppendOnly("ledger"))
        with ledger.transaction():
            ledger.execute("set local fcms.purge = 'on'")
            ledger.execute("delete from ledger where id = 1")
        assert run("select count(*) from ledger") == 1
        with pytest.raises(psycopg.errors.RestrictViolation), ledger.transaction():
            ledger.execute("set local fcms.purge = 'on'; update ledger set entry = ''")
        with pytest.raises(psycopg.errors.RestrictViolation):
            ledger.execute("delete from ledger")

    def test_the_program_purges_only_through_a_function_of_the_owner(self, ledger):
        forwards(ledger, AppendOnly("ledger"))
        ledger.execute(
            "create function purge_ledger() returns void language plpgsql security definer"
            " set search_path = public, pg_temp as $$ begin"
            " perform set_config('fcms.purge', 'on', true); delete from ledger where id = 1; end $$"
        )
        try:
            run("select purge_ledger()")
            assert run("select count(*) from ledger") == 1
        finally:
            ledger.execute("drop function purge_ledger()")

    def test_an_operation_can_be_taken_back(self, ledger):
        operation = AppendOnly("ledger")
        forwards(ledger, operation)
        operation.database_backwards("database", Editor(ledger), ProjectState(), ProjectState())
        run("update ledger set entry = ''")

    def test_a_view_of_counts_is_read_by_the_counting_role_alone(self, ledger):
        ledger.execute("create view counts.ledgers as select count(*) as n from ledger")
        try:
            assert run("set local role fcms_counts", "select n from counts.ledgers") == 2
            with pytest.raises(DatabaseError, match="permission denied"):
                run("select n from counts.ledgers")
        finally:
            ledger.execute("drop view counts.ledgers")

    def test_a_test_that_commits_is_cleaned_up_past_the_triggers(self, ledger):
        forwards(ledger, AppendOnly("ledger"))
        statements = [*sql_flush(no_style(), connection), "truncate ledger"]
        connection.ops.execute_sql_flush(statements)
        assert run("select count(*) from ledger") == 0
        with pytest.raises(psycopg.errors.RestrictViolation):
            ledger.execute("truncate ledger")

    def test_the_owner_is_lent_and_taken_back(self):
        with roles.as_owner():
            assert run("select current_user") == roles.owner()["user"]
            with roles.as_owner():
                assert run("select current_user") == roles.owner()["user"]
            assert run("select current_user") == roles.owner()["user"]
        assert run("select current_user") == "fcms_app"

    def test_preparing_again_locks_nobody_out(self):
        roles.prepare()
        roles.prepare()
        connection.close()
        assert run("select current_user") == "fcms_app"

    def test_migrating_again_finds_nothing_to_do(self):
        assert roles.migrate() is False
        assert run("select current_user") == "fcms_app"

    def test_two_who_prepare_at_once_do_not_collide(self):
        code = (
            "import django; django.setup(); from fcms.database import roles; roles.prepare(); print('done')"
        )
        both = [
            subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        assert [process.communicate()[0].strip() for process in both] == [b"done", b"done"]


def test_an_integrity_error_is_what_django_makes_of_the_refusal():
    assert issubclass(psycopg.errors.RestrictViolation, psycopg.IntegrityError)
    assert issubclass(IntegrityError, DatabaseError)


def test_the_owners_parameters_are_what_psycopg_takes():
    parameters = {name: str(value) for name, value in roles.owner().items()}
    assert conninfo_to_dict(**parameters)["user"] not in ("", "fcms_app")


def test_a_database_is_for_a_demonstration_or_for_real_records_and_never_both(settings):
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"])) as owner:
        settings.DEMONSTRATION = False
        owner.execute("comment on table django_migrations is null")
        roles.keep_apart(owner)
        roles.keep_apart(owner)
        settings.DEMONSTRATION = True
        with pytest.raises(ImproperlyConfigured, match="marked as one of real records"):
            roles.keep_apart(owner)
        owner.rollback()
