"""Killed anywhere, an undo takes back everything or nothing, and done again it comes out as if nothing had been."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.cases.models import Case
from fcms.exchange import actions, sources, tasks
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake
from fcms.leads.models import Lead, LeadStep
from fcms.leads.tallies import leads as leads_report
from fcms.lib.verdict import Refused
from fcms.subjects.models import Address, Statement, Subject

from . import process
from .make import apply, eid, leads, load, make_analyst
from .test_kills import end_connection, kill, patiently
from .test_tasks import tried

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = "The wrong month."
HOME = {"line_1": "1 SAMPLE WAY", "city": "Dallas", "state": "TX"}


@pytest.fixture
def by() -> User:
    return make_analyst()


def of_leads(by: User) -> Intake:
    return apply(load(leads(*({} for _ in range(60))), by=by), by=by)


def of_subjects(by: User) -> Intake:
    people = [{"a_number": f"A90080000{n}"} for n in range(5)]
    homes = [{"a_number": one["a_number"], **HOME} for one in people]
    return apply(load(eid(*people, addresses=homes), by=by, kind="eid-daily"), by=by)


def stored() -> list[Any]:
    """What stands in the tables that an undo writes, but for who changed what."""
    return [
        sorted(Lead.objects.values_list("row", "status", "outcome", "office")),
        sorted(LeadStep.objects.values_list("lead__row", "step", "status", "note")),
        sorted(Subject.objects.values_list("number", "withdrawn_at", "changed_at"), key=str),
        sorted(Case.objects.values_list("number", "status", "closure_reason")),
        sorted(Address.objects.values_list("key", "withdrawn_at"), key=str),
        Statement.objects.count(),
        leads_report("2009-01-01", "2100-12-31"),
    ]


@pytest.mark.promise("PIA-1.4-1")
@pytest.mark.parametrize(
    ("bring", "where"),
    [
        (of_leads, "looking for what stands on it"),
        (of_leads, "closing leads"),
        (of_leads, "noting why"),
        (of_leads, "before the end of the undo"),
        (of_subjects, "taking back cases"),
        (of_subjects, "taking back what was said of subjects"),
        (of_subjects, "before the end of the undo"),
    ],
)
def test_an_undo_that_was_killed_was_never_made_and_is_whole_when_done_again(
    by: User, bring: Any, where: str
) -> None:
    intake = bring(by)
    before = stored()
    kill(process.start("undo", intake.number, where))
    intake.refresh_from_db()
    assert (intake.status, stored()) == (Status.APPLIED, before)
    intake = patiently(lambda: actions.undo(intake, by=by, reason=WRONG))
    assert intake.status == Status.UNDONE
    assert not Lead.objects.not_taken_back().exists()
    assert not Case.objects.filter(taken_back_at=None).exists()
    assert not Subject.objects.filter(withdrawn_at=None).exists()
    assert Change.objects.filter(event="extract undone", table="exchange_intake").count() == 1
    with pytest.raises(Refused, match="undone already"):
        actions.undo(intake, by=by, reason=WRONG)


@pytest.mark.parametrize("bring", [of_leads, of_subjects])
def test_a_connection_that_the_database_ends_leaves_nothing_half_undone(
    by: User, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = actions.ask_to_undo(bring(by), by=by, reason=WRONG)
    before = stored()
    part = sources.part(intake.kind, "undo")
    assert part is not None
    undo = part.undo

    def undo_and_be_cut(*given: Any) -> Any:
        undo(*given)
        end_connection()
        connection.cursor().execute("select 1")

    monkeypatch.setattr(part, "undo", undo_and_be_cut)
    with pytest.raises((OperationalError, InterfaceError)):
        tasks.undo(tried(), intake.pk, by.pk)  # the worker asks for it again
    connection.close()
    intake.refresh_from_db()
    assert (intake.status, stored()) == (Status.UNDOING, before)
    monkeypatch.undo()
    patiently(lambda: tasks.undo(tried(1), intake.pk, by.pk))
    intake.refresh_from_db()
    assert (intake.status, intake.undone_by) == (Status.UNDONE, by)


def test_a_fault_of_the_program_leaves_the_extract_applied_and_says_so(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = actions.ask_to_undo(of_leads(by), by=by, reason=WRONG)
    before = stored()
    part = sources.part(intake.kind, "undo")
    assert part is not None
    undo = part.undo

    def undo_and_fail(*given: Any) -> Any:
        undo(*given)
        raise ZeroDivisionError

    monkeypatch.setattr(part, "undo", undo_and_fail)
    with pytest.raises(ZeroDivisionError):
        tasks.undo(tried(), intake.pk, by.pk)
    intake.refresh_from_db()
    assert (intake.status, intake.undo_reason, stored()) == (Status.APPLIED, "", before)
    assert (
        "Report it before you try again" in Change.objects.filter(table="exchange_intake").latest("id").reason
    )
