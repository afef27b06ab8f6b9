"""Claims to citizenship: raised by anyone, holding at once, advised on by counsel, decided by a supervisor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases import actions as cases
from fcms.cases import holds
from fcms.cases.claims import actions, permissions, queries
from fcms.cases.claims.lifecycle import OPEN, ClaimStatus, Outcome
from fcms.cases.models import Case, CitizenshipClaim
from fcms.disclosures.corrections import actions as corrections
from fcms.disclosures.corrections import queries as owed
from fcms.lib import policyfiles
from fcms.lib.actor import Actor, Job
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.models import Conflict, Subject
from fcms.subjects.tests.make import extract_origin, make_officer, make_subject

from .make import make_case
from .make_claims import SAID, WHY, advised, asked, decided, disclosed, raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[tuple[str, int]]]:
    """What those who register at `holds` are told, in order."""
    heard: list[tuple[str, int]] = []

    def raised(subject: int, sentence: str, by: Actor) -> None:
        heard.append(("raised", subject))

    def lifted(subject: int, sentence: str, by: Actor) -> None:
        heard.append(("lifted", subject))

    holds.RAISED.append(raised)
    holds.LIFTED.append(lifted)
    yield heard
    holds.RAISED.remove(raised)
    holds.LIFTED.remove(lifted)


# --- raising


READERS = sorted(code for code, role in policyfiles.roles().items() if role.levels["activities"] != "none")


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("role", READERS)
def test_every_role_that_reads_a_case_may_raise_a_claim_and_it_holds_at_once(
    role: str, told: list[tuple[str, int]]
) -> None:
    case = make_case()
    where = "DAL" if policyfiles.roles()[role].reach == "office" else "HQ"
    claim = raised(case, by=make_officer(where, role))
    assert queries.open_claims([case.subject_id]) == {case.subject_id: claim}
    assert told == [("raised", case.subject_id)]
    assert Subject.objects.get(pk=case.subject_id).citizenship_claim is True


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"note": " "}, "Say who claims it"),
        ({"trigger": "INDICIA", "note": ""}, "Choose what points"),
        ({"trigger": "INDICIA", "indicia": ["NOSE"]}, "Choose what points"),
        ({"trigger": "INDICIA", "indicia": ["OTHER"], "note": ""}, "Say who claims it"),
        ({"trigger": "RUMOUR"}, "somebody claims it"),
    ],
)
def test_a_claim_says_what_it_rests_on(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        raised(**values)


def test_indicia_alone_raise_a_claim() -> None:
    claim = raised(trigger="INDICIA", indicia=["PASSPORT", "BORN_HERE"], note="")
    assert queries.indicia_of(claim)[0].startswith("Born in the United States")


def test_a_subject_has_one_open_claim() -> None:
    case = make_case()
    raised(case)
    with pytest.raises(Refused, match="open already"):
        raised(case)


# --- counsel and the decision


def test_nothing_is_decided_without_the_advice_of_counsel() -> None:
    supervisor = make_officer("DAL", "supervisor")
    claim = raised()
    for sentence in ("Counsel has not been asked", "whose advice comes first"):
        with pytest.raises(Refused, match=sentence):
            actions.decide(claim, by=supervisor, outcome="NONE", reason=WHY)
        if claim.status == ClaimStatus.RAISED:
            claim = actions.ask_counsel(claim, by=supervisor)


def test_who_asked_counsel_and_when_is_kept() -> None:
    officer = make_officer("DAL")
    claim = actions.ask_counsel(raised(), by=officer, note="Asked by telephone.")
    assert claim.asked_by == officer
    assert claim.asked_at is not None
    assert [step.note for step in queries.steps_of(claim)] == ["Asked by telephone.", SAID]


@pytest.mark.parametrize("role", [role for role in READERS if role != "counsel"])
def test_only_counsel_advises(role: str) -> None:
    where = "DAL" if policyfiles.roles()[role].reach == "office" else "HQ"
    with pytest.raises(Refused, match="Counsel advises"):
        actions.advise(asked(), by=make_officer(where, role), advises="NONE", advice="None.")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"outcome": ""}, "one of the three"),
        ({"outcome": "PERHAPS"}, "one of the three"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_an_outcome_and_a_reason_are_mandatory(values: dict[str, str], sentence: str) -> None:
    given = {"outcome": "NONE", "reason": WHY, **values}
    with pytest.raises(Refused, match=sentence):
        actions.decide(advised(), by=make_officer("DAL", "supervisor"), **given)


@pytest.mark.parametrize(
    ("office", "role", "sentence"),
    [
        ("DAL", "officer", "decided by a supervisor"),
        ("HQ", "counsel", "decided by a supervisor"),
        ("HQ", "hq_analyst", "decided by a supervisor"),
        ("HOU", "supervisor", "Another office holds this case"),
    ],
)
def test_others_do_not_decide(office: str, role: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.decide(advised(), by=make_officer(office, role), outcome="NONE", reason=WHY)


@pytest.mark.parametrize(
    ("office", "role"), [("DAL", "supervisor"), ("DAL", "director"), ("HQ", "hq_supervisor")]
)
def test_a_supervisor_of_the_office_or_of_headquarters_decides(office: str, role: str) -> None:
    claim = actions.decide(advised(), by=make_officer(office, role), outcome="NONE", reason=WHY)
    assert claim.status == ClaimStatus.DECIDED


@pytest.mark.promise("PIA-0-3")
def test_whoever_advised_does_not_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    both = make_officer("HQ", "hq_supervisor")
    may = User.may
    monkeypatch.setattr(User, "may", lambda self, what: what == Permission.ADVISE_CLAIM or may(self, what))
    claim = advised(by=both)
    with pytest.raises(Refused, match="You gave the advice"):
        actions.decide(claim, by=both, outcome="NONE", reason=WHY)


@pytest.mark.promise("PIA-0-3")
def test_whoever_advised_in_an_earlier_round_does_not_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    both = make_officer("HQ", "hq_supervisor")
    may = User.may
    monkeypatch.setattr(User, "may", lambda self, what: what == Permission.ADVISE_CLAIM or may(self, what))
    claim = advised(advises=Outcome.PROBATIVE, by=both)
    claim = actions.decide(claim, by=make_officer("DAL", "supervisor"), outcome="PROBATIVE", reason=WHY)
    claim = actions.advise(claim, by=make_officer("HQ", "counsel"), advises="NONE", advice="None.")
    for outcome in Outcome:
        with pytest.raises(Refused, match="You gave the advice"):
            actions.decide(claim, by=both, outcome=outcome, reason=WHY)
    who = queries.standing_to(both, claim.subject_id)
    assert not permissions.verdicts(claim, who, both)["decide"]


# --- the three outcomes


@pytest.mark.promise("PIA-0-3")
def test_no_evidence_frees_the_subject(told: list[tuple[str, int]]) -> None:
    claim = decided(Outcome.NONE)
    assert queries.open_claims([claim.subject_id]) == {}
    subject = Subject.objects.get(pk=claim.subject_id)
    assert subject.citizenship_claim is False
    assert told == [("raised", subject.pk), ("lifted", subject.pk)]
    assert Case.objects.get(subject=subject).status == "OPEN"


def test_a_later_extract_that_claims_it_again_becomes_a_conflict() -> None:
    claim = decided(Outcome.NONE)
    subject = Subject.objects.get(pk=claim.subject_id)
    origin = extract_origin("I26-000009-9")
    correct_subject(subject, by=Job("tests"), origin=origin, values={"citizenship_claim": True})
    assert Subject.objects.get(pk=subject.pk).citizenship_claim is False
    assert Conflict.objects.get(subject=subject).column == "citizenship_claim"


def test_some_evidence_keeps_the_hold_and_sends_the_claim_back_to_counsel(
    told: list[tuple[str, int]],
) -> None:
    claim = decided(Outcome.PROBATIVE)
    assert claim.status == ClaimStatus.WITH_COUNSEL
    assert queries.open_claims([claim.subject_id])
    assert told == [("raised", claim.subject_id)]
    kept = queries.steps_of(claim)
    assert [(step.step, step.outcome) for step in kept[:2]] == [
        ("DECIDED", "PROBATIVE"),
        ("ADVISED", "PROBATIVE"),
    ]
    again = actions.advise(claim, by=make_officer("HQ", "counsel"), advises="NONE", advice="Looked again.")
    again = actions.decide(again, by=make_officer("DAL", "supervisor"), outcome="NONE", reason=WHY)
    assert again.status == ClaimStatus.DECIDED


@pytest.mark.promise("PIA-0-3")
def test_a_citizens_live_case_closes_and_every_earlier_recipient_is_listed() -> None:
    case = make_case()
    disclosed(case.subject)
    disclosed(case.subject, "Another Recipient")
    disclosed(make_case().subject, "Of somebody else")
    decided(Outcome.CITIZEN, case)
    case.refresh_from_db()
    assert (case.status, case.closure_reason) == ("CLOSED", "CITIZEN")
    listed = owed.of_subjects([case.subject.number])
    assert [one.disclosure.recipient for one in listed] == ["Samples Data Inc.", "Another Recipient"]
    assert owed.still_owed().count() == 2
    assert Subject.objects.get(pk=case.subject_id).citizenship_claim is True


@pytest.mark.promise("PIA-0-3")
def test_recipients_are_listed_where_the_case_has_ended_already() -> None:
    case = make_case(status="CLOSED")
    disclosed(case.subject)
    decided(Outcome.CITIZEN, case)
    case.refresh_from_db()
    assert case.closure_reason == "LEFT_THE_COUNTRY"
    assert owed.still_owed().count() == 1


def test_recipients_are_listed_however_a_case_is_closed_as_a_citizens() -> None:
    case = make_case()
    disclosed(case.subject)
    shown = {"how": "PASSPORT", "document": "Seen at the office."}
    officer = make_officer("DAL")
    case = cases.close(case, by=officer, reason="CITIZEN", note="Passport.", evidence=shown)
    assert owed.still_owed().count() == 1
    shown = {"ground": "NOT_SO", "shown_by": "The passport is somebody else's."}
    cases.reopen(case, by=officer, note="Not theirs.", evidence=shown)
    assert owed.still_owed().count() == 0


@pytest.mark.promise("PIA-0-3")
def test_no_case_opens_on_a_citizen_until_the_decision_is_taken_back() -> None:
    case = make_case()
    claim = decided(Outcome.CITIZEN, case)
    case.refresh_from_db()
    officer = make_officer("DAL")
    ground = {"ground": "NOT_SO", "shown_by": "A letter."}
    with pytest.raises(Refused, match="found to be a citizen"):
        cases.reopen(case, by=officer, note="It was wrong.", evidence=ground)
    with pytest.raises(Refused, match="found to be a citizen"):
        make_case(subject=case.subject)
    with pytest.raises(Refused, match="director"):
        actions.take_back_decision(claim, by=make_officer("DAL", "supervisor"), reason="Wrong person.")
    with pytest.raises(Refused, match="Say what showed"):
        actions.take_back_decision(claim, by=make_officer("DAL", "director"), reason=" ")
    claim = actions.take_back_decision(claim, by=make_officer("DAL", "director"), reason="Wrong person.")
    assert claim.status == ClaimStatus.WITH_COUNSEL
    assert queries.open_claims([case.subject_id])
    assert cases.reopen(case, by=officer, note="It was wrong.", evidence=ground).status == "OPEN"


def test_what_recipients_were_told_is_told_back_when_the_decision_is_taken_back() -> None:
    case = make_case()
    disclosed(case.subject)
    disclosed(case.subject, "Another Recipient")
    claim = decided(Outcome.CITIZEN, case)
    first, _ = owed.of_subjects([case.subject.number])
    corrections.tell(owed=first, by=make_officer("HQ", "privacy_officer"), how="By letter of today.")
    with pytest.raises(Refused, match="Nothing is owed"):
        corrections.tell(owed=first, by=make_officer("HQ", "privacy_officer"), how="Again.")
    actions.take_back_decision(claim, by=make_officer("HQ", "hq_supervisor"), reason="Wrong person.")
    (left,) = owed.still_owed()
    assert left.disclosure.recipient == "Samples Data Inc."
    assert "taken back" in left.because


def test_who_is_told_of_twice_in_the_same_moment_is_put_down_once(monkeypatch: pytest.MonkeyPatch) -> None:
    case, by = make_case(), make_officer("HQ", "privacy_officer")
    disclosed(case.subject)
    decided(Outcome.CITIZEN, case)
    (one,) = owed.of_subjects([case.subject.number])
    corrections.tell(owed=one, by=by, how="By letter of today.")
    monkeypatch.setattr(
        owed, "end_of", lambda owed: None
    )  # what the second post read before the first was kept
    with pytest.raises(Refused, match="Nothing is owed"):
        corrections.tell(owed=one, by=by, how="By letter of today.")


# --- every sequence of steps


DOING = ["ask", "advise", "decide", "take back"]


def done(what: str, claim: CitizenshipClaim, by: User, outcome: str) -> CitizenshipClaim:
    if what == "ask":
        return actions.ask_counsel(claim, by=by)
    if what == "advise":
        return actions.advise(claim, by=by, advises=outcome, advice="Said.")
    if what == "decide":
        return actions.decide(claim, by=by, outcome=outcome, reason=WHY)
    return actions.take_back_decision(claim, by=by, reason="Wrong.")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_done_a_claim_holds_until_it_is_decided(data: st.DataObject) -> None:
    case = make_case()
    people = [make_officer("DAL"), make_officer("DAL", "director"), make_officer("HQ", "counsel")]
    claim, closed = raised(case), False
    for _ in range(8):
        by, outcome = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(list(Outcome)))
        try:
            claim = done(data.draw(st.sampled_from(DOING)), claim, by, outcome)
        except Refused:
            claim.refresh_from_db()
        held = bool(queries.open_claims([case.subject_id]))
        assert held == (claim.status in OPEN)
        steps = [step.step for step in reversed(queries.steps_of(claim))]
        if not held:
            assert steps[-1] == "DECIDED"
            assert "ADVISED" in steps
            assert claim.decided_by != claim.advised_by
        closed = closed or bool(queries.citizens([case.subject_id]))
        assert Case.objects.get(pk=case.pk).status == ("CLOSED" if closed else "OPEN")


def test_a_subject_that_is_nobodys_case_can_have_a_claim() -> None:
    subject = make_subject()
    assert actions.raise_claim(subject, by=make_officer("DAL"), trigger="CLAIM", note=SAID).is_open
