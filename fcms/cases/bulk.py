"""Entering many cases at once with the steps they have taken, by COPY. Values are checked beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter

from fcms.audit.events import Event
from fcms.database.bulk import copy_rows, next_ids, next_numbers
from fcms.lib.action import action
from fcms.lib.actor import Actor


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
    return ids
