"""Which claims hold, which wait for whom, and what a person may see of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases import permissions as cases
from fcms.cases.lifecycle import LIVE
from fcms.cases.models import Case, CitizenshipClaim, CitizenshipClaimStep
from fcms.cases.reach import own
from fcms.lib.claims import indicia as known_indicia
from fcms.lib.paging import Page, page_of
from fcms.lib.verdict import Verdict
from fcms.subjects import reach as subjects
from fcms.subjects.models import ANumber, Subject

from . import permissions, rules
from .lifecycle import OPEN, TONES, ClaimStatus, Outcome

SORTS = {"waiting": ("raised_at", "pk"), "-raised": ("-raised_at", "-pk")}
COUNTED = 1000
"""A list says how many rows it has up to here, and above only that there are more."""


def open_claims(subject_ids: Collection[int]) -> dict[int, CitizenshipClaim]:
    """The claim that holds now, by subject; a subject without one is left out.

    A subject whose own column `citizenship_claim` is True holds as well, claim or not: whoever asks reads both.
    """
    found = CitizenshipClaim.objects.filter(subject__in=subject_ids, status__in=OPEN).order_by("id")
    return {claim.subject_id: claim for claim in found}


def open_ones() -> QuerySet[CitizenshipClaim]:
    """Every claim that holds now, of whichever office."""
    return CitizenshipClaim.objects.filter(status__in=OPEN)


def citizens(subject_ids: Collection[int]) -> set[int]:
    """Those of the subjects who were found to be citizens, as long as the decision stands."""
    decided = CitizenshipClaim.objects.filter(subject__in=subject_ids, status=ClaimStatus.DECIDED)
    return set(decided.filter(outcome=Outcome.CITIZEN).order_by().values_list("subject", flat=True))


def is_citizen(subject_id: int) -> bool:
    """Whether somebody was found to be a citizen, so that no case is opened on them."""
    return bool(citizens([subject_id]))


def numbers_of(subject_id: int) -> list[str]:
    """The numbers under which a subject was ever disclosed: its own, and those of the subjects merged into it."""
    found = Subject.objects.filter(Q(pk=subject_id) | Q(merged_into=subject_id))
    return list(found.order_by("pk").values_list("number", flat=True))


# --- who stands how to a claim


def holding_case(subject_id: int) -> Case | None:
    """The case by which an office holds a subject: the live one, else the latest."""
    found = Case.objects.filter(subject=subject_id).select_related("office").order_by("-id")
    return min(found, key=lambda case: case.status not in LIVE, default=None)


def standing_to(user: User, subject_id: int, *, reads: bool | None = None) -> rules.Who:
    """How a person stands to the claims on a subject; `reads` where the caller has made sure of it."""
    case = holding_case(subject_id)
    holds = cases.holds(user, case) if case else subject_id in subjects.held_by(user, [subject_id])
    return permissions.standing(user, reads=holds if reads is None else reads, holds=holds)


def may_raise(user: User, subject: Subject) -> Verdict:
    """Whether the person, who reads a case of the subject, may raise a claim now."""
    return rules.may_raise(
        permissions.standing(user, reads=True, holds=False),
        open_=bool(open_claims([subject.pk])),
        citizen=is_citizen(subject.pk),
        stands=subject.withdrawn_at is None and subject.merged_into_id is None,
    )


# --- lists


def waiting_for(user: User, status: str = "") -> QuerySet[CitizenshipClaim]:
    """The open claims on subjects of the person's office; of every office for a national role."""
    found = CitizenshipClaim.objects.filter(status__in=[status] if status in OPEN else OPEN)
    if not user.may(Permission.ACTIVITIES_READ):
        return found.none()
    if user.reads_all_offices:
        return found
    return found.filter(Exists(Case.objects.filter(own(user), subject=OuterRef("subject"))))


def shown(claims: QuerySet[CitizenshipClaim]) -> QuerySet[CitizenshipClaim]:
    """The same claims with their subjects and the number and office of the case that each is opened by."""
    by_case = Case.objects.filter(subject=OuterRef("subject")).order_by("-id")
    live = by_case.filter(status__in=LIVE)
    return claims.select_related("subject", "raised_by").annotate(
        live_number=Subquery(live.values("number")[:1]),
        last_number=Subquery(by_case.values("number")[:1]),
        office_name=Subquery(by_case.values("office__name")[:1]),
    )


def mine_first(user: User) -> str:
    """The status in which a claim waits for this person's own step, "" where that is no particular one."""
    if user.may(permissions.ADVISE):
        return ClaimStatus.WITH_COUNSEL
    return ClaimStatus.ADVISED if user.may(permissions.DECIDE) else ""


def counted(user: User, status: str = "") -> int:
    """How many claims wait, up to what a list counts and one more."""
    return waiting_for(user, status).order_by()[: COUNTED + 1].count()


def first_of(user: User, most: int) -> list[CitizenshipClaim]:
    """The claims that have waited longest for the person's own step."""
    return list(shown(waiting_for(user, mine_first(user))).order_by(*SORTS["waiting"])[:most])


@dataclass(frozen=True, slots=True)
class Line:
    """An open claim in a list: the number of the case that opens it, and what has to happen next."""

    claim: CitizenshipClaim
    number: str
    next: str
    tone: str

    @property
    def url(self) -> str:
        """Where the claim is dealt with; the page of the subject where there is no case to open it by."""
        if not self.number:
            return reverse("subjects:subject", args=[self.claim.subject.number])
        return reverse("cases:claim", args=[self.number, self.claim.pk])


def lines(claims: Iterable[Any]) -> list[Line]:
    """The rows of a list of claims, as `shown` gives them."""
    return [
        Line(
            one,
            one.live_number or one.last_number or "",
            rules.next_step(ClaimStatus(one.status)),
            TONES[ClaimStatus(one.status)],
        )
        for one in claims
    ]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of open claims, and how many there are; `total` is None above what is counted."""

    page: Page
    total: int | None


def listing(user: User, query: Mapping[str, str], status: str = "") -> Listing:
    """Cut the page that the URL asks for from the open claims within reach."""
    rows = waiting_for(user, status)
    total = rows.order_by()[: COUNTED + 1].count()
    page = page_of(shown(rows), query, sorts=SORTS, default="waiting")
    return Listing(page, total if total <= COUNTED else None)


# --- one claim


def claims_of(subject_id: int) -> list[CitizenshipClaim]:
    """All claims on a subject, the newest first."""
    found = CitizenshipClaim.objects.filter(subject=subject_id).order_by("-id")
    return list(found.select_related("raised_by", "asked_by", "advised_by", "decided_by"))


def claim_of(case: Case, key: int) -> CitizenshipClaim:
    """One claim on the subject of a case, or `Http404`."""
    found = CitizenshipClaim.objects.filter(subject=case.subject_id, pk=key).select_related(
        "subject", "raised_by", "asked_by", "advised_by", "decided_by"
    )
    claim = found.first()
    if claim is None:
        raise Http404("This case has no such claim.")
    return claim


def steps_of(claim: CitizenshipClaim) -> list[CitizenshipClaimStep]:
    """Every step of a claim, the newest first."""
    return list(CitizenshipClaimStep.objects.filter(claim=claim).select_related("by").order_by("-id"))


def indicia_of(claim: CitizenshipClaim) -> list[str]:
    """What points to citizenship, in words."""
    return [known_indicia().get(code, code) for code in claim.indicia]


def a_number_of(subject: Subject) -> str:
    """The subject's primary Alien Number."""
    found = ANumber.objects.filter(subject=subject, primary=True, withdrawn_at=None)
    return found.values_list("number", flat=True).first() or ""


# --- what the undo of an extract asks


def standing_on(intake: str, entered: QuerySet[Any, Any]) -> QuerySet[CitizenshipClaim]:
    """The claims that an extract raised and somebody has worked on, and what others claim of whom it brought."""
    worked_on = Q(intake=intake) & ~Q(status__in=(ClaimStatus.RAISED, ClaimStatus.WITHDRAWN))
    others = ~Q(intake=intake) & Q(subject__in=entered)
    return CitizenshipClaim.objects.filter(worked_on | others).select_related("subject").order_by("id")
