"""Where sources disagree on what a gate needs: what counts as a contradiction, and what is only news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.cases.conflicting import rules
from fcms.cases.conflicting.actions import open_found
from fcms.cases.conflicting.queries import Disagreement, open_conflicts
from fcms.cases.conflicting.rules import Word, disagreeing
from fcms.cases.lifecycle import Road
from fcms.cases.proposals.actions import decide_proposal, propose
from fcms.lib.actor import Job
from fcms.subjects import actions
from fcms.subjects.conflicts.actions import settle
from fcms.subjects.models import Conflict, SourceKind, Subject
from fcms.subjects.origin import Origin, officer_origin
from fcms.subjects.tests.make import extract_origin, make_officer, make_subject

from .make import make_case

TODAY = date(2026, 11, 20)


def word(system: str, value: str, days: int = 0, statement: int = 0) -> Word:
    """What a system said `days` ago."""
    source = "EID" if system == "EID" else "LEGACY"
    return Word(source, system, value, TODAY - timedelta(days=days), statement or 100_000 - days)


# --- the rule


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("case_category", [word("EID", "5B"), word("OLD", "5B", 3)]),
        ("case_category", [word("EID", "5B"), word("EID", "5A", 3)]),  # a later word of one system
        ("case_category", [word("EID", "5B"), word("OLD", "5A", rules.FRESH_DAYS + 1)]),  # stale
        # EID said the same when the other spoke or since, and went on: news
        ("case_category", [word("EID", "5B"), word("EID", "5A", 2), word("OLD", "5A", 3)]),
        ("citizenship_claim", [word("EID", "false"), word("OLD", "false", 900)]),
    ],
)
def test_ordinary_updates_are_no_conflict(column: str, words: list[Word]) -> None:
    assert disagreeing(column, words) is None


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("case_category", [word("EID", "5B"), word("OLD", "5A", rules.FRESH_DAYS)]),
        ("case_category", [word("OLD", "5B"), word("EID", "5C", 900)]),  # nobody replaces the word of EID
        ("case_category", [word("EID", "5B"), word("EID", "5A", 9), word("OLD", "5A", 3)]),
        (
            "citizenship_claim",
            [word("EID", "false"), word("OLD", "true", 900)],
        ),  # what protects grows not stale
    ],
)
def test_last_words_of_two_systems_that_differ_are_a_conflict(column: str, words: list[Word]) -> None:
    pair = disagreeing(column, words)
    assert pair is not None
    assert pair[0].value != pair[1].value


def test_a_claim_that_eid_denies_after_it_had_claimed_it_itself_is_no_conflict_of_sources() -> None:
    words = [word("EID", "false"), word("EID", "true", 2), word("OLD", "true", 3)]
    assert disagreeing("citizenship_claim", words) is None


# --- of subjects


@pytest.fixture
def officer(db: None) -> User:
    return make_officer("DAL")


def legacy(days: int = 0) -> Origin:
    day = date(2026, 11, 20) - timedelta(days=days)
    return Origin(SourceKind.LEGACY, "FCMS-1", day, intake="I26-000050-1", file="cases.csv", row=7)


def says(subject: Subject, origin: Origin, **values: Any) -> Subject:
    return actions.correct_subject(subject, by=Job("tests"), origin=origin, values=values)


def of(subject: Subject) -> list[Disagreement]:
    return open_conflicts([subject.pk]).get(subject.pk, [])


@pytest.mark.django_db
def test_two_systems_that_differ_are_shown_with_both_sides_and_the_source() -> None:
    subject = says(make_subject(), legacy(), case_category="5A", birth_place="Sampletown")
    [one] = of(subject)
    assert one.column == "case_category"
    assert (str(one.held)[:2], str(one.said)[:2], one.source) == ("5A", "5B", "EID")
    assert one.conflict is None


@pytest.mark.django_db
def test_what_an_extract_leaves_empty_and_what_only_one_system_says_contradicts_nothing(
    officer: User,
) -> None:
    subject = says(make_subject(), legacy(), stay_kind="BIA_STAY", order_kind="")
    assert of(says(subject, extract_origin("I26-000002-6"), case_category="5C")) == []
    entered = make_subject(by=officer, case_category="5A")
    assert of(says(entered, extract_origin("I26-000003-4"), case_category="5B")) == []


@pytest.mark.django_db
def test_what_an_officer_corrected_is_settled_until_an_extract_says_otherwise_again(officer: User) -> None:
    subject = says(make_subject(), legacy(), case_category="5A")
    subject = actions.correct_subject(
        subject, by=officer, origin=officer_origin(officer), values={"case_category": "5B"}
    )
    assert of(subject) == []
    subject = says(subject, extract_origin("I26-000004-2"), case_category="5C")
    [one] = of(subject)
    assert one.conflict == Conflict.objects.get().pk
    settle(Conflict.objects.get(), by=make_officer("DAL", "supervisor"), keep="SAID", reason="EID of today.")
    assert of(subject) == []


@pytest.mark.django_db
def test_a_conflict_on_what_no_gate_needs_shuts_none(officer: User) -> None:
    subject = actions.correct_subject(
        make_subject(), by=officer, origin=officer_origin(officer), values={"birth_place": "Sampletown"}
    )
    assert of(says(subject, extract_origin("I26-000002-6"), birth_place="Elsewhere")) == []
    assert Conflict.objects.exists()


@pytest.mark.django_db
def test_many_subjects_are_asked_as_few_questions_as_one(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    many = [says(make_subject(), legacy(), case_category="5A") for _ in range(6)]
    with django_assert_max_num_queries(7):
        found = open_conflicts([one.pk for one in many])
    assert len(found) == 6


# --- laid before whoever settles it


@pytest.mark.django_db
def test_a_contradiction_that_an_extract_brought_waits_with_the_office_until_it_is_settled() -> None:
    subject = says(make_subject(), legacy(), case_category="5A")
    by = Job("tests")
    assert (open_found([subject.pk], by=by), open_found([subject.pk], by=by)) == (1, 0)
    conflict = Conflict.objects.get()
    assert (conflict.held, conflict.said, conflict.statement.source) == ("5A", "5B", "EID")
    [one] = of(subject)
    assert one.conflict == conflict.pk
    # The older word grows stale, yet the conflict waits.
    says(
        subject,
        Origin(SourceKind.LEGACY, "FCMS-1", date(2027, 6, 1), intake="I26-000051-9"),
        case_category="5A",
    )
    assert of(subject)
    settle(conflict, by=make_officer("DAL", "supervisor"), keep="SAID", reason="Read in the A-file.")
    assert of(subject) == []
    assert Subject.objects.get(pk=subject.pk).case_category == "5B"


@pytest.mark.django_db
def test_a_supervisor_settles_from_the_page_of_the_case_and_an_officer_is_told_who_does(
    signed_in: Callable[[User], Client], officer: User
) -> None:
    case = make_case()
    says(case.subject, legacy(), final_order_on="2004-05-07")
    page = reverse("cases:case", args=[case.number])
    text = signed_in(officer).get(page).content.decode()
    assert "Date of final order: the record says 7 May 2004, EID says 6 May 2004." in text
    assert "Ask your supervisor." in text
    browser = signed_in(make_officer("DAL", "supervisor"))
    address = reverse("cases:lay-conflict", args=[case.number, "final_order_on"])
    assert address in browser.get(page).content.decode()
    response = browser.post(address)
    assert response["Location"] == reverse(
        "subjects:settle", kwargs={"number": case.subject.number, "key": Conflict.objects.get().pk}
    )
    browser.post(response["Location"], {"keep": "HELD", "reason": "The order itself."})
    assert "To be settled" not in browser.get(page).content.decode()
    assert "Nothing is to be settled." in browser.post(address, follow=True).content.decode()


@pytest.mark.django_db
def test_news_that_waits_is_a_disagreement_until_it_is_decided(officer: User) -> None:
    case = make_case()
    origin = Origin(SourceKind.GOVERNMENT, "State DOC", date(2026, 11, 20), intake="I26-000060-0", row=3)
    news = propose(
        case,
        by=Job("tests"),
        road=Road.IN_CUSTODY_ELSEWHERE,
        evidence=[("Facility", "Sample County Jail")],
        origin=origin,
        effective_on=date(2026, 11, 19),
        summary="Booked on 19 Nov 2026.",
    )
    assert news is not None
    [one] = of(case.subject)
    assert (one.column, one.news) == ("custody_status", news.pk)
    decide_proposal(news, by=make_officer("DAL", "supervisor"), accept=False, reason="Another person.")
    assert of(case.subject) == []
