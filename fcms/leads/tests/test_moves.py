"""What may happen to a lead, who may do it, and the sentence that says why not."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from fcms.audit.models import Change
from fcms.cases.actions import arrest
from fcms.cases.tests.make import make_case
from fcms.leads import actions
from fcms.leads.lifecycle import LIVE, NEVER_CHOSEN, LeadLife, Outcome, Status, Step
from fcms.leads.models import Lead, LeadNote, LeadStep
from fcms.leads.permissions import verdicts
from fcms.lib.actor import Job
from fcms.lib.lifecycle import moves_of
from fcms.lib.verdict import Refused
from fcms.offices.models import Office, Team
from fcms.subjects.tests.make import make_officer, make_subject

from .make import MIAMI, make_lead, make_team_officer, moved_to

pytestmark = pytest.mark.django_db


def steps(lead: Lead) -> list[tuple[str, str]]:
    return list(LeadStep.objects.filter(lead=lead).order_by("id").values_list("step", "status"))


def office(code: str) -> Office:
    return Office.objects.get(code=code)


@pytest.mark.promise("PIA-0-2")
@pytest.mark.parametrize("status", Status)
def test_every_status_is_reached_by_real_moves_each_of_which_is_kept_as_a_step(status: Status) -> None:
    lead = make_lead(status=status)
    assert lead.status == status
    assert steps(lead)[0] == ("RECEIVED", "NEW")
    assert steps(lead)[-1][1] == status


def test_every_life_ends_closed_from_every_open_state() -> None:
    assert set(LeadLife.close.sources) == set(LIVE)
    assert {move.to for _, move in moves_of(LeadLife)} == set(Status) - {Status.NEW}


# --- accept


def test_an_officer_of_the_office_accepts_a_lead_and_brings_it_to_their_team() -> None:
    officer = make_team_officer("DAL", 2)
    before = timezone.now()
    lead = actions.accept(make_lead(), by=officer)
    assert (lead.status, lead.officer, lead.team) == (Status.WORKING, officer, officer.team)
    assert lead.waiting_since >= before
    assert steps(lead)[-1] == ("ACCEPTED", "WORKING")
    assert Change.objects.filter(table="leads_lead", row=lead.pk, event="lead accepted").exists()


def test_only_the_office_that_holds_a_lead_accepts_it() -> None:
    for stranger in (make_officer("MIA"), make_officer("HQ", "hq_analyst")):
        with pytest.raises(Refused, match="Only the office that holds this lead"):
            actions.accept(make_lead(), by=stranger)


def test_a_lead_that_is_worked_new_or_closed_is_not_accepted() -> None:
    officer = make_officer("DAL")
    for status, says in (
        ("WORKING", "accepted this lead already"),
        ("NEW", "new cannot"),
        ("CLOSED", "closed cannot"),
    ):
        with pytest.raises(Refused, match=says):
            actions.accept(make_lead(by=officer, status=status), by=officer)


def test_only_a_supervisor_accepts_for_somebody_else() -> None:
    officer, other, supervisor = make_officer("DAL"), make_officer("DAL"), make_officer("DAL", "supervisor")
    lead = make_lead()
    with pytest.raises(Refused, match="Your supervisor gives leads"):
        actions.accept(lead, by=officer, officer=other)
    assert actions.accept(lead, by=supervisor, officer=other).officer == other


def test_an_officer_of_a_sub_office_works_the_leads_of_its_field_office() -> None:
    assert actions.accept(make_lead(), by=make_officer("DAL-OKC")).status == Status.WORKING


# --- assign


def test_a_supervisor_assigns_and_an_officer_takes_the_lead_themselves() -> None:
    officer, supervisor = make_officer("DAL"), make_officer("DAL", "supervisor")
    lead = actions.assign(make_lead(), by=supervisor, officer=officer)
    assert (lead.status, lead.officer) == (Status.ROUTED, officer)
    assert steps(lead)[-1] == ("ASSIGNED", "ROUTED")
    with pytest.raises(Refused, match="has this lead already"):
        actions.assign(lead, by=supervisor, officer=officer)
    with pytest.raises(Refused, match="Your supervisor gives leads"):
        actions.assign(lead, by=officer, officer=make_officer("DAL"))
    other = make_officer("DAL")
    assert actions.assign(lead, by=other, officer=other).officer == other


def test_a_lead_is_given_only_to_an_active_officer_of_its_office() -> None:
    from fcms.accounts.actions import disable_user

    supervisor, gone = make_officer("DAL", "supervisor"), make_officer("DAL")
    gone = disable_user(gone, by=make_officer("HQ", "administrator"), reason="Moved away.") or gone
    gone.refresh_from_db()
    for person in (make_officer("MIA"), gone):
        with pytest.raises(Refused, match="Choose an officer of the office"):
            actions.assign(make_lead(), by=supervisor, officer=person)


def test_a_lead_that_nobody_holds_is_assigned_to_nobody() -> None:
    person = make_officer("HQ", "hq_supervisor")
    for status in ("NEW", "CLOSED"):
        with pytest.raises(Refused, match="not assigned to anyone"):
            actions.assign(make_lead(status=status), by=person, officer=person)


# --- transfer


@pytest.mark.promise("PIA-0-7")
def test_a_supervisor_transfers_a_lead_by_hand_and_it_waits_there_to_be_accepted() -> None:
    officer, supervisor = make_officer("DAL"), make_officer("DAL", "supervisor")
    lead = actions.accept(make_lead(zip=MIAMI, city="Miami", state="FL", by=officer), by=make_officer("MIA"))
    with pytest.raises(Refused, match="Another office holds this lead"):
        actions.transfer(lead, by=supervisor, office=office("DAL"), note="Ours.")
    lead = actions.transfer(
        lead, by=make_officer("MIA", "supervisor"), office=office("DAL"), note="Moved to Dallas."
    )
    assert (lead.status, lead.office.code, lead.team, lead.officer) == ("ROUTED", "DAL", None, None)
    assert lead.rule == "BY_HAND"
    assert LeadStep.objects.filter(lead=lead, step=Step.TRANSFERRED, note="Moved to Dallas.").count() == 1
    back = actions.transfer(lead, by=supervisor, office=office("MIA"), note="It was Miami after all.")
    assert back.team is not None
    assert back.team.office.code == "MIA"


def test_an_officer_does_not_transfer() -> None:
    with pytest.raises(Refused, match="Your supervisor transfers leads"):
        actions.transfer(make_lead(), by=make_officer("DAL"), office=office("MIA"), note="Moved.")


@pytest.mark.parametrize(
    ("to", "team", "note", "says"),
    [
        ("DAL", None, "Why not.", "is with that team already"),
        ("HQ", None, "Why not.", "belong to field offices"),
        ("DAL-OKC", None, "Why not.", "belong to field offices"),
        ("MIA", ("DAL", 1), "Why not.", "belongs to another office"),
        ("MIA", None, "  ", "Say in a note why"),
    ],
)
def test_a_transfer_goes_to_another_field_office_or_team_and_says_why(
    to: str, team: tuple[str, int] | None, note: str, says: str
) -> None:
    supervisor = make_officer("DAL", "supervisor")
    lead = make_lead()
    chosen = Team.objects.get(office__code=team[0], number=team[1]) if team else None
    with pytest.raises(Refused, match=says):
        actions.transfer(lead, by=supervisor, office=office(to), team=chosen, note=note)


def test_a_lead_goes_from_team_to_team_within_its_office() -> None:
    lead = make_lead()
    team = Team.objects.filter(office__code="DAL").exclude(pk=lead.team_id).earliest("number")
    moved = actions.transfer(
        lead, by=make_officer("DAL", "supervisor"), office=lead.office, team=team, note="Nearer."
    )
    assert (moved.office, moved.team) == (lead.office, team)


def test_a_closed_or_unrouted_lead_is_not_transferred() -> None:
    analyst = make_officer("HQ", "hq_analyst")
    for status, says in (("CLOSED", "Re-open it first"), ("NEW", "Route it by hand")):
        with pytest.raises(Refused, match=says):
            actions.transfer(make_lead(status=status), by=analyst, office=office("MIA"), note="x")


# --- route by hand


@pytest.mark.promise("PIA-0-7")
def test_headquarters_routes_by_hand_what_no_zip_code_routes() -> None:
    lead = make_lead(status=Status.NEW)
    analyst = make_officer("HQ", "hq_analyst")
    lead = actions.route(lead, by=analyst, office=office("MIA"), note="Last seen there.")
    assert (lead.status, lead.office.code, lead.rule) == ("ROUTED", "MIA", "BY_HAND")
    with pytest.raises(Refused, match="has its office already"):
        actions.route(lead, by=make_officer("HQ", "hq_analyst"), office=office("DAL"))


@pytest.mark.promise("PIA-0-7")
def test_the_officer_who_entered_an_unrouted_lead_takes_it_into_their_own_office_only() -> None:
    officer = make_officer("DAL")
    lead = make_lead(by=officer, status=Status.NEW)
    with pytest.raises(Refused, match="Headquarters sends it"):
        actions.route(lead, by=officer, office=office("MIA"))
    with pytest.raises(Refused, match="No office holds this lead yet"):
        actions.route(lead, by=make_officer("DAL"), office=office("DAL"))
    with pytest.raises(Refused, match="no ZIP code"):
        actions.route(lead, by=officer)
    assert actions.route(lead, by=officer, office=office("DAL")).office == office("DAL")


# --- close and re-open


@pytest.mark.promise("PIA-0-2")
@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in NEVER_CHOSEN])
def test_a_lead_closes_with_an_outcome_and_opens_again_with_a_reason(outcome: Outcome) -> None:
    officer = make_officer("DAL")
    lead = actions.close(make_lead(status=Status.WORKING), by=officer, outcome=outcome, note="Two visits.")
    assert (lead.status, lead.outcome, lead.closed_by) == (Status.CLOSED, outcome, officer)
    with pytest.raises(Refused, match="closed already"):
        actions.close(lead, by=officer, outcome=outcome)
    with pytest.raises(Refused, match="why the lead is re-opened"):
        actions.reopen(lead, by=officer, note=" ")
    lead = actions.reopen(lead, by=officer, note="Seen there again.")
    assert (lead.status, lead.outcome, lead.closed_at, lead.closed_by, lead.officer) == (
        "ROUTED",
        "",
        None,
        None,
        None,
    )
    with pytest.raises(Refused, match="This lead is open"):
        actions.reopen(lead, by=officer, note="Again.")


@pytest.mark.promise("PIA-0-2")
@pytest.mark.parametrize("outcome", ["", "GONE"])
def test_a_lead_is_not_closed_without_saying_what_came_of_it(outcome: str) -> None:
    with pytest.raises(Refused, match="Say what came of the lead before closing it"):
        actions.close(make_lead(), by=make_officer("DAL"), outcome=outcome)


@pytest.mark.parametrize("status", LIVE)
def test_a_lead_closes_from_every_open_state(status: Status) -> None:
    analyst = make_officer("HQ", "hq_analyst")
    assert (
        actions.close(make_lead(status=status), by=analyst, outcome=Outcome.DUPLICATE).status == Status.CLOSED
    )


def test_an_arrest_is_recorded_and_not_claimed() -> None:
    officer = make_officer("DAL")
    case = make_case(subject=make_subject(a_number="A900444555"))
    lead = make_lead(a_number="A900444555")
    with pytest.raises(Refused, match="Record the arrest itself"):
        actions.close(lead, by=officer, outcome=Outcome.ARRESTED)
    arrest(case, by=officer, custody_on=case.basis_on)
    assert actions.close(lead, by=officer, outcome=Outcome.ARRESTED).outcome == Outcome.ARRESTED


def test_a_lead_that_no_office_ever_held_is_re_opened_into_one() -> None:
    analyst = make_officer("HQ", "hq_analyst")
    lead = actions.close(make_lead(status=Status.NEW), by=analyst, outcome=Outcome.NOT_ENOUGH)
    with pytest.raises(Refused, match="Choose the office"):
        actions.reopen(lead, by=analyst, note="An address came in.")
    lead = actions.reopen(lead, by=analyst, note="An address came in.", office=office("MIA"))
    assert (lead.status, lead.office.code) == ("ROUTED", "MIA")


def test_a_person_closes_a_lead_and_never_a_job() -> None:
    by: Any = Job("tidying")
    with pytest.raises(Refused, match="A person decides"):
        actions.close(make_lead(), by=by, outcome=Outcome.DUPLICATE)
    with pytest.raises(Refused, match="A person decides"):
        actions.accept(make_lead(), by=by)


# --- notes, links, reach


def test_a_note_is_signed_and_dated() -> None:
    officer = make_officer("DAL")
    note = actions.note(make_lead(), by=officer, text=" The landlord has not seen anybody. ")
    assert (note.by, note.text) == (officer, "The landlord has not seen anybody.")
    with pytest.raises(Refused, match="Write the note"):
        actions.note(make_lead(), by=officer, text=" ")
    assert LeadNote.objects.count() == 1


def test_a_person_links_a_lead_to_its_subject_and_corrects_a_wrong_link() -> None:
    officer, first, second = make_officer("DAL"), make_case(), make_case()
    lead = actions.link(make_lead(), by=officer, subject=first.subject)
    assert (lead.subject, lead.case) == (first.subject, first)
    with pytest.raises(Refused, match="linked to this subject already"):
        actions.link(lead, by=officer, subject=first.subject)
    assert actions.link(lead, by=officer, subject=second.subject).case == second


VERBS = ("accept", "assign", "transfer", "close", "note", "correct", "link")


@pytest.mark.parametrize("verb", VERBS)
def test_an_officer_of_another_office_changes_nothing(verb: str) -> None:
    assert not verdicts(make_officer("MIA", "supervisor"), make_lead())[verb]


@pytest.mark.parametrize("role", ["counsel", "privacy_officer"])
def test_who_only_reads_leads_changes_nothing(role: str) -> None:
    allowed = [verb for verb, verdict in verdicts(make_officer("HQ", role), make_lead()).items() if verdict]
    assert allowed == []


def test_several_leads_are_moved_each_on_its_own_and_each_says_what_came_of_it() -> None:
    officer = make_officer("DAL")
    leads = [make_lead(), make_lead(status=Status.WORKING), make_lead()]
    results = actions.each(leads, actions.accept, by=officer)
    assert [result.done for result in results] == [True, False, True]
    assert "accepted this lead already" in results[1].sentence
    assert Lead.objects.filter(officer=officer, status=Status.WORKING).count() == 2


def test_moved_to_reaches_every_status_of_a_lead_in_any_office() -> None:
    assert moved_to(make_lead(zip=MIAMI, city="", state=""), Status.WORKING).office == office("MIA")
