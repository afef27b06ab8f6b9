"""What a person may see of news about cases: the queue of an office, the news of one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.lifecycle import LIVE, NewsStatus, Road, Step
from fcms.cases.models import Case, CaseStep, Proposal
from fcms.cases.reach import own
from fcms.lib.paging import Page, page_of

SORTS = {
    "waiting": ("proposed_at", "pk"),
    "since": ("effective_on", "pk"),
    "case": ("case__number", "pk"),
}
COUNTED = 1000
"""A list says how many rows it has up to here, and above only that there are more."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the queue, and how much waits; `total` is None above what is counted."""

    page: Page
    total: int | None


def waiting_for(user: User) -> QuerySet[Proposal]:
    """The news that waits for the person's office; of every office for a national role."""
    waiting = Proposal.objects.filter(status=NewsStatus.WAITING, case__status__in=LIVE)
    if not user.may(Permission.ACTIVITIES_READ):
        return waiting.none()
    held = Case.objects.filter(own(user))
    return waiting if user.reads_all_offices else waiting.filter(case__in=held)


def shown(news: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """The same news with the people it is about."""
    return news.select_related("case__subject", "case__office")


def counted(user: User) -> int:
    """How much news waits, up to what a list counts and one more."""
    return waiting_for(user).order_by()[: COUNTED + 1].count()


def first_of(user: User, most: int) -> list[Proposal]:
    """The news that has waited longest."""
    return list(shown(waiting_for(user)).order_by(*SORTS["waiting"])[:most])


def listing(user: User, query: Mapping[str, str], road: str = "") -> Listing:
    """Cut the page that the URL asks for from the queue, narrowed to news of one kind where one is given."""
    rows = waiting_for(user)
    if road:
        rows = rows.filter(road=road)
    total = rows.order_by()[: COUNTED + 1].count()
    page = page_of(shown(rows), query, sorts=SORTS, default="waiting")
    return Listing(page, total if total <= COUNTED else None)


def news_of(case: Case) -> list[Proposal]:
    """All news of a case, what waits first, then the newest."""
    found = list(Proposal.objects.filter(case=case).select_related("decided_by", "case__office"))
    return sorted(found, key=lambda one: one.status != NewsStatus.WAITING)


def news_numbered(case: Case, key: int) -> Proposal:
    """One piece of news of a case, or `Http404`."""
    found = Proposal.objects.filter(case=case, pk=key).select_related("case__subject", "case__office").first()
    if found is None:
        raise Http404("This case has no such news.")
    return found


# --- what extracts ask


def live_cases_of(subject_ids: set[int]) -> dict[int, Case]:
    """The live case of each subject that has one, by the subject's id."""
    found = Case.objects.filter(subject_id__in=subject_ids, status__in=LIVE)
    return {case.subject_id: case for case in found}


def what_became(intake: str, rows: list[int]) -> dict[tuple[str, int], Proposal]:
    """The news that rows of an extract put before an office, by file and row."""
    found = Proposal.objects.filter(intake=intake, row__in=rows).select_related("case")
    return {(one.file, one.row or 0): one for one in found}


def standing_on(intake: str) -> list[Proposal]:
    """The accepted news of an extract that still holds: nothing has happened to its case that took it back."""
    later = CaseStep.objects.filter(case=OuterRef("case"), at__gt=OuterRef("decided_at"))
    reopened = Exists(later.filter(step__in=(Step.REOPENED, Step.RELEASED)))
    arrested = Exists(later.filter(step=Step.ARRESTED))
    accepted = Proposal.objects.filter(intake=intake, status=NewsStatus.ACCEPTED)
    holds = accepted.filter(Q(road=Road.RELEASED) & ~arrested | ~Q(road=Road.RELEASED) & ~reopened)
    return list(holds.select_related("case").order_by("file", "row", "pk"))
