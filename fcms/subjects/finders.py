"""What search and the subject page ask of the storeys above: they add their answers here in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q

from fcms.accounts.models import User
from fcms.lib import numbers


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit says of the subject's case: its number and page, the office that holds it, where it stands."""

    number: str
    url: str
    office: str
    status: str
    status_code: str


NUMBERS: list[Callable[[User, str], str | None]] = []
"""Who knows a human number: (user, `L26-004512-5`) -> the address of its page, or None."""

CARDS: list[Callable[[User, Collection[int]], dict[int, Card]]] = []
"""Who knows what to say of subjects: (user, keys) -> a card for each that it knows."""

FACETS: list[Callable[[str, str], Q | None]] = []
"""Who can narrow a search: (code of a field office, status) -> a condition on subjects; "" stands for any."""

CHANGED: list[Callable[[int], object]] = []
"""Told, within the same transaction, of every subject (by key) of whom something was corrected, added or withdrawn,
or whose case moved."""

CHANGED_SETS: list[Callable[[Collection[int]], object]] = []
"""Told, within the same transaction, of subjects (by key) to whom facts were added or from whom they were taken as a
set."""

STATUSES: list[Callable[[], list[tuple[str, str]]]] = []
"""Who can list the statuses to narrow by: (code, label)."""


def url_of_number(user: User, words: str) -> str | None:
    """The page of a record whose number was typed, forgiving blanks and small letters; None for no number."""
    if not numbers.is_number(words):
        return None
    number = numbers.tidy(words)
    return next((url for find in NUMBERS if (url := find(user, number))), None)


def tell(subject: int) -> None:
    """Say that something of a subject changed."""
    for told in CHANGED:
        told(subject)


def tell_of_set(subjects: Collection[int]) -> None:
    """Say that facts of these subjects changed as a set."""
    for told in CHANGED_SETS if subjects else ():
        told(subjects)


def cards_of(user: User, subjects: Collection[int]) -> dict[int, Card]:
    """What there is to say of each of these subjects' cases."""
    found: dict[int, Card] = {}
    for ask in CARDS:
        found |= ask(user, subjects)
    return found


def narrowed_to(office: str, status: str) -> Q | None:
    """The condition that an office and a status put on subjects; None where nothing was chosen.

    A sub-office is that of the docket; a field office, the one that holds the case or, without one, the docket's.
    """
    condition = Q()
    field_office = "" if "-" in office else office
    if office and not field_office:
        condition &= Q(docket_office__code=office)
    docketed = Q(docket_office__code=office) | Q(docket_office__parent__code=office)
    for ask in FACETS:
        if (answer := ask(field_office, status)) is not None:
            condition &= answer if status else answer | (Q(cases__isnull=True) & docketed)
    return condition if condition else None


def statuses() -> list[tuple[str, str]]:
    """The statuses to narrow by, as a form wants them."""
    return [choice for ask in STATUSES for choice in ask()]
