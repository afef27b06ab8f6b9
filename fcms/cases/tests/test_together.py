"""Two people at the same case at once."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from fcms.cases.lifecycle import Status
from fcms.cases.models import CaseStep
from fcms.lib.verdict import Refused
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
