"""What nobody gets round: who calls a place milder, what an override covers, which address a page names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.fieldwork import actions as fieldwork
from fcms.activities.gates import actions, kinds, queries, rules
from fcms.activities.gates.facts import Answer, Facts, Mark, Place
from fcms.activities.ledger import queries as ledger_queries
from fcms.activities.ledger.actions import mark_place
from fcms.activities.models import FieldAction, GateOverride, PlaceKind
from fcms.cases import actions as cases
from fcms.cases.clearances import actions as clearances
from fcms.cases.tests.make import make_case
from fcms.leads.tests.make import make_team_officer
from fcms.lib.gatepolicy import Entry, gates
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects.tests.make import make_officer

from . import field
from .field import make_ready, plan, review, today
from .make import Work
from .test_gate_rules import DAY, HOME, OPEN, OVERRIDDEN
from .test_gate_rules import review as reviewed

SignIn = Callable[[User], Client]
UNTIL = {"reason": "Asked the school by telephone."}


@pytest.fixture
def ready(db: None) -> Work:
    """A case with an accepted lead, all gates of which stand open."""
    return make_ready()


def at(work: Work) -> Place:
    place = queries.place_of(work.lead)
    assert place is not None
    return place


def asked(work: Work, kind: str = "RESIDENCE") -> dict[str, Answer]:
    place, now = replace(at(work), kind=kind), timezone.now()
    return {one.code: one for one in queries.answers(work.case, place, now=now, day=today())}


def override(work: Work, gate: str, by: User, days: int = 5) -> GateOverride:
    until = today() + timedelta(days=days)
    return actions.override(work.case, at(work), gate, by=by, until=until, **UNTIL)


# --- what a place is called


@pytest.mark.promise("PIA-1.5-4")
def test_whoever_acts_does_not_call_a_protected_place_a_home(ready: Work) -> None:
    actions.say_kind(ready.case, at(ready), by=ready.officer, kind="SCHOOL")
    with pytest.raises(Refused, match=r"School.*only a field office director"):
        actions.say_kind(ready.case, at(ready), by=ready.officer, kind="RESIDENCE")
    assert queries.kind_of(at(ready)) == "SCHOOL"
    actions.say_kind(ready.case, at(ready), by=make_officer("DAL", "director"), kind="RESIDENCE")
    assert queries.kind_of(at(ready)) == "RESIDENCE"


@pytest.mark.promise("PIA-1.5-4")
def test_nor_by_planning_there(ready: Work) -> None:
    plan(ready, days=1, place_kind="SCHOOL")
    with pytest.raises(Refused, match="only a field office director"):
        plan(ready, days=2, place_kind="RESIDENCE")
    assert not FieldAction.objects.filter(planned_on=today() + timedelta(days=2)).exists()
    assert PlaceKind.objects.get().kind == "SCHOOL"
    assert plan(ready, days=2, place_kind="").number


def test_whoever_records_may_be_stricter_or_as_strict(ready: Work) -> None:
    for kind in ("RESIDENCE", "STREET", "SCHOOL", "HOSPITAL"):
        actions.say_kind(ready.case, at(ready), by=ready.officer, kind=kind)
    assert queries.kind_of(at(ready)) == "HOSPITAL"


def entry(rule: str, approver: str = "") -> Entry:
    return Entry("X", rule, approver, DAY, None, "Test")


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        (entry("approval", "override"), entry("open"), "override"),
        (entry("approval", "override"), entry("approval", "approve_place"), "override"),
        (entry("approval", "override"), entry("approval", "override"), ""),
        (entry("approval", "override"), entry("never"), ""),
        (entry("approval", "override"), None, ""),
        (entry("never"), entry("approval", "override"), "approve_place"),
        (entry("never"), entry("open"), "approve_place"),
        (None, entry("open"), "approve_place"),
        (None, None, ""),
        (entry("open"), entry("open"), ""),
        (entry("open"), entry("approval", "override"), ""),
    ],
)
def test_what_is_milder_takes_the_right_of_the_stricter(old: Entry, new: Entry, right: str) -> None:
    assert kinds.takes_to_say(old, new) == right


def test_nothing_was_said_yet_so_whoever_records_says_it() -> None:
    said = {"permitted": True, "rights": frozenset[str](), "day": DAY}
    assert kinds.may_say_kind("RESIDENCE", known="", **said)
    assert not kinds.may_say_kind("RESIDENCE", known="COURT", **said)
    assert not kinds.may_say_kind("RESIDENCE", known="A KIND THAT POLICY NAMES NO MORE", **said)


# --- what an override covers


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize("days", [1, 90])
def test_an_override_covers_no_mark_that_was_set_afterwards(ready: Work, days: int) -> None:
    """Neither one that lasts longer and is shown, nor one that lasts shorter and hides behind the first."""
    key, supervisor = ready.lead.address_key, make_officer("DAL", "supervisor")
    mark_place(key, by=ready.officer, reason="COMPLAINT", until=today() + timedelta(days=30))
    override(ready, "G-DO-NOT-RETURN", supervisor)
    assert asked(ready)["G-DO-NOT-RETURN"].state == "OVERRIDDEN"
    mark_place(key, by=ready.officer, reason="COMPLAINT", until=today() + timedelta(days=days))
    answer = asked(ready)["G-DO-NOT-RETURN"]
    assert answer.state == "SHUT"
    override(ready, "G-DO-NOT-RETURN", supervisor)
    assert asked(ready)["G-DO-NOT-RETURN"].state == "OVERRIDDEN"


@pytest.mark.promise("PIA-1.5-4")
def test_an_approval_of_one_kind_of_place_is_none_of_another(ready: Work) -> None:
    actions.say_kind(ready.case, at(ready), by=ready.officer, kind="SCHOOL")
    override(ready, "G-PLACE", make_officer("DAL", "director"))
    assert asked(ready, "")["G-PLACE"].state == "OVERRIDDEN"
    actions.say_kind(ready.case, at(ready), by=ready.officer, kind="COURT")
    assert asked(ready, "")["G-PLACE"].state == "SHUT"


@pytest.mark.promise("PIA-1.5-4")
def test_an_override_of_an_old_review_covers_none_that_could_not_tell(db: None) -> None:
    work = field.make_work()
    field.check(work)
    field.verify(work)
    review(work, "A_FILE")
    review(work, "APPEAL", on=today() - timedelta(days=40))
    override(work, "G-APPEAL-RECENT", make_officer("DAL", "supervisor"))
    assert asked(work)["G-APPEAL-RECENT"].state == "OVERRIDDEN"
    review(work, "APPEAL", finding="UNKNOWN")
    assert asked(work)["G-APPEAL-RECENT"].state == "SHUT"


OVERRIDABLE: dict[str, Facts] = {
    "G-BASIS-HOLD": replace(OPEN, category="5E"),
    "G-STAY-KNOWN": replace(OPEN, stay="Court stay", stay_until=DAY - timedelta(days=1)),
    "G-A-FILE-RECENT": replace(OPEN, reviews={**OPEN.reviews, "A_FILE": reviewed(400)}),
    "G-APPEAL-RECENT": replace(OPEN, reviews={**OPEN.reviews, "APPEAL": reviewed(60, "UNKNOWN")}),
    "G-ADDRESS-RECENT": replace(
        OPEN, at=replace(HOME, verified=replace(HOME.verified, on=DAY - timedelta(days=120)))
    ),
    "G-ADDRESS-UNIT": replace(OPEN, at=replace(HOME, has_unit=False)),
    "G-DO-NOT-RETURN": replace(
        OPEN, at=replace(HOME, mark=Mark("complaint", DAY + timedelta(days=60), OPEN.now))
    ),
    "G-PLACE": replace(OPEN, at=replace(HOME, kind="SCHOOL")),
}


@pytest.mark.parametrize("gate", [one.code for one in gates().gates.values() if one.override])
def test_what_a_gate_says_does_not_change_by_waiting_so_that_an_override_holds_until_its_day(
    gate: str,
) -> None:
    facts = OVERRIDABLE[gate]
    (said,) = (one.detail for one in rules.answers(facts) if one.code == gate and not one.verdict)
    given = replace(OVERRIDDEN, sentence=said, at=facts.now)
    for days in (0, 1, gates().override_days):
        wait = timedelta(days=days)
        later = replace(facts, now=facts.now + wait, day=facts.day + wait, overrides={gate: given})
        found = {one.code: one for one in rules.answers(later)}[gate]
        assert found.state == "OVERRIDDEN", (days, found.detail)
        other = replace(later, overrides={gate: replace(given, sentence=f"{said} And more.")})
        assert {one.code: one for one in rules.answers(other)}[gate].state == "SHUT"


@pytest.mark.promise("PIA-1.5-4")
def test_an_override_ends_where_its_case_goes_to_another_office(ready: Work) -> None:
    mark_place(
        ready.lead.address_key, by=ready.officer, reason="COMPLAINT", until=today() + timedelta(days=9)
    )
    supervisor = make_officer("DAL", "supervisor")
    override(ready, "G-DO-NOT-RETURN", supervisor)
    assert asked(ready)["G-DO-NOT-RETURN"].state == "OVERRIDDEN"
    houston = Office.objects.get(code="HOU")
    cases.transfer(ready.case, by=supervisor, office=houston, note="Moved.", evidence=[])
    assert asked(ready)["G-DO-NOT-RETURN"].state == "SHUT"


# --- who is at large, who acts


@pytest.mark.parametrize(
    ("status", "custody", "is_open"),
    [
        ("OPEN", "AT_LARGE", True),
        ("COLD", "AT_LARGE", True),
        ("IN_CUSTODY", "AT_LARGE", False),
        ("SUSPENDED", "AT_LARGE", False),
        ("", "AT_LARGE", False),
        ("OPEN", "IN_TRANSIT", False),
        ("OPEN", "", False),
    ],
)
def test_a_state_that_the_gate_does_not_know_is_shut(status: str, custody: str, is_open: bool) -> None:
    found = {one.code: one for one in rules.answers(replace(OPEN, status=status, custody=custody))}["G-CASE"]
    assert bool(found.verdict) is is_open
    assert found.detail


@pytest.mark.promise("PIA-0-3")
def test_who_cleared_a_protected_person_is_not_sent(db: None) -> None:
    work, director = make_ready(confidential_1367=True), make_officer("DAL", "director")
    given = {"allows": "A visit.", "reason": "Cleared.", "from_on": today(), "until_on": today()}
    clearances.give(work.subject, by=director, **given)
    planned = plan(work)
    with pytest.raises(Refused, match="who clears does not act"):
        fieldwork.assign(planned, by=director)
    assert fieldwork.assign(planned, by=work.officer).officer == work.officer


# --- the address that a page names


@pytest.mark.parametrize("page", ["place-kind", "override"])
def test_a_page_of_a_case_opens_no_address_of_another(sign_in: SignIn, ready: Work, page: str) -> None:
    record = ledger_queries.record_at(plan(ready, place_kind="SCHOOL").address_key)
    assert record is not None
    other = make_case(office="NYC")
    gate = ["G-PLACE"] if page == "override" else []

    def status(case: object, office: str, more: str = f"?place={record.number}") -> int:
        number = getattr(case, "number", "")
        person = make_officer(office, "supervisor") if gate else make_team_officer(office)
        browser = sign_in(person)
        url = reverse(f"activities:{page}", args=[number, *gate]) + more
        browser.post(url, {"kind": "COURT", "reason": "x", "until": today()})
        answer = browser.get(url)
        assert answer.status_code == 200 or record.line not in answer.content.decode()
        return int(answer.status_code)

    assert status(other, "NYC") == status(other, "NYC", "?place=P26-000000-0") == 404
    assert PlaceKind.objects.get().kind == "SCHOOL"
    assert not GateOverride.objects.exists()
    named = queries.place_named(ready.case, "", record.number)
    assert named is not None
    assert named.key == record.key
