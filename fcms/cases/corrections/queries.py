"""Which recipients a person may tell of a correction: those of the subjects that the office holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from fcms.accounts.models import User
from fcms.audit.queries import names_of
from fcms.cases.claims.queries import numbers_of
from fcms.disclosures.corrections import queries as corrections
from fcms.disclosures.models import CorrectionOwed
from fcms.lib.paging import Page, page_of
from fcms.subjects import reach
from fcms.subjects.models import Subject

SORTS = {"waiting": ("opened_at", "pk"), "subject": ("disclosure__subject_number", "pk")}
COUNTED = 1000
"""A list says how many rows it has up to here, and above only that there are more."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of corrections still owed; `total` is None above what is counted."""

    page: Page
    total: int | None


def waiting_for(user: User) -> QuerySet[CorrectionOwed]:
    """The corrections still owed for the subjects of the person's office; of every office for a national role."""
    waiting = corrections.still_owed()
    if user.reads_all_offices:
        return waiting
    numbers = set(waiting.order_by().values_list("disclosure__subject_number", flat=True))
    return waiting.filter(disclosure__subject_number__in=_held(user, numbers))


def _held(user: User, numbers: set[str]) -> set[str]:
    """Those of the numbers whose subjects, or the ones they were merged into, the person's office holds."""
    rows = Subject.objects.filter(number__in=numbers).order_by()
    standing = {number: into or key for number, key, into in rows.values_list("number", "pk", "merged_into")}
    held = reach.held_by(user, set(standing.values()))
    return {number for number, key in standing.items() if key in held}


def listing(user: User, query: Mapping[str, str]) -> Listing:
    """Cut the page that the URL asks for from what is still owed."""
    rows = waiting_for(user)
    total = rows.order_by()[: COUNTED + 1].count()
    page = page_of(rows, query, sorts=SORTS, default="waiting")
    return Listing(page, total if total <= COUNTED else None)


def counted(user: User) -> int:
    """How many are still owed, up to what a list counts and one more."""
    return waiting_for(user).order_by()[: COUNTED + 1].count()


def correction_of(user: User, key: int) -> tuple[CorrectionOwed, bool]:
    """One correction, and whether the person's office holds its subject; `Http404` without one."""
    found = corrections.correction(key)
    if found is None:
        raise Http404("There is no such correction.")
    number = found.disclosure.subject_number
    return found, number in _held(user, {number})


@dataclass(frozen=True, slots=True)
class Owed:
    """A correction as a page shows it: what left, to whom, what has to be said, what came of it."""

    owed: CorrectionOwed
    end: str
    who: str
    how: str


def of_subject(subject_id: int) -> list[Owed]:
    """Every correction of what was disclosed of a subject, those still owed first."""
    rows = corrections.of_subjects(numbers_of(subject_id))
    names = names_of({one.ended.by for one in rows if hasattr(one, "ended")})
    return [
        Owed(one, one.ended.get_end_display(), names[one.ended.by], one.ended.how)
        if hasattr(one, "ended")
        else Owed(one, "", "", "")
        for one in rows
    ]
