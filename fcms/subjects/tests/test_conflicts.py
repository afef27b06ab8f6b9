"""What a person settled is never overwritten by an extract; it waits for a supervisor, who says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects import actions, queries
from fcms.subjects.conflicts.actions import settle
from fcms.subjects.conflicts.queries import of_subject, open_ones, waiting_for
from fcms.subjects.models import Conflict, Subject
from fcms.subjects.origin import officer_origin

from .make import extract_origin, make_officer, make_subject

pytestmark = pytest.mark.django_db
SECOND, THIRD = "I26-000002-6", "I26-000003-4"


def said(subject: Subject, intake: str = SECOND, **values: Any) -> Subject:
    """What an extract brings of a subject."""
    origin = extract_origin(intake, as_of=date(2026, 11, 21))
    return actions.correct_subject(subject, by=Job("tests"), origin=origin, values=values)


def corrected(subject: Subject, by: User, **values: Any) -> Subject:
    return actions.correct_subject(subject, by=by, origin=officer_origin(by), values=values)


@pytest.fixture
def supervisor(db: None) -> User:
    return make_officer("DAL", "supervisor")


def line(subject: Subject, name: str) -> queries.Line:
    [found] = queries.lines_of(Subject.objects.get(pk=subject.pk), [name])
    return found


@pytest.mark.promise("PIA-1.5-3", "PIA-1.2-1")
def test_an_extract_never_overwrites_what_an_officer_corrected(officer: User) -> None:
    subject = corrected(make_subject(), officer, birth_on="1970-01-02")
    subject = said(subject, birth_on="1971-03-04", birth_place="Sampletown")
    assert (subject.birth_on, subject.birth_place) == ("1970-01-02", "Sampletown")
    [conflict] = Conflict.objects.all()
    assert (conflict.column, conflict.held, conflict.said) == ("birth_on", "1970-01-02", "1971-03-04")
    assert conflict.statement.intake == SECOND
    assert conflict.statement.said["birth_on"] == "1971-03-04"
    assert conflict.statement.heard == ["birth_on"]
    entered = Change.objects.get(table="subjects_conflict", row=conflict.pk)
    assert entered.event == "conflict opened"


def test_what_was_only_entered_by_hand_is_brought_up_to_date(officer: User) -> None:
    subject = said(make_subject(by=officer), birth_on="1972")
    assert subject.birth_on == "1972"
    assert not Conflict.objects.exists()


def test_the_same_contradiction_waits_once_and_a_new_one_waits_beside_it(officer: User) -> None:
    subject = corrected(make_subject(), officer, birth_on="1970-01-02")
    for intake in (SECOND, THIRD):
        subject = said(subject, intake, birth_on="1971-03-04")
    assert open_ones().count() == 1
    said(subject, THIRD, birth_on="1973")
    assert open_ones().count() == 2


def test_an_extract_that_agrees_contradicts_nothing(officer: User) -> None:
    subject = corrected(make_subject(), officer, birth_on="1970-01-02", citizenship_claim=True)
    said(subject, birth_on="1970-01-02", citizenship_claim=True)
    assert not Conflict.objects.exists()


def test_values_that_belong_together_wait_together(officer: User) -> None:
    """An extract's removal without its day would stand for nothing."""
    subject = corrected(
        make_subject(), officer, custody_status="ICE_CUSTODY", custody_on=date(2026, 3, 4), removed_on=None
    )
    subject = said(subject, custody_status="REMOVED", removed_on="2026-04-05", sex="M")
    assert (subject.custody_status, subject.removed_on, subject.sex) == ("ICE_CUSTODY", None, "M")
    assert {one.column for one in open_ones()} == {"custody_status", "removed_on"}


def test_what_cannot_stand_beside_a_settled_value_waits_with_it(officer: User) -> None:
    subject = corrected(make_subject(), officer, birth_on="1980-01-02")
    subject = said(subject, birth_on="1960", last_entry_on="1975")
    assert subject.last_entry_on == ""
    assert {one.column for one in open_ones()} == {"birth_on", "last_entry_on"}


# --- settling


@pytest.mark.promise("PIA-1.5-3")
def test_a_supervisor_keeps_what_is_held_and_is_not_asked_again(officer: User, supervisor: User) -> None:
    subject = said(corrected(make_subject(), officer, birth_on="1970-01-02"), birth_on="1971-03-04")
    [conflict] = open_ones()
    settle(conflict, by=supervisor, keep="HELD", reason="Birth certificate seen.")
    said(subject, THIRD, birth_on="1971-03-04")
    assert open_ones().count() == 0
    assert Subject.objects.get(pk=subject.pk).birth_on == "1970-01-02"
    said(subject, THIRD, birth_on="1972")
    assert open_ones().count() == 1


@pytest.mark.promise("PIA-1.5-3", "PIA-1.2-1")
def test_a_supervisor_keeps_what_the_source_said_and_the_page_says_why(
    officer: User, supervisor: User
) -> None:
    subject = said(corrected(make_subject(), officer, birth_on="1970-01-02"), birth_on="1971-03-04")
    [conflict] = open_ones()
    conflict = settle(conflict, by=supervisor, keep="SAID", reason="Passport seen.")
    shown = line(subject, "birth_on")
    assert str(shown.value) == "1971-03-04"
    assert shown.reason.startswith("settled on ")
    assert shown.reason.endswith(f"by {supervisor.name}: Passport seen.")
    change = Change.objects.filter(table="subjects_conflict", row=conflict.pk).latest("id")
    assert (change.event, change.actor, change.reason) == (
        "conflict settled",
        supervisor.actor_key,
        "Passport seen.",
    )
    said(subject, THIRD, birth_on="1975")
    assert Subject.objects.get(pk=subject.pk).birth_on == "1971-03-04"
    assert open_ones().count() == 1


@pytest.mark.parametrize(
    ("role", "office", "sentence"),
    [("officer", "DAL", "does not settle"), ("supervisor", "MIA", "another office")],
)
def test_who_may_not_settle_a_conflict(officer: User, role: str, office: str, sentence: str) -> None:
    said(corrected(make_subject(), officer, birth_on="1970-01-02"), birth_on="1971-03-04")
    [conflict] = open_ones()
    with pytest.raises(Refused, match=sentence):
        settle(conflict, by=make_officer(office, role), keep="HELD", reason="Seen.")
    assert open_ones().count() == 1


def test_a_conflict_is_settled_once_with_a_side_and_a_reason(officer: User, supervisor: User) -> None:
    said(corrected(make_subject(), officer, birth_on="1970-01-02"), birth_on="1971-03-04")
    [conflict] = open_ones()
    for keep, reason, sentence in (("HELD", " ", "rests on"), ("BOTH", "x", "which of the two")):
        with pytest.raises(Refused, match=sentence):
            settle(conflict, by=supervisor, keep=keep, reason=reason)
    settle(conflict, by=supervisor, keep="HELD", reason="Seen.")
    with pytest.raises(Refused, match="settled already"):
        settle(conflict, by=supervisor, keep="SAID", reason="Seen.")


def test_conflicts_wait_with_the_office_that_holds_the_subject_and_with_headquarters(
    officer: User, supervisor: User
) -> None:
    subject = said(corrected(make_subject(), officer, birth_on="1970-01-02"), birth_on="1971-03-04")
    [shown] = of_subject(subject)
    assert (shown.label, shown.held, shown.said) == ("Date of birth", "2 Jan 1970", "4 Mar 1971")
    assert waiting_for(supervisor).count() == 1
    assert waiting_for(make_officer("HQ", "hq_supervisor")).count() == 1
    assert waiting_for(make_officer("MIA", "supervisor")).count() == 0


@pytest.mark.promise("PIA-1.5-3")
def test_the_database_keeps_both_sides_as_they_were_and_no_settlement_without_its_reason(
    officer: User, supervisor: User
) -> None:
    said(corrected(make_subject(), officer, birth_on="1970-01-02"), birth_on="1971-03-04")
    with pytest.raises(DatabaseError), transaction.atomic(), acting(officer, "test"):
        Conflict.objects.update(said="1970-01-02")
    with (
        pytest.raises(IntegrityError, match="subjects_conflict_settled_says_how"),
        transaction.atomic(),
        acting(officer, "test"),
    ):
        Conflict.objects.update(kept="HELD", settled_at=timezone.now(), settled_by=supervisor)


# --- which is in force, and why


@pytest.mark.promise("PIA-1.2-1")
def test_where_sources_disagree_the_newest_is_in_force_and_the_other_is_shown() -> None:
    subject = said(make_subject(), sex="M")
    shown = line(subject, "sex")
    assert (shown.value, shown.reason) == ("Male", "newest extract")
    assert SECOND in shown.source.where
    assert shown.otherwise == ()  # the same system corrected itself
    origin = extract_origin(THIRD).__class__("COMMERCIAL", "Vendor", date(2026, 11, 22), THIRD, "x.csv", 1)
    actions.correct_subject(subject, by=Job("tests"), origin=origin, values={"sex": "F"})
    shown = line(subject, "sex")
    assert (shown.value, shown.reason) == ("Female", "newest extract")
    [other] = shown.otherwise
    assert (other.value, other.source.words) == ("Male", "EID")


def test_each_value_says_why_it_is_in_force(officer: User) -> None:
    subject = make_subject()
    assert line(subject, "birth_on").reason == "the only source"
    subject = corrected(subject, officer, birth_on="1970-01-02")
    assert line(subject, "birth_on").reason == "corrected by an officer"
    [otherwise] = line(subject, "birth_on").otherwise
    assert otherwise.value == "4 Mar 1971"
    subject = said(subject, birth_on="1970-01-02")
    assert line(subject, "birth_on").reason == "corrected by an officer"
    assert line(subject, "birth_on").otherwise == ()
    actions.correct_subject(
        subject, by=Job("tests"), origin=extract_origin(THIRD), values={}, heard={"sex": "M"}
    )
    assert line(subject, "sex").reason == "kept until a person decides on what was said since"


def test_what_was_taken_back_speaks_no_longer(officer: User) -> None:
    subject = said(make_subject(), birth_on="1972")
    actions.take_back(SECOND, by=officer, reason="Sent in error.")
    shown = line(subject, "birth_on")
    assert (str(shown.value), shown.reason, shown.otherwise) == ("1971-03-04", "the only source", ())
