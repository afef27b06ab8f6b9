"""How far a person's reading of cases reaches: their field office, and what other rooms add to it."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from fcms.accounts.models import User

GROUNDS: list[Callable[[User], Q]] = []
"""Further grounds to read a case and to work on it, added by higher rooms (an open lead that the office holds).

Each answers with a condition over Case by its own columns (`Q(pk__in=…)`), never over a join that repeats rows.
"""


def own(user: User) -> Q:
    """The cases that the person's field office holds (a sub-office belongs to its field office); all, nationally."""
    if user.reads_all_offices:
        return ~Q(pk__in=[])
    if user.policy.reach != "office":
        return Q(pk__in=[])
    return Q(office_id=user.office.field_office_id)


def reading(user: User) -> Q:
    """The cases that the person reads without a purpose: their own, and those on some further ground."""
    found = own(user)
    if user.policy.reach == "office":
        for ground in GROUNDS:
            found |= ground(user)
    return found
