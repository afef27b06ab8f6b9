"""What a person is told of field work: an action was assigned to them or stopped, its status check lapses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.notices import Kind, Notice, tells

from .fieldwork.queries import WITHIN, Lapsing, lapsing
from .lifecycle import STANDING, FieldStatus, FieldStep
from .models import FieldAction, FieldActionStep

STOPPED = Kind(
    "field-stopped",
    "My field actions that were stopped",
    "field action was stopped",
    "field actions were stopped",
)
CHECKS = Kind("check-lapses", "Status checks that lapse", "status check lapses", "status checks lapse")
ASSIGNED = Kind(
    *("field-assigned", "Field actions assigned to me"),
    *("field action was assigned to you", "field actions were assigned to you"),
)


def _last_steps(user: User, most: int, status: FieldStatus, step: FieldStep) -> QuerySet[Any, Any]:
    """The last step of each of the person's actions in a state, where that is what led there: newest first."""
    last = FieldActionStep.objects.filter(field_action=OuterRef("pk")).order_by("-id")
    # Named as standing, too, so that the index of an officer's actions answers.
    mine = FieldAction.objects.filter(officer=user, status__in=STANDING).filter(status=status)
    of_mine = mine.order_by().annotate(last_step=Subquery(last.values("pk")[:1])).values("last_step")
    found = FieldActionStep.objects.filter(pk__in=of_mine, step=step).order_by("-id")
    others = found.filter(Q(by=None) | ~Q(by=user))
    return others.values_list("pk", "at", "field_action__number")[:most]


def _action(number: str) -> str:
    return reverse("activities:field-action", args=[number])


@tells(STOPPED, order=8)
def stopped(user: User, most: int) -> Iterator[Notice]:
    """The person's own actions that somebody or something stopped, until they are free again or called off."""
    if not user.may(Permission.ACTIVITIES_READ):
        return
    for key, at, number in _last_steps(user, most, FieldStatus.STOPPED, FieldStep.STOPPED):
        yield Notice(f"step {key}", f"Field action {number} was stopped.", at, _action(number))


@tells(CHECKS, order=9)
def checks(user: User, most: int) -> Iterator[Notice]:
    """The status checks behind the person's assigned actions that lapse within a day, or have lapsed."""
    if not user.may(Permission.ACTIVITIES_READ):
        return
    for one in lapsing(user)[:most]:
        since = one.ends - WITHIN if one.ends else one.action.planned_at
        yield Notice(
            f"check {one.action.pk} {one.ends:%y%m%d%H%M}" if one.ends else f"check {one.action.pk}",
            f"The status check behind field action {one.action.number} {_state(one)}.",
            since,
            _action(one.action.number),
        )


def _state(one: Lapsing) -> str:
    if one.ends is None:
        return "is missing"
    return "has lapsed" if one.lapsed else f"lapses at {timezone.localtime(one.ends):%H:%M}"


@tells(ASSIGNED, order=10)
def assigned(user: User, most: int) -> Iterator[Notice]:
    """The field actions that somebody else gave to the person, until they start."""
    if not user.may(Permission.ACTIVITIES_READ):
        return
    for key, at, number in _last_steps(user, most, FieldStatus.ASSIGNED, FieldStep.ASSIGNED):
        yield Notice(f"step {key}", f"Field action {number} was assigned to you.", at, _action(number))
