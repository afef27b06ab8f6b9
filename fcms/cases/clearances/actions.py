"""Make it so: action on a protected person is cleared for a time, or the clearance is withdrawn."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases import holds
from fcms.cases.models import Clearance
from fcms.lib.action import action
from fcms.lib.claims import most_days
from fcms.lib.dates import local_day
from fcms.subjects.models import Subject

from . import queries, rules


@action(Event.CLEARANCE_GIVEN)
def give(subject: Subject, *, by: User, allows: str, reason: str, from_on: date, until_on: date) -> Clearance:
    """Clear what is said in `allows` about a person whom 8 USC 1367 protects, from a day until another."""
    today = local_day(timezone.now(), by.office.time_zone)
    right, holding = queries.standing_to(by, subject.pk)
    rules.may_give(
        right=right,
        holds=holding,
        protected=bool(subject.confidential_1367),
        in_force=queries.standing(subject.pk, today) is not None,
        allows=allows,
        reason=reason,
        from_on=from_on,
        until_on=until_on,
        today=today,
        most_days=most_days(),
    ).or_refuse()
    clearance = Clearance.objects.create(
        subject=subject,
        allows=allows.strip(),
        reason=reason.strip(),
        from_on=from_on,
        until_on=until_on,
        given_at=timezone.now(),
        given_by=by,
    )
    if from_on <= today:
        holds.lifted(subject.pk, rules.CLEARED, by)
    return clearance


@action(Event.CLEARANCE_WITHDRAWN)
def withdraw(clearance: Clearance, *, by: User, reason: str) -> Clearance:
    """Withdraw a clearance; what it allowed stops at once."""
    right, holding = queries.standing_to(by, clearance.subject_id)
    withdrawn = clearance.withdrawn_at is not None
    rules.may_withdraw(right=right, holds=holding, withdrawn=withdrawn, reason=reason).or_refuse()
    clearance.withdrawn_at, clearance.withdrawn_by = timezone.now(), by
    clearance.withdrawn_because = reason.strip()
    clearance.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    holds.raised(clearance.subject_id, rules.HOLDS, by)
    return clearance
