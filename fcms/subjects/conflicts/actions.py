"""Settling a conflict: a person keeps one side, and says why."""

from __future__ import annotations

from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.subjects import reach
from fcms.subjects.actions import correct_subject
from fcms.subjects.models import Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.rules import may_unmark

from . import rules
from .models import Conflict, Kept


@action(Event.CONFLICT_SETTLED)
def settle(conflict: Conflict, *, by: User, keep: str, reason: str) -> Conflict:
    """Decide a conflict: `keep` is HELD or SAID; what is kept stands, and no extract says it away again."""
    subject = Subject.objects.select_for_update(of=("self",)).get(pk=conflict.subject_id)
    rules.may_settle(
        permitted=by.may(Permission.SETTLE),
        holds=reach.holds(by, subject),
        open_=conflict.settled_at is None and conflict.withdrawn_at is None,
        reason=reason,
    ).or_refuse()
    rules.may_keep(keep).or_refuse()
    if keep == Kept.SAID:
        clears = by.may(Permission.CLEAR_1367)
        may_unmark(
            conflict.column, getattr(subject, conflict.column), conflict.said, clears=clears
        ).or_refuse()
        values = {conflict.column: conflict.said}
        correct_subject(subject, by=by, origin=officer_origin(by), values=values)
    conflict.settled_at, conflict.settled_by = timezone.now(), by
    conflict.kept, conflict.reason = Kept(keep), reason.strip()
    conflict.save(update_fields=["settled_at", "settled_by", "kept", "reason"])
    return conflict
