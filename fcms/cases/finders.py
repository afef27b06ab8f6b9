"""What cases answer when search and the subject page ask."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.subjects import finders
from fcms.subjects import reach as subjects_reach
from fcms.subjects.finders import Card

from . import reach
from .lifecycle import LIVE, Status
from .models import Case
from .queries import with_case


def join() -> None:
    """Add these answers to those that subjects ask for."""
    finders.NUMBERS.append(url_of_number)
    finders.CARDS.append(cards)
    finders.FACETS.append(narrowed)
    finders.STATUSES.append(lambda: list(Status.choices))
    subjects_reach.GROUNDS.insert(0, reached)
    subjects_reach.HOLDING.insert(0, held)


def url_of_number(user: User, number: str) -> str | None:
    """The page of the case with a number."""
    if not number.startswith("C") or not user.may(Permission.ACTIVITIES_READ):
        return None
    return reverse("cases:case", args=[number]) if Case.objects.filter(number=number).exists() else None


def cards(user: User, subjects: Collection[int]) -> dict[int, Card]:
    """The live case of each subject, or else the latest."""
    found: dict[int, Case] = {}
    for case in Case.objects.filter(subject__in=subjects).select_related("office").order_by("id"):
        if case.status in LIVE or case.subject_id not in found or found[case.subject_id].status not in LIVE:
            found[case.subject_id] = case
    return {
        subject: Card(
            number=case.number,
            url=reverse("cases:case", args=[case.number]),
            office=case.office.name,
            status=case.get_status_display(),
            status_code=case.status,
        )
        for subject, case in found.items()
    }


def narrowed(office: str, status: str) -> Q | None:
    """Subjects with a case that a field office holds, or of a status, or both at once."""
    if not office and not status:
        return None
    held = Q(office__code=office) if office else Q()
    return Q(with_case(held & Q(status=status) if status else held))


def reached(user: User) -> Q:
    """Subjects one of whose cases the person reads."""
    return Q(with_case(reach.reading(user)))


def held(user: User) -> Q:
    """Subjects one of whose cases the person's field office holds."""
    return Q(with_case(reach.own(user)))
