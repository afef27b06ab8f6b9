"""Non-fugitive arrests are counted, never read by A-Number, never changed, never linked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.encounters import actions, rules, tallies
from fcms.encounters.models import StatisticalArrest
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer

from .make import DAY, count_arrest

TABLE = "encounters_statisticalarrest"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_officer("DAL")


def ask(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def refused(sql: str, *values: Any, by: type[DatabaseError] = ProgrammingError) -> str:
    with acting(Job("tests"), "an attempt"), pytest.raises(by) as caught, transaction.atomic():
        ask(sql, *values)
    return str(caught.value)


def in_dallas(officer: User, since: date = DAY, until: date = DAY) -> dict[str, int]:
    return tallies.enforcement(since, until).get(officer.office_id, {})


@pytest.mark.promise("PIA-0-10", "PIA-2.1-4", "PIA-1.1-8")
def test_an_arrest_is_counted_for_its_office_and_the_report_says_criminal_or_not(officer: User) -> None:
    count_arrest(officer)
    count_arrest(officer, a_number="A900555002", criminal=True)
    assert in_dallas(officer) == {
        "non_fugitive_arrests_criminal": 1,
        "non_fugitive_arrests_non_criminal": 1,
    }


def test_the_database_returns_the_id_of_what_was_entered_although_the_row_cannot_be_read(
    officer: User,
) -> None:
    with acting(officer, "entering"):
        entered = StatisticalArrest.objects.create(
            a_number="A900555009",
            arrested_on=DAY,
            city="DALLAS",
            state="TX",
            office=officer.office,
            criminal=False,
        )
    assert entered.pk
    assert StatisticalArrest.objects.filter(pk=entered.pk).values_list("city", flat=True).get() == "DALLAS"


@pytest.mark.promise("PIA-1.1-8")
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_two_rows_of_a_person_within_a_day_are_one_arrest(officer: User, days: int) -> None:
    assert count_arrest(officer)
    assert not count_arrest(officer, arrested_on=DAY + timedelta(days=days))
    assert sum(in_dallas(officer, DAY - timedelta(days=2), DAY + timedelta(days=2)).values()) == 1


def test_two_days_later_it_is_another_arrest(officer: User) -> None:
    assert count_arrest(officer)
    assert count_arrest(officer, arrested_on=DAY + timedelta(days=2))
    assert sum(in_dallas(officer, DAY, DAY + timedelta(days=2)).values()) == 2


def test_rows_that_a_bulk_load_entered_twice_are_still_counted_once(officer: User) -> None:
    row = {
        "a_number": "A900555003",
        "city": "DALLAS",
        "state": "TX",
        "office": officer.office,
        "criminal": True,
    }
    with acting(Job("loading"), "loading"):
        StatisticalArrest.objects.bulk_create(
            [StatisticalArrest(arrested_on=DAY + timedelta(days=n), **row) for n in (0, 0, 1)]
        )
    assert in_dallas(officer, DAY, DAY + timedelta(days=9))["non_fugitive_arrests_criminal"] == 1


@pytest.mark.promise("PIA-0-10")
@pytest.mark.parametrize("place", [("", "TX"), ("DALLAS", ""), ("DALLAS", "Texas")])
def test_the_database_counts_no_arrest_without_its_place(officer: User, place: tuple[str, str]) -> None:
    said = refused(
        f"insert into {TABLE} (a_number, arrested_on, city, state, office_id, criminal)"
        " values ('A900555001', %s, %s, %s, %s, false)",
        DAY,
        *place,
        officer.office_id,
        by=DatabaseError,
    )
    assert "encounters_arrest_has_a_place" in said or "too long" in said


@pytest.mark.promise("PIA-2.1-4", "PIA-1.1-4")
@pytest.mark.parametrize(
    "sql",
    [
        f"select a_number from {TABLE}",
        f"select * from {TABLE}",
        f"select id from {TABLE} where a_number = 'A900555001'",
        f"select count(*) from {TABLE} group by a_number",
        f"select id from {TABLE} order by a_number",
        f"insert into {TABLE} (a_number, arrested_on, city, state, office_id, criminal)"
        f" select 'A900555001', '2026-03-04', 'X', 'TX', 1, true returning a_number",
        f"copy {TABLE} (a_number) to stdout",
        f"select t::text from {TABLE} t",
    ],
)
def test_the_program_cannot_read_or_look_up_an_a_number(officer: User, sql: str) -> None:
    count_arrest(officer)
    assert "permission denied" in refused(sql)


@pytest.mark.promise("PIA-2.1-4")
def test_the_question_whether_one_was_counted_is_answered_only_while_counting(officer: User) -> None:
    count_arrest(officer)
    assert "not searched" in refused("select encounters_seen('A900555001', '2026-03-04')")


@pytest.mark.promise("PIA-1.1-4")
@pytest.mark.parametrize(
    "sql",
    [
        f"delete from {TABLE}",
        f"truncate {TABLE}",
        f"update {TABLE} set criminal = true",
        f"update {TABLE} set a_number = 'A900555999'",
        f"update {TABLE} set arrested_on = '2026-03-05', removed_on = '2026-03-05'",
        f"alter table {TABLE} disable trigger encounters_unchanging",
    ],
)
def test_the_program_cannot_change_or_delete_a_non_fugitive_arrest(officer: User, sql: str) -> None:
    count_arrest(officer)
    assert "permission denied" in refused(sql) or "must be owner" in refused(sql)


@pytest.mark.promise("PIA-1.1-4")
def test_a_removal_date_is_entered_once_and_never_taken_back(officer: User) -> None:
    count_arrest(officer)
    with acting(officer, "removing"):
        ask(f"update {TABLE} set removed_on = %s", DAY)
    for day in (DAY + timedelta(days=1), None):
        assert "never changed" in refused(f"update {TABLE} set removed_on = %s", day, by=IntegrityError)


@pytest.mark.promise("PIA-1.1-4")
def test_a_removal_is_noted_on_the_latest_arrest_before_it_and_only_once(officer: User) -> None:
    count_arrest(officer)
    count_arrest(officer, arrested_on=DAY + timedelta(days=30))
    count_arrest(officer, arrested_on=DAY + timedelta(days=90))
    removed = DAY + timedelta(days=60)
    assert actions.note_removal(by=officer, a_number="A900555001", removed_on=removed) == 1
    assert actions.note_removal(by=officer, a_number="A900555001", removed_on=removed) == 0
    found = StatisticalArrest.objects.order_by("arrested_on").values_list("removed_on", flat=True)
    assert list(found) == [None, removed, None]
    assert tallies.enforcement(removed, removed)[officer.office_id] == {"non_fugitive_removals": 1}


def test_a_removal_of_a_person_who_was_not_counted_changes_nothing(officer: User) -> None:
    count_arrest(officer)
    assert actions.note_removal(by=officer, a_number="A900555777", removed_on=DAY) == 0
    assert actions.note_removal(by=officer, a_number="A900555001", removed_on=DAY - timedelta(days=1)) == 0


@pytest.mark.promise("PIA-1.1-4")
def test_the_audit_trail_says_who_counted_and_never_whom(officer: User) -> None:
    count_arrest(officer)
    actions.note_removal(by=officer, a_number="A900555001", removed_on=DAY)
    changes = Change.objects.filter(table=TABLE).order_by("id")
    assert [(c.actor, c.event, c.operation) for c in changes] == [
        (officer.actor_key, "non-fugitive arrest counted", "I"),
        (officer.actor_key, "non-fugitive removal counted", "U"),
    ]
    assert changes[0].fields is None
    assert changes[1].fields == {"removed_on": [None, DAY.isoformat()]}
    said = str([[str(value) for value in row.values()] for row in Change.objects.values()])
    assert "900555001" not in said


def test_nobody_counts_without_being_named(officer: User) -> None:
    row = "('A900555001', '2026-03-04', 'DALLAS', 'TX', %s, false)"
    with pytest.raises(DatabaseError, match="nobody is named"), transaction.atomic():
        ask(
            f"insert into {TABLE} (a_number, arrested_on, city, state, office_id, criminal) values {row}",
            officer.office_id,
        )


@pytest.mark.promise("PIA-1.1-4", "PIA-1.1-5")
def test_the_catalogue_has_no_name_and_no_key_to_a_person() -> None:
    columns = {
        name
        for (name,) in ask("select column_name from information_schema.columns where table_name = %s", TABLE)
    }
    # information_schema shows what the role may touch; the model must add nothing to it.
    assert columns == {field.column for field in StatisticalArrest._meta.concrete_fields}
    assert columns == {
        "id", "a_number", "arrested_on", "city", "state", "office_id", "team_id", "criminal", "removed_on",
        "removed_in",
    }  # fmt: skip
    # The extract that told of a removal, for its undo: the program cannot read it, and it names no row.
    assert "permission denied" in refused(f"select removed_in from {TABLE}")
    to = "select confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid = %s::regclass"
    assert {name for (name,) in ask(to, TABLE)} == {"offices_office", "offices_team"}
    from_ = (
        "select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = %s::regclass"
    )
    assert ask(from_, TABLE) == []


@pytest.mark.promise("PIA-1.1-4")
def test_no_model_leads_from_an_arrest_to_a_person_or_back() -> None:
    assert StatisticalArrest._meta.related_objects == ()
    linked = {f.related_model._meta.label for f in StatisticalArrest._meta.get_fields() if f.related_model}
    assert linked == {"offices.Office", "offices.Team"}
    for model in apps.get_models():
        assert all(field.related_model is not StatisticalArrest for field in model._meta.get_fields())


@pytest.mark.promise("PIA-2.1-4")
def test_the_counting_role_reads_numbers_and_cannot_read_the_table(officer: User) -> None:
    count_arrest(officer)
    with transaction.atomic():
        ask("set local role fcms_counts")
        assert ask("select arrests from counts.encounters_arrests") == [(1,)]
        for sql in (f"select id from public.{TABLE}", "select a_number from counts.encounters_arrests"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                ask(sql)
        ask("set local role none")
    views = (
        "select column_name from information_schema.columns where table_schema = 'counts' and table_name ~ %s"
    )
    with transaction.atomic():
        ask("set local role fcms_counts")
        columns = {name for (name,) in ask(views, "^encounters_")}
        ask("set local role none")
    assert columns == {"office_id", "team_id", "arrested_on", "removed_on", "criminal", "arrests", "removals"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"a_number": "A12"}, "A-Number"),
        ({"a_number": "900-555-001"}, "not in the form"),
        ({"city": " "}, "city"),
        ({"state": "Texas"}, "two letters"),
        ({"arrested_on": date(1999, 1, 1)}, "2003"),
        ({"arrested_on": timezone.now().date() + timedelta(days=2)}, "future"),
    ],
)
def test_what_is_not_well_formed_is_not_counted(officer: User, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as caught:
        count_arrest(officer, **values)
    assert "555001" not in caught.value.sentence


def test_a_removal_in_the_future_is_not_noted(officer: User) -> None:
    with pytest.raises(Refused, match="future"):
        actions.note_removal(
            by=officer, a_number="A900555001", removed_on=timezone.now().date() + timedelta(days=3)
        )
    assert rules.removed_in_time(DAY, today=DAY)


@pytest.mark.promise("PIA-1.1-4", "PIA-1.4-1")
def test_the_removals_of_an_extract_go_only_with_it_and_no_others_do(officer: User) -> None:
    count_arrest(officer)
    count_arrest(officer, a_number="A900555002")
    actions.note_removal(by=officer, a_number="A900555001", removed_on=DAY, intake="I26-000001-1")
    actions.note_removal(by=officer, a_number="A900555002", removed_on=DAY)
    said = refused("select encounters_take_back('I26-000001-1')")
    assert "only when the extract that brought them is undone" in said
    assert "never changed" in refused(f"update {TABLE} set removed_on = null", by=IntegrityError)
    assert actions.take_back_removals("I26-000001-1", by=officer, reason="The wrong day.") == 1
    assert list(StatisticalArrest.objects.order_by("id").values_list("removed_on", flat=True)) == [None, DAY]
    assert actions.take_back_removals("I26-000001-1", by=officer, reason="Again.") == 0
