"""The queues that leads wait in, as each person has them: what is mine, my team's, my office's, nobody's yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from fcms.accounts.models import User

from . import rules
from .lifecycle import Status
from .models import LIVE_ONLY, Lead, LeadQuerySet


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its code in the address, its name, what an empty one says, which leads stand in it."""

    code: str
    label: str
    empty: str
    leads: Callable[[User], Q]


def office_of(user: User) -> Q:
    """Leads that the person's field office holds; of every office, nationally."""
    return Q() if user.reads_all_offices else Q(office_id=user.office.field_office_id)


def _accept(user: User) -> Q:
    mine = Q(officer=user) | Q(officer__isnull=True)
    if user.team_id:
        mine &= Q(team_id=user.team_id) | Q(officer=user)
    return Q(status=Status.ROUTED, office_id=user.office.field_office_id) & mine & LIVE_ONLY


def _mine(user: User) -> Q:
    return Q(officer=user, office_id=user.office.field_office_id) & LIVE_ONLY


def _working(user: User) -> Q:
    return _mine(user) & Q(status=Status.WORKING)


def _team(user: User) -> Q:
    return Q(team_id=user.team_id, office_id=user.office.field_office_id) & LIVE_ONLY


def _others(user: User) -> Q:
    return _team(user) & Q(officer__isnull=False) & ~Q(officer=user)


def _office(user: User) -> Q:
    return office_of(user) & LIVE_ONLY


def _unassigned(user: User) -> Q:
    return _office(user) & Q(officer__isnull=True) & ~Q(status=Status.NEW)


def _unlinked(user: User) -> Q:
    return _office(user) & Q(subject__isnull=True)


def _unrouted(user: User) -> Q:
    return Q(status=Status.NEW) if user.reads_all_offices else Q(status=Status.NEW, entered_by=user)


def _closed(user: User) -> Q:
    return office_of(user) & Q(status=Status.CLOSED)


ALL = {
    queue.code: queue
    for queue in (
        Queue("accept", "To accept", "Every lead of your team has somebody who works it.", _accept),
        Queue("mine", "Mine", "You have no lead. Accept one of your team's.", _mine),
        Queue("working", "Working", "You work no lead now. Accept one of your team's.", _working),
        Queue("team", "My team", "No lead waits for your team.", _team),
        Queue("others", "With others of my team", "Nobody else of your team has a lead.", _others),
        Queue("office", "My office", "No lead waits in your office.", _office),
        Queue("live", "All offices", "No lead is open.", _office),
        Queue("unassigned", "Without an officer", "Every lead of the office has an officer.", _unassigned),
        Queue("unrouted", "Not routed", "Every lead found its office.", _unrouted),
        Queue("unlinked", "Not linked", "Every open lead is linked to its subject.", _unlinked),
        Queue("closed", "Closed", "No lead was closed yet.", _closed),
    )
}
NATIONAL = ("live", "unrouted", "unlinked", "unassigned", "closed")
OF_A_TEAM = ("accept", "working", "mine", "team", "others", "office", "unlinked", "unrouted", "closed")
OF_AN_OFFICE = ("office", "unassigned", "mine", "working", "accept", "unlinked", "unrouted", "closed")
UNCOUNTED = ("closed",)
"""Queues whose number nobody waits for."""


def queues_of(user: User) -> list[Queue]:
    """The queues that this person has, the most useful first."""
    if user.reads_all_offices:
        codes: tuple[str, ...] = NATIONAL
    else:
        codes = OF_A_TEAM if user.team_id else OF_AN_OFFICE
    return [ALL[code] for code in codes]


def default_queue(user: User) -> str:
    """The queue that opens first."""
    if user.reads_all_offices:
        return "live"
    return "team" if user.team_id else "office"


def leads_in(user: User, code: str) -> LeadQuerySet:
    """The leads of one queue of a person's; of the default one if they do not have it."""
    if code not in {queue.code for queue in queues_of(user)}:
        code = default_queue(user)
    return Lead.objects.filter(ALL[code].leads(user))


def counts_of(user: User, *codes: str) -> dict[str, int]:
    """How many leads stand in each queue of the person's: those of their office by one statement, from an index."""
    wanted = [
        queue for queue in queues_of(user) if (queue.code in codes if codes else queue.code not in UNCOUNTED)
    ]
    apart = [queue for queue in wanted if user.reads_all_offices or queue.code in ("unrouted", "closed")]
    together = [queue for queue in wanted if queue not in apart]
    found = {queue.code: Lead.objects.filter(queue.leads(user)).count() for queue in apart}
    if together:
        office = Lead.objects.filter(_office(user))
        found |= office.aggregate(**{queue.code: Count("pk", filter=queue.leads(user)) for queue in together})
    return {queue.code: found[queue.code] for queue in wanted}


# --- who has what


@dataclass(frozen=True, slots=True)
class Load:
    """What one officer has: how many leads to accept, in work, and overdue of both."""

    officer: str
    key: str
    to_accept: int
    working: int
    overdue: int


def loads(user: User) -> list[Load]:
    """The open leads of a supervisor's office by officer, most overdue first; without an officer on top."""
    late = Q(status=Status.ROUTED, waiting_since__lt=end_of_day(rules.ACCEPT_WITHIN + 1)) | Q(
        status=Status.WORKING, waiting_since__lt=end_of_day(rules.WORK_WITHIN + 1)
    )
    rows = (
        Lead.objects.live()
        .filter(office_id=user.office.field_office_id)
        .order_by()
        .values("officer", "officer__name")
        .annotate(
            to_accept=Count("pk", filter=Q(status=Status.ROUTED)),
            working=Count("pk", filter=Q(status=Status.WORKING)),
            overdue=Count("pk", filter=late),
        )
    )
    found = [_load(row) for row in rows]
    return sorted(found, key=lambda load: (load.key != "none", -load.overdue, load.officer))


def _load(row: Any) -> Load:
    officer = row["officer"]
    return Load(
        row["officer__name"] or "Without an officer",
        "none" if officer is None else str(officer),
        row["to_accept"],
        row["working"],
        row["overdue"],
    )


def end_of_day(days: int) -> datetime:
    """The end of the day that lies `days` back on the calendar of the person who looks."""
    day = timezone.localdate() - timedelta(days=days - 1)
    return timezone.make_aware(datetime.combine(day, time.min))
