"""What a person is told of what came in: findings to settle, extracts that came by themselves, extracts missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib import policyfiles
from fcms.lib.notices import Kind, Notice, tells

from .inbox import queries as inbox
from .standing import queries as standing

FINDINGS = Kind(
    "finding", "Findings mine to settle", "finding is yours to settle", "findings are yours to settle"
)
ARRIVED = Kind(
    "extract-arrived",
    "Extracts to review",
    "extract came and waits for review",
    "extracts came and wait for review",
)
MISSING = Kind(
    "extract-missing", "Extracts missing", "daily extract has not come", "daily extracts have not come"
)


@tells(FINDINGS, order=40)
def findings(user: User, most: int) -> Iterator[Notice]:
    """The open findings that the person took."""
    if not user.may(Permission.FINDINGS_SETTLE):
        return
    for one in standing.mine(user, most):
        sentence = f"Finding {one.rule} of {one.record} is yours to settle."
        yield Notice(f"finding {one.pk}", sentence, one.opened_at, one.get_absolute_url())


@tells(ARRIVED, order=20)
def arrived(user: User, most: int) -> Iterator[Notice]:
    """The extracts that nobody loaded and that wait for a reviewer."""
    if not user.may(Permission.INTAKE_REVIEW):
        return
    for intake in inbox.newest_to_review(most):
        sentence = f"Extract {intake.number} came by itself and waits for review."
        url = reverse("exchange:intake", args=[intake.number])
        yield Notice(f"intake {intake.pk}", sentence, intake.received_at, url)


@tells(MISSING, order=20)
def missing(user: User, most: int) -> Iterator[Notice]:
    """The daily extracts that should be there and are not; another day without one is another notice."""
    if not user.may(Permission.INTAKE_REVIEW):
        return
    zone = ZoneInfo(policyfiles.offices().headquarters.time_zone)
    for late in inbox.late()[:most]:
        one, days = late.expected, len(late.days)
        yield Notice(
            f"missing {one.kind} {one.producer} {max(late.days)}"[:120],
            f"The extract {one.kind} has not come for {days} day{'' if days == 1 else 's'}.",
            datetime.combine(min(late.days), time.min, zone),
            reverse("exchange:intakes"),
        )
