"""What an extract said is taken back: what remains said stands, and nobody is left whom only it brought."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects import actions, queries
from fcms.subjects.bulk import NewFact, add_facts
from fcms.subjects.conflicts.queries import open_ones
from fcms.subjects.models import ANumber, NameKeys, Retraction, Subject
from fcms.subjects.origin import Origin, officer_origin
from fcms.subjects.search import Asked, search

from .make import extract_origin, make_a_number, make_officer, make_subject

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "I26-000001-8", "I26-000002-6", "I26-000003-4"
HOME = {"line_1": "100 SAMPLE WAY", "city": "Dallas", "state": "TX", "zip": "75201"}
JOB = Job("tests")


def origin(intake: str, day: int = 20) -> Origin:
    return extract_origin(intake, as_of=date(2026, 11, day))


def brought(subject: Subject, intake: str, **values: Any) -> Subject:
    return actions.correct_subject(subject, by=JOB, origin=origin(intake), values=values)


def lives_at(subject: Subject, intake: str) -> int:
    return add_facts([NewFact(subject.pk, subject.key_slot, "address", HOME, origin(intake))], by=JOB)


def taken_back(intake: str) -> dict[str, int]:
    return actions.take_back(intake, by=make_officer("HQ", "hq_supervisor"), reason="Sent in error.").counts


def fresh(subject: Subject) -> Subject:
    return Subject.objects.get(pk=subject.pk)


def state() -> list[Any]:
    """Everything that stands, row by row."""
    names = [field.attname for field in Subject._meta.concrete_fields if field.name != "changed_at"]
    return list(Subject.objects.order_by("pk").values_list(*names))


@pytest.mark.promise("PIA-1.2-1")
def test_values_return_to_what_the_sources_that_remain_say() -> None:
    subject = make_subject(birth_on="1971-03-04", birth_place="Sampletown", final_order_on="2004-05-06")
    before = state()
    brought(
        subject,
        SECOND,
        birth_on="1972",
        birth_place="Exampleville",
        sex="M",
        docket_office="MIA",
        custody_status="REMOVED",
        removed_on="2026-11-01",
        citizenship_claim=True,
        case_category="5A",
        final_order_on="2005-01-02",
    )
    assert state() != before
    assert taken_back(SECOND)["subjects put back"] == 1
    assert state() == before


def test_what_nobody_said_before_is_unknown_again() -> None:
    subject = make_subject()
    brought(
        subject,
        SECOND,
        birth_place="Sampletown",
        stay_kind="BIA_APPEAL",
        died_on="2026-11-02",
        suffix="JR",
    )
    taken_back(SECOND)
    subject = fresh(subject)
    assert (subject.birth_place, subject.stay_kind, subject.died_on, subject.suffix) == ("", "", None, "")


def test_what_a_later_extract_says_stays() -> None:
    subject = make_subject()
    brought(subject, SECOND, birth_on="1972")
    brought(subject, THIRD, birth_on="1973")
    taken_back(SECOND)
    assert fresh(subject).birth_on == "1973"
    taken_back(THIRD)
    assert fresh(subject).birth_on == "1971-03-04"


def test_what_was_only_heard_never_comes_into_force() -> None:
    """News that an office was to confirm is no ground to return to."""
    subject = make_subject()
    actions.correct_subject(
        subject, by=JOB, origin=origin(SECOND), values={}, heard={"died_on": "2026-11-01"}
    )
    brought(subject, THIRD, died_on="2026-11-02")
    taken_back(THIRD)
    assert fresh(subject).died_on is None


@pytest.mark.promise("PIA-1.2-1")
def test_a_subject_whom_only_this_extract_brought_is_withdrawn_and_may_come_again(officer: User) -> None:
    number = make_a_number()
    subject = make_subject(
        a_number=number, family_name="Exemplar", aliases=[{"family_name": "Sample"}], addresses=[HOME]
    )
    counts = taken_back(FIRST)
    assert counts["subjects withdrawn"] == 1
    assert counts["facts withdrawn"] == 3
    assert fresh(subject).withdrawn_at is not None
    assert queries.subject_by_a_number(number) is None
    for words in ("Exemplar", "Sample", number, "100 Sample Way 75201"):
        assert search(officer, Asked(words)).hits == [], words
    assert search(officer, Asked(office="DAL")).hits == []
    assert not NameKeys.objects.filter(subject=subject).exists()
    again = make_subject(a_number=number, origin=origin(SECOND))
    assert queries.subject_by_a_number(number) == again
    assert ANumber.objects.filter(number=number).count() == 2


@pytest.mark.promise("PIA-1.2-1")
def test_a_fact_that_another_source_says_too_stays_with_that_source() -> None:
    subject = make_subject(origin=origin(THIRD))
    assert lives_at(subject, FIRST) == 1
    assert lives_at(subject, SECOND) == 0
    [line] = queries.facts_of(subject, "address")
    assert FIRST in line.source.where
    taken_back(FIRST)
    [line] = queries.facts_of(subject, "address")
    assert not line.withdrawn
    assert SECOND in line.source.where
    taken_back(SECOND)
    [line] = queries.facts_of(subject, "address")
    assert line.withdrawn


def test_a_subject_goes_with_the_last_of_the_extracts_that_spoke_of_it() -> None:
    subject = make_subject()
    brought(subject, SECOND, birth_on="1972")
    taken_back(FIRST)
    assert fresh(subject).withdrawn_at is None
    assert queries.a_number_of(subject)
    taken_back(SECOND)
    assert fresh(subject).withdrawn_at is not None
    assert not ANumber.objects.filter(subject=subject, withdrawn_at=None).exists()


def test_a_name_that_returns_is_found_again(officer: User) -> None:
    subject = make_subject(family_name="Exemplar")
    brought(subject, SECOND, family_name="Specimen")
    taken_back(SECOND)
    assert [hit.id for hit in search(officer, Asked("Exemplar")).hits] == [subject.pk]
    assert search(officer, Asked("Specimen")).hits == []


def test_what_an_officer_entered_stays(officer: User) -> None:
    subject = make_subject(by=officer, birth_place="Sampletown")
    brought(subject, SECOND, birth_place="Exampleville")
    taken_back(SECOND)
    subject = fresh(subject)
    assert subject.withdrawn_at is None
    assert subject.birth_place == "Sampletown"


def test_a_conflict_goes_with_the_statement_that_opened_it(officer: User) -> None:
    subject = make_subject()
    actions.correct_subject(
        subject, by=officer, origin=officer_origin(officer), values={"birth_on": "1970-01-02"}
    )
    brought(fresh(subject), SECOND, birth_on="1972")
    assert open_ones().count() == 1
    taken_back(SECOND)
    assert open_ones().count() == 0
    assert fresh(subject).birth_on == "1970-01-02"


def test_an_extract_is_taken_back_once_with_a_reason_and_the_trail_says_so() -> None:
    subject = make_subject()
    brought(subject, SECOND, birth_on="1972")
    boss = make_officer("HQ", "hq_supervisor")
    for intake, reason, sentence in (("", "x", "Name the intake"), (SECOND, " ", "Say why")):
        with pytest.raises(Refused, match=sentence):
            actions.take_back(intake, by=boss, reason=reason)
    actions.take_back(SECOND, by=boss, reason="Sent in error.")
    with pytest.raises(Refused, match="already"):
        actions.take_back(SECOND, by=boss, reason="Sent in error.")
    last = Change.objects.filter(table="subjects_subject", row=subject.pk).latest("id")
    assert (last.actor, last.event, last.reason) == (
        boss.actor_key,
        "what an extract said was taken back",
        "Sent in error.",
    )
    assert last.fields["birth_on"] == ["1972", "1971-03-04"]


def test_what_was_taken_back_cannot_be_given_back_by_rewriting() -> None:
    make_subject()
    taken_back(FIRST)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(JOB, "test"):
        Retraction.objects.update(intake=SECOND)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(JOB, "test"):
        Retraction.objects.all().delete()


# --- what stands on it


def test_nothing_stands_on_the_last_extract() -> None:
    subject = make_subject()
    brought(subject, SECOND, birth_on="1972")
    assert queries.later_than(SECOND) == []


def test_what_a_later_extract_said_of_the_same_value_stands_on_it() -> None:
    subject = make_subject()
    brought(subject, SECOND, birth_on="1972", sex="M")
    brought(subject, THIRD, birth_on="1972", birth_place="Sampletown")
    [(number, sentence)] = queries.later_than(SECOND)
    assert number == subject.number
    assert sentence.startswith(f"Intake {THIRD} spoke of it on ")
    assert "Date of birth" in sentence
    assert "Sex" not in sentence
    taken_back(THIRD)
    assert queries.later_than(SECOND) == []


def test_a_correction_of_an_officer_stands_on_it(officer: User) -> None:
    subject = make_subject()
    brought(subject, SECOND, birth_on="1972")
    actions.correct_subject(
        fresh(subject), by=officer, origin=officer_origin(officer), values={"birth_on": "1973"}
    )
    [(_, sentence)] = queries.later_than(SECOND)
    assert sentence.startswith(officer.name)


def test_whatever_is_said_of_a_subject_stands_on_the_extract_that_entered_it(officer: User) -> None:
    subject = make_subject()
    assert queries.later_than(FIRST) == []
    actions.add_address(subject, by=officer, origin=officer_origin(officer), **HOME)
    [(number, sentence)] = queries.later_than(FIRST)
    assert number == subject.number
    assert "the subject that this extract entered" in sentence


def test_an_address_added_since_does_not_stand_on_an_update(officer: User) -> None:
    subject = make_subject()
    brought(subject, SECOND, birth_on="1972")
    actions.add_address(subject, by=officer, origin=officer_origin(officer), **HOME)
    assert queries.later_than(SECOND) == []
