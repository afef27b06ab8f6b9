"""What the database itself refuses of field work, whoever asks: raw SQL as the restricted role, an actor named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fcms.activities import actions as activities
from fcms.activities.fieldwork import queries
from fcms.activities.gates import actions as gates
from fcms.activities.gates.models import Moment
from fcms.activities.models import FieldAction, GateReading
from fcms.cases.tests.test_keepers import ask, refused

from . import field
from .make import PLACE, Work, make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-1.5-4")]
GO = (
    "update activities_fieldaction set status = %s, officer_id = %s, reading_id = %s, status_check_id = %s,"
    " check_hours = %s where id = %s"
)
PUT = """
insert into activities_activity (type, case_id, officer_id, officer_name, officer_title, office_id, acted_on,
  location, operation_name, check_system, check_result, visit_outcome, verification, notes, late, recorded_at,
  recorded_by_id, address_key, gates, reading_id, field_action_id)
select 'VISIT', %(case)s, o.id, o.name, 'Officer', o.office_id, current_date, '', '', '', '', 'FOUND', '', '', false,
  now(), o.id, %(key)s, %(gates)s, %(reading)s, %(action)s from accounts_user o where o.id = %(officer)s
"""


@pytest.fixture
def ready() -> Work:
    """A case with an accepted lead of which every gate stands open."""
    return field.make_ready()


def read(work: Work, action: FieldAction, moment: Moment = Moment.ASSIGN) -> GateReading:
    return gates.read(action.case, queries.place_of(action), by=work.officer, moment=moment)


def behind(work: Work) -> int:
    return queries.checks_behind([work.case.pk])[work.case.pk][0].pk


def go(work: Work, action: FieldAction, reading: Any, **values: Any) -> None:
    """Assign by SQL, everything being right but what `values` say."""
    given = {"status": "ASSIGNED", "officer": work.officer.pk, "check": behind(work), "hours": 72, **values}
    ask(GO, given["status"], given["officer"], reading, given["check"], given["hours"], action.pk)


def put(work: Work, **values: Any) -> None:
    """Enter a visit by SQL."""
    given = {"key": work.lead.address_key, "gates": "", "reading": None, "action": None, **values}
    ask_named(PUT, {"case": work.case.pk, "officer": work.officer.pk, **given})


def ask_named(sql: str, values: dict[str, Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_keeper_nothing_is_wrong_with_the_sql_itself(ready: Work) -> None:
    action = field.plan(ready)
    reading = read(ready, action)
    with refused("The database let it pass"):
        go(ready, action, reading.pk)


@pytest.mark.parametrize(
    "other",
    [
        lambda work, action: read(work, action, Moment.PLAN).pk,
        lambda work, action: gates.read(action.case, None, by=work.officer, moment=Moment.ASSIGN).pk,
        lambda work, action: used(work),
        lambda work, action: (field.verify(work, result="ADDRESS_NOT_CONFIRMED"), read(work, action))[1].pk,
    ],
    ids=["of another moment", "of no place", "used before", "shut"],
)
def test_keeper_nobody_is_assigned_but_on_an_open_reading_made_for_it(
    ready: Work, other: Callable[[Work, FieldAction], int]
) -> None:
    action = field.plan(ready)
    reading = other(ready, action)
    with refused("gates were read now and stood open"):
        go(ready, action, reading)


def used(work: Work) -> int:
    reading = field.assigned(work, days=1).reading
    assert reading is not None
    return int(reading.pk)


def test_keeper_nothing_enters_an_operation_but_on_an_open_reading(ready: Work) -> None:
    action = field.plan(ready)
    with refused("gates were read now and stood open"):
        ask("update activities_fieldaction set operation_name = 'Sample Sweep' where id = %s", action.pk)


def test_keeper_a_start_takes_a_reading_of_that_moment_on_that_day(ready: Work) -> None:
    action = field.assigned(ready, days=1)
    for moment in (Moment.ASSIGN, Moment.START):
        reading = read(ready, action, moment)
        with refused("gates were read now and stood open"):
            go(ready, action, reading.pk, status="UNDER_WAY")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda work: {"check": behind(field.make_ready(work.officer))},
        lambda work: {"check": make_activity(work, "ADDRESS_CHECK", acted_on=field.today()).pk},
        lambda work: {"check": field.check(work, check_system="NCIC").pk},
        lambda work: {"check": field.check(work, on=field.today().replace(day=1)).pk},
        lambda work: {"hours": 0},
        lambda work: {"check": None},
    ],
    ids=["of another case", "of an address", "not of EID", "too old", "of no hours", "none"],
)
def test_keeper_nobody_goes_without_the_status_check_itself(
    ready: Work, wrong: Callable[[Work], dict[str, Any]]
) -> None:
    action = field.plan(ready)
    values = wrong(ready)
    reading = read(ready, action)
    with refused("without a check of EID"):
        go(ready, action, reading.pk, **values)


def test_keeper_a_later_check_against_it_undoes_the_one_before(ready: Work) -> None:
    action = field.plan(ready)
    reading = read(ready, action)
    first = behind(ready)
    field.check(ready, result="IN_CUSTODY")
    with refused("without a check of EID"):
        go(ready, action, reading.pk, check=first)


def test_keeper_who_goes_is_named(ready: Work) -> None:
    action = field.plan(ready)
    reading = read(ready, action)
    with refused("activities_field_goes_on_a_check"):
        go(ready, action, reading.pk, officer=None)


def test_keeper_no_state_is_passed_by(ready: Work) -> None:
    action = field.plan(ready)
    with refused("No move of a field action leads from PLANNED to STOPPED"):
        ask("update activities_fieldaction set status = 'STOPPED', reason = 'x' where id = %s", action.pk)


def test_keeper_a_visit_with_its_checks_comes_from_an_action_under_way(ready: Work) -> None:
    action = field.assigned(ready)
    assert action.reading is not None
    with refused("started through its gates"):
        put(ready, gates="OPEN", reading=action.reading.pk, action=action.pk)
    with refused("no person enters it"):
        put(ready, gates="TAKEN_OVER")


def test_keeper_how_the_gates_stood_is_never_written_anew(ready: Work) -> None:
    shut = activities.record_arrest(
        by=ready.officer,
        case=ready.case,
        arrested_on=field.today(),
        field_action=field.under_way(ready),
        **{**PLACE, "line_1": "700 SAMPLE ROAD"},
    ).activity
    with refused("kept as it was recorded"):
        ask("update activities_activity set gates = 'OPEN' where id = %s", shut.pk)


def test_keeper_a_visit_says_how_its_gates_stood_and_on_which_reading(ready: Work) -> None:
    with refused("activities_gated_says_how"):
        put(ready)
    with refused("activities_checked_has_its_action"):
        put(ready, gates="SHUT")


def test_keeper_an_action_is_done_only_by_what_is_recorded_from_it(ready: Work) -> None:
    action = field.under_way(ready)
    with refused("something was recorded from it"):
        ask("update activities_fieldaction set status = 'DONE' where id = %s", action.pk)


def test_keeper_steps_are_never_edited(ready: Work) -> None:
    action = field.plan(ready)
    with refused("permission denied"):
        ask("update activities_fieldactionstep set note = 'x' where field_action_id = %s", action.pk)
