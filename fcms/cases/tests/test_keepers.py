"""What the database itself refuses, whoever asks: raw SQL as the restricted role, with an actor named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from fcms.cases.lifecycle import CaseLife, Status
from fcms.cases.models import Case
from fcms.lib.actor import Job, acting
from fcms.lib.lifecycle import moves_of
from fcms.offices.models import Office

from .make import make_case

pytestmark = pytest.mark.django_db
PAIRS = {(source, move.to) for _, move in moves_of(CaseLife) for source in move.sources}
SET = {
    "OPEN": "closed_at = null, closed_by_id = null, closure_reason = '', removed_on = null",
    "COLD": "closed_at = null, closed_by_id = null, closure_reason = '', removed_on = null",
    "IN_CUSTODY": "custody_on = '2026-03-04', closed_at = null, closed_by_id = null, closure_reason = '',"
    " removed_on = null",
    "REMOVED": "custody_on = '2026-03-04', removed_on = '2026-04-05', closed_at = null, closed_by_id = null,"
    " closure_reason = ''",
    "CLOSED": "closed_at = now(), closed_by_id = (select min(id) from accounts_user), closure_reason = 'DIED',"
    " removed_on = null",
}
STEP = (
    "insert into cases_casestep (case_id, step, status, was, office_id, reason, note, effective_on, at, actor)"
    " values (%s, %s, %s, %s, %s, '', '', current_date, now(), 'job:tests')"
)


def ask(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def refused(match: str) -> Iterator[None]:
    """Run what follows as a named actor, to its end, and expect the database to refuse it."""
    ask("set constraints all immediate")  # what went before is settled: only what follows can be refused
    ask("set constraints all deferred")
    with acting(Job("tests"), "an attempt"):
        try:
            with transaction.atomic():
                yield
                ask("set constraints all immediate")
        except DatabaseError as problem:
            said = str(problem)
        else:
            said = "The database let it pass."
    assert re.search(match, said), said


@pytest.mark.promise("PIA-0-1")
@pytest.mark.parametrize("was", Status)
def test_no_status_changes_but_by_a_move_of_the_lifecycle(was: Status) -> None:
    case = make_case(status=was)
    for becomes in Status:
        if becomes != was and (was, becomes) not in PAIRS:
            with refused(f"No move of a case leads from {was} to {becomes}"):
                ask(f"update cases_case set status = '{becomes}', {SET[becomes]} where id = %s", case.pk)


@pytest.mark.promise("PIA-3.1-1")
def test_no_status_changes_without_a_step_that_says_so() -> None:
    case = make_case()
    with refused("only together with a step"):
        ask("update cases_case set status = 'COLD' where id = %s", case.pk)


@pytest.mark.promise("PIA-3.1-1")
def test_no_office_changes_without_a_step_that_says_so() -> None:
    case = make_case()
    with refused("only together with a step"):
        ask("update cases_case set office_id = %s where id = %s", Office.objects.get(code="HOU").pk, case.pk)


def test_no_step_says_what_the_case_does_not() -> None:
    case = make_case()
    with refused("only together with a step"):
        ask(STEP, case.pk, "WENT_COLD", "COLD", "OPEN", case.office_id)


def test_a_legal_move_with_its_step_passes() -> None:
    case = make_case()
    with acting(Job("tests"), "a move"):
        ask("update cases_case set status = 'COLD' where id = %s", case.pk)
        ask(STEP, case.pk, "WENT_COLD", "COLD", "OPEN", case.office_id)
        ask("set constraints all immediate")
    assert Case.objects.get(pk=case.pk).status == Status.COLD


def test_no_case_is_entered_without_its_first_step() -> None:
    case = make_case(status=Status.CLOSED)
    with refused("only together with a step"):
        ask(
            "insert into cases_case (subject_id, office_id, status, basis, basis_on, statement_id, opened_at,"
            " opened_on, closure_reason, changed_at) select subject_id, office_id, 'OPEN', basis, basis_on,"
            " statement_id, now(), opened_on, '', now() from cases_case where id = %s",
            case.pk,
        )


@pytest.mark.promise("PIA-3.1-1")
def test_a_change_by_nobody_is_refused() -> None:
    case = make_case()
    with pytest.raises(DatabaseError, match="nobody is named"), transaction.atomic():
        ask("update cases_case set opened_on = current_date where id = %s", case.pk)


@pytest.mark.promise("PIA-3.1-1")
@pytest.mark.parametrize(
    "sql",
    [
        "update cases_casestep set note = 'other' where case_id = %s",
        "delete from cases_casestep where case_id = %s",
    ],
)
def test_a_step_is_never_edited_or_taken_away(sql: str) -> None:
    case = make_case()
    with refused("permission denied"):
        ask(sql, case.pk)


def test_a_case_is_not_deleted_by_the_program() -> None:
    case = make_case()
    with refused("permission denied"):
        ask("delete from cases_case where id = %s", case.pk)


@pytest.mark.promise("PIA-1.5-2")
def test_the_number_of_a_case_is_never_changed() -> None:
    case = make_case()
    with refused("given once"):
        ask("update cases_case set number = 'C26-999999-9' where id = %s", case.pk)


def test_a_case_belongs_to_no_sub_office() -> None:
    case = make_case()
    with refused("not to a sub-office"):
        ask(
            "update cases_case set office_id = %s where id = %s",
            Office.objects.get(code="DAL-OKC").pk,
            case.pk,
        )


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("update cases_case set closed_at = now() where id = %s", "cases_case_closed_says_why"),
        ("update cases_case set removed_on = current_date where id = %s", "cases_case_removed_says_when"),
        ("update cases_case set status = 'IN_CUSTODY' where id = %s", "cases_case_custody_says_when"),
        ("update cases_case set basis = 'HUNCH' where id = %s", "cases_case_basis_listed"),
    ],
)
def test_a_status_stands_only_with_its_companions(sql: str, constraint: str) -> None:
    case = make_case()
    with refused(constraint):
        ask(sql, case.pk)


def test_a_subject_never_has_two_live_cases() -> None:
    live = make_case()
    with refused("one_live_each"):
        Case.objects.create(
            subject=live.subject, office=live.office, basis=live.basis, basis_on=live.basis_on,
            statement=live.statement, opened_at=live.opened_at, opened_on=live.opened_on, changed_at=live.changed_at,
        )  # fmt: skip
