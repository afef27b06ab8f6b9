"""An extract of EID is taken back: values, facts, subjects, cases and counts return to what they were."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fcms.accounts.models import User
from fcms.cases import actions as cases
from fcms.cases.models import Case, Proposal
from fcms.cases.tallies import enforcement as removals
from fcms.cases.tests.make import make_case, shown
from fcms.encounters.tallies import enforcement as arrests
from fcms.encounters.tests.make import count_arrest
from fcms.exchange import actions, queries
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake
from fcms.exchange.undoing.blockers import stands_on
from fcms.leads.models import Lead
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.models import Address, Alias, ANumber, Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.queries import subject_by_a_number
from fcms.subjects.tests.make import make_officer, make_subject

from .make import PERSON, apply, eid, leads, load, load_eid, make_analyst

pytestmark = pytest.mark.django_db
OWN = PERSON["a_number"]
FACTS: dict[str, Any] = {
    "aliases": [{"a_number": OWN, "kind": "AKA", "family_name": "Adeyemi", "given_name": "Mara"}],
    "addresses": [
        {"a_number": OWN, "line_1": "100 SAMPLE WAY", "city": "Dallas", "state": "TX", "zip": "75201"}
    ],
}
EVER = date(2000, 1, 1), date(2100, 1, 1)


@pytest.fixture
def by() -> User:
    return make_analyst()


def undone(intake: Intake, by: User) -> Intake:
    return actions.undo(intake, by=by, reason="The wrong day was sent.")


def values(a_number: str = OWN) -> dict[str, Any]:
    found = Subject.objects.filter(
        pk=ANumber.objects.get(number=a_number, withdrawn_at=None).subject_id
    ).values()
    return {name: value for name, value in found[0].items() if name != "changed_at"}


@pytest.mark.promise("PIA-1.4-1", "PIA-1.2-1")
def test_subjects_cases_and_counts_return_to_what_they_were(by: User) -> None:
    make_subject(a_number="A900700002", birth_on="1970-03-04", middle_name="")
    count_arrest(make_officer("DAL"), a_number="A900888888", arrested_on=date(2009, 9, 1))
    before = (values("A900700002"), removals(*EVER), arrests(*EVER))
    removed = [{"a_number": "A900888888", "removed_on": "2009-10-01"}]
    content = {"non_fugitive_removals": removed, **FACTS}
    people = ({}, {"a_number": "A900700002", "middle_name": "Ana"})
    intake = apply(load_eid(*people, by=by, **content), by=by)
    assert intake.result["non-fugitive removals counted"] == 1
    assert arrests(*EVER) != before[2]
    intake = undone(intake, by)
    assert intake.status == Status.UNDONE
    assert (values("A900700002"), removals(*EVER), arrests(*EVER)) == before
    assert subject_by_a_number(OWN) is None
    assert not Alias.objects.filter(withdrawn_at=None).exists()
    assert not Address.objects.filter(withdrawn_at=None, statement__intake=intake.number).exists()
    assert set(Case.objects.values_list("status", "closure_reason", "closed_by")) == {
        ("CLOSED", "ENTERED_IN_ERROR", by.pk)
    }
    assert intake.undo_result["cases taken back"] == 2
    assert intake.undo_result["non-fugitive removals taken back"] == 1
    assert queries.row_of(intake, "subjects.csv", 1) is not None


@pytest.mark.promise("PIA-1.4-1")
def test_the_same_file_comes_again_and_ends_where_the_first_did(by: User) -> None:
    make_subject(a_number="A900700002", birth_on="1970-03-04")
    content = eid({}, {"a_number": "A900700002"}, **FACTS)
    first = apply(load(content, by=by, kind="eid-daily"), by=by)
    result = first.result
    undone(first, by)
    again = apply(load(content, by=by, kind="eid-daily"), by=by)
    assert again.result == result
    assert Case.objects.filter(taken_back_at=None, status="OPEN").count() == 2
    assert Alias.objects.filter(withdrawn_at=None).count() == 1


def test_a_case_that_was_taken_back_is_not_opened_again_by_hand(by: User) -> None:
    undone(apply(load_eid({}, by=by), by=by), by)
    with pytest.raises(Refused, match="extract that opened this case was undone"):
        cases.reopen(
            Case.objects.get(), by=make_officer("DAL"), note="It was right.", evidence=shown("REOPENED")
        )


def _goes_cold(by: User) -> str:
    case = Case.objects.get()
    cases.go_cold(case, by=make_officer("DAL"), note="Nothing found.", evidence=shown("WENT_COLD"))
    return f"Case {case.number} has gone on: went cold."


def _corrected(by: User) -> str:
    subject, officer = Subject.objects.get(), make_officer("DAL")
    correct_subject(subject, by=officer, origin=officer_origin(officer), values={"birth_on": "1971-03-05"})
    return f"Subject {subject.number}: {officer.name} spoke of it"


def _said_again(by: User) -> str:
    apply(load_eid({"suffix": "Jr"}, by=by), by=by)
    return "spoke of it"


def _has_a_lead(by: User) -> str:
    apply(load(leads({"a_number": OWN}), by=by), by=by)
    return f"Lead {Lead.objects.get().number} is about subject"


@pytest.mark.promise("PIA-1.4-1")
@pytest.mark.parametrize("later", [_goes_cold, _corrected, _said_again, _has_a_lead])
def test_what_later_stands_on_an_extract_keeps_it_and_is_named(by: User, later: Any) -> None:
    intake = apply(load_eid({}, by=by, **FACTS), by=by)
    sentence = later(by)
    before = values()
    assert any(sentence in one.sentence for one in stands_on(intake)), stands_on(intake)
    with pytest.raises(Refused, match="Something later stands on this extract, so it cannot be undone"):
        undone(intake, by)
    intake.refresh_from_db()
    assert (intake.status, values()) == (Status.APPLIED, before)


def test_once_what_stood_on_it_is_undone_too_the_extract_can_go(by: User) -> None:
    first = apply(load_eid({}, by=by), by=by)
    later = apply(load_eid({"suffix": "Jr"}, by=by), by=by)
    on_it = apply(load(leads({"a_number": OWN}), by=by), by=by)
    for intake in (on_it, later, first):
        assert undone(intake, by).status == Status.UNDONE
    assert subject_by_a_number(OWN) is None


def test_news_that_nobody_decided_goes_with_the_extract(by: User) -> None:
    case = make_case(subject=make_subject(a_number=OWN, birth_on="1971-03-04"))
    intake = apply(load_eid({"custody_status": "REMOVED", "removed_date": "2009-11-05"}, by=by), by=by)
    assert set(Proposal.objects.values_list("status", flat=True)) == {"WAITING"}
    undone(intake, by)
    assert set(Proposal.objects.values_list("status", flat=True)) == {"WITHDRAWN"}
    case.refresh_from_db()
    assert case.status == "OPEN"
