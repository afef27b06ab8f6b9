"""What is said of gangs, which of it was reviewed, and which reviews lapse soon."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.paging import Page, page_of
from fcms.lib.priority import system
from fcms.lib.verdict import Verdict
from fcms.offices.queries import today
from fcms.subjects import reach
from fcms.subjects.models import GangReview, Retraction, Statement, Subject
from fcms.subjects.provenance.queries import Source, source_of, standing_statements

from . import rules
from .models import End

COLUMN = "gang_affiliation"
MOST = 20
"""How many statements are offered to rest a review on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A review in words: its factors, its source, whether it counts today, and whether it lapses soon."""

    review: GangReview
    factors: list[str]
    source: Source
    counts: Verdict
    lapses_soon: bool


def said_in(subject: Subject, statement: Statement | None) -> str:
    """What a statement on this subject that still counts says of a gang; "" where it says nothing."""
    if statement is None:
        return ""
    found = standing_statements(subject).filter(pk=statement.pk).first()
    return str((found.said if found else {}).get(COLUMN) or "")


def statements_that_say(subject: Subject) -> list[Statement]:
    """The statements that say something of a gang and still count, newest first."""
    rows = standing_statements(subject).filter(said__has_key=COLUMN).exclude(said__gang_affiliation="")
    return list(rows.select_related("recorded_by").order_by("-id")[:MOST])


def may_review(user: User, subject: Subject) -> Verdict:
    """Whether the person reviews gang affiliations of this subject."""
    return rules.may_review(
        permitted=user.may(Permission.GANG_REVIEW),
        holds=reach.holds(user, subject),
        stands=subject.withdrawn_at is None and subject.merged_into_id is None,
    )


def review_of(subject: Subject, key: int) -> GangReview | None:
    """One review of a subject."""
    return GangReview.objects.filter(subject=subject, pk=key).select_related("statement").first()


def reviews_of(subjects: Collection[int]) -> dict[int, list[Shown]]:
    """The reviews of these subjects (by key), newest first, each with whether it counts today."""
    rows = GangReview.objects.filter(subject__in=list(subjects)).select_related(
        "reviewed_by", "ended_by", "statement__recorded_by"
    )
    found: dict[int, list[Shown]] = {}
    reviews = list(rows.order_by("-id"))
    gone = _retracted(reviews)
    for review in reviews:
        found.setdefault(review.subject_id, []).append(_shown(review, gone, today()))
    return found


def _retracted(reviews: Collection[GangReview]) -> set[str]:
    intakes = {review.statement.intake for review in reviews if review.statement.intake}
    if not intakes:
        return set()
    return set(Retraction.objects.filter(intake__in=intakes).order_by().values_list("intake", flat=True))


def _shown(review: GangReview, gone: set[str], day: date) -> Shown:
    written = system()
    counts = rules.counts(
        transnational=review.transnational,
        ended=End(review.end).label if review.end else "",
        retracted=review.statement.intake in gone,
        factors=review.basis,
        listed=written.factors,
        reviewed_on=review.reviewed_on,
        review_by=review.review_by,
        today=day,
    )
    soon = not review.end and review.review_by <= day + timedelta(days=written.remind_days)
    factors = [written.factors.get(code, code) for code in review.basis]
    return Shown(review, factors, source_of(review.statement), counts, soon)


# --- those that lapse

SORTS = {
    "lapses": ("review_by", "pk"),
    "subject": ("subject__family_name", "subject__given_name", "pk"),
}


def lapsing(user: User) -> QuerySet[GangReview]:
    """The reviews of the person's office that lapse within the days of the policy or have lapsed, and stand."""
    last = today() + timedelta(days=system().remind_days)
    rows = GangReview.objects.filter(ended_at=None, review_by__lte=last, subject__withdrawn_at=None)
    gone = Retraction.objects.filter(intake__in=rows.order_by().values("statement__intake"))
    rows = rows.exclude(statement__intake__in=gone.order_by().values("intake"))
    if user.reads_all_offices:
        return rows
    named = set(rows.order_by().values_list("subject", flat=True))
    return rows.filter(subject__in=reach.held_by(user, named))


def listing(user: User, query: Mapping[str, str]) -> Page:
    """One page of the reviews that lapse with the person's office."""
    rows = lapsing(user).select_related("subject", "reviewed_by", "statement__recorded_by")
    page = page_of(rows, query, sorts=SORTS, default="lapses")
    return Page([_shown(row, set(), today()) for row in page], page.sort, page.next, page.previous, page.kept)
