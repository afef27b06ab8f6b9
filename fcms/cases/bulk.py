"""Entering many cases at once with the steps they have taken, by COPY. Values are checked beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.database.bulk import copy_rows, next_ids, next_numbers
from fcms.lib.action import action
from fcms.lib.actor import Actor

from . import holds
from .lifecycle import DERIVED, NewsStatus, Step
from .models import Case, CaseQuerySet, CaseStep, Proposal
from .priority.actions import score
from .transfers.bulk import lapse_set


@dataclass(slots=True)
class PastStep:
    """A step that a case has taken: the columns of `CaseStep`."""

    step: str
    status: str
    was: str
    office_id: int
    effective_on: date
    at: datetime
    by_id: int | None = None
    from_office_id: int | None = None
    reason: str = ""
    note: str = ""


@dataclass(slots=True)
class PastCase:
    """A case as it stands, with the steps that led there, the oldest first."""

    subject_id: int
    statement_id: int
    office_id: int
    status: str
    basis: str
    basis_on: date
    opened_at: datetime
    opened_on: date
    changed_at: datetime
    closed_at: datetime | None = None
    closed_by_id: int | None = None
    closure_reason: str = ""
    custody_on: date | None = None
    removed_on: date | None = None
    steps: list[PastStep] = field(default_factory=list)


_CASE = tuple(
    (
        "subject_id statement_id office_id status basis basis_on opened_at opened_on changed_at closed_at"
        " closed_by_id closure_reason custody_on removed_on"
    ).split()
)
_CASE_OF = attrgetter(*_CASE)
_STEP = tuple("step status was office_id effective_on at by_id from_office_id reason note".split())
_STEP_OF = attrgetter(*_STEP)


@action(Event.CASE_OPENED)
def enter_set(cases: Sequence[PastCase], *, by: Actor) -> list[int]:
    """Enter cases in one go and return their ids, in the same order; the database checks each life at commit.

    Who took a step is in `by_id`; that it was entered by `by` stands in the step's actor.
    """
    ids = next_ids("cases_case", len(cases))
    numbers = next_numbers("C", "cases_number", len(cases))
    copy_rows(
        "cases_case",
        ("id", "number", *_CASE),
        ((key, number, *_CASE_OF(case)) for key, number, case in zip(ids, numbers, cases, strict=True)),
    )
    copy_rows(
        "cases_casestep",
        ("case_id", "actor", *_STEP),
        (
            (key, by.actor_key, *_STEP_OF(step))
            for key, case in zip(ids, cases, strict=True)
            for step in case.steps
        ),
    )
    score(ids)
    return ids


# --- taking back what an extract opened


@dataclass(frozen=True, slots=True)
class GoneOn:
    """A case that stands on an extract and has gone on since, and how, in a sentence."""

    number: str
    sentence: str


def opened_by(intake: str, applied_at: datetime) -> CaseQuerySet:
    """The cases that an extract opened when it was applied."""
    return Case.objects.filter(statement__intake=intake, opened_at__lte=applied_at)


def gone_on(intake: str, applied_at: datetime, enough: int | None = None) -> list[GoneOn]:
    """Cases on the word of an extract that took a step since, or that a person opened on it; at most `enough`."""
    later = CaseStep.objects.filter(case=OuterRef("pk"), at__gt=applied_at).exclude(step__in=DERIVED)
    cases = Case.objects.filter(statement__intake=intake).annotate(
        step=Subquery(later.order_by("id").values("step")[:1])
    )
    return [
        GoneOn(
            case.number,
            f"Case {case.number} was opened by hand on what it said."
            if case.opened_at > applied_at
            else f"Case {case.number} has gone on: {Step(case.step).label.lower()}.",
        )
        for case in cases.filter(step__isnull=False).order_by("pk")[:enough]
    ]


_CLOSED = """
update cases_case c set status = 'CLOSED', closed_at = %(at)s, closed_by_id = %(person)s,
                        closure_reason = 'ENTERED_IN_ERROR', taken_back_at = %(at)s, changed_at = %(at)s
from subjects_statement s
where s.id = c.statement_id and s.intake = %(intake)s and c.opened_at <= %(applied)s and c.status = 'OPEN'
"""
_CLOSINGS = """
insert into cases_casestep (case_id, step, status, was, office_id, reason, note, evidence, effective_on, at, by_id,
                           actor)
select c.id, 'CLOSED', 'CLOSED', 'OPEN', c.office_id, c.closure_reason, %(note)s,
       jsonb_build_array(jsonb_build_array('', 'Extract that was undone', %(intake)s::text)),
       (c.closed_at at time zone o.time_zone)::date, c.closed_at, c.closed_by_id, %(actor)s
from cases_case c join subjects_statement s on s.id = c.statement_id and s.intake = %(intake)s
join offices_office o on o.id = c.office_id
where c.taken_back_at is not null
"""


@action(Event.CASE_TAKEN_BACK)
def close_set(intake: str, *, by: User, reason: str, applied_at: datetime) -> int:
    """Close the open cases that an extract opened as entered in error; what waits on them lapses. Return how many.

    Their steps follow by `step_set`.
    """
    given: dict[str, Any] = {
        "intake": intake,
        "person": by.pk,
        "at": timezone.now(),
        "applied": applied_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, given)
        taken: int = cursor.rowcount
    waiting = Proposal.objects.filter(case__in=opened_by(intake, applied_at), status=NewsStatus.WAITING)
    waiting.update(
        status=NewsStatus.LAPSED, decided_at=given["at"], reason="The case was taken back with its extract."
    )
    lapse_set(opened_by(intake, applied_at), "The case was taken back with its extract.")
    holds.taken_back(opened_by(intake, applied_at).filter(taken_back_at__isnull=False))
    return taken


@action(Event.CASE_TAKEN_BACK)
def step_set(intake: str, *, by: User, reason: str) -> None:
    """Put down that the cases of an extract were taken back, and why."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSINGS, {"intake": intake, "note": reason.strip(), "actor": by.actor_key})
