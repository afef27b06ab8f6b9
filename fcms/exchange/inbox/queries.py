"""What a reviewer is told of the watched folder: what came by itself, what waits, what should be there and is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from fcms.exchange.lifecycle import GONE, Status
from fcms.exchange.models import Intake
from fcms.lib import policyfiles

from .expected import Expected, expected, missing
from .models import Arrival, Outcome

NIGHT = timedelta(hours=24)
WEEK = timedelta(days=7)


def arrivals() -> QuerySet[Arrival]:
    """Everything that lay in the folder, newest first."""
    return Arrival.objects.select_related("intake").order_by("-id")


def waiting() -> QuerySet[Arrival]:
    """What waits in the folder for the extract before it."""
    return arrivals().filter(outcome=Outcome.WAITING, put_away_at=None)


def refused_lately() -> QuerySet[Arrival]:
    """What was refused in the last seven days."""
    return arrivals().filter(outcome=Outcome.REFUSED, at__gt=timezone.now() - WEEK)


def refused_when_read() -> QuerySet[Intake]:
    """Extracts that nobody loaded and that were refused in the last seven days once they were read."""
    since = timezone.now() - WEEK
    taken = Arrival.objects.filter(outcome=Outcome.RECEIVED).values("intake")
    found = Intake.objects.filter(came_by_itself=True, status=Status.REFUSED, received_at__gt=since)
    return found.filter(pk__in=taken).order_by("-id")


def came_by_themselves() -> list[Intake]:
    """The extracts of the last day that nobody loaded and that wait for a reviewer, oldest first."""
    since = timezone.now() - NIGHT
    found = Intake.objects.filter(came_by_itself=True, received_at__gt=since, status=Status.REVIEW)
    return list(found.order_by("id"))


def newest_to_review(most: int) -> list[Intake]:
    """The extracts that nobody loaded and that wait for a reviewer, however long, newest first."""
    found = Intake.objects.filter(came_by_itself=True, status=Status.REVIEW)
    return list(found.order_by("-id")[:most])


@dataclass(frozen=True, slots=True)
class Late:
    """An extract that should be there: its kind and producer, and the days it has not come for."""

    expected: Expected
    days: list[date]


def late(now: datetime | None = None) -> list[Late]:
    """The daily extracts that have not come."""
    there = (now or timezone.now()).astimezone(ZoneInfo(policyfiles.offices().headquarters.time_zone))
    found = [Late(one, missing(one, _came(one), there)) for one in expected()]
    return [one for one in found if one.days]


def _came(one: Expected) -> set[date]:
    same = Intake.objects.filter(kind=one.kind, producer=one.producer).exclude(status__in=GONE)
    undone = Intake.objects.filter(kind=one.kind, producer=one.producer, status=Status.UNDONE)
    return set((same | undone).order_by().values_list("as_of", flat=True).distinct())
