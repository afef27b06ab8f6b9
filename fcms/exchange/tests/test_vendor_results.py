"""A vendor's answers: found by their token, kept with rank and score, verified before anyone acts on them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.actions import record_activity
from fcms.cases.models import Case
from fcms.cases.tests.make import make_case
from fcms.exchange import actions, sources
from fcms.exchange.batches.actions import issue_tokens
from fcms.exchange.batches.models import BatchToken
from fcms.exchange.changes import changes_of
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.undoing import blockers
from fcms.leads.models import Lead, VendorAnswer
from fcms.leads.tests.make import make_lead
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects.models import Subject
from fcms.subjects.queries import a_number_of
from fcms.subjects.tests.make import make_officer, make_subject

from .make import apply, found, leads, load, table

pytestmark = pytest.mark.django_db

ANSWER = {
    "batch_token": "",
    "vendor": "Sample Data Inc",
    "rank": "1",
    "relevance_score": "87.5",
    "line_1": "100 SAMPLE WAY",
    "line_2": "APT 3",
    "city": "Dallas",
    "state": "TX",
    "zip": "75201",
    "first_seen": "2009-01-01",
    "last_seen": "2009-11-01",
}
COUNTED = {"received": 1, "routed": 1, "linked": 1}


def token_of(subject: Subject, **given: Any) -> str:
    given = {"vendor": "Sample Data Inc", "batch": "B-1", **given}
    (token,) = issue_tokens([subject], by=Job("tests"), **given)
    return token.token


def answers(*changes: dict[str, str]) -> Intake:
    rows = [{**ANSWER, **one} for one in changes]
    return load(table(rows, ANSWER), kind="vendor-results", producer="Sample Data Inc")


def rules(intake: Intake) -> set[tuple[int, str, str]]:
    return set(found(intake))


@pytest.fixture
def case() -> Case:
    return make_case(office="DAL")


@pytest.fixture
def token(case: Case) -> str:
    return token_of(case.subject)


@pytest.mark.promise("PIA-1.7-2", "PIA-0-6")
def test_an_answer_becomes_a_lead_on_the_subject_of_its_token_with_rank_and_score(
    case: Case, token: str
) -> None:
    intake = apply(answers({"batch_token": token}))
    lead = Lead.objects.get()
    assert intake.result == COUNTED
    assert (lead.subject, lead.case) == (case.subject, case)
    assert (lead.source_kind, lead.source_agency) == ("COMMERCIAL_AGGREGATOR", "Sample Data Inc")
    assert (lead.status, lead.office.code if lead.office else "") == ("ROUTED", "DAL")
    said = lead.vendor_answer
    assert (said.vendor, said.batch, said.rank, float(said.score or 0)) == ("Sample Data Inc", "B-1", 1, 87.5)
    rows = list(StagedRow.objects.filter(intake=intake))
    assert sources.tracer("vendor-results")(intake, rows) == {("results.csv", 1): lead.number}


def test_an_answer_without_rank_score_or_vendor_is_kept_as_what_it_is(token: str) -> None:
    bare = {"rank": "", "relevance_score": "", "vendor": "", "zip": "", "last_seen": "", "first_seen": ""}
    intake = answers({"batch_token": token, **bare})
    assert rules(intake) == {(1, "R-ZIP-MISSING", "zip")}
    apply(intake)
    said = VendorAnswer.objects.get()
    assert (said.vendor, said.rank, said.score, said.lead.status) == ("Sample Data Inc", None, None, "NEW")


@pytest.mark.promise("PIA-1.3-1", "PIA-0-6")
@pytest.mark.parametrize("token", ["", "0" * 32])
def test_an_answer_under_a_token_that_nobody_issued_is_an_error(token: str) -> None:
    intake = answers({"batch_token": token})
    assert (1, "R-TOKEN-UNKNOWN", "batch_token") in rules(intake)
    with pytest.raises(Refused, match="error cannot be accepted"):
        actions.decide(intake, by=intake.received_by, file="results.csv", rows=[1], decision="ACCEPTED")  # type: ignore[arg-type]


def test_an_answer_of_another_vendor_is_an_error(token: str) -> None:
    assert (1, "R-TOKEN-VENDOR", "vendor") in rules(answers({"batch_token": token, "vendor": "Other Sample"}))
    assert rules(answers({"batch_token": token, "vendor": "SAMPLE DATA INC", "rank": "2"})) == set()


@pytest.mark.parametrize("score", ["100.01", "-1", "high", "1e2", "1,5"])
def test_a_score_outside_its_range_is_an_error(score: str, token: str) -> None:
    assert (1, "R-SCORE", "relevance_score") in rules(
        answers({"batch_token": token, "relevance_score": score})
    )


@pytest.mark.parametrize("score", ["0", "100", "99.99", "7.50"])
def test_a_score_in_its_range_is_none(score: str, token: str) -> None:
    assert rules(answers({"batch_token": token, "relevance_score": score})) == set()


def test_a_rank_that_comes_twice_for_one_subject_is_marked(token: str, case: Case) -> None:
    other = token_of(make_case(office="DAL").subject)
    streets = [{"line_1": f"{n} SAMPLE WAY"} for n in (1, 2, 3)]
    intake = answers(*({"batch_token": one, **street} for one, street in zip([token, token, other], streets,
                                                                             strict=True)))  # fmt: skip
    assert rules(intake) == {(2, "R-RANK", "rank")}
    assert (1, "R-FORM", "rank") in rules(answers({"batch_token": token, "rank": "0"}))


def test_an_answer_after_its_day_is_marked(case: Case) -> None:
    past = token_of(case.subject, answers_until=timezone.localdate() - timedelta(days=2))
    assert rules(answers({"batch_token": past})) == {(1, "R-ANSWER-LATE", "batch_token")}


def test_the_same_address_twice_is_repeated_in_the_file_and_in_what_came_before(token: str) -> None:
    twice = answers({"batch_token": token}, {"batch_token": token, "rank": "2", "line_1": "100 Sample Way"})
    assert rules(twice) == {(2, "R-REPEATED", "line_1")}
    apply(twice)
    again = answers({"batch_token": token, "rank": "3"})
    assert rules(again) == {(1, "R-REPEATED", "line_1")}


def test_an_answer_that_came_meanwhile_is_not_taken_in_twice(token: str) -> None:
    one, other = answers({"batch_token": token}), answers({"batch_token": token, "rank": "2"})
    apply(one)
    with pytest.raises(Refused, match="in the meantime"):
        apply(other)
    assert Lead.objects.count() == 1


def test_an_answer_about_somebody_whose_case_has_ended_is_marked() -> None:
    ended = token_of(make_case(office="DAL", status="CLOSED").subject)
    assert rules(answers({"batch_token": ended})) == {(1, "R-NO-CASE", "batch_token")}


@pytest.mark.promise("PIA-1.7-2")
def test_a_reviewer_sees_which_lead_each_answer_would_become(token: str, case: Case) -> None:
    intake = answers({"batch_token": token}, {"batch_token": "0" * 32})
    said = changes_of(intake, StagedRow.objects.filter(intake=intake))
    assert "verified before anyone acts" in said["results.csv", 1][0].effect
    assert case.subject.number in said["results.csv", 1][1].effect
    assert "Nothing" in said["results.csv", 2][0].effect


def test_answers_are_undone_as_long_as_nobody_worked_on_them(token: str, analyst: User) -> None:
    intake = apply(answers({"batch_token": token}))
    assert blockers.stands_on(intake) == []
    assert actions.undo(intake, by=analyst, reason="The wrong file.").status == "UNDONE"
    assert Lead.objects.get().outcome == "ENTERED_IN_ERROR"
    assert rules(answers({"batch_token": token, "rank": "2"})) == set()


# --- tokens


@pytest.mark.promise("PIA-0-6")
def test_a_subject_has_one_token_in_a_batch_and_another_in_the_next() -> None:
    subjects = [make_subject(), make_subject()]
    given = {"vendor": "Sample Data Inc", "by": Job("tests")}
    first = issue_tokens(subjects, batch="B-1", **given)
    assert [one.subject_id for one in first] == [one.pk for one in subjects]
    assert issue_tokens(subjects[:1], batch="B-1", **given) == first[:1]
    later = issue_tokens(subjects, batch="B-2", **given)
    assert len({one.token for one in [*first, *later]}) == 4
    with pytest.raises(Refused, match="another vendor's"):
        issue_tokens(subjects, vendor="Other Sample", batch="B-1", by=Job("tests"))
    with pytest.raises(Refused, match="Name both"):
        issue_tokens(subjects, vendor=" ", batch="B-1", by=Job("tests"))


def test_nothing_can_be_read_from_a_token() -> None:
    subject = make_subject()
    token = token_of(subject)
    assert len(token) == 32
    assert str(subject.pk) != token
    assert subject.number not in token


@pytest.mark.promise("PIA-0-6")
def test_the_database_keeps_a_token_as_it_was_issued(token: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        BatchToken.objects.filter(token=token).update(vendor="Other Sample")


@pytest.mark.promise("PIA-1.7-2")
@pytest.mark.parametrize("score", ["100.01", "-0.01"])
def test_the_database_keeps_a_score_between_0_and_100(score: str) -> None:
    lead = make_lead()
    with pytest.raises(IntegrityError, match="leads_vendoranswer_score"), transaction.atomic():  # noqa: SIM117
        with acting(Job("tests"), "lead received"):
            VendorAnswer.objects.create(lead=lead, vendor="Sample", batch="B-1", score=Decimal(score))


# --- on the page of the lead


@pytest.mark.promise("PIA-1.7-2")
def test_a_commercial_lead_says_that_it_is_verified_first_until_somebody_recorded_a_check(
    token: str, case: Case, signed_in: Any
) -> None:
    apply(answers({"batch_token": token}))
    apply(load(leads({"a_number": a_number_of(case.subject)})))
    lead = Lead.objects.get(source_kind="COMMERCIAL_AGGREGATOR")
    officer = make_officer("DAL", "supervisor")
    page = reverse("leads:lead", args=[lead.number])
    shown = signed_in(officer).get(page).content.decode()
    assert "verify before anyone acts on it" in shown
    assert "87.5 of 100" in shown
    assert "0 other vendors, 1 other source" in shown
    record_activity(
        by=officer, type="ADDRESS_CHECK", acted_on=date(2009, 12, 1), lead=lead, check_system="COMMERCIAL",
        check_result="ADDRESS_CONFIRMED",
    )  # fmt: skip
    shown = signed_in(officer).get(page).content.decode()
    assert "verify before anyone acts on it" not in shown
    assert "Commercial data, checked" in shown
    other = reverse("leads:lead", args=[Lead.objects.exclude(pk=lead.pk).get().number])
    assert "Commercial data" not in signed_in(officer).get(other).content.decode()
