"""Whose subjects a person may open without stating a purpose (`house.md` 6.3).

A subject lies within reach if one of its cases does, which the cases app adds to `GROUNDS`. A subject without
any case belongs to the office of its docket and to the office that entered it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q

from fcms.accounts.models import User

from .models import Statement, Subject


def entered_here(user: User) -> Q:
    """Subjects without a case whose docket is in the person's office, or that somebody there entered."""
    home = user.office.field_office_id
    entered = Statement.objects.filter(Q(recorded_by__office=home) | Q(recorded_by__office__parent=home))
    return Q(cases__isnull=True) & (
        Q(docket_office=home) | Q(docket_office__parent=home) | Q(pk__in=entered.values("subject"))
    )


Ground = Callable[[User], Q]
GROUNDS: list[Ground] = [entered_here]
"""Each says which subjects a person reaches, the likeliest first; together they are the reach of one office."""
HOLDING: list[Ground] = [entered_here]
"""The grounds on which an office also changes a subject: it holds one of the cases. An open lead opens a subject
for reading alone."""


def within(user: User, subjects: Collection[int]) -> set[int]:
    """Those of the given subjects (by key) that lie within the person's reach."""
    return _on(GROUNDS, user, subjects)


def held_by(user: User, subjects: Collection[int]) -> set[int]:
    """Those of the given subjects (by key) that are the person's own office's to change."""
    return _on(HOLDING, user, subjects)


def _on(grounds: Collection[Ground], user: User, subjects: Collection[int]) -> set[int]:
    if user.policy.reach == "none":
        return set()
    if user.reads_all_offices:
        return set(subjects)
    reached: set[int] = set()
    for ground in grounds:  # one after the other: the first answers for most, and each is planned in no time
        if missing := set(subjects) - reached:
            found = Subject.objects.filter(ground(user), pk__in=missing).order_by()
            reached.update(found.values_list("pk", flat=True))
    return reached


def within_reach(user: User, subject: Subject) -> bool:
    """Say whether the person may open the subject without stating a purpose."""
    return subject.pk in within(user, [subject.pk])


def holds(user: User, subject: Subject) -> bool:
    """Say whether the subject is the person's own office's to change."""
    return subject.pk in _on(HOLDING, user, [subject.pk])
