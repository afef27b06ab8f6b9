"""What the database itself says of the program's role, of the trail and of the role that counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from fcms.database import roles
from fcms.database.settings import APP, COUNTS, OWNER
from fcms.pia.classification import models_of_fcms

pytestmark = pytest.mark.django_db

MAY_DELETE = {
    "django_session": "a session ends",
    "procrastinate_events": "background work that is done",
    "procrastinate_jobs": "background work that is done",
    "procrastinate_periodic_defers": "background work that is done",
    "procrastinate_workers": "a worker that stopped",
    "exchange_finding": "what a check found in a row, when the row is checked again",
    "exchange_match": "candidates that nobody decided about, when their rows are compared again",
    "exchange_progress": "how far a long step is, when it is done",
    "exchange_stagedrow": "rows of an extract that was refused, or is read again; none of them is a fact",
    "notices_digest": "the work address of somebody who no longer wants the digest",
    "notices_digestsent": "which digests were sent more than a month ago",
    "notices_seen": "that a person saw a notice that is gone",
    "subjects_namekeys": "search keys, written anew when a name is corrected",
    "subjects_standardaddress": "the standard writing of an address that nothing stored has any more",
}
"""The tables whose rows the program may delete, and what goes then."""

NOT_WATCHED = {
    "audit_access": "the log of looks itself",
    "audit_change": "the trail itself",
    "cases_casepriority": "computed from the listed grounds, with its parts; what it is made of is watched",
    "cases_prioritychange": "the history of that computation itself, append-only",
    "exchange_finding": "made by the checks from a row, never by a person",
    "exchange_progress": "how far a long step is",
    "exchange_rulerun": "what a run of the rules did, written by the run itself",
    "exchange_stagedrow": "no fact yet: what was received, who edited or decided it and why stand in the row itself",
    "leads_leadscore": "computed from the lead's facts, with its parts; what it is made of is watched",
    "notices_digestsent": "which digest was sent when, written by the program itself",
    "notices_seen": "what a person has seen of their own notices, which is no record of anybody",
    "offices_placedoubt": "counted from stored addresses when an edition of the ZIP directory is loaded",
    "subjects_addressscore": "computed from the address's facts, with its parts; what it is made of is watched",
    "subjects_namekeys": "search keys, made from the names",
    "subjects_standardaddress": "the standard writing of addresses, made from what was received",
}
"""The tables of our apps that no trigger writes into the trail, and why."""

DEFINERS = {
    "cases_score",
    "audit_inserted",
    "audit_updated",
    "audit_deleted",
    "encounters_seen",
    "encounters_seen_of_many",
    "encounters_note_removal",
    "encounters_note_removals",
    "encounters_take_back",
    "exchange_forget_nobody",
}
"""The functions that act with their owner's rights, each doing one narrow thing."""

COUNTED = {
    "activities_visits": "office_id visited_on outcome source vendor visits",
    "activities_arrests": "office_id team_id arrested_on criminal targeted arrests",
    "activities_gates": "office_id type gates acted_on activities",
    "activities_gate_overrides": "office_id gate given_on withdrawn overrides",
    "activities_gate_readings": "office_id moment read_on open overridden readings",
    "cases_flows": "month step was status office_id from_office_id reason late steps",
    "cases_now": "office_id status cases",
    "cases_standing": "month office_id status change",
    "cases_priorities": "office_id status version points cases",
    "cases_steps": "step effective_on was status office_id from_office_id reason stands steps",
    "encounters_arrests": "office_id team_id arrested_on criminal arrests",
    "encounters_removals": "office_id team_id removed_on criminal removals",
    "leads_received": "lead_id received_on",
    "leads_steps": "id lead_id at step status office_id day",
}
"""Everything that reports can see."""

WATCHED = """
    select tgrelid::regclass::text from pg_trigger
    where tgenabled = 'O' and tgname in ('audit_inserted', 'audit_updated', 'audit_deleted')
    group by tgrelid having count(*) = 3
"""
TABLES = """
    select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema)'
      and has_table_privilege(%s, c.oid, %s)
"""


def asked(sql: str, *values: Any) -> list[Any]:
    """The first column of a query's rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """The owner's own connection to this database; nothing it does lasts."""
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"])) as found:
        found.execute("set lock_timeout = '5s'")
        yield found
        found.rollback()


def tables_of_fcms() -> set[str]:
    return {model._meta.db_table for model in models_of_fcms()}


# --- the program's role


def test_the_program_runs_as_the_restricted_role():
    assert asked("select current_user::text") == [APP]
    attributes = "rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication or rolinherit"
    assert asked(f"select {attributes} from pg_roles where rolname = %s", APP) == [False]
    member_of = "select roleid::regrole::text from pg_auth_members where member = %s::regrole"
    assert asked(member_of, APP) == [COUNTS]


def test_it_may_delete_only_what_is_listed():
    assert set(asked(TABLES, APP, "DELETE")) == MAY_DELETE.keys()


@pytest.mark.parametrize("privilege", ["DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"])
def test_a_right_too_many_is_noticed(owner: psycopg.Connection[Any], privilege: str):
    owner.execute(f"grant {privilege} on leads_lead to {APP}".encode())
    assert ("leads_lead",) in owner.execute(TABLES.encode(), [APP, privilege]).fetchall()


@pytest.mark.parametrize("privilege", ["TRUNCATE", "REFERENCES", "TRIGGER"])
def test_it_may_empty_no_table_and_hang_nothing_on_one(privilege: str):
    assert asked(TABLES, APP, privilege) == []


def test_it_owns_nothing_and_can_make_nothing():
    assert asked("select relname from pg_class where relowner = %s::regrole", APP) == []
    assert asked("select proname from pg_proc where proowner = %s::regrole", APP) == []
    may_create = (
        "select nspname from pg_namespace where nspname !~ '^pg_' and has_schema_privilege(%s, oid, 'CREATE')"
    )
    assert asked(may_create, APP) == []
    assert asked("select has_database_privilege(%s, current_database(), 'CREATE')", APP) == [False]


def test_what_it_does_with_the_owners_rights_is_listed():
    definers = "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
    assert set(asked(definers)) == DEFINERS
    unsafe = f"{definers} and not coalesce(array_to_string(proconfig, ','), '') like '%%search_path=%%'"
    assert asked(unsafe) == []
    owned = f"{definers} and proowner <> %s::regrole"
    assert asked(owned, OWNER) == []


# --- the trail


@pytest.mark.parametrize("table", ["audit_change", "audit_access"])
@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_trail_can_be_rewritten_by_nobody_but_a_purge(table: str, privilege: str):
    assert asked("select has_table_privilege(%s, %s, %s)", APP, table, privilege) == [False]
    columns = "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0"
    assert asked(f"{columns} and has_column_privilege(%s, attrelid, attnum, 'UPDATE')", table, APP) == []
    triggers = (
        "select tgname from pg_trigger where tgrelid = %s::regclass and tgenabled = 'O' and not tgisinternal"
    )
    assert set(asked(triggers, table)) == {"fcms_append_only", "fcms_no_truncate"}


def test_every_table_that_holds_records_is_in_the_trail_or_says_why_not():
    watched = asked(WATCHED)
    assert set(watched) | NOT_WATCHED.keys() == tables_of_fcms()
    assert not set(watched) & NOT_WATCHED.keys()


def test_a_table_that_left_the_trail_is_noticed(owner: psycopg.Connection[Any]):
    owner.execute("alter table leads_lead disable trigger audit_updated")
    watched = {table for (table,) in owner.execute(WATCHED.encode()).fetchall()}
    assert "leads_lead" not in watched
    assert "cases_case" in watched


def test_no_table_is_ours_that_no_model_knows():
    own = asked("select tablename from pg_tables where schemaname = 'public' and tableowner = %s", OWNER)
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert set(own) - known == {"django_migrations"}


# --- the role that counts


def test_the_role_that_counts_sees_views_of_counts_and_nothing_else():
    assert {name.partition(".")[0] for name in asked(TABLES, COUNTS, "SELECT")} == {"counts"}
    for privilege in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
        assert asked(TABLES, COUNTS, privilege) == []


def test_what_it_sees_is_listed_column_by_column():
    """A new column is looked at by a person before it is counted: keys, days, offices, states and counts alone."""
    columns = asked(
        "select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = 'counts'::regnamespace and a.attnum > 0 and c.relkind = 'v'"
    )
    assert set(columns) == {f"{view}.{column}" for view, names in COUNTED.items() for column in names.split()}
