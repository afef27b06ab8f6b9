"""Closing a case as a person meets it, and what its page offers once it is closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.cases.evidence.needs import need_of
from fcms.cases.models import Case
from fcms.subjects.tests.make import make_officer

from .make import make_case
from .make_claims import advised, decided

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def address(name: str, case: Case, *keys: int) -> str:
    return reverse(f"cases:{name}", args=[case.number, *keys])


def test_continuing_without_a_reason_is_answered_with_what_to_choose(signed_in: SignedIn) -> None:
    case, browser = make_case(), signed_in(make_officer("DAL"))
    first = browser.get(address("close", case))
    assert (first.status_code, "Choose why the case is closed." in first.content.decode()) == (200, False)
    assert 'name="asked"' in first.content.decode()
    again = browser.get(address("close", case), {"asked": "yes"})
    assert again.status_code == 422
    assert "usa-alert--error" in again.content.decode()
    assert "Choose why the case is closed." in again.content.decode()


def test_the_day_is_named_by_the_reason_and_left_to_be_given(signed_in: SignedIn) -> None:
    case, browser = make_case(), signed_in(make_officer("DAL"))
    for reason, label in (("DIED", "Died on"), ("LEFT_THE_COUNTRY", "Left on"), ("CITIZEN", "Citizen since")):
        response = browser.get(address("close", case), {"reason": reason})
        shown, form = response.content.decode(), response.context["form"]
        assert form["effective_on"].label == label
        assert not form["effective_on"].value()
        assert all(field.missing in shown for field in need_of(reason))
        assert (address("raise-claim", case) in shown) == (reason == "CITIZEN")
        assert ("It can be re-opened" in shown) == (reason != "CITIZEN")


@pytest.mark.promise("PIA-0-3")
def test_nothing_is_offered_on_the_ended_case_of_a_citizen(signed_in: SignedIn) -> None:
    case = make_case()
    browser = signed_in(make_officer("DAL", "supervisor"))
    assert "Record a visit" in browser.get(address("case", case)).content.decode()
    decided("CITIZEN", case)
    case.refresh_from_db()
    assert case.closure_reason == "CITIZEN"
    shown = browser.get(address("case", case)).content.decode()
    for offer in (
        "Record a check",
        "Record a visit",
        "Record the arrest",
        "Re-open it first",
        "as soon as there",
    ):
        assert offer not in shown
    assert "takes the decision back first" in shown


def test_deciding_against_counsel_asks_why_and_says_what_follows(signed_in: SignedIn) -> None:
    case = make_case()
    claim = advised(case, "PROBATIVE")
    browser, where = signed_in(make_officer("DAL", "supervisor")), address("decide-claim", case, claim.pk)
    assert "If you decide otherwise, say in the reason why" in browser.get(where).content.decode()
    answer = browser.post(where, {"outcome": "CITIZEN", "reason": "The passport is genuine."}, follow=True)
    assert "The case is closed. No recipient has to be told." in answer.content.decode()


def test_a_case_is_not_offered_to_the_office_that_holds_it(signed_in: SignedIn) -> None:
    case, browser = make_case(), signed_in(make_officer("DAL", "supervisor"))
    offered = dict(browser.get(address("transfer", case)).context["form"].fields["office"].choices)
    assert "HOU" in offered
    assert "DAL" not in offered
    refused = browser.post(address("transfer", case), {"office": "DAL", "note": "Ours already."})
    assert refused.status_code == 422


def test_counsel_finds_claims_and_no_leads_on_the_first_page(signed_in: SignedIn) -> None:
    home = signed_in(make_officer("HQ", "counsel")).get("/").content.decode()
    assert reverse("leads:queue", args=["live"]) not in home
