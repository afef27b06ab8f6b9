"""Recording, renewing and withdrawing the review of a gang affiliation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.priority import system
from fcms.offices.queries import today
from fcms.subjects import finders, reach
from fcms.subjects.models import GangReview, Statement, Subject

from . import queries, rules
from .models import End


@action(Event.GANG_AFFILIATION_REVIEWED)
def record(
    subject: Subject,
    *,
    by: User,
    statement: Statement | None,
    transnational: bool,
    basis: Collection[str],
    review_by: date,
) -> GangReview:
    """Record that what a statement says of a gang was reviewed: two factors of the list, and until when it holds."""
    made = _made(subject, by, statement, transnational, basis, review_by)
    finders.tell(subject.pk)
    return made


@action(Event.GANG_REVIEW_RENEWED)
def renew(
    review: GangReview,
    *,
    by: User,
    statement: Statement | None,
    transnational: bool,
    basis: Collection[str],
    review_by: date,
) -> GangReview:
    """Review the affiliation again; the review before ends with it."""
    rules.may_end(ended=bool(review.end)).or_refuse()
    subject = Subject.objects.select_for_update(of=("self",)).get(pk=review.subject_id)
    made = _made(subject, by, statement, transnational, basis, review_by, renews=review)
    _end(review, End.RENEWED, by)
    finders.tell(subject.pk)
    return made


@action(Event.GANG_REVIEW_WITHDRAWN)
def withdraw(review: GangReview, *, by: User, reason: str) -> GangReview:
    """Let a review count no longer, with the reason; it stays in the record."""
    subject = Subject.objects.select_for_update(of=("self",)).get(pk=review.subject_id)
    _may_review(by, subject)
    rules.may_end(ended=bool(review.end), reason=reason).or_refuse()
    review.reason = reason.strip()
    _end(review, End.WITHDRAWN, by)
    finders.tell(subject.pk)
    return review


def _may_review(by: User, subject: Subject) -> None:
    stands = subject.withdrawn_at is None and subject.merged_into_id is None
    rules.may_review(
        permitted=by.may(Permission.GANG_REVIEW), holds=reach.holds(by, subject), stands=stands
    ).or_refuse()


def _made(
    subject: Subject,
    by: User,
    statement: Statement | None,
    transnational: bool,
    basis: Collection[str],
    review_by: date,
    renews: GangReview | None = None,
) -> GangReview:
    _may_review(by, subject)
    written, day = system(), today()
    said = queries.said_in(subject, statement)
    rules.may_rest_on(
        said=said,
        factors=basis,
        listed=written.factors,
        review_by=review_by,
        today=day,
        longest=written.longest_years,
    ).or_refuse()
    assert statement is not None  # noqa: S101 - the rule refused it
    return GangReview.objects.create(
        subject=subject,
        statement=statement,
        affiliation=said,
        transnational=transnational,
        basis=[code for code in written.factors if code in basis],
        reviewed_on=day,
        reviewed_at=timezone.now(),
        reviewed_by=by,
        review_by=review_by,
        renews=renews,
    )


def _end(review: GangReview, end: End, by: User) -> None:
    review.end, review.ended_at, review.ended_by = end, timezone.now(), by
    review.save(update_fields=["end", "ended_at", "ended_by", "reason"])
