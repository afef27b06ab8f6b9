"""Make it so: a look is put down, and the one before stays to be read."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases.lifecycle import Status
from fcms.cases.models import Case, CaseReview
from fcms.lib.action import action
from fcms.lib.dates import local_day
from fcms.subjects import finders

from . import queries, rules


@action(Event.CASE_REVIEWED)
def record(
    case: Case, *, by: User, what: str, finding: str, reviewed_on: date, reference: str, note: str = ""
) -> CaseReview:
    """Put down that the A-file or the state of an appeal was looked at, on which day, and what it said."""
    rules.may_record(
        Status(case.status),
        right=queries.may_work_on(by, case),
        what=what,
        finding=finding,
        reference=reference,
        note=note,
        reviewed_on=reviewed_on,
        today=local_day(timezone.now(), case.office.time_zone),
    ).or_refuse()
    queries.may_answer(by, case, what, finding).or_refuse()
    review = CaseReview.objects.create(
        case=case,
        what=what,
        finding=finding,
        reviewed_on=reviewed_on,
        reviewed_by=by,
        reference=reference.strip(),
        note=note.strip(),
        recorded_at=timezone.now(),
    )
    finders.tell(case.subject_id)
    return review
