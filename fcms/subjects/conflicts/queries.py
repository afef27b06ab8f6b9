"""What is settled, what waits to be, and what a person may see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.dates import local_day
from fcms.lib.paging import Page, page_of
from fcms.lib.verdict import Verdict
from fcms.subjects import reach
from fcms.subjects.codes import SourceKind
from fcms.subjects.fields import SUBJECT
from fcms.subjects.models import STANDING, Retraction, Statement, Subject
from fcms.subjects.provenance.rules import Settled
from fcms.subjects.words import label_of, said_value

from . import rules
from .models import Conflict, Kept


def corrections(subjects: Collection[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """What officers corrected of subjects: (key, said); what they said on entering a subject is no correction."""
    said = Statement.objects.filter(subject__in=subjects, source=SourceKind.OFFICER)
    return said.exclude(said__has_key="a_number").order_by("id").values_list("subject_id", "said")


def settled_columns(subjects: Collection[int]) -> dict[int, set[str]]:
    """The columns of each subject that a person settled: by a correction, or by deciding a conflict."""
    found: dict[int, set[str]] = defaultdict(set)
    for subject, said in corrections(subjects):
        found[subject] |= said.keys() & SUBJECT.keys()
    decided = Conflict.objects.filter(subject__in=subjects, settled_at__isnull=False)
    for subject, column in decided.order_by("id").values_list("subject_id", "column"):
        found[subject].add(column)
    return found


def opened_by(intake: str) -> int:
    """How many conflicts what an intake said has opened."""
    return Conflict.objects.filter(statement__intake=intake).count()


def answered(subject: Subject, contested: Mapping[str, Any]) -> set[str]:
    """The columns whose contradiction is known already: it waits, or was decided against, word for word."""
    known = Conflict.objects.filter(subject=subject, column__in=contested, withdrawn_at=None)
    rows = known.order_by("id").values_list("column", "said", "settled_at", "kept")
    return {
        column
        for column, said, settled_at, kept in rows
        if said == contested[column] and (settled_at is None or kept == Kept.HELD)
    }


def settlements(subject: Subject) -> dict[str, Settled]:
    """The latest settlement of each column of a subject."""
    decided = Conflict.objects.filter(subject=subject, settled_at__isnull=False).select_related(
        "settled_by__office"
    )
    found = {}
    for one in decided.order_by("settled_at", "id"):
        assert one.settled_at is not None and one.settled_by is not None  # noqa: S101, PT018 - by constraint
        day = local_day(one.settled_at, one.settled_by.office.time_zone)
        value = one.held if one.kept == Kept.HELD else one.said
        found[one.column] = Settled(value, day, one.settled_by.name, one.reason)
    return found


# --- what people see


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict as a page shows it: the value's name, both sides, the source that contradicts."""

    conflict: Conflict
    label: str
    held: Any
    said: Any
    statement: Statement

    @property
    def source(self) -> str:
        """Who contradicts: the system, or the officer's name."""
        person = self.statement.recorded_by if self.statement.source == SourceKind.OFFICER else None
        return person.name if person else self.statement.system


def open_ones() -> QuerySet[Conflict]:
    """The conflicts that wait for a person; those of subjects taken back or merged away rest."""
    standing = Subject.objects.filter(STANDING, pk=OuterRef("subject"))
    waiting = Conflict.objects.filter(Exists(standing), settled_at=None, withdrawn_at=None)
    return waiting.select_related("subject", "statement__recorded_by")


def of_subject(subject: Subject) -> list[Shown]:
    """The open conflicts of a subject, the oldest first."""
    return [shown(one) for one in open_ones().filter(subject=subject).order_by("id")]


def waiting_for(user: User) -> QuerySet[Conflict]:
    """The open conflicts that lie with the person's office; with headquarters, all."""
    waiting = open_ones()
    if user.reads_all_offices:
        return waiting
    named = set(waiting.order_by().values_list("subject", flat=True))
    return waiting.filter(subject__in=reach.held_by(user, named))


def newest_for(user: User, most: int) -> list[Conflict]:
    """The newest open conflicts that the person's office settles, `most` at the most: read from the end of the queue.

    What the office holds is asked ground by ground, conflict by conflict, so that no list of its subjects is made.
    """
    waiting = open_ones().order_by("-opened_at", "-pk")
    if user.reads_all_offices:
        return list(waiting[:most])
    found: dict[int, Conflict] = {}
    for ground in reach.HOLDING if user.policy.reach == "office" else ():
        holding = Subject.objects.filter(ground(user), pk=OuterRef("subject"))
        found |= {one.pk: one for one in waiting.filter(Exists(holding))[:most]}
    return sorted(found.values(), key=lambda one: (one.opened_at, one.pk), reverse=True)[:most]


SORTS = {"waiting": ("opened_at", "pk"), "subject": ("subject__family_name", "subject__given_name", "pk")}


def listing(user: User, query: Mapping[str, str]) -> Page:
    """One page of the conflicts that wait with the person's office."""
    page = page_of(waiting_for(user), query, sorts=SORTS, default="waiting")
    return Page([shown(one) for one in page], page.sort, page.next, page.previous, page.kept)


def shown(conflict: Conflict) -> Shown:
    """A conflict in words."""
    held = said_value(conflict.column, conflict.held)
    said = said_value(conflict.column, conflict.said)
    return Shown(conflict, label_of(conflict.column), held, said, conflict.statement)


def conflict_of(subject: Subject, key: int) -> Conflict | None:
    """One conflict of a subject, open or settled."""
    return Conflict.objects.filter(subject=subject, pk=key).select_related("statement__recorded_by").first()


def may_settle(user: User, subject: Subject) -> Verdict:
    """Whether the person settles what the sources of this subject disagree on."""
    return rules.may_settle(permitted=user.may(Permission.SETTLE), holds=reach.holds(user, subject))


def taken_back() -> QuerySet[Retraction]:
    """For a subquery over statements: whether the intake of one was taken back."""
    return Retraction.objects.filter(intake=OuterRef("intake"))
