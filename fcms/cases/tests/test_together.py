"""Two people at the same case at once."""

from __future__ import annotations

from threading import Barrier, Event, Thread
from time import sleep

import pytest
from django.db import connection, transaction

from fcms.cases.lifecycle import Status
from fcms.cases.models import CaseStep
from fcms.cases.priority.queries import score_of
from fcms.lib.verdict import Refused
from fcms.subjects.actions import add_conviction, withdraw
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer, make_subject

from .make import end, make_case


def at_once(*verbs: object) -> list[object]:
    """Run the verbs in threads that start together; each answer is what it returned or raised."""
    start, answers = Barrier(len(verbs)), []

    def run(verb: object) -> None:
        start.wait(10)
        try:
            answers.append(verb())  # type: ignore[operator]
        except Exception as problem:
            answers.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_close_a_case_at_once_one_does_and_the_other_reads_a_sentence() -> None:
    case = make_case()
    people = [make_officer("DAL"), make_officer("DAL")]
    answers = at_once(*(lambda who=who: end(case, by=who, note="I-94.") for who in people))
    refusals = [answer.sentence for answer in answers if isinstance(answer, Refused)]
    assert refusals == ["This case is closed already."]
    case.refresh_from_db()
    assert case.status == Status.CLOSED
    assert CaseStep.objects.filter(case=case, step="CLOSED").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_open_a_case_on_a_subject_at_once_one_does() -> None:
    subject = make_subject()
    answers = at_once(lambda: make_case(subject=subject), lambda: make_case(subject=subject))
    refusals = [answer.sentence for answer in answers if isinstance(answer, Refused)]
    assert len(refusals) == 1
    assert "has a live case" in refusals[0]


@pytest.mark.promise("PIA-0-4")
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_of_a_subject_at_once_the_later_scores_what_the_earlier_left() -> None:
    by, case, done = make_officer("DAL", "supervisor"), make_case(), Event()
    first, second = (
        add_conviction(case.subject, by=by, origin=officer_origin(by), offense_code="13A", convicted_on=year)
        for year in ("2001", "2002")
    )

    def slowly() -> None:
        with transaction.atomic():
            withdraw(first, by=by, reason="Vacated.")
            done.set()
            sleep(0.5)

    def meanwhile() -> None:
        done.wait(10)
        withdraw(second, by=by, reason="Vacated.")

    assert at_once(slowly, meanwhile) == [None, None]
    score = score_of(case.pk)
    assert score is not None
    assert score.points == 0
