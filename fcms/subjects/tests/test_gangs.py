"""A gang affiliation counts only while a supervisor's review of it holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.gangs import actions, queries, rules
from fcms.subjects.gangs.models import LONGEST
from fcms.subjects.merging import actions as merging
from fcms.subjects.models import GangReview, Subject
from fcms.subjects.retraction.actions import take_back

from .make import extract_origin, make_officer, make_subject

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-0-4")]
TWO = ("COURT_FINDING", "PRISON_RECORD")


@pytest.fixture
def supervisor() -> User:
    return make_officer("DAL", "supervisor")


@pytest.fixture
def subject() -> Subject:
    return make_subject(docket_office="DAL", gang_affiliation="Sample Thirteen")


def given(subject: Subject, **changes: Any) -> dict[str, Any]:
    said = queries.statements_that_say(subject)
    today = queries.today()
    sample = {
        "statement": said[0] if said else None,
        "transnational": True,
        "basis": TWO,
        "review_by": today + timedelta(days=365),
    }
    return {**sample, **changes}


def reviewed(subject: Subject, by: User, **changes: Any) -> GangReview:
    return actions.record(subject, by=by, **given(subject, **changes))


def test_a_review_says_source_factors_and_until_when(subject: Subject, supervisor: User):
    review = reviewed(subject, supervisor, basis=("PRISON_RECORD", "COURT_FINDING"))
    (shown,) = queries.reviews_of([subject.pk])[subject.pk]
    assert shown.counts
    assert shown.source.words == "EID"
    assert shown.factors == ["Found by a court", "Classified by a prison after its own review"]
    assert (review.affiliation, review.reviewed_by) == ("Sample Thirteen", supervisor)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"statement": None}, "Choose a source"),
        ({"basis": ("COURT_FINDING",)}, "two factors"),
        ({"basis": ("COURT_FINDING", "COURT_FINDING")}, "two factors"),
        ({"basis": ("COURT_FINDING", "Tattoos, as I saw")}, "from the list"),
        ({"review_by": date(2000, 1, 1)}, "a day to come"),
        ({"review_by": date(2040, 1, 1)}, "5 years at most"),
    ],
)
def test_what_a_review_may_not_rest_on(
    subject: Subject, supervisor: User, changes: dict[str, Any], sentence: str
):
    with pytest.raises(Refused, match=sentence):
        reviewed(subject, supervisor, **changes)


def test_only_a_supervisor_of_the_office_that_holds_the_subject_reviews(subject: Subject):
    for person, words in (
        (make_officer("DAL"), "Ask your supervisor"),
        (make_officer("CHI", "supervisor"), "another office"),
        (make_officer("DAL", "director"), "Ask your supervisor"),
    ):
        with pytest.raises(Refused, match=words):
            reviewed(subject, person)


def test_a_statement_on_somebody_else_is_no_source(subject: Subject, supervisor: User):
    other = make_subject(docket_office="DAL", gang_affiliation="Sample Fourteen")
    with pytest.raises(Refused, match="Choose a source"):
        reviewed(subject, supervisor, statement=queries.statements_that_say(other)[0])


def test_a_renewal_ends_the_review_before(subject: Subject, supervisor: User):
    first = reviewed(subject, supervisor)
    second = actions.renew(first, by=supervisor, **given(subject, transnational=False))
    first.refresh_from_db()
    assert (first.end, first.ended_by, second.renews) == ("RENEWED", supervisor, first)
    assert [bool(one.counts) for one in queries.reviews_of([subject.pk])[subject.pk]] == [False, False]
    with pytest.raises(Refused, match="renewed or withdrawn already"):
        actions.renew(first, by=supervisor, **given(subject))


def test_a_review_is_withdrawn_once_with_a_reason(subject: Subject, supervisor: User):
    review = reviewed(subject, supervisor)
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw(review, by=supervisor, reason=" ")
    review = actions.withdraw(review, by=supervisor, reason="The court reversed it.")
    assert (review.end, review.reason) == ("WITHDRAWN", "The court reversed it.")
    with pytest.raises(Refused, match="already"):
        actions.withdraw(review, by=supervisor, reason="Again.")


def test_keeper_the_database_keeps_what_a_review_said(subject: Subject, supervisor: User):
    review = reviewed(subject, supervisor)
    for change in ("transnational = false", "basis = '{A,B}'", "review_by = '2030-01-01'"):
        with transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"):
            _sql(f"update subjects_gangreview set {change} where id = %s", review.pk)
    actions.withdraw(review, by=supervisor, reason="Reversed.")
    with transaction.atomic(), pytest.raises(IntegrityError, match="has ended already"):
        _sql("update subjects_gangreview set reason = 'Other' where id = %s", review.pk)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"basis": ["COURT_FINDING"]}, "two_factors"),
        ({"affiliation": ""}, "two_factors"),
        ({"review_by": date(2040, 1, 1)}, "five_years"),
        ({"end": "WITHDRAWN"}, "ended_says_how"),
    ],
)
def test_keeper_no_row_is_less_than_a_review(
    subject: Subject, supervisor: User, changes: dict[str, Any], constraint: str
):
    values = {
        "subject": subject,
        "statement": subject.statements.get(),
        "affiliation": "Sample Thirteen",
        "transnational": True,
        "basis": list(TWO),
        "reviewed_on": date(2026, 1, 1),
        "reviewed_at": "2026-01-01T00:00Z",
        "reviewed_by": supervisor,
        "review_by": date(2027, 1, 1),
    }
    with (
        acting(Job("tests"), Event.GANG_AFFILIATION_REVIEWED),
        transaction.atomic(),
        pytest.raises(IntegrityError, match=constraint),
    ):
        GangReview.objects.create(**{**values, **changes})


def test_reviews_follow_a_merge_and_go_back(subject: Subject, supervisor: User):
    review = reviewed(subject, supervisor)
    kept = make_subject(docket_office="DAL", birth_on="1970-02-03")
    hq = make_officer("HQ", "hq_supervisor")
    made = merging.merge(kept, subject, by=hq, reason="The same person.")
    assert [one.review for one in queries.reviews_of([kept.pk])[kept.pk]] == [review]
    renewed = actions.renew(
        GangReview.objects.get(pk=review.pk), by=supervisor, **given(Subject.objects.get(pk=kept.pk))
    )
    merging.unmerge(made, by=hq, reason="Two persons.")
    review.refresh_from_db()
    renewed.refresh_from_db()
    assert (review.subject_id, renewed.subject_id) == (subject.pk, kept.pk)


def test_what_a_source_took_back_supports_no_review(supervisor: User):
    subject = make_subject(docket_office="DAL")
    correct_subject(
        subject,
        by=Job("tests"),
        origin=extract_origin("I26-000002-7"),
        values={"gang_affiliation": "Sample Thirteen"},
    )
    reviewed(subject, supervisor)
    take_back("I26-000002-7", by=supervisor, reason="The wrong day was sent.")
    (shown,) = queries.reviews_of([subject.pk])[subject.pk]
    assert shown.counts.sentence == "It does not count: what its source said was taken back."
    assert queries.lapsing(supervisor).count() == 0


def test_reviews_that_lapse_are_listed_for_the_office_that_holds_the_subject(
    subject: Subject, supervisor: User, client: Any
):
    today = queries.today()
    soon = reviewed(subject, supervisor, review_by=today + timedelta(days=30))
    later = make_subject(docket_office="DAL", gang_affiliation="Sample Thirteen")
    reviewed(later, supervisor, review_by=today + timedelta(days=300))
    assert list(queries.lapsing(supervisor)) == [soon]
    assert list(queries.lapsing(make_officer("CHI", "supervisor"))) == []
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(supervisor)
    home = client.get("/").content.decode()
    assert "Reviews that lapse" in home
    listed = client.get(reverse("subjects:gangs")).content.decode()
    assert reverse("subjects:gang-renew", args=[subject.number, soon.pk]) in listed
    assert later.number not in listed


def test_a_supervisor_reviews_renews_and_withdraws_on_the_page(
    subject: Subject, supervisor: User, client: Any
):
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(supervisor)
    page = reverse("subjects:subject", args=[subject.number])
    assert "nobody has reviewed it" in client.get(page).content.decode()
    address = reverse("subjects:gang-review", args=[subject.number])
    assert "<textarea" not in client.get(address).content.decode()
    statement = queries.statements_that_say(subject)[0]
    posted = {
        "statement": statement.pk,
        "transnational": "yes",
        "basis": ["COURT_FINDING"],
        "review_by": (queries.today() + timedelta(days=400)).isoformat(),
    }
    refused = client.post(address, posted)
    assert (refused.status_code, GangReview.objects.count()) == (422, 0)
    assert "Choose two factors at least" in refused.content.decode()
    assert client.post(address, {**posted, "basis": list(TWO)}).status_code == 302
    review = GangReview.objects.get()
    shown = client.get(page).content.decode()
    assert "Found by a court" in shown
    assert "Yes, toward the priority of the case." in shown
    renew = reverse("subjects:gang-renew", args=[subject.number, review.pk])
    assert client.get(renew).context["form"]["basis"].value() is None  # nothing is passed on unlooked at
    assert client.post(renew, {**posted, "basis": list(TWO)}).status_code == 302
    review = GangReview.objects.get(ended_at=None)
    withdraw = reverse("subjects:gang-withdraw", args=[subject.number, review.pk])
    assert client.post(withdraw, {"reason": "The court reversed it."}).status_code == 302
    assert "The court reversed it." in client.get(page).content.decode()
    history = client.get(reverse("subjects:tab", args=[subject.number, "history"])).content.decode()
    assert "review of a gang affiliation withdrawn" in history
    assert client.get(withdraw).status_code == 409


def test_a_year_without_the_day_ends_on_the_28th():
    assert rules.latest(date(2028, 2, 29), 5) == date(2033, 2, 28)
    assert rules.latest(date(2026, 11, 23), 5) == date(2031, 11, 23)
    assert rules.latest(date(2027, 3, 1), 5) - date(2027, 3, 1) == LONGEST


def _sql(statement: str, *values: Any) -> None:
    with acting(Job("tests"), Event.GANG_REVIEW_WITHDRAWN), connection.cursor() as cursor:
        cursor.execute(statement, values)
