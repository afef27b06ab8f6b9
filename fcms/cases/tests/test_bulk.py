"""Many cases entered at once: the same life, the same steps, the same keepers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from fcms.cases.bulk import PastCase, PastStep, enter_set
from fcms.cases.models import Case, CaseStep
from fcms.lib import numbers
from fcms.lib.actor import Job
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_officer, make_subject

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 2)


def past(subject: Subject, *statuses: str, **values: Any) -> PastCase:
    """A case that went through `statuses`, with a step for each."""
    office, said = subject.docket_office, subject.statements.first()
    assert office is not None
    assert said is not None
    now = timezone.now()
    words = {"OPEN": "OPENED", "COLD": "WENT_COLD", "CLOSED": "CLOSED"}
    reason = values.get("closure_reason", "")
    steps = [
        PastStep(words[status], status, was, office.pk, DAY, now, reason=reason if status == "CLOSED" else "")
        for was, status in zip(("", *statuses), statuses, strict=False)
    ]
    return PastCase(
        subject.pk, said.pk, office.pk, statuses[-1], "FINAL_ORDER", DAY, now, DAY, now, steps=steps, **values
    )


def test_cases_entered_at_once_have_numbers_steps_and_the_keys_that_are_returned() -> None:
    officer = make_officer("DAL")
    closed = {"closed_at": timezone.now(), "closed_by_id": officer.pk, "closure_reason": "DIED"}
    keys = enter_set(
        [past(make_subject(), "OPEN", "COLD"), past(make_subject(), "OPEN", "CLOSED", **closed)],
        by=Job("tests"),
    )
    cases = list(Case.objects.in_bulk(keys).values())
    assert {case.status for case in cases} == {"COLD", "CLOSED"}
    assert all(numbers.is_number(case.number) for case in cases)
    assert CaseStep.objects.filter(case__in=keys, actor="job:tests").count() == 4


def test_a_set_whose_steps_do_not_lead_to_its_state_is_refused_whole() -> None:
    wrong = past(make_subject(), "OPEN")
    wrong.status = "COLD"
    enter_set([past(make_subject(), "OPEN"), wrong], by=Job("tests"))
    with (
        pytest.raises(DatabaseError, match="only together with a step"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("set constraints all immediate")
    transaction.set_rollback(True)
