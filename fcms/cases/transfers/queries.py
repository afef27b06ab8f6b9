"""Which transfers of cases wait for whom, and what became of those of one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.lifecycle import LIVE, TransferStatus
from fcms.cases.models import Case
from fcms.lib.paging import Page, page_of

from .models import CaseTransfer
from .permissions import ACCEPT, reads_about

SORTS = {"waiting": ("proposed_at", "pk"), "case": ("case__number", "pk")}
COUNTED = 1000
"""A list says how many rows it has up to here, and above only that there are more."""
IN, OUT = "in", "out"
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the queue, and how many wait; `total` is None above what is counted."""

    page: Page
    total: int | None


def waiting(user: User, way: str = IN) -> QuerySet[CaseTransfer]:
    """The transfers that wait: `in` to the person's field office, `out` from it; of every office, nationally."""
    found = CaseTransfer.objects.filter(status=TransferStatus.WAITING)
    if not user.may(Permission.ACTIVITIES_READ) or user.policy.reach not in ("office", "national"):
        return found.none()
    if user.reads_all_offices:
        return found
    office = user.office.field_office_id
    return found.filter(to_office_id=office) if way == IN else found.filter(from_office_id=office)


def to_decide(user: User) -> QuerySet[CaseTransfer]:
    """The transfers that wait for this very person's answer."""
    if not user.may(ACCEPT):
        return CaseTransfer.objects.none()
    return waiting(user).exclude(proposed_by=user)


def answered(user: User) -> QuerySet[CaseTransfer]:
    """What the person proposed and another office refused, where no transfer of the case was proposed since."""
    refused = CaseTransfer.objects.filter(proposed_by=user, status=TransferStatus.REFUSED)
    later = CaseTransfer.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    return refused.filter(~Exists(later), case__status__in=LIVE, from_office=F("case__office"))


def answered_lately(user: User) -> QuerySet[CaseTransfer]:
    """What another office answered to the person's proposals within a fortnight, the newest answer first."""
    answers = (TransferStatus.ACCEPTED, TransferStatus.REFUSED)
    found = CaseTransfer.objects.filter(proposed_by=user, status__in=answers)
    return found.filter(decided_at__gt=timezone.now() - FORTNIGHT).order_by("-decided_at", "-pk")


def shown(rows: QuerySet[CaseTransfer]) -> QuerySet[CaseTransfer]:
    """The same transfers with the people, offices and proposers they name."""
    return rows.select_related("case__subject", "from_office", "to_office", "proposed_by")


def listing(user: User, query: Mapping[str, str], way: str) -> Listing:
    """Cut the page that the URL asks for from the queue."""
    rows = waiting(user, way)
    total = rows.order_by()[: COUNTED + 1].count()
    page = page_of(shown(rows), query, sorts=SORTS, default="waiting")
    return Listing(page, total if total <= COUNTED else None)


def first_of(rows: QuerySet[CaseTransfer], most: int) -> list[CaseTransfer]:
    """Those that have waited longest."""
    return list(shown(rows).order_by(*SORTS["waiting"])[:most])


def named(user: User, rows: Iterable[CaseTransfer]) -> set[int]:
    """Those of the transfers in a list of which the person reads the subject's name and the reason."""
    return {one.pk for one in rows if reads_about(user, one)}


def of_case(case: Case) -> list[CaseTransfer]:
    """All transfers of a case, the one that waits first, then the newest."""
    found = CaseTransfer.objects.filter(case=case)
    rows = found.select_related("from_office", "to_office", "proposed_by", "decided_by")
    return sorted(rows, key=lambda one: one.status != TransferStatus.WAITING)


def waiting_on(case: Case) -> CaseTransfer | None:
    """The transfer that waits on a case, if there is one."""
    found = CaseTransfer.objects.filter(case=case, status=TransferStatus.WAITING)
    return found.select_related("to_office").first()


def numbered(case: Case, key: int) -> CaseTransfer:
    """One transfer of a case, or `Http404`."""
    found = shown(CaseTransfer.objects.filter(case=case, pk=key)).first()
    if found is None:
        raise Http404("This case has no such transfer.")
    return found
