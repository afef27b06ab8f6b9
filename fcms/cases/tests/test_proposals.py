"""News that would take a case off the backlog: decided once, by a supervisor of its office, with its evidence kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.cases import actions
from fcms.cases.lifecycle import LIVE, NewsStatus, Road, Status
from fcms.cases.models import Case, CaseStep, Proposal
from fcms.cases.proposals.actions import News, decide_proposal, propose, propose_set, withdraw_news_of
from fcms.cases.proposals.rules import POSSIBLE_FROM
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects.models import CustodyStatus, SourceKind, Statement
from fcms.subjects.origin import Origin
from fcms.subjects.tests.make import make_officer

from .make import HELD_ON, make_case

pytestmark = pytest.mark.django_db

SINCE = date(2026, 9, 3)
ROSTER = Origin(SourceKind.GOVERNMENT, "SAMPLE", date(2026, 11, 20), "I26-000004-2", "roster.csv", 12)


def make_news(case: Case, road: Road = Road.IN_CUSTODY_ELSEWHERE, **changed: Any) -> Proposal:
    given = {
        "effective_on": SINCE,
        "summary": "On the roster of the Sample County Jail.",
        "evidence": [("Facility", "Sample County Jail, TX"), ("Booked", "3 Sep 2026")],
        "origin": ROSTER,
        **changed,
    }
    found = propose(case, by=Job("tests"), road=road, **given)
    assert found is not None
    return found


@pytest.fixture
def supervisor() -> User:
    return make_officer("DAL", "supervisor")


@pytest.mark.promise("PIA-0-3", "PIA-1.3-1")
@pytest.mark.parametrize(
    "road",
    [road for road in Road if road not in (Road.REMOVED, Road.ICE_CUSTODY, Road.RELEASED)],
)
def test_news_closes_the_case_only_once_a_supervisor_accepts_it_and_its_evidence_stays_on_the_step(
    road: Road, supervisor: User
) -> None:
    case = make_case(office="DAL")
    news = make_news(case, road)
    case.refresh_from_db()
    assert (case.status, news.status) == (Status.OPEN, NewsStatus.WAITING)
    decided = decide_proposal(news, by=supervisor, accept=True, reason="Called the facility.")
    case.refresh_from_db()
    step = CaseStep.objects.filter(case=case).latest("id")
    assert (decided.status, decided.decided_by) == (NewsStatus.ACCEPTED, supervisor)
    assert (case.status, case.closure_reason, case.closed_by) == (Status.CLOSED, road.value, supervisor)
    assert (step.by, step.effective_on) == (supervisor, SINCE)
    for said in (
        "Sample County Jail, TX",
        "3 Sep 2026",
        "I26-000004-2 roster.csv row 12",
        "Called the facility",
    ):
        assert said in f"{step.note} {step.evidence}"


@pytest.mark.promise("PIA-1.2-1", "PIA-1.3-1")
def test_custody_that_was_accepted_points_to_its_file_and_row(supervisor: User) -> None:
    case = make_case(office="DAL")
    decide_proposal(make_news(case), by=supervisor, accept=True)
    said = Statement.objects.filter(subject=case.subject, intake=ROSTER.intake).get()
    case.subject.refresh_from_db()
    assert (said.file, said.row, said.said["custody_status"]) == ("roster.csv", 12, "OTHER_CUSTODY")
    assert (case.subject.custody_status, case.subject.custody_on) == (CustodyStatus.OTHER_CUSTODY, SINCE)


@pytest.mark.promise("PIA-0-3")
def test_news_of_ice_custody_release_removal_and_death_moves_the_case_as_an_officer_would(
    supervisor: User,
) -> None:
    roads = {
        Road.ICE_CUSTODY: (Status.OPEN, Status.IN_CUSTODY),
        Road.RELEASED: (Status.IN_CUSTODY, Status.OPEN),
        Road.REMOVED: (Status.COLD, Status.REMOVED),
        Road.DIED: (Status.OPEN, Status.CLOSED),
    }
    for road, (before, after) in roads.items():
        case = make_case(office="DAL", status=before)
        decide_proposal(make_news(case, road), by=supervisor, accept=True, reason="")
        case.refresh_from_db()
        assert case.status == after, road
        assert "roster of the Sample" in CaseStep.objects.filter(case=case, effective_on=SINCE)[0].note
    case.subject.refresh_from_db()
    assert case.subject.died_on == SINCE


@pytest.mark.promise("PIA-0-3")
def test_refused_news_leaves_the_case_alone_and_keeps_its_reason(supervisor: User) -> None:
    case = make_case(office="DAL")
    news = make_news(case)
    with pytest.raises(Refused, match="Say why"):
        decide_proposal(news, by=supervisor, accept=False, reason=" ")
    refused = decide_proposal(news, by=supervisor, accept=False, reason="Another person of that name.")
    case.refresh_from_db()
    assert (refused.status, refused.reason) == (NewsStatus.REFUSED, "Another person of that name.")
    assert case.status == Status.OPEN
    assert CaseStep.objects.filter(case=case).count() == 1


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("accept", [True, False])
def test_nothing_is_decided_twice(accept: bool, supervisor: User) -> None:
    news = make_news(make_case(office="DAL"))
    decide_proposal(news, by=supervisor, accept=False, reason="Another person.")
    with pytest.raises(Refused, match="decided already"):
        decide_proposal(news, by=supervisor, accept=accept, reason="Again.")


@pytest.mark.promise("PIA-0-3")
def test_the_database_lets_nobody_change_what_was_decided_or_proposed(supervisor: User) -> None:
    news = make_news(make_case(office="DAL"))
    for changed in ({"summary": "Something else."}, {"effective_on": date(2020, 1, 1)}):
        with pytest.raises(IntegrityError, match="as it was proposed"), transaction.atomic():  # noqa: SIM117
            with acting(Job("tests"), "case closed"):
                Proposal.objects.filter(pk=news.pk).update(**changed)
    decide_proposal(news, by=supervisor, accept=False, reason="Another person.")
    with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():  # noqa: SIM117
        with acting(Job("tests"), "case closed"):
            Proposal.objects.filter(pk=news.pk).update(reason="Something else.")


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize(
    "said",
    [
        {"status": "ACCEPTED"},
        {"status": "REFUSED", "reason": "Another person."},
        {"status": "LAPSED", "decided_at": timezone.now()},
        {"reason": "Something."},
    ],
)
def test_the_database_asks_who_decided_when_and_why(said: dict[str, Any]) -> None:
    news = make_news(make_case(office="DAL"))
    with pytest.raises(IntegrityError, match="decided_says_who"), transaction.atomic():  # noqa: SIM117
        with acting(Job("tests"), "case closed"):
            Proposal.objects.filter(pk=news.pk).update(**said)


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize(
    ("office", "role", "sentence"),
    [
        ("DAL", "officer", "by a supervisor"),
        ("HQ", "hq_analyst", "by a supervisor"),
        ("HQ", "hq_supervisor", "by a supervisor"),
        ("CHI", "supervisor", "Another office"),
    ],
)
def test_only_a_supervisor_of_the_office_that_holds_the_case_decides(
    office: str, role: str, sentence: str
) -> None:
    case = make_case(office="DAL")
    news = make_news(case)
    person = make_officer(office, role)
    for accept in (True, False):
        with pytest.raises(Refused, match=sentence):
            decide_proposal(news, by=person, accept=accept, reason="It is so.")
    case.refresh_from_db()
    news.refresh_from_db()
    assert (case.status, news.status) == (Status.OPEN, NewsStatus.WAITING)


def test_news_goes_with_its_case_to_the_office_that_takes_it_over(supervisor: User) -> None:
    case = make_case(office="DAL")
    news = make_news(case)
    actions.transfer(case, by=supervisor, office=Office.objects.get(code="CHI"), note="Moved to Chicago.")
    with pytest.raises(Refused, match="Another office"):
        decide_proposal(news, by=supervisor, accept=True)
    taken = decide_proposal(news, by=make_officer("CHI", "supervisor"), accept=True)
    assert taken.status == NewsStatus.ACCEPTED


@pytest.mark.promise("PIA-0-3")
def test_news_about_a_case_that_ended_another_way_lapses_and_says_so(supervisor: User) -> None:
    case = make_case(office="DAL")
    jailed, gone = make_news(case), make_news(case, Road.LEFT_THE_COUNTRY)
    decide_proposal(gone, by=supervisor, accept=True)
    jailed.refresh_from_db()
    assert (jailed.status, jailed.decided_by) == (NewsStatus.LAPSED, None)
    assert jailed.reason == "The case is closed now, so the news lapsed."
    with pytest.raises(Refused, match="decided already"):
        decide_proposal(jailed, by=supervisor, accept=True)


def test_an_arrest_here_lets_news_of_ice_custody_lapse_and_leaves_news_of_a_departure(
    supervisor: User,
) -> None:
    case = make_case(office="DAL")
    held, gone = make_news(case, Road.ICE_CUSTODY), make_news(case, Road.LEFT_THE_COUNTRY)
    actions.arrest(case, by=supervisor, custody_on=HELD_ON)
    held.refresh_from_db()
    gone.refresh_from_db()
    assert (held.status, gone.status) == (NewsStatus.LAPSED, NewsStatus.WAITING)


@pytest.mark.parametrize("status", [status for status in Status if status not in LIVE])
def test_no_news_is_put_before_anybody_about_a_case_that_has_ended(status: Status) -> None:
    case = make_case(office="DAL", status=status)
    done = propose_set([News(case.pk, Road.DIED, SINCE, "Died.", [], ROSTER)], by=Job("tests"))
    assert done == {"news about a case that has gone another way": 1}
    assert not Proposal.objects.exists()


def test_what_a_system_says_every_day_is_decided_once_but_a_new_day_is_news(supervisor: User) -> None:
    case = make_case(office="DAL")
    news = make_news(case)
    assert propose(
        case, by=Job("tests"), road=Road.IN_CUSTODY_ELSEWHERE, evidence=[], origin=ROSTER, effective_on=SINCE,
        summary="Again."
    ) == news  # fmt: skip
    decide_proposal(news, by=supervisor, accept=False, reason="Another person.")
    again = News(case.pk, Road.IN_CUSTODY_ELSEWHERE, SINCE, "Again.", [], ROSTER)
    assert propose_set([again], by=Job("tests")) == {"news put before the office already": 1}
    later = News(case.pk, Road.IN_CUSTODY_ELSEWHERE, date(2026, 10, 1), "Booked again.", [], ROSTER)
    assert propose_set([later], by=Job("tests")) == {"news for the office that holds the case": 1}


def test_weak_evidence_is_accepted_only_with_what_else_was_checked(supervisor: User) -> None:
    case = make_case(office="DAL")
    propose_set(
        [News(case.pk, Road.LEFT_THE_COUNTRY, SINCE, "A passenger list.", [], ROSTER, weak=True)],
        by=Job("tests"),
    )
    news = Proposal.objects.get()
    with pytest.raises(Refused, match="what else you checked"):
        decide_proposal(news, by=supervisor, accept=True)
    assert (
        decide_proposal(news, by=supervisor, accept=True, reason="Consulate confirmed.").status == "ACCEPTED"
    )


def test_a_supervisor_may_put_the_day_right(supervisor: User) -> None:
    case = make_case(office="DAL")
    decide_proposal(make_news(case), by=supervisor, accept=True, effective_on=date(2026, 9, 1))
    assert CaseStep.objects.filter(case=case).latest("id").effective_on == date(2026, 9, 1)


def test_what_the_case_refuses_leaves_the_news_undecided(supervisor: User) -> None:
    case = make_case(office="DAL")
    news = make_news(case, Road.ICE_CUSTODY, effective_on=date(1999, 1, 1))
    with pytest.raises(Refused, match="before the basis"):
        decide_proposal(news, by=supervisor, accept=True)
    news.refresh_from_db()
    assert news.status == NewsStatus.WAITING


@pytest.mark.promise("PIA-0-3")
def test_news_of_an_extract_that_is_undone_is_withdrawn_unless_it_was_decided(supervisor: User) -> None:
    one, other = make_news(make_case(office="DAL")), make_news(make_case(office="DAL"))
    decide_proposal(one, by=supervisor, accept=True)
    assert withdraw_news_of(ROSTER.intake, by=supervisor, reason="The roster was last year's.") == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, other.status) == (NewsStatus.ACCEPTED, NewsStatus.WITHDRAWN)
    with pytest.raises(Refused, match="Name the extract"):
        withdraw_news_of("", by=supervisor, reason="Which?")


def test_who_decided_and_why_stands_in_the_audit_trail(supervisor: User) -> None:
    news = make_news(make_case(office="DAL"))
    decide_proposal(news, by=supervisor, accept=False, reason="Another person.")
    trail = Change.objects.filter(table="cases_proposal", row=news.pk).latest("id")
    assert (trail.actor, trail.event) == (supervisor.actor_key, "news about the case refused")


def test_every_kind_of_news_says_from_which_states_it_can_come_true() -> None:
    assert POSSIBLE_FROM.keys() == set(Road)
    assert all(set(states) <= set(LIVE) for states in POSSIBLE_FROM.values())
