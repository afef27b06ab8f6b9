"""When a review of a gang affiliation may be recorded, and whether it counts. Pure: values in, a verdict out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from fcms.lib.verdict import Verdict, no, yes

NEEDED = 2
"""How many factors a review rests on, at least."""


def may_review(*, permitted: bool, holds: bool, stands: bool = True) -> Verdict:
    """Say whether a person reviews gang affiliations of this subject."""
    if not permitted:
        return no("Your role does not review gang affiliations. Ask your supervisor.")
    if not holds:
        return no("This subject belongs to another office, which reviews what is said of gangs.")
    if not stands:
        return no("This subject was merged or taken back. Review the one that stands.")
    return yes()


def may_rest_on(
    *,
    said: str,
    factors: Collection[str],
    listed: Collection[str],
    review_by: date,
    today: date,
    longest: int,
) -> Verdict:
    """Say whether a review may rest on this: a source that says it, two factors of the list, five years at most."""
    if not said:
        return no("Choose a source that says it. What nobody said cannot be reviewed.")
    if not set(factors) <= set(listed):
        return no("Choose the factors from the list.")
    if len(set(factors)) < NEEDED:
        return no("Choose two factors at least. One alone does not show that somebody belongs to a gang.")
    if review_by <= today:
        return no("The review must hold until a day to come.")
    if review_by > latest(today, longest):
        return no(f"A review holds for {longest} years at most. Give an earlier day.")
    return yes()


def may_end(*, ended: bool, reason: str | None = None) -> Verdict:
    """Say whether a review can be renewed or, for a reason, withdrawn."""
    if ended:
        return no("This review has been renewed or withdrawn already.")
    if reason is not None and not reason.strip():
        return no("Say why it is withdrawn.")
    return yes()


def latest(reviewed_on: date, years: int) -> date:
    """The last day until which a review of that day may hold."""
    try:
        return reviewed_on.replace(year=reviewed_on.year + years)
    except ValueError:
        return date(reviewed_on.year + years, 2, 28)


def counts(
    *,
    transnational: bool,
    ended: str,
    retracted: bool,
    factors: Collection[str],
    listed: Collection[str],
    reviewed_on: date,
    review_by: date,
    today: date,
) -> Verdict:
    """Say whether a review counts toward the priority of the case today, as the database function decides it."""
    if ended:
        return no(f"It does not count: {ended[:1].lower()}{ended[1:]}.")
    if retracted:
        return no("It does not count: what its source said was taken back.")
    if review_by < today:
        return no("It does not count any more: the review has lapsed. A supervisor may renew it.")
    if reviewed_on > today:
        return no("It does not count yet: the review begins on a later day.")
    if len(set(factors) & set(listed)) < NEEDED:
        return no("It does not count: fewer than two of its factors are on the list in force.")
    if not transnational:
        return no("It gives no points: the gang is not transnational.")
    return yes()
