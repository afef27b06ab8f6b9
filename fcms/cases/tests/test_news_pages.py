"""News about cases as people meet it: on the first page, in the queue, on the page of the case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.cases.lifecycle import NewsStatus, Road, Status
from fcms.cases.models import Case, Proposal
from fcms.cases.proposals.actions import News, decide_proposal, propose_set
from fcms.lib.actor import Job
from fcms.subjects.tests.make import make_officer

from .make import make_case
from .test_proposals import ROSTER, SINCE, make_news

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HEADING = "News that would close a case"


def address(news: Proposal) -> str:
    return reverse("cases:decide-news", args=[news.case.number, news.pk])


def page(case: Case) -> str:
    return reverse("cases:case", args=[case.number])


@pytest.mark.promise("PIA-0-3")
def test_a_supervisor_finds_the_news_of_the_own_office_on_the_first_page_and_decides(
    signed_in: SignedIn,
) -> None:
    case = make_case(office="DAL")
    news, elsewhere = make_news(case), make_news(make_case(office="CHI"))
    browser = signed_in(make_officer("DAL", "supervisor"))
    home = browser.get("/").content.decode()
    assert HEADING in home
    assert address(news) in home
    assert elsewhere.case.number not in home
    shown = browser.get(address(news)).content.decode()
    assert "Sample County Jail, TX" in shown
    answer = browser.post(
        address(news), {"decision": "accept", "effective_on": "2026-09-03", "reason": "Called."}, follow=True
    )
    case.refresh_from_db()
    assert (case.status, case.closure_reason) == (Status.CLOSED, "IN_CUSTODY_ELSEWHERE")
    text = answer.content.decode()
    assert "Accepted. Case" in text
    assert "Checked: Called." in text


@pytest.mark.promise("PIA-3.1-1")
def test_news_that_leaves_open_what_the_form_demands_says_so_before_and_after(signed_in: SignedIn) -> None:
    news, browser = make_news(make_case(office="DAL")), signed_in(make_officer("DAL", "supervisor"))
    assert "No detainer is on record: lodge one" in browser.get(address(news)).content.decode()
    browser.post(address(news), {"decision": "accept", "effective_on": "2026-09-03", "reason": "Called."})
    assert "No detainer is on record: lodge one" in browser.get(page(news.case)).content.decode()
    told = [("Facility", "Sample County Jail, TX"), ("Detainer", "I-247 of 4 Sep 2026")]
    whole = make_news(make_case(office="DAL"), evidence=told)
    assert "Not on record" not in browser.get(address(whole)).content.decode()


def test_where_no_news_waits_the_first_page_says_nothing_of_it(signed_in: SignedIn) -> None:
    browser = signed_in(make_officer("DAL", "supervisor"))
    assert HEADING not in browser.get("/").content.decode()
    assert "No news waits." in browser.get(reverse("cases:news")).content.decode()


def test_the_queue_holds_the_own_office_or_every_office_and_narrows(signed_in: SignedIn) -> None:
    mine = make_news(make_case(office="DAL"))
    other = make_news(make_case(office="CHI"), Road.DIED)
    queue = reverse("cases:news")

    def listed(role: str, office: str, **query: str) -> set[int]:
        response = signed_in(make_officer(office, role)).get(queue, query)
        return {one.pk for one in response.context["page"]}

    assert listed("officer", "DAL") == {mine.pk}
    assert listed("hq_analyst", "HQ") == {mine.pk, other.pk}
    assert listed("hq_analyst", "HQ", road="DIED") == {other.pk}
    assert listed("hq_analyst", "HQ", sort="-since") == {mine.pk, other.pk}


def test_an_officer_reads_the_news_on_the_case_and_is_told_who_decides(signed_in: SignedIn) -> None:
    news = make_news(make_case(office="DAL"))
    browser = signed_in(make_officer("DAL"))
    shown = browser.get(page(news.case)).content.decode()
    assert news.summary in shown
    assert "decided by a supervisor of the office" in shown
    assert address(news) not in shown
    assert browser.get(address(news)).status_code == 403


@pytest.mark.promise("PIA-0-3")
def test_another_office_reads_the_news_with_a_purpose_and_decides_nothing(signed_in: SignedIn) -> None:
    news = make_news(make_case(office="DAL"))
    browser = signed_in(make_officer("CHI", "supervisor"))
    asked = browser.get(page(news.case))
    assert asked.status_code == 403
    assert news.summary not in asked.content.decode()
    answer = browser.post(address(news), {"decision": "accept", "effective_on": "2026-09-03"})
    news.refresh_from_db()
    assert (answer.status_code, news.status) == (403, NewsStatus.WAITING)


def test_a_decision_without_what_it_needs_is_sent_back_with_what_to_correct(signed_in: SignedIn) -> None:
    case = make_case(office="DAL")
    propose_set([News(case.pk, Road.DIED, SINCE, "Listed as dead.", [], ROSTER, weak=True)], by=Job("tests"))
    news = Proposal.objects.get()
    browser = signed_in(make_officer("DAL", "supervisor"))
    for given, sentence in (
        ({"effective_on": "2026-09-03"}, "Say whether it holds."),
        ({"decision": "accept", "effective_on": "2026-09-03"}, "Say what else you checked."),
        ({"decision": "refuse", "effective_on": "2026-09-03"}, "Say why the news does not hold"),
        ({"decision": "accept", "reason": "x"}, "Give the day"),
    ):
        answer = browser.post(address(news), given)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    news.refresh_from_db()
    assert news.status == NewsStatus.WAITING


def test_what_was_decided_stays_on_the_page_of_the_case_with_who_and_why(signed_in: SignedIn) -> None:
    news = make_news(make_case(office="DAL"))
    supervisor = make_officer("DAL", "supervisor")
    decide_proposal(news, by=supervisor, accept=False, reason="Another person of that name.")
    browser = signed_in(supervisor)
    shown = browser.get(page(news.case)).content.decode()
    assert f"Refused by {supervisor.name}" in shown
    assert "Another person of that name." in shown
    again = browser.get(address(news))
    assert again.status_code == 409
    assert "decided already" in again.content.decode()


def test_the_news_of_another_case_is_not_found_under_this_one(signed_in: SignedIn) -> None:
    case, other = make_case(office="DAL"), make_news(make_case(office="DAL"))
    browser = signed_in(make_officer("DAL", "supervisor"))
    assert browser.get(reverse("cases:decide-news", args=[case.number, other.pk])).status_code == 404


def test_looking_at_the_queue_is_put_down_in_the_access_log(signed_in: SignedIn) -> None:
    make_news(make_case(office="DAL"))
    signed_in(make_officer("DAL")).get(reverse("cases:news"))
    assert Access.objects.filter(record="cases.proposal", results=1).exists()
