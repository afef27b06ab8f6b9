"""An applied extract is taken back whole, or it is said what stands on it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from fcms.accounts.models import User
from fcms.activities.actions import record_activity
from fcms.audit.models import Change
from fcms.exchange import actions, jobs, queries, tasks
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake
from fcms.exchange.undoing.blockers import stands_on
from fcms.leads import actions as leads_actions
from fcms.leads.models import Lead, LeadStep
from fcms.leads.tallies import leads as leads_report
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer, make_subject

from .make import apply, eid, found, leads, load, make_analyst
from .test_tasks import tried

pytestmark = pytest.mark.django_db

SignedIn = Callable[..., Client]
YEAR = "2009-01-01", "2100-12-31"


@pytest.fixture
def by() -> User:
    return make_analyst()


def applied(by: User, *rows: dict[str, Any]) -> Intake:
    return apply(load(leads(*(rows or ({}, {}))), by=by), by=by)


@pytest.mark.promise("PIA-1.4-1")
def test_an_undone_extract_leaves_its_leads_in_error_and_out_of_every_count(by: User) -> None:
    kept = applied(by, {"source_reference": "K-1"})
    before = leads_report(*YEAR)
    intake = applied(by)
    assert leads_report(*YEAR) != before
    intake = actions.undo(intake, by=by, reason="The wrong month was sent.")
    assert leads_report(*YEAR) == before
    assert (intake.status, intake.undone_by, intake.undo_reason) == (
        Status.UNDONE,
        by,
        "The wrong month was sent.",
    )
    assert intake.undo_result == {"leads taken back": 2}
    assert set(Lead.objects.filter(intake=intake.number).values_list("status", "outcome", "closed_by")) == {
        ("CLOSED", "ENTERED_IN_ERROR", by.pk)
    }
    assert Lead.objects.get(intake=kept.number).status == "ROUTED"
    last = LeadStep.objects.filter(lead__intake=intake.number, step="CLOSED")
    assert set(last.values_list("note", "by")) == {("The wrong month was sent.", by.pk)}
    told = Change.objects.filter(table="exchange_intake", row=intake.pk).latest("id")
    assert (told.event, told.reason) == ("extract undone", "The wrong month was sent.")
    assert queries.row_of(intake, "leads.csv", 1).became.startswith("L")  # type: ignore[union-attr]


@pytest.mark.promise("PIA-1.4-1", "PIA-0-6")
def test_after_an_undo_the_same_file_or_the_corrected_one_comes_in_and_nothing_is_repeated(by: User) -> None:
    for content in (leads({}, {}), leads({}, {"zip": "33130", "city": "Miami", "state": "FL"})):
        intake = load(content, by=by)
        assert "R-REPEATED" not in {rule for _, rule, _ in found(intake)}
        intake = apply(intake, by=by)
        assert intake.result["received"] == 2
        with pytest.raises(Refused, match="already"):
            actions.receive(io.BytesIO(content), by=by, kind="government-leads")
        actions.undo(intake, by=by, reason="Once more.")
    again = apply(load(leads({}, {}), by=by), by=by)
    assert Lead.objects.not_taken_back().count() == again.result["received"] == 2


def test_an_undone_extract_of_a_series_comes_again_in_its_place(by: User) -> None:
    first = load(eid({}, sequence=7), by=by, kind="eid-daily")
    load(eid({"suffix": "Jr"}, sequence=8), by=by, kind="eid-daily")
    from fcms.audit.events import Event
    from fcms.lib.actor import acting

    with acting(by, Event.INTAKE_UNDONE):
        Intake.objects.filter(pk=first.pk).update(
            status="UNDONE",
            applied_at=first.received_at,
            applied_by=by,
            undone_at=first.received_at,
            undone_by=by,
            undo_reason="Test.",
        )
    again = load(eid({"suffix": "Sr"}, sequence=7), by=by, kind="eid-daily")
    assert again.sequence == 7
    with pytest.raises(Refused, match="comes too late or a second time"):
        load(eid({"suffix": "III"}, sequence=7), by=by, kind="eid-daily")


WORK = {
    "accepted": lambda lead, officer: leads_actions.accept(lead, by=officer),
    "given a note": lambda lead, officer: leads_actions.note(lead, by=officer, text="Seen there."),
    "transferred": lambda lead, officer: leads_actions.transfer(
        lead, by=make_officer("DAL", "supervisor"), office=make_officer("MIA").office, note="Theirs."
    ),
    "closed": lambda lead, officer: leads_actions.close(lead, by=officer, outcome="DUPLICATE"),
    "corrected or linked by a person": lambda lead, officer: leads_actions.link(
        lead, by=officer, subject=make_subject(a_number="A900444555")
    ),
    "recorded on lead": lambda lead, officer: record_activity(
        by=officer,
        type="RECORDS_CHECK",
        acted_on=lead.received_on,
        lead=lead,
        check_system="EID",
        check_result="NO_RECORD",
    ),
}


@pytest.mark.promise("PIA-1.4-1")
@pytest.mark.parametrize("work", WORK)
def test_a_lead_that_somebody_worked_on_keeps_its_extract_and_it_says_what_was_done(
    by: User, work: str
) -> None:
    intake = applied(by)
    WORK[work](Lead.objects.get(intake=intake.number, row=2), make_officer("DAL"))
    before = list(Lead.objects.order_by("pk").values())
    (stands,) = stands_on(intake)
    assert (stands.record, work in stands.sentence) == (Lead.objects.get(row=2).number, True)
    for act in (actions.undo, actions.ask_to_undo):
        with pytest.raises(Refused, match=f"Something later stands on this extract.*{stands.sentence}"):
            act(intake, by=by, reason="Wrong.")
    intake.refresh_from_db()
    assert (intake.status, list(Lead.objects.order_by("pk").values())) == (Status.APPLIED, before)


def test_what_a_correction_changed_stands_on_the_extract_too(by: User) -> None:
    intake = applied(by)
    leads_actions.correct(
        Lead.objects.get(intake=intake.number, row=1), by=make_officer("DAL"), values={"line_2": "APT 9"}
    )
    assert "corrected" in stands_on(intake)[0].sentence


def test_an_extract_is_undone_once_with_a_reason_by_who_may_and_only_when_it_was_applied(by: User) -> None:
    intake = load(leads({}, {}), by=by)
    with pytest.raises(Refused, match="under review was not applied, so there is nothing to undo"):
        actions.undo(intake, by=by, reason="Wrong.")
    intake = apply(intake, by=by)
    with pytest.raises(Refused, match="Say why the extract is undone"):
        actions.undo(intake, by=by, reason="  ")
    with pytest.raises(Refused, match="Your role does not include undoing"):
        actions.undo(intake, by=make_officer("DAL"), reason="Wrong.")
    actions.undo(intake, by=by, reason="Wrong.")
    with pytest.raises(Refused, match="undone already. Load the corrected file"):
        actions.undo(intake, by=by, reason="Wrong.")
    with pytest.raises(Refused, match="undone"):
        actions.apply(intake, by=by)


def test_a_lead_that_was_taken_back_is_not_opened_again_and_nobody_takes_one_back_by_hand(by: User) -> None:
    intake = applied(by)
    officer = make_officer("DAL")
    with pytest.raises(Refused, match="taken back by undoing the extract"):
        leads_actions.close(Lead.objects.get(row=1), by=officer, outcome="ENTERED_IN_ERROR")
    actions.undo(intake, by=by, reason="Wrong.")
    with pytest.raises(Refused, match="extract that brought this lead was undone"):
        leads_actions.reopen(Lead.objects.get(row=1), by=officer, note="It was right.")


def test_an_undo_that_was_refused_leaves_the_extract_applied(by: User) -> None:
    intake = actions.ask_to_undo(applied(by), by=by, reason="Wrong.")
    assert intake.status == Status.UNDOING
    intake = actions.keep(intake, by=by, reason="Somebody has worked on it.")
    assert (intake.status, intake.undo_reason) == (Status.APPLIED, "")
    assert actions.undo(intake, by=by, reason="Wrong.").status == Status.UNDONE


# --- in a browser


@pytest.mark.promise("PIA-1.4-1")
def test_the_page_says_what_the_extract_brought_asks_why_and_hands_the_undo_to_the_worker(
    by: User, signed_in: SignedIn
) -> None:
    intake = applied(by)
    browser = signed_in(by)
    assert (
        reverse("exchange:undo", args=[intake.number])
        in browser.get(intake.get_absolute_url()).content.decode()
    )
    at = reverse("exchange:undo", args=[intake.number])
    page = browser.get(at).content.decode()
    assert "Nothing later stands on it" in page
    assert 'Received: <span class="num">2</span>' in page
    assert browser.post(at, {"reason": ""}).status_code == 422
    assert browser.post(at, {"reason": "The wrong month."}).url == intake.get_absolute_url()  # type: ignore[attr-defined]
    job = ProcrastinateJob.objects.get(task_name="exchange.undo")
    assert job.args == {"intake_id": intake.pk, "user_id": by.pk}
    assert "Being undone" in browser.get(intake.get_absolute_url()).content.decode()
    tasks.undo(tried(), intake.pk, by.pk)
    page = browser.get(intake.get_absolute_url()).content.decode()
    assert "The wrong month." in page
    assert "Leads taken back: 2." in page
    tasks.undo(tried(), intake.pk, by.pk)  # asked twice, it is done once
    assert "undone already" in browser.get(at, follow=True, HTTP_REFERER="/").content.decode()


def test_the_page_lists_what_stands_on_it_and_offers_no_button(by: User, signed_in: SignedIn) -> None:
    intake = applied(by)
    lead = leads_actions.accept(Lead.objects.get(row=1), by=make_officer("DAL"))
    page = signed_in(by).get(reverse("exchange:undo", args=[intake.number])).content.decode()
    assert f"Lead {lead.number} was accepted." in page
    assert "Undo the extract</button>" not in page


def test_the_worker_leaves_applied_what_somebody_worked_on_meanwhile(by: User) -> None:
    intake = jobs.undo_soon(applied(by), by, "Wrong.")
    lead = leads_actions.accept(Lead.objects.get(row=1), by=make_officer("DAL"))
    tasks.undo(tried(), intake.pk, by.pk)
    intake.refresh_from_db()
    assert intake.status == Status.APPLIED
    change = Change.objects.filter(table="exchange_intake", row=intake.pk).latest("id")
    assert (change.event, lead.number in change.reason) == ("extract kept as applied", True)


def test_who_may_not_apply_may_not_undo(by: User, signed_in: SignedIn) -> None:
    intake = applied(by)
    at = reverse("exchange:undo", args=[intake.number])
    assert signed_in(make_officer("DAL")).get(at).status_code == 403
