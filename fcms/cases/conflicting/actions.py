"""What two systems contradict each other on becomes a conflict that waits for whoever settles it."""

from __future__ import annotations

from collections.abc import Collection

from fcms.cases.models import Case
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused
from fcms.subjects.actions import contest
from fcms.subjects.models import Conflict, Statement, Subject

from . import queries


def open_found(subject_ids: Collection[int], *, by: Actor) -> int:
    """Open a conflict for each contradiction of sources on these subjects that a gate needs; return how many."""
    found = queries.contradictions(subject_ids)
    subjects = Subject.objects.in_bulk({subject for subject, _ in found})
    statements = Statement.objects.in_bulk({one.statement for _, one in found if one.statement})
    opened = 0
    for key, one in found:
        statement = statements[one.statement or 0]
        opened += len(contest(subjects[key], by=by, statement=statement, said={one.column: one.word}))
    return opened


def lay_before(case: Case, *, by: Actor, column: str) -> Conflict:
    """Open the conflict on one value of a case's subject, and return it; the one that waits, where one waits."""
    waiting = Conflict.objects.filter(
        subject=case.subject_id, column=column, settled_at=None, withdrawn_at=None
    )
    if not waiting.exists():
        for subject, one in queries.contradictions([case.subject_id]):
            if one.column == column:
                statement = Statement.objects.get(pk=one.statement or 0)
                contest(Subject.objects.get(pk=subject), by=by, statement=statement, said={column: one.word})
    found = waiting.order_by("-id").first()
    if found is None:
        raise Refused(
            "The sources do not contradict each other on this any longer. Nothing is to be settled."
        )
    return found
