"""Which clearances are in force, and who may give one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.http import Http404

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases import permissions as cases
from fcms.cases.claims.queries import holding_case
from fcms.cases.models import Case, Clearance
from fcms.lib.verdict import Verdict
from fcms.subjects import reach

from . import rules


def in_force(subject_ids: Collection[int], on: date) -> dict[int, Clearance]:
    """The clearance in force on a day, by subject; a subject without one is left out."""
    found = Clearance.objects.filter(
        subject__in=subject_ids, withdrawn_at=None, from_on__lte=on, until_on__gte=on
    )
    return {clearance.subject_id: clearance for clearance in found.select_related("given_by").order_by("id")}


def standing(subject_id: int, today: date) -> Clearance | None:
    """The clearance that is in force or will be: neither withdrawn nor run out."""
    found = Clearance.objects.filter(subject=subject_id, withdrawn_at=None, until_on__gte=today)
    return found.order_by("-id").first()


def of_subject(subject_id: int) -> list[Clearance]:
    """Every clearance of a subject, the newest first."""
    found = Clearance.objects.filter(subject=subject_id).select_related("given_by", "withdrawn_by")
    return list(found.order_by("-id"))


def clearance_of(case: Case, key: int) -> Clearance:
    """One clearance of the subject of a case, or `Http404`."""
    found = Clearance.objects.filter(subject=case.subject_id, pk=key).select_related("given_by").first()
    if found is None:
        raise Http404("This case has no such clearance.")
    return found


def standing_to(user: User, subject_id: int) -> tuple[bool, bool]:
    """Whether the person holds the right to clear, and whether their office holds the subject."""
    case = holding_case(subject_id)
    holds = cases.holds(user, case) if case else subject_id in reach.held_by(user, [subject_id])
    return user.may(Permission.CLEAR_1367), holds


def may_give(user: User, case: Case, today: date) -> Verdict:
    """Whether the person may clear action on the subject of a case now."""
    return may_give_beside(user, case, standing(case.subject_id, today))


def may_give_beside(user: User, case: Case, found: Clearance | None) -> Verdict:
    """The same, where the clearance that stands is known already."""
    return rules.may_give(
        right=user.may(Permission.CLEAR_1367),
        holds=cases.holds(user, case),
        protected=bool(case.subject.confidential_1367),
        in_force=found is not None,
    )


def may_withdraw(user: User, case: Case, clearance: Clearance) -> Verdict:
    """Whether the person may withdraw a clearance now."""
    return rules.may_withdraw(
        right=user.may(Permission.CLEAR_1367),
        holds=cases.holds(user, case),
        withdrawn=clearance.withdrawn_at is not None,
    )
