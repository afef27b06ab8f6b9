"""Rows are filtered and decided by the rule they break, and the counts add up before and after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.cases.tests.make import make_case
from fcms.exchange import actions, queries
from fcms.exchange.deciding.actions import decide_by_rule
from fcms.exchange.deciding.queries import outlook
from fcms.exchange.lifecycle import Decision
from fcms.exchange.models import Intake
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer, make_subject

from .make import PERSON, SSN, apply, leads, load, load_eid, make_analyst, row

pytestmark = pytest.mark.django_db
OURS = "A900700001"
CLEAN = {"a_number": OURS}


@pytest.fixture
def by() -> User:
    return make_analyst()


@pytest.fixture
def intake(by: User) -> Intake:
    """Six rows: two partial birthdays alone, one with a bad ZIP code besides, one bad ZIP code alone, two good."""
    make_case(subject=make_subject(a_number=OURS))
    rows = (
        {"birth_date": "1971"},
        {"birth_date": "1971"},
        {"birth_date": "1971", "zip": "7"},
        {"zip": "7"},
        {},
        {},
    )
    return load(leads(*({**CLEAN, "family_name": "", **one} for one in rows)), by=by)


def rows(intake: Intake, **narrowed: str) -> list[int]:
    return list(queries.rows_of(intake, **narrowed).values_list("row", flat=True))


@pytest.mark.promise("PIA-1.4-1")
def test_rows_that_break_only_a_warning_are_accepted_together(by: User, intake: Intake) -> None:
    before = outlook(intake, "R-DOB-PARTIAL")
    done = decide_by_rule(intake, by=by, rule="R-DOB-PARTIAL", decision=Decision.ACCEPTED)
    assert (done, before.concerned, before.left) == (2, 2, 1)
    counts = queries.counts_of(intake)
    assert (counts.accepted, counts.rejected, counts.waiting) == (2, 0, 4)
    assert (before.accepting.accepted, before.accepting.rejected, before.accepting.waiting) == (2, 0, 4)
    assert row(intake, 1).decided_by == by
    assert rows(intake, decision="ACCEPTED") == [1, 2]


@pytest.mark.promise("PIA-1.4-1", "PIA-1.5-1")
def test_rows_of_an_error_are_rejected_together_with_a_reason_and_never_accepted(
    by: User, intake: Intake
) -> None:
    with pytest.raises(Refused, match="R-ZIP is an error, so its rows cannot be accepted"):
        decide_by_rule(intake, by=by, rule="R-ZIP", decision=Decision.ACCEPTED)
    with pytest.raises(Refused, match="Say why"):
        decide_by_rule(intake, by=by, rule="R-ZIP", decision=Decision.REJECTED)
    assert [one.alone for one in queries.findings_by_rule(intake) if one.rule.id == "R-ZIP"] == [2]
    assert decide_by_rule(intake, by=by, rule="R-ZIP", decision=Decision.REJECTED, reason="Unreadable.") == 2
    assert {row(intake, n).reason for n in (3, 4)} == {"Unreadable."}
    assert [one.alone for one in queries.findings_by_rule(intake) if one.rule.id == "R-ZIP"] == [0]
    with pytest.raises(Refused, match="No row breaks R-ZIP alone"):
        decide_by_rule(intake, by=by, rule="R-ZIP", decision=Decision.REJECTED, reason="Again.")


def test_what_a_person_decided_singly_stays_and_what_was_accepted_as_clean_is_counted_once(
    by: User, intake: Intake
) -> None:
    actions.decide(intake, by=by, file="leads.csv", rows=[1], decision=Decision.REJECTED, reason="Not ours.")
    intake = actions.accept_all_clean(intake, by=by)
    found = outlook(intake, "R-DOB-PARTIAL")
    assert found.concerned == 1
    decide_by_rule(intake, by=by, rule="R-DOB-PARTIAL", decision=Decision.REJECTED, reason="Too vague.")
    counts = queries.counts_of(intake)
    foretold = found.rejecting
    assert (counts.accepted, counts.rejected, counts.waiting) == (
        foretold.accepted,
        foretold.rejected,
        foretold.waiting,
    )
    assert counts.accepted + counts.rejected + counts.waiting == counts.rows
    assert row(intake, 1).reason == "Not ours."


def test_a_rule_that_is_none_is_refused_and_so_is_who_may_not_review(by: User, intake: Intake) -> None:
    with pytest.raises(Refused, match="There is no such rule"):
        decide_by_rule(intake, by=by, rule="R-NONE", decision=Decision.REJECTED, reason="x")
    with pytest.raises(Refused, match="does not include reviewing"):
        decide_by_rule(intake, by=make_officer("DAL"), rule="R-ZIP", decision=Decision.REJECTED, reason="x")


def test_rows_are_filtered_by_decision_with_what_is_accepted_as_clean(by: User, intake: Intake) -> None:
    assert rows(intake, decision="WAITING") == [1, 2, 3, 4, 5, 6]
    intake = actions.accept_all_clean(intake, by=by)
    assert rows(intake, decision="WAITING") == [3, 4]
    assert rows(intake, decision="ACCEPTED") == [1, 2, 5, 6]
    assert rows(intake, rule="R-ZIP", decision="WAITING") == [3, 4]


def test_rows_are_filtered_by_what_they_would_change(by: User) -> None:
    people = [{"a_number": f"A90070000{n}", "ssn": SSN if n == 3 else ""} for n in range(1, 4)]
    apply(load_eid(*people[:2], {**people[2], "ssn": ""}, by=by), by=by)
    again = load_eid(
        people[0],
        {**people[1], "suffix": "Jr"},
        people[2],
        {"a_number": "A900700009"},
        {**PERSON, "a_number": "A900700008"},
        by=by,
    )
    assert rows(again, effect="NEW") == [4, 5]
    assert rows(again, effect="CHANGES") == [2, 3]
    assert rows(again, effect="SAME") == [1]
    sent = load(leads({"a_number": OURS}, {"a_number": "A900799999"}, {"zip": ""}), by=by)
    assert rows(sent, effect="LINKED") == [1]
    assert rows(sent, effect="UNLINKED") == [2, 3]
    assert rows(sent, effect="UNROUTED") == [3]


# --- on screen


@pytest.mark.promise("PIA-1.4-1")
def test_the_page_of_a_rule_shows_the_counts_before_and_after_and_does_it(
    by: User, intake: Intake, signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(by)
    at = reverse("exchange:by-rule", args=[intake.number, "R-DOB-PARTIAL"])
    page = browser.get(intake.get_absolute_url()).content.decode()
    assert at in page
    page = browser.get(at).content.decode()
    assert "2 rows break only this rule" in page
    assert "1 more breaks it and stays as it is" in page
    answer = browser.post(at, {"decision": "ACCEPTED"}, follow=True)
    assert "2 rows that break only R-DOB-PARTIAL are accepted now." in answer.content.decode()
    assert browser.post(at, {"decision": "MAYBE"}).status_code == 400
    error = reverse("exchange:by-rule", args=[intake.number, "R-ZIP"])
    assert "is an error, so its rows cannot be accepted" in browser.get(error).content.decode()
    assert signed_in(make_officer("DAL")).get(error).status_code == 403


def test_walking_through_rows_keeps_the_filters(
    by: User, intake: Intake, signed_in: Callable[..., Client]
) -> None:
    browser = signed_in(by)
    at = reverse("exchange:decide-row", args=[intake.number, "leads.csv", 3])
    answer = browser.post(f"{at}?rule=R-ZIP&decision=WAITING", {"decision": "REJECTED", "reason": "No."})
    assert answer.url == (  # type: ignore[attr-defined]
        reverse("exchange:row", args=[intake.number, "leads.csv", 4]) + "?rule=R-ZIP&decision=WAITING"
    )
    page = browser.get(reverse("exchange:row", args=[intake.number, "leads.csv", 4]) + "?rule=R-ZIP")
    assert (page.context["before"], page.context["after"]) == (3, None)
