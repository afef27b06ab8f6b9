"""The trail of changes: nothing by nobody, nothing left out, nothing rewritten."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, transaction

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.audit.queries import history_of
from fcms.lib.actor import Job, acting
from fcms.offices.models import Office, Team
from fcms.subjects.tests.make import make_officer

pytestmark = pytest.mark.django_db
Run = Callable[..., list[tuple[Any, ...]]]
BY = Job("tests")
NEW_TEAM = """
    insert into offices_team (office_id, name, number, valid_from)
    select id, '', number, current_date from offices_office, unnest(%s::int[]) as number where code = 'DAL' returning id
"""


def add_team(run: Run, number: int = 99) -> Team:
    run(NEW_TEAM, [number])
    return Team.objects.get(office__code="DAL", number=number)


def changes_of(table: str, row: int) -> list[Change]:
    return list(Change.objects.filter(table=table, row=row).order_by("id"))


def last_change() -> Change:
    return Change.objects.latest("id")


# --- nothing by nobody


@pytest.mark.promise("PIA-3.1-1")
@pytest.mark.parametrize(
    "statement",
    [
        NEW_TEAM.replace("%s", "'{99}'"),
        "update offices_team set number = 98 where number = 1",
        "update accounts_user set name = 'Nobody'",
    ],
)
def test_the_program_cannot_change_a_record_without_saying_who(run: Run, statement: str):
    make_officer("DAL")
    with pytest.raises(DatabaseError, match="nobody is named as its author"), transaction.atomic():
        run(statement)


@pytest.mark.promise("PIA-3.1-1")
@pytest.mark.parametrize(
    "statement",
    [
        "update offices_team set number = 98 where number = 1",
        "delete from offices_teamarea",
        NEW_TEAM.replace("%s", "'{99}'"),
    ],
)
def test_nor_can_the_owner_of_the_database(owner: psycopg.Connection[Any], statement: str):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody is named as its author"):
        owner.execute(statement.encode())


def test_an_empty_actor_is_nobody(owner: psycopg.Connection[Any]):
    owner.execute("select set_config('fcms.actor', '', true)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute("update offices_team set number = 98 where number = 1")


def test_an_actor_is_forgotten_with_its_transaction(run: Run):
    with acting(BY, "team added"):
        add_team(run)
    with pytest.raises(DatabaseError, match="nobody is named"), transaction.atomic():
        run("update offices_team set number = 98 where number = 99")


# --- what is written


@pytest.mark.promise("PIA-3.1-1")
def test_a_row_that_is_added_is_written_down_without_repeating_it(run: Run):
    with acting(BY, "team added", reason="A new team in Dallas."):
        team = add_team(run)
    (change,) = changes_of("offices_team", team.pk)
    assert (change.operation, change.actor, change.event) == ("I", "job:tests", "team added")
    assert (change.reason, change.rows, change.fields, change.digest) == (
        "A new team in Dallas.",
        1,
        None,
        None,
    )


@pytest.mark.promise("PIA-3.1-1")
def test_a_change_is_written_down_with_old_and_new_of_what_differs_alone(run: Run):
    with acting(BY, "team added"):
        team = add_team(run)
    with acting(BY, "team renumbered"):
        run("update offices_team set number = 98, valid_from = valid_from where id = %s", team.pk)
    change = changes_of("offices_team", team.pk)[-1]
    assert (change.operation, change.event, change.fields) == ("U", "team renumbered", {"number": [99, 98]})


def test_a_change_that_changes_nothing_is_none(run: Run):
    with acting(BY, "team added"):
        team = add_team(run)
        run("update offices_team set number = number where id = %s", team.pk)
    assert len(changes_of("offices_team", team.pk)) == 1


@pytest.mark.promise("PIA-3.1-1")
def test_a_row_that_is_deleted_is_written_down(owner: psycopg.Connection[Any]):
    owner.execute(
        "select set_config('fcms.actor', 'job:tests', true), set_config('fcms.event', 'area taken', true)"
    )
    gone = owner.execute("select min(id) from offices_teamarea").fetchone()
    assert gone
    owner.execute("delete from offices_teamarea where id = %s", gone)
    written = owner.execute(
        'select operation, actor, event, "row" from audit_change order by id desc limit 1'
    ).fetchone()
    assert written == ("D", "job:tests", "area taken", gone[0])


def test_rows_added_by_one_statement_are_one_change_with_a_digest_of_their_keys(run: Run):
    with acting(BY, "teams added"):
        added = run(NEW_TEAM, [99, 98])
    change = last_change()
    assert (change.table, change.operation, change.rows, change.row) == ("offices_team", "I", 2, None)
    keys = ",".join(str(key) for (key,) in sorted(added))
    assert bytes(change.digest or b"") == hashlib.sha256(keys.encode()).digest()


def test_rows_changed_by_one_statement_are_written_down_one_by_one_in_one_transaction(run: Run):
    with acting(BY, "teams added"):
        first, second = add_team(run, 99), add_team(run, 98)
    with acting(BY, "teams renumbered"):
        run("update offices_team set number = number - 10 where number in (98, 99)")
    one, two = changes_of("offices_team", first.pk)[-1], changes_of("offices_team", second.pk)[-1]
    assert (one.fields, two.fields) == ({"number": [99, 89]}, {"number": [98, 88]})
    assert one.transaction == two.transaction


def test_a_sealed_value_is_never_repeated_and_bookkeeping_is_no_change(run: Run):
    user = make_officer("DAL")
    before = len(changes_of("accounts_user", user.pk))
    with acting(BY, "password set"):
        run(
            "update accounts_user set password = 'something hashed', last_login = now() where id = %s",
            user.pk,
        )
        run("update accounts_user set last_login = now() where id = %s", user.pk)
    (change,) = changes_of("accounts_user", user.pk)[before:]
    assert change.fields == {"password": ["(sealed)", "(sealed)"]}


def test_an_action_within_another_has_its_own_event_and_gives_the_outer_one_back(run: Run):
    inner = make_officer("DAL")
    with acting(BY, "outer", reason="Because of this."):
        first = add_team(run, 99)
        with acting(inner, "inner"):
            second = add_team(run, 98)
        third = add_team(run, 97)
    told = [
        (change.actor, change.event, change.reason)
        for team in (first, second, third)
        for change in changes_of("offices_team", team.pk)
    ]
    outer = ("job:tests", "outer", "Because of this.")
    assert told == [outer, (inner.actor_key, "inner", ""), outer]


def test_what_is_rolled_back_leaves_no_trace(run: Run):
    before = Change.objects.count()
    point = transaction.savepoint()
    with acting(BY, "team added"):
        add_team(run)
    transaction.savepoint_rollback(point)
    assert Change.objects.count() == before


# --- the trail itself


@pytest.mark.promise("PIA-3.1-1")
@pytest.mark.parametrize(
    "statement",
    [
        "update audit_change set actor = 'job:nobody'",
        "delete from audit_change",
        "truncate audit_change",
        'insert into audit_change (at, actor, event, reason, "table", operation, rows, transaction)'
        " values (now(), 'user:1', 'a lie', '', 'offices_team', 'U', 1, 1)",
        "update audit_access set actor = 'job:nobody'",
        "delete from audit_access",
        "truncate audit_access",
    ],
)
def test_the_program_cannot_touch_the_trail(run: Run, statement: str):
    with pytest.raises(DatabaseError, match="permission denied"), acting(BY, "a lie"):
        run(statement)


@pytest.mark.promise("PIA-3.1-1")
@pytest.mark.parametrize("table", ["audit_change", "audit_access"])
@pytest.mark.parametrize("statement", ["update {} set actor = 'job:nobody'", "delete from {}", "truncate {}"])
def test_nor_can_the_owner(owner: psycopg.Connection[Any], table: str, statement: str):
    owner.execute(
        "insert into audit_access (at, actor, kind, view, record, purpose)"
        " values (now(), 'user:1', 'VIEW', 'x', '', '')"
    )
    owner.execute(
        "select set_config('fcms.actor', 'job:tests', true), set_config('fcms.event', 'tested', true)"
    )
    owner.execute("update offices_team set name = name || '.' where number = 1")
    with pytest.raises(psycopg.errors.RestrictViolation, match="only ever added"):
        owner.execute(statement.format(table).encode())


def test_the_program_cannot_put_a_table_out_of_the_trail(run: Run):
    for statement in (
        "select audit_unwatch('offices_team')",
        "alter table offices_team disable trigger all",
        "drop trigger audit_updated on offices_team",
        "set session_replication_role = replica",
    ):
        with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic():
            run(statement)


# --- read by people


def test_a_history_is_told_newest_first_in_words():
    user = make_officer("DAL", name="Robin Sample", position_title="Deportation Officer")
    miami = Office.objects.get(code="MIA")
    with acting(user, "user changed", reason="Moved."):
        User.objects.filter(pk=user.pk).update(office=miami, is_active=False)
    newest, oldest = history_of([("accounts_user", user.pk)])
    assert (newest.who, newest.event, newest.reason) == (
        "Robin Sample, Deportation Officer",
        "user changed",
        "Moved.",
    )
    assert ("is active", "yes", "no") in newest.changes
    assert oldest.who == "the program (tests)"
    assert [line.event for line in history_of([("accounts_user", user.pk)], limit=1)] == ["user changed"]


def test_no_record_has_no_history():
    assert history_of([]) == []


# --- the functions that write the trail run as the owner


@pytest.mark.promise("PIA-3.1-1")
@pytest.mark.parametrize(
    "trigger",
    [
        "after insert on mine referencing new table as entered for each statement execute function"
        " audit_inserted('id', '')",
        "after update on mine referencing old table as was new table as becomes for each statement execute function"
        " audit_updated('id', '', '')",
        "after delete on mine referencing old table as was for each statement execute function audit_deleted('id', '')",
    ],
)
def test_the_program_cannot_have_the_trail_written_for_a_table_of_its_own(run: Run, trigger: str):
    run("create temporary table mine (id bigint, role text) on commit drop")
    with pytest.raises(DatabaseError, match="permission denied for function audit_"), transaction.atomic():
        run(f"create trigger forged {trigger}")
