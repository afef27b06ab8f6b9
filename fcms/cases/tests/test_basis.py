"""Why a person is a fugitive, by the category; a category that protects or is pending stops the case at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.cases import actions, holds
from fcms.cases.basis import queries, rules
from fcms.cases.lifecycle import Basis, Step
from fcms.cases.models import Case
from fcms.lib import policyfiles
from fcms.lib.actor import Actor, Job
from fcms.subjects.actions import correct_subject, take_back
from fcms.subjects.models import Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import extract_origin, make_officer, make_subject

from .make import make_case, shown

SECOND, THIRD = "I26-000002-6", "I26-000003-4"


def says(case: Case, intake: str = SECOND, day: date = date(2026, 11, 21), **values: Any) -> Case:
    """What an extract brings of the subject of a case; the case as it stands afterwards."""
    subject = Subject.objects.get(pk=case.subject_id)
    correct_subject(subject, by=Job("tests"), origin=extract_origin(intake, as_of=day), values=values)
    return Case.objects.select_related("subject").get(pk=case.pk)


def steps(case: Case) -> list[str]:
    return list(case.steps.order_by("id").values_list("step", flat=True))


# --- the rules


@pytest.mark.promise("PIA-0-1")
@pytest.mark.parametrize("code", policyfiles.case_categories())
def test_a_case_is_worked_exactly_in_the_categories_from_which_one_opens(code: str) -> None:
    category = policyfiles.case_categories()[code]
    verdict = rules.may_be_worked(code)
    assert bool(verdict) is bool(category.opens)
    assert verdict or (code in verdict.sentence and verdict.sentence.endswith("."))
    assert bool(rules.may_be_looked_for(code)) is (category.standing not in rules.BARRED)


def test_without_a_category_or_with_one_that_nobody_knows_nothing_is_worked() -> None:
    assert "no removal case category" in rules.may_be_worked("").sentence
    assert "not a removal case category" in rules.may_be_worked("7Q").sentence
    assert rules.may_be_looked_for("")


def test_the_basis_is_a_sentence_with_its_day_and_source() -> None:
    order, said = date(2004, 3, 3), date(2026, 11, 20)
    assert (
        rules.sentence(Basis.FINAL_ORDER, order, "5B", said, "EID")
        == "Final order of 3 Mar 2004; category 5B as of 20 Nov 2026 by EID."
    )
    assert rules.sentence(Basis.FAILED_TO_REPORT, order, "5A", None) == (
        "Failed to report after notice, 3 Mar 2004; category 5A."
    )


# --- a live case follows its category


@pytest.mark.django_db
@pytest.mark.promise("PIA-0-1", "PIA-3.1-1")
def test_a_failure_to_report_that_became_a_final_order_is_the_new_basis_with_its_step() -> None:
    case = make_case(case_category="5A", final_order_on=None, order_kind="", failed_to_report_on="2004-02-01")
    case = says(case, case_category="5B", order_kind="REMOVAL", final_order_on="2010-03-04")
    assert (case.basis, case.basis_on) == (Basis.FINAL_ORDER, date(2010, 3, 4))
    assert steps(case) == [Step.OPENED, Step.REBASED]
    last = case.steps.first()
    assert last is not None
    assert (
        last.note
        == "Was: failed to report after notice, 1 Feb 2004. Now: final order of 4 Mar 2010; category 5B."
    )
    assert (last.actor, last.effective_on) == ("job:tests", date(2026, 11, 21))


@pytest.mark.django_db
def test_an_extract_that_says_the_same_again_takes_no_step() -> None:
    case = says(make_case(), case_category="5B", final_order_on="2004-05-06")
    assert steps(case) == [Step.OPENED]
    assert case.subject.case_category_on == date(2026, 11, 21)


@pytest.mark.django_db
@pytest.mark.promise("PIA-0-1")
@pytest.mark.parametrize("category", ["5C", "2B", "5E", "8K"])
def test_a_category_that_forbids_stops_the_case_at_once_and_tells_whoever_acts(
    category: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str, str]] = []

    def tell(subject: int, sentence: str, by: Actor) -> None:
        told.append((subject, sentence, by.actor_key))

    monkeypatch.setattr(holds, "RAISED", [tell])
    monkeypatch.setattr(holds, "LIFTED", [tell])
    case = says(make_case(), case_category=category)
    assert not queries.may_be_worked(case)
    assert told == [(case.subject_id, rules.stops(category), "job:tests")]
    assert steps(case) == [Step.OPENED, Step.STOPPED]
    case = says(case, THIRD, case_category="5B")
    assert queries.may_be_worked(case)
    assert steps(case) == [Step.OPENED, Step.STOPPED, Step.FREED]
    assert len(told) == 2


@pytest.mark.django_db
def test_what_an_officer_corrects_is_put_down_to_the_officer() -> None:
    officer = make_officer("DAL")
    case = make_case()
    correct_subject(case.subject, by=officer, origin=officer_origin(officer), values={"case_category": "5D"})
    last = case.steps.first()
    assert last is not None
    assert (last.step, last.by) == (Step.STOPPED, officer)


@pytest.mark.django_db
def test_the_case_goes_back_with_the_extract_that_changed_its_category() -> None:
    case = says(make_case(case_category="5B"), case_category="5C")
    take_back(SECOND, by=make_officer("HQ", "hq_supervisor"), reason="Sent by mistake.")
    case = Case.objects.select_related("subject").get(pk=case.pk)
    assert queries.may_be_worked(case)
    assert steps(case) == [Step.OPENED, Step.STOPPED, Step.FREED]


@pytest.mark.django_db
def test_a_case_that_has_ended_follows_nothing_until_it_is_opened_again() -> None:
    case = says(make_case(status="CLOSED"), case_category="5C")
    assert Step.STOPPED not in steps(case)
    case = actions.reopen(case, by=make_officer("DAL"), note="It did not hold.", evidence=shown("REOPENED"))
    assert steps(case)[-1] == Step.STOPPED


# --- the page


@pytest.mark.django_db
def test_the_page_says_the_basis_and_what_was_said_over_time(signed_in: Callable[[User], Client]) -> None:
    case = make_case(
        subject=make_subject(case_category="5A", failed_to_report_on="2004-02-01", final_order_on=None)
    )
    says(case, case_category="5A")
    says(case, THIRD, date(2026, 11, 22), case_category="5C")
    text = signed_in(make_officer("DAL")).get(reverse("cases:case", args=[case.number])).content.decode()
    assert "category 5C as of 22 Nov 2026 by EID." in text
    assert "protects the person from removal" in text
    found = queries.shown(Case.objects.select_related("subject").get(pk=case.pk)).said
    assert [(one.category, one.first.day, one.last.day) for one in found] == [("5C", 22, 22), ("5A", 20, 21)]
