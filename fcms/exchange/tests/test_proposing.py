"""Rosters, benefits, departures and the daily extract put news before the offices; nothing becomes a fact by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fcms.accounts.models import User
from fcms.cases import actions as cases
from fcms.cases.lifecycle import NewsStatus, Road, Status
from fcms.cases.models import Case, Proposal
from fcms.cases.proposals.actions import decide_proposal
from fcms.cases.tests.make import HELD_ON, make_case, moved_to
from fcms.cases.tests.make import shown as shown_by
from fcms.exchange import actions, sources
from fcms.exchange.changes import Effect, changes_of
from fcms.exchange.linkage import actions as linkage
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.undoing import blockers
from fcms.lib.verdict import Refused
from fcms.subjects.models import ANumber, Subject
from fcms.subjects.tests.make import make_officer, make_subject

from .make import SID, apply, found, load, load_eid, table
from .matched import confirm, no_candidates

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(no_candidates.__name__)]

ROSTER = {
    "facility_code": "SCJ-01",
    "facility_name": "Sample County Jail",
    "facility_kind": "LOCAL",
    "facility_state": "TX",
    "inmate_number": "88-1234",
    "family_name": "Okonjo",
    "given_name": "Marisol",
    "middle_name": "",
    "birth_date": "1971-03-04",
    "sex": "F",
    "fbi_number": "SYN123456",
    "sid": SID,
    "a_number": "",
    "booked_on": "2009-10-02",
    "projected_release_on": "2199-01-01",
}
BENEFIT = {
    "a_number": "",
    "family_name": "Okonjo",
    "given_name": "Marisol",
    "birth_date": "1971-03-04",
    "benefit_class": "LPR",
    "granted_on": "2009-10-02",
    "document_reference": "SAMPLE-551-1",
}
DEPARTURE = {
    "a_number": "",
    "family_name": "Okonjo",
    "given_name": "Marisol",
    "birth_date": "1971-03-04",
    "departed_on": "2009-10-02",
    "port": "DFW",
    "evidence": "I94",
}
ROWS = {"facility-roster": ROSTER, "benefits": BENEFIT, "departures": DEPARTURE}
FILES = {kind: sources.KINDS[kind].main.name for kind in ROWS}


def extract(kind: str, *changes: dict[str, Any]) -> Intake:
    """A loaded extract whose rows are the sample with each of `changes`."""
    rows = [{name: {**ROWS[kind], **one}[name] for name in ROWS[kind]} for one in changes or ({},)]
    return load(table(rows, ROWS[kind]), kind=kind, producer="SAMPLE", as_of=date(2009, 11, 20))


def matched(kind: str, *subjects: Subject | None, **changed: Any) -> Intake:
    """An extract about these subjects, each confirmed, applied."""
    intake = extract(kind, *({"given_name": f"Marisol {'I' * n}", "inmate_number": f"8-{n}", **changed}
                             for n, _ in enumerate(subjects, 1)))  # fmt: skip
    for row, subject in enumerate(subjects, 1):
        if subject is not None:
            confirm(intake, FILES[kind], row, subject)
    return apply(intake)


@pytest.fixture
def case() -> Case:
    return make_case(office="DAL")


@pytest.fixture
def supervisor() -> User:
    return make_officer("DAL", "supervisor")


@pytest.mark.promise("PIA-0-3", "PIA-1.3-1")
@pytest.mark.parametrize(
    ("kind", "changed", "road", "weak", "said"),
    [
        ("facility-roster", {}, Road.IN_CUSTODY_ELSEWHERE, False, "Sample County Jail (local TX)"),
        ("facility-roster", {"facility_name": ""}, Road.IN_CUSTODY_ELSEWHERE, True, "not named"),
        ("benefits", {}, Road.LEGAL_STATUS, False, "Lawful permanent resident"),
        ("benefits", {"benefit_class": "ASYLUM"}, Road.LEGAL_STATUS, False, "Asylum granted"),
        ("benefits", {"benefit_class": "USC"}, Road.CITIZEN, False, "United States citizen"),
        ("benefits", {"benefit_class": "ORDER_VACATED"}, Road.ORDER_NOT_IN_FORCE, False, "vacated"),
        ("benefits", {"benefit_class": "OTHER"}, Road.LEGAL_STATUS, True, "not named"),
        ("benefits", {"document_reference": ""}, Road.LEGAL_STATUS, True, "Granted"),
        ("departures", {}, Road.LEFT_THE_COUNTRY, False, "I-94 record"),
        ("departures", {"evidence": "MANIFEST"}, Road.LEFT_THE_COUNTRY, True, "Passenger list alone"),
        ("departures", {"departed_on": "2001-01-01"}, Road.LEFT_THE_COUNTRY, True, "Before the basis"),
    ],
)
def test_a_confirmed_row_puts_news_before_the_office_and_leaves_the_case_as_it_is(
    kind: str, changed: dict[str, str], road: Road, weak: bool, said: str, case: Case
) -> None:
    intake = matched(kind, case.subject, **changed)
    news = Proposal.objects.get()
    case.refresh_from_db()
    assert (case.status, news.status) == (Status.OPEN, NewsStatus.WAITING)
    assert (news.case, news.road, news.weak) == (case, road, weak)
    assert (news.intake, news.file, news.row) == (intake.number, FILES[kind], 1)
    assert said in " ".join(f"{label} {text}" for label, text in news.evidence)
    assert news.evidence[-1][0] == "Confirmed to be this person"
    assert news.evidence[-1][1].startswith("by Sample Officer")
    assert intake.result["news for the office that holds the case"] == 1


@pytest.mark.promise("PIA-0-3", "PIA-1.3-1")
@pytest.mark.parametrize(("kind", "reason"), [
    ("facility-roster", "IN_CUSTODY_ELSEWHERE"), ("benefits", "LEGAL_STATUS"), ("departures", "LEFT_THE_COUNTRY"),
])  # fmt: skip
def test_from_the_extract_to_the_closed_case(kind: str, reason: str, case: Case, supervisor: User) -> None:
    intake = matched(kind, case.subject)
    decide_proposal(Proposal.objects.get(), by=supervisor, accept=True)
    case.refresh_from_db()
    step = case.steps.latest("id")
    assert (case.status, case.closure_reason) == (Status.CLOSED, reason)
    assert f"{intake.number} {FILES[kind]} row 1" in step.note
    assert step.effective_on == date(2009, 10, 2)


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("kind", ROWS)
def test_a_row_whose_subject_nobody_confirmed_does_nothing(kind: str, case: Case) -> None:
    intake = matched(kind, None)
    assert not Proposal.objects.exists()
    assert intake.result == {"rows about nobody confirmed": 1}


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_about_somebody_without_a_live_case_does_nothing(kind: str) -> None:
    ended = make_case(office="DAL", status=Status.CLOSED)
    intake = matched(kind, make_subject(), ended.subject)
    assert not Proposal.objects.exists()
    assert intake.result == {"rows about somebody without a live case": 2}


@pytest.mark.parametrize(("kind", "column"), [("benefits", "benefit_class"), ("departures", "departed_on")])
def test_a_row_that_does_not_say_what_happened_proposes_nothing(kind: str, column: str, case: Case) -> None:
    intake = matched(kind, case.subject, **{column: ""})
    assert not Proposal.objects.exists()
    assert intake.result == {"rows that say too little": 1}


@pytest.mark.promise("PIA-1.3-1")
def test_the_numbers_of_the_facility_are_gone_once_the_roster_is_applied(case: Case) -> None:
    intake = extract("facility-roster", {"birth_date": "1 January 1971"}, {"inmate_number": "9"})
    kept = StagedRow.objects.filter(intake=intake)
    actions.edit_row(
        intake, by=intake.received_by, file="roster.csv", row=1, cells={"inmate_number": "99-77"}
    )
    assert "99-77" in str(list(kept.values_list("canonical", "cells", "edits")))
    linkage.propose(intake, by=intake.received_by)
    confirm(intake, "roster.csv", 2, case.subject)
    apply(intake)
    left = str(list(kept.values_list("canonical", "cells", "edits")))
    for number in ("99-77", "88-1234", "SCJ-01"):
        assert number not in left
    assert "Sample County Jail" in left
    news = Proposal.objects.get()
    assert "SCJ-01" not in str(news.evidence)


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_says_which_case_it_brought_news_about(kind: str, case: Case) -> None:
    intake = matched(kind, case.subject)
    rows = list(StagedRow.objects.filter(intake=intake))
    assert sources.tracer(kind)(intake, rows) == {(FILES[kind], 1): f"news about case {case.number}"}


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("kind", ROWS)
def test_an_extract_is_undone_as_long_as_no_case_stands_on_it(
    kind: str, case: Case, supervisor: User, analyst: User
) -> None:
    other = make_case(office="DAL")
    intake = matched(kind, case.subject, other.subject)
    news = Proposal.objects.get(case=case)
    decide_proposal(news, by=supervisor, accept=True)
    assert [one.record for one in blockers.stands_on(intake)] == [case.number]
    assert "Re-open that case first." in blockers.stands_on(intake)[0].sentence
    with pytest.raises(Refused):
        actions.undo(intake, by=analyst, reason="The wrong year's file.")
    case.refresh_from_db()
    cases.reopen(case, by=supervisor, note="The file was of another year.", evidence=shown_by("REOPENED"))
    assert blockers.stands_on(intake) == []
    undone = actions.undo(intake, by=analyst, reason="The wrong year's file.")
    assert undone.status == "UNDONE"
    statuses = dict(Proposal.objects.values_list("case__number", "status"))
    assert statuses == {case.number: NewsStatus.ACCEPTED, other.number: NewsStatus.WITHDRAWN}


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("kind", ROWS)
def test_a_reviewer_sees_what_a_row_would_propose_before_anything_is_applied(kind: str, case: Case) -> None:
    intake = extract(kind, {"given_name": "Marisol"}, {"given_name": "Nobody"}, {"given_name": "Ended"})
    confirm(intake, FILES[kind], 1, case.subject)
    confirm(intake, FILES[kind], 3, make_case(office="DAL", status=Status.CLOSED).subject)
    said = [one for (one,) in changes_of(intake, StagedRow.objects.filter(intake=intake)).values()]
    assert [one.weight for one in said] == [Effect.ASKS, Effect.SAME, Effect.SAME]
    assert case.number in said[0].effect
    assert (said[0].old, said[0].new) != (said[1].old, said[1].new)
    assert "confirmed whom it is about" in said[1].effect
    assert "has no case" in said[2].effect


# --- what the checks find


@pytest.mark.promise("PIA-0-3", "PIA-1.5-3")
@pytest.mark.parametrize(
    ("kind", "changed", "finding"),
    [
        ("facility-roster", {"facility_name": "", "facility_code": ""}, ("R-FACILITY", "facility_name")),
        ("facility-roster", {"projected_release_on": "2009-11-01"}, ("R-RELEASED", "projected_release_on")),
        ("facility-roster", {"projected_release_on": "2009-09-01"}, ("R-ORDER", "projected_release_on")),
        ("facility-roster", {"booked_on": "1970-01-02"}, ("R-ORDER", "birth_date")),
        ("facility-roster", {"birth_date": "1971-01-01"}, ("R-DOB-DEFAULT", "birth_date")),
        ("facility-roster", {"birth_date": "1971"}, ("R-DOB-PARTIAL", "birth_date")),
        ("facility-roster", {"sex": "Q"}, ("R-CODE", "sex")),
        ("facility-roster", {"sid": "88"}, ("R-FORM", "sid")),
        ("benefits", {"benefit_class": ""}, ("R-ROAD", "benefit_class")),
        ("benefits", {"benefit_class": "OTHER"}, ("R-EVIDENCE", "benefit_class")),
        ("benefits", {"document_reference": ""}, ("R-EVIDENCE", "document_reference")),
        ("benefits", {"granted_on": "1960-01-01"}, ("R-ORDER", "birth_date")),
        ("benefits", {"family_name": ""}, ("R-NOBODY", "family_name")),
        ("departures", {"departed_on": ""}, ("R-ROAD", "departed_on")),
        ("departures", {"evidence": "MANIFEST"}, ("R-EVIDENCE", "evidence")),
        ("departures", {"evidence": ""}, ("R-EVIDENCE", "evidence")),
        ("departures", {"departed_on": "1960-01-01"}, ("R-ORDER", "birth_date")),
        ("departures", {"departed_on": "2199-01-01"}, ("R-DATE", "departed_on")),
    ],
)
def test_a_fault_of_a_row_is_found_by_its_rule(kind: str, changed: dict[str, str], finding: Any) -> None:
    assert (1, *finding) in found(extract(kind, changed))


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_without_a_flaw_has_no_finding(kind: str) -> None:
    assert found(extract(kind)) == []


def test_the_same_row_twice_is_found_where_it_says_whom_it_is_about() -> None:
    named = {"a_number": "A900700001"}
    for kind in ROWS:
        assert (2, "R-REPEATED") in {one[:2] for one in found(extract(kind, named, named))}, kind


def test_an_a_number_that_is_known_here_is_compared_with_what_is_held() -> None:
    case = make_case(office="DAL")
    known = {"a_number": ANumber.objects.get(subject=case.subject).number}
    other = {**known, "family_name": "Nemo", "birth_date": "1950-05-05", "departed_on": "2001-02-03"}
    for kind in ("benefits", "departures", "facility-roster"):
        rules = {one[1] for one in found(extract(kind, other))}
        assert {"R-NAME-TWO", "R-DOB-TWO"} <= rules
        assert ("R-LEFT-BEFORE" in rules) == (kind == "departures")
    moved_to(case, Status.CLOSED)
    assert "R-NO-CASE" in {
        one[1] for one in found(extract("benefits", {**known, "granted_on": "2009-10-03"}))
    }


# --- the daily extract


def news_after(case_status: str, **said: str) -> tuple[Case, list[Proposal]]:
    """A case of EID in this state, and the news that the next extract brings."""
    apply(load_eid({}, sequence=1))
    case = moved_to(Case.objects.get(), case_status)
    apply(load_eid(said, sequence=2, as_of="2009-11-22"))
    case.refresh_from_db()
    return case, list(Proposal.objects.filter(case=case))


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize(
    ("status", "said", "road", "day"),
    [
        (Status.OPEN, {"custody_status": "ICE_CUSTODY", "custody_date": "2009-11-01"}, Road.ICE_CUSTODY, 1),
        (
            Status.COLD,
            {"custody_status": "OTHER_CUSTODY", "custody_date": "2009-11-02"},
            Road.IN_CUSTODY_ELSEWHERE,
            2,
        ),
        (Status.OPEN, {"custody_status": "REMOVED", "removed_date": "2009-11-03"}, Road.REMOVED, 3),
        (Status.OPEN, {"deceased_date": "2009-11-04"}, Road.DIED, 4),
        (Status.IN_CUSTODY, {"custody_status": "AT_LARGE"}, Road.RELEASED, 22),
    ],
)
def test_what_eid_says_of_custody_removal_and_death_is_put_before_the_office(
    status: str, said: dict[str, str], road: Road, day: int
) -> None:
    case, news = news_after(status, **said)
    assert case.status == status
    assert [(one.road, one.effective_on.day, one.source) for one in news] == [(road, day, "EID")]
    assert news[0].file == "subjects.csv"


def test_the_office_accepts_what_eid_said_and_the_subject_says_so_too(supervisor: User) -> None:
    case, (news,) = news_after(Status.OPEN, custody_status="ICE_CUSTODY", custody_date="2009-11-01")
    decide_proposal(news, by=supervisor, accept=True)
    case.refresh_from_db()
    assert (case.status, case.custody_on) == (Status.IN_CUSTODY, date(2009, 11, 1))
    assert case.subject.custody_status == "ICE_CUSTODY"
    said = {"custody_status": "ICE_CUSTODY", "custody_date": "2009-11-01"}
    apply(load_eid(said, sequence=3, as_of="2009-11-23"))
    assert Proposal.objects.count() == 1


def test_eid_says_it_every_day_and_the_office_hears_it_once(supervisor: User) -> None:
    said = {"custody_status": "REMOVED", "removed_date": "2009-11-03"}
    _, (news,) = news_after(Status.OPEN, **said)
    apply(load_eid({**said, "given_name": "Mary"}, sequence=3, as_of="2009-11-23"))
    decide_proposal(news, by=supervisor, accept=False, reason="Seen at work last week.")
    last = apply(load_eid({**said, "given_name": "Marie"}, sequence=4, as_of="2009-11-24"))
    assert Proposal.objects.count() == 1
    assert last.result["news put before the office already"] == 1


def test_custody_since_another_day_is_no_news_about_a_case_in_custody() -> None:
    _, news = news_after(Status.IN_CUSTODY, custody_status="ICE_CUSTODY", custody_date="2009-11-01")
    assert news == []
    assert date(2009, 11, 1) != HELD_ON
