"""A claim to citizenship that the daily extract tells of is raised by it, and follows its undoing."""

from __future__ import annotations

import pytest

from fcms.accounts.models import User
from fcms.cases import holds
from fcms.cases.claims import actions as claims
from fcms.cases.claims.queries import open_claims
from fcms.cases.models import CitizenshipClaim
from fcms.cases.tests.make import make_case
from fcms.exchange import actions
from fcms.exchange.lifecycle import Status
from fcms.exchange.undoing.blockers import stands_on
from fcms.lib.verdict import Refused
from fcms.subjects.queries import subject_by_a_number
from fcms.subjects.tests.make import make_officer, make_subject

from .make import PERSON, apply, load_eid, make_analyst

pytestmark = pytest.mark.django_db
OWN = PERSON["a_number"]
CLAIMS = {"citizenship_claim": "Y"}


@pytest.fixture
def by() -> User:
    return make_analyst()


@pytest.mark.promise("PIA-0-3")
def test_an_extract_raises_the_claims_that_it_tells_of_and_they_hold_at_once(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(holds, "RAISED", [lambda subject, sentence, by: told.append(subject)])
    known = make_case(subject=make_subject(a_number="A900700002"))
    people = (CLAIMS, {"a_number": "A900700002", **CLAIMS}, {"a_number": "A900700003"})
    intake = apply(load_eid(*people, by=by), by=by)
    assert intake.result["claims to citizenship raised"] == 2
    new = subject_by_a_number(OWN)
    assert new is not None
    held = open_claims([new.pk, known.subject_id])
    assert held.keys() == {new.pk, known.subject_id}
    assert {claim.raised_by for claim in held.values()} == {by}
    assert {claim.intake for claim in held.values()} == {intake.number}
    assert sorted(told) == sorted(held)
    again = apply(load_eid(*people, by=by, as_of="2009-11-22"), by=by)
    assert "claims to citizenship raised" not in {name: n for name, n in again.result.items() if n}
    assert CitizenshipClaim.objects.count() == 2


def test_a_subject_without_a_live_case_gets_no_claim(by: User) -> None:
    make_case(subject=make_subject(a_number="A900700002"), status="REMOVED")
    intake = apply(load_eid({"a_number": "A900700002", **CLAIMS}, by=by), by=by)
    assert not intake.result.get("claims to citizenship raised")


def test_the_undo_of_an_extract_withdraws_the_claims_that_nobody_worked_on(by: User) -> None:
    known = make_case(subject=make_subject(a_number="A900700002"))
    intake = apply(load_eid({"a_number": "A900700002", **CLAIMS}, by=by), by=by)
    intake = actions.undo(intake, by=by, reason="The wrong day was sent.")
    assert intake.status == Status.UNDONE
    assert intake.undo_result["claims to citizenship withdrawn"] == 1
    assert open_claims([known.subject_id]) == {}
    known.subject.refresh_from_db()
    assert known.subject.citizenship_claim is None
    assert CitizenshipClaim.objects.get().status == "WITHDRAWN"


def test_a_claim_that_another_extract_makes_too_stays(by: User) -> None:
    known = make_case(subject=make_subject(a_number="A900700002"))
    person = {"a_number": "A900700002", **CLAIMS}
    first = apply(load_eid(person, by=by, as_of="2009-11-20"), by=by)
    apply(load_eid(person, by=by, as_of="2009-11-21"), by=by)
    assert stands_on(first)
    assert open_claims([known.subject_id])


def test_a_claim_that_somebody_worked_on_stands_in_the_way_of_the_undo(by: User) -> None:
    known = make_case(subject=make_subject(a_number="A900700002"))
    intake = apply(load_eid({"a_number": "A900700002", **CLAIMS}, by=by), by=by)
    claims.ask_counsel(open_claims([known.subject_id])[known.subject_id], by=make_officer("DAL"))
    assert "A claim to citizenship" in stands_on(intake)[0].sentence
    with pytest.raises(Refused, match="A claim to citizenship"):
        actions.undo(intake, by=by, reason="The wrong day was sent.")
    assert open_claims([known.subject_id])


def test_a_claim_on_somebody_whom_the_extract_brought_stands_in_its_way(by: User) -> None:
    intake = apply(load_eid({}, by=by), by=by)
    subject = subject_by_a_number(OWN)
    assert subject is not None
    claims.raise_claim(subject, by=make_officer("DAL"), trigger="CLAIM", note="Says so.")
    assert any("A claim to citizenship" in one.sentence for one in stands_on(intake))
