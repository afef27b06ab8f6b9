"""What a person is told: drawn from the records, gone with its cause, within reach alone, by number alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.fieldwork import actions as fieldwork
from fcms.activities.tests import field
from fcms.audit.events import Event
from fcms.audit.models import Access
from fcms.cases.claims import actions as claims
from fcms.cases.lifecycle import Road
from fcms.cases.proposals import actions as news
from fcms.cases.tests.make import make_case
from fcms.cases.transfers import actions as transfers
from fcms.leads import actions as leads
from fcms.leads.tests.make import make_lead
from fcms.leads.tests.test_proposals import propose
from fcms.lib.actor import Job, acting
from fcms.notices import actions, queries
from fcms.notices.models import Seen
from fcms.offices.models import Office
from fcms.subjects.conflicts import actions as conflicts
from fcms.subjects.queries import a_number_of
from fcms.subjects.tests.make import extract_origin, make_conflict, make_officer, make_subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """The number in the frame is counted anew in each test."""
    cache.clear()


def told(user: User) -> list[str]:
    """The sentences of what is new for a person."""
    return [notice.sentence for _kind, notice in queries.listing(user).new]


def browser_of(user: User) -> Client:
    client = Client()
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(user)
    return client


def assigned(officer: User, **values: Any) -> Any:
    """A lead that a supervisor gave to an officer of Dallas."""
    return leads.assign(make_lead(**values), by=make_officer("DAL", "supervisor"), officer=officer)


def some_news(case: Any) -> Any:
    return news.propose(
        case,
        by=Job("tests"),
        road=Road.LEFT_THE_COUNTRY,
        effective_on=extract_origin().as_of,
        summary="Left by air.",
        evidence=[("Port", "DFW")],
        origin=extract_origin(),
    )


# --- each kind comes with its cause and goes with it


def test_a_lead_that_was_assigned_to_me_is_told_until_i_accept_it():
    officer = make_officer("DAL")
    lead = assigned(officer)
    assert told(officer) == [f"Lead {lead.number} was assigned to you."]
    leads.accept(lead, by=officer)
    assert told(officer) == []


def test_a_lead_that_i_took_myself_is_no_news_to_me():
    officer = make_officer("DAL")
    leads.assign(make_lead(), by=officer, officer=officer)
    assert told(officer) == []


def test_a_lead_that_went_on_to_somebody_else_is_told_to_them():
    first, second = make_officer("DAL"), make_officer("DAL")
    lead = assigned(first)
    leads.assign(lead, by=make_officer("DAL", "supervisor"), officer=second)
    assert told(first) == []
    assert len(told(second)) == 1


def test_a_proposed_transfer_is_told_to_those_who_decide_it_in_the_office_that_holds_the_lead():
    lead = make_lead()
    supervisor = make_officer("DAL", "supervisor")
    propose("DAL", "HOU")
    assert told(supervisor) == [f"Lead {lead.number} would go to Houston: its ZIP code belongs there now."]
    assert told(make_officer("DAL")) == told(make_officer("HOU", "supervisor")) == []


def test_news_of_a_case_is_told_to_those_who_decide_it():
    case = make_case(office="DAL")
    supervisor = make_officer("DAL", "supervisor")
    found = some_news(case)
    assert told(supervisor) == [f"News of case {case.number} waits for a decision: left the country."]
    for other in (make_officer("DAL"), make_officer("NYC", "director"), make_officer("HQ", "hq_supervisor")):
        assert told(other) == []
    news.decide_proposal(found, by=supervisor, accept=False, reason="It was somebody else.")
    assert told(supervisor) == []


def test_a_conflict_is_told_to_the_supervisor_of_the_office_until_it_is_settled():
    case = make_case(office="DAL")
    supervisor = make_officer("DAL", "supervisor")
    conflict = make_conflict(case.subject, make_officer("DAL"))
    assert told(supervisor) == [f"A source contradicts what was settled of subject {case.subject.number}."]
    assert told(make_officer("DAL")) == told(make_officer("NYC", "supervisor")) == []
    conflicts.settle(conflict, by=supervisor, keep="HELD", reason="The birth certificate.")
    assert told(supervisor) == []


def some_claim(case: Any, by: User) -> Any:
    return claims.raise_claim(case.subject, by=by, trigger="CLAIM", note="Says so.")


def test_a_hold_is_told_to_the_office_of_the_case_until_it_is_decided():
    case, officer, other = make_case(office="DAL"), make_officer("DAL"), make_officer("DAL")
    claim = some_claim(case, officer)
    assert told(other) == [f"A hold was raised on case {case.number}: nobody acts on it until it is decided."]
    assert told(officer) == told(make_officer("NYC")) == []
    counsel, boss = make_officer("HQ", "counsel"), make_officer("DAL", "supervisor")
    assert told(counsel) == []
    claim = claims.ask_counsel(claim, by=officer)
    assert told(counsel) == [f"A claim to citizenship on case {case.number} waits for your advice."]
    claim = claims.advise(claim, by=counsel, advises="NONE", advice="Born abroad; no parent a citizen.")
    assert told(counsel) == []
    wanted = f"A claim to citizenship on case {case.number} waits for your decision: counsel has advised."
    assert wanted in told(boss)
    claims.decide(claim, by=boss, outcome="NONE", reason="As counsel advised.")
    assert told(boss) == told(other) == []


def test_a_hold_on_a_case_of_another_office_is_told_to_the_office_that_holds_a_lead_on_it():
    case = make_case(office="NYC")
    lead = make_lead(a_number=a_number_of(case.subject))
    some_claim(case, make_officer("NYC"))
    assert told(make_officer("DAL")) == [
        f"A hold was raised on whom lead {lead.number} is about: nobody acts on it until it is decided."
    ]
    assert told(make_officer("LOS")) == []


def test_a_case_that_is_offered_is_told_to_those_who_accept_it_and_the_answer_to_who_offered_it():
    case, boss = make_case(office="DAL"), make_officer("DAL", "supervisor")
    offered = transfers.propose(case, by=boss, office=Office.objects.get(code="HOU"), note="He moved there.")
    director = make_officer("HOU", "director")
    assert told(director) == [f"Dallas offers case {case.number} to your office."]
    assert told(make_officer("HOU")) == told(boss) == []
    transfers.refuse(case, by=director, transfer=offered, reason="He moved on.")
    assert told(director) == []
    assert told(boss) == [f"Houston did not take case {case.number}, and said why."]
    assert told(make_officer("DAL", "supervisor")) == []


def test_a_field_action_is_told_to_whom_it_was_given_and_when_a_hold_stops_it():
    work, colleague = field.make_ready(), field.team_officer()
    planned = field.plan(work, days=1)
    fieldwork.assign(planned, by=make_officer("DAL", "supervisor"), officer=colleague)
    assert told(colleague) == [f"Field action {planned.number} was assigned to you."]
    assert told(work.officer) == []
    field.claim(work)
    assert f"Field action {planned.number} was stopped." in told(colleague)
    assert f"Field action {planned.number} was assigned to you." not in told(colleague)


def test_a_status_check_is_told_before_it_lapses_and_no_more_once_it_is_renewed():
    work = field.make_ready()
    action = field.assigned(work)
    assert told(work.officer) == []
    later = timezone.now() + timedelta(hours=60)
    with mock.patch("django.utils.timezone.now", return_value=later):
        [sentence] = told(work.officer)
        home = browser_of(work.officer).get("/").content.decode()
        assert "1 lead waits for you, 1 check lapses within a day." in home
        assert sentence.startswith(f"The status check behind field action {action.number} lapses at ")
    with mock.patch("django.utils.timezone.now", return_value=later + timedelta(hours=20)):
        assert told(work.officer) == [f"The status check behind field action {action.number} has lapsed."]
        field.check(work)
        assert told(work.officer) == []


def test_roles_that_read_no_record_are_told_of_none():
    make_conflict(make_case(office="DAL").subject, make_officer("DAL"))
    some_news(make_case(office="DAL"))
    for role in ("administrator", "auditor", "records_officer"):
        assert told(make_officer("HQ", role)) == []


# --- what was seen


def test_what_was_seen_is_new_no_more_and_is_forgotten_once_its_cause_is_gone():
    officer = make_officer("DAL")
    lead = assigned(officer)
    assert actions.mark_seen(by=officer) == 1
    assert told(officer) == []
    assert [kind.code for kind, _notice in queries.listing(officer).seen] == ["lead-assigned"]
    leads.accept(lead, by=officer)
    assert queries.listing(officer).seen == []
    actions.mark_seen(by=officer)
    assert not Seen.objects.filter(user=officer).exists()


def test_the_same_lead_assigned_again_is_new_again():
    officer, other = make_officer("DAL"), make_officer("DAL")
    lead = assigned(officer)
    actions.mark_seen(by=officer)
    boss = make_officer("DAL", "supervisor")
    leads.assign(leads.assign(lead, by=boss, officer=other), by=boss, officer=officer)
    assert told(officer) == [f"Lead {lead.number} was assigned to you."]


def test_only_what_the_page_showed_is_put_away():
    officer = make_officer("DAL")
    first = assigned(officer)
    client = browser_of(officer)
    page = client.get("/notices/").content.decode()
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    second = assigned(officer)
    client.post("/notices/seen/", {"all": "yes", "shown": shown})
    assert told(officer) == [f"Lead {second.number} was assigned to you."]
    assert first.number in client.get("/notices/").content.decode()


def test_nobody_puts_away_what_another_was_told():
    officer, other = make_officer("DAL"), make_officer("DAL")
    assigned(officer)
    [(_kind, notice)] = queries.listing(officer).new
    assert actions.mark_seen(by=other, keys=[notice.key]) == 0
    assert len(told(officer)) == 1


# --- limits


def test_of_many_the_newest_are_shown_and_it_is_said_that_there_are_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "SHOWN", 2)
    officer = make_officer("DAL")
    numbers = [assigned(officer).number for _ in range(4)]
    page = browser_of(officer).get("/notices/").content.decode()
    assert [number for number in numbers if number in page] == numbers[2:]
    assert "there are more" in page
    assert queries.number(officer) == "2+"
    actions.mark_seen(by=officer)
    assert told(officer) == [f"Lead {number} was assigned to you." for number in (numbers[1], numbers[0])]
    assert queries.number(officer) == "2"


def test_what_is_asked_does_not_grow_with_what_there_is():
    supervisor = make_officer("DAL", "supervisor")

    def asked() -> tuple[int, int]:
        for _ in range(2):
            case = make_case(office="DAL")
            some_news(case)
            make_conflict(case.subject, supervisor)
            some_claim(case, make_officer("DAL"))
            assigned(supervisor)
        with CaptureQueriesContext(connection) as captured:
            return len(told(supervisor)), len(captured)

    (few, once), (many, again) = asked(), asked()
    assert (few, many) == (8, 16)
    assert once == again <= 20


# --- the frame and the page


def test_every_page_has_the_link_and_the_number_comes_after_it():
    officer = make_officer("DAL")
    assigned(officer)
    client = browser_of(officer)
    page = client.get("/help/keys/").content.decode()
    assert f'href="{reverse("notices:list")}"' in page
    assert 'hx-get="/notices/count/" hx-trigger="load"' in page
    assert "fcms-notices__count" not in page
    assert ">1<" in client.get("/notices/count/").content.decode()


def test_the_number_is_remembered_for_a_moment_and_counted_anew_once_something_was_put_away(
    django_assert_max_num_queries: Any,
):
    officer = make_officer("DAL")
    assigned(officer)
    assert queries.number(officer) == "1"
    with django_assert_max_num_queries(1):
        assert queries.number(officer) == "1"
    actions.mark_seen(by=officer)
    assert queries.number(officer) == ""


def test_the_number_is_no_look_and_the_page_is_one():
    client = browser_of(make_officer("DAL"))
    client.get("/notices/count/")
    assert not Access.objects.filter(view="notices:count").exists()
    client.get("/notices/")
    assert Access.objects.filter(view="notices:list").exists()


def test_a_notice_names_a_record_by_its_number_and_no_person():
    subject = make_subject(family_name="Unmistakable", given_name="Nobodyelse")
    supervisor = make_officer("DAL", "supervisor")
    case = make_case(office="DAL", subject=subject)
    some_news(case)
    make_conflict(subject, supervisor)
    assigned(supervisor, family_name="Unmistakable", given_name="Nobodyelse", a_number="")
    page = browser_of(supervisor).get("/notices/").content.decode()
    assert len(told(supervisor)) == 3
    for name in ("Unmistakable", "Nobodyelse", a_number_of(subject), "SAMPLE WAY"):
        assert name not in page
