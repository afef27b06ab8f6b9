"""What the verbs do to a case, its steps and its subject."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fcms.audit.models import Change
from fcms.cases import actions, queries
from fcms.cases.lifecycle import ClosureReason, Status, Step
from fcms.cases.models import Case, CaseStep
from fcms.lib import numbers
from fcms.lib.actor import Job
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects.actions import correct_subject
from fcms.subjects.models import CustodyStatus
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import extract_origin, make_officer, make_subject

from .make import GONE_ON, HELD_ON, end, make_case, shown

pytestmark = pytest.mark.django_db


def steps(case: Case) -> list[tuple[str, str, str]]:
    return list(CaseStep.objects.filter(case=case).order_by("id").values_list("step", "was", "status"))


@pytest.mark.promise("PIA-0-1", "PIA-1.5-2")
def test_a_case_gets_its_number_its_moment_and_its_field_office_by_itself() -> None:
    officer = make_officer("DAL")
    case = make_case(by=officer, subject=make_subject(docket_office="DAL-OKC"))
    assert numbers.is_number(case.number)
    assert case.number.startswith("C")
    assert abs(case.opened_at - timezone.now()) < timedelta(minutes=1)
    assert case.office.code == "DAL"
    assert steps(case) == [("OPENED", "", "OPEN")]
    assert CaseStep.objects.get(case=case).by == officer


@pytest.mark.promise("PIA-0-1", "PIA-3.1-1")
@pytest.mark.parametrize("status", Status)
def test_every_status_is_reached_by_real_moves_each_of_which_is_kept_as_a_step(status: Status) -> None:
    case = make_case(status=status)
    assert case.status == status
    assert steps(case)[-1][2] == status


@pytest.mark.parametrize("status", [Status.REMOVED, Status.CLOSED])
def test_an_ended_case_opens_again_and_nothing_of_its_end_stays_in_force(status: Status) -> None:
    officer = make_officer("DAL")
    case = actions.reopen(
        make_case(status=status),
        by=officer,
        note="The record was of another person.",
        evidence=shown("REOPENED"),
    )
    assert (case.status, case.closure_reason, case.closed_at, case.removed_on) == ("OPEN", "", None, None)
    assert case.subject.custody_status == CustodyStatus.AT_LARGE
    assert case.subject.removed_on is None


@pytest.mark.promise("PIA-0-9", "PIA-1.4-2")
def test_an_arrest_sets_the_case_and_its_subject_to_in_custody_on_the_word_of_the_officer() -> None:
    officer = make_officer("DAL")
    case = actions.arrest(make_case(), by=officer, custody_on=HELD_ON)
    subject = case.subject
    subject.refresh_from_db()
    assert (case.status, case.custody_on) == (Status.IN_CUSTODY, HELD_ON)
    assert (subject.custody_status, subject.custody_on) == (CustodyStatus.ICE_CUSTODY, HELD_ON)
    said = subject.statements.first()
    assert said is not None
    assert (said.source, said.recorded_by) == ("OFFICER", officer)
    assert said.said["custody_status"] == "ICE_CUSTODY"


def test_an_arrest_known_from_an_extract_names_the_extract_as_its_source() -> None:
    case = actions.arrest(make_case(), by=Job("intake"), custody_on=HELD_ON, origin=extract_origin(row=17))
    said = case.subject.statements.first()
    assert said is not None
    assert (said.source, said.row) == ("EID", 17)


def test_a_job_that_does_not_say_where_it_knows_custody_from_changes_nothing() -> None:
    case = make_case()
    with pytest.raises(TypeError, match="origin"):
        actions.arrest(case, by=Job("intake"), custody_on=HELD_ON)
    case.refresh_from_db()
    assert case.status == Status.OPEN


@pytest.mark.promise("PIA-1.4-2")
def test_a_removal_ends_the_case_and_is_said_of_the_subject() -> None:
    case = make_case(status=Status.REMOVED)
    subject = case.subject
    subject.refresh_from_db()
    assert (case.removed_on, subject.removed_on) == (GONE_ON, GONE_ON)
    assert subject.custody_status == CustodyStatus.REMOVED


@pytest.mark.promise("PIA-1.4-2")
def test_a_release_opens_the_case_again_and_puts_its_subject_at_large() -> None:
    case = make_case(status=Status.IN_CUSTODY)
    case = actions.release(
        case,
        by=make_officer("DAL"),
        note="Bond.",
        released_on=HELD_ON + timedelta(days=9),
        evidence=shown("RELEASED"),
    )
    case.subject.refresh_from_db()
    assert (case.status, case.custody_on) == (Status.OPEN, None)
    assert case.subject.custody_status == CustodyStatus.AT_LARGE
    assert steps(case)[-1] == ("RELEASED", "IN_CUSTODY", "OPEN")


@pytest.mark.parametrize("reason", ClosureReason)
def test_a_case_closes_for_each_reason_of_the_list(reason: ClosureReason) -> None:
    officer = make_officer("DAL")
    case = end(make_case(), by=officer, reason=reason, note="Seen in the file.")
    assert (case.status, case.closure_reason, case.closed_by) == (Status.CLOSED, reason, officer)
    assert CaseStep.objects.filter(case=case, step=Step.CLOSED, reason=reason).exists()


def test_a_case_closed_by_death_says_so_of_the_subject_and_takes_it_back_when_re_opened() -> None:
    officer = make_officer("DAL")
    day = date(2026, 2, 3)
    case = end(make_case(), by=officer, reason="DIED", note="Certificate.", effective_on=day)
    case.subject.refresh_from_db()
    assert case.subject.died_on == day
    case = actions.reopen(
        case, by=officer, note="Another person of the same name.", evidence=shown("REOPENED")
    )
    case.subject.refresh_from_db()
    assert case.subject.died_on is None


def test_a_transfer_changes_the_office_and_keeps_the_state() -> None:
    supervisor = make_officer("DAL", role="supervisor")
    case = make_case(status=Status.COLD)
    houston = Office.objects.get(code="HOU")
    case = actions.transfer(case, by=supervisor, office=houston, note="Moved to Houston.")
    assert (case.office, case.status) == (houston, Status.COLD)
    step = CaseStep.objects.get(case=case, step=Step.TRANSFERRED)
    assert step.from_office is not None
    assert (step.from_office.code, step.office.code, step.note) == ("DAL", "HOU", "Moved to Houston.")


def test_a_refused_move_changes_nothing_and_names_its_remedy() -> None:
    case = make_case(status=Status.CLOSED)
    with pytest.raises(Refused) as caught:
        actions.arrest(case, by=make_officer("DAL"), custody_on=HELD_ON)
    assert caught.value.sentence == "This case is closed. Re-open it first."
    assert Case.objects.get(pk=case.pk).status == Status.CLOSED


def test_a_subject_has_one_live_case_and_the_sentence_names_it() -> None:
    case = make_case()
    with pytest.raises(Refused, match=f"live case, {case.number}. Work on that one"):
        make_case(subject=case.subject)


def test_an_ended_case_does_not_open_again_beside_a_live_one() -> None:
    officer = make_officer("DAL")
    ended = make_case(status=Status.CLOSED)
    live = make_case(subject=ended.subject)
    with pytest.raises(Refused, match=live.number):
        actions.reopen(ended, by=officer, note="A mistake.")


@pytest.mark.promise("PIA-1.4-2")
def test_a_case_is_opened_by_hand_from_the_category_with_the_day_that_the_officer_gives() -> None:
    officer = make_officer("DAL")
    subject = make_subject(by=officer, case_category="5A", final_order_on="", order_kind="")
    day = date(2025, 6, 7)
    office = queries.opening_office(officer, subject)
    case = actions.open_by_hand(subject, by=officer, office=office, basis_on=day, note="Did not appear.")
    subject.refresh_from_db()
    assert (case.basis, case.basis_on, subject.failed_to_report_on) == ("FAILED_TO_REPORT", day, day)
    assert case.statement.recorded_by == officer
    assert CaseStep.objects.get(case=case).note == "Did not appear."


@pytest.mark.parametrize("category", ["5C", "5D", "2A", "3", "8K"])
def test_no_case_is_opened_by_hand_from_a_protected_pending_or_other_category(category: str) -> None:
    officer = make_officer("DAL")
    subject = make_subject(by=officer, case_category=category)
    with pytest.raises(Refused, match=f"Case category {category} "):
        actions.open_by_hand(
            subject, by=officer, office=officer.office, basis_on=date(2025, 6, 7), note="Please."
        )
    assert not Case.objects.exists()


def test_the_history_of_a_case_says_who_changed_what_in_words() -> None:
    officer = make_officer("DAL")
    case = end(make_case(by=officer), by=officer, reason="CITIZEN", note="Passport seen.")
    line = queries.history(case)[0]
    assert (line.event, line.reason) == ("case closed", "CITIZEN")
    assert line.who.startswith(officer.name)
    assert ("status", "Open", "Closed") in line.changes
    closed_by = next(new for field, _old, new in line.changes if field == "closed by")
    assert closed_by.startswith(officer.name)


def test_a_correction_of_the_subject_within_a_move_is_an_event_of_its_own() -> None:
    officer = make_officer("DAL")
    case = actions.arrest(make_case(by=officer), by=officer, custody_on=HELD_ON)
    events = dict(
        Change.objects.filter(operation="U", table__in=["cases_case", "subjects_subject"]).values_list(
            "table", "event"
        )
    )
    assert events == {"cases_case": "taken into custody", "subjects_subject": "subject corrected"}
    assert case.subject_id


def test_what_another_source_says_instead_stands_beside_what_is_in_force() -> None:
    officer = make_officer("DAL")
    case = make_case(subject=make_subject(custody_status="OTHER_CUSTODY", custody_on="2026-01-02"))
    correct_subject(
        case.subject,
        by=officer,
        origin=officer_origin(officer),
        values={"custody_status": "AT_LARGE", "custody_on": ""},
    )
    case.subject.refresh_from_db()
    custody = next(known for known in queries.known_of(case.subject) if known.line.name == "custody_status")
    assert custody.line.value == "At large"
    assert [voice.value for voice in custody.otherwise] == ["In custody elsewhere"]
