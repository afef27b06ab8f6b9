"""What two subjects have in common, which merges there were, and what undoing one would give back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.verdict import Verdict
from fcms.subjects import reach
from fcms.subjects.fields import SUBJECT
from fcms.subjects.models import ANumber, Identifier, Statement, Subject
from fcms.subjects.provenance.rules import same
from fcms.subjects.queries import PARTS, facts_of, subject_by_a_number, subject_numbered
from fcms.subjects.words import label_of, words_of

from . import rules
from .joins import JOINS
from .models import Merge


def stands(subject: Subject) -> bool:
    """Whether a subject counts: neither taken back with its extract nor merged into another."""
    return subject.withdrawn_at is None and subject.merged_into_id is None


def values_of(subject: Subject) -> dict[str, Any]:
    """The subject's own columns by name."""
    return {name: getattr(subject, name) for name in SUBJECT}


def named(words: str, a_number: str) -> Subject | None:
    """The subject of a number that was typed: its own (`S26-…`), or an A-Number, canonical."""
    return subject_by_a_number(a_number) if a_number else subject_numbered(words)


def merges_of(subject: Subject) -> QuerySet[Merge]:
    """The merges into this subject that stand, the newest first."""
    return Merge.objects.filter(kept=subject, undone_at=None).select_related("other", "by").order_by("-id")


def merge_away(subject: Subject) -> Merge | None:
    """The merge that made this subject part of another, if one stands."""
    found = Merge.objects.filter(other=subject, undone_at=None).select_related("kept", "by")
    return found.first()


def merge_of(subject: Subject, key: int) -> Merge | None:
    """A merge into this subject."""
    return Merge.objects.filter(kept=subject, pk=key).select_related("kept", "other", "by").first()


def may_merge(user: User, subject: Subject) -> Verdict:
    """Whether the person may merge another subject into this one."""
    return rules.may_merge(
        permitted=user.may(Permission.MERGE), holds=reach.holds(user, subject), kept_stands=stands(subject)
    )


# --- side by side


@dataclass(frozen=True, slots=True)
class Compared:
    """One value of two subjects side by side; `outcome` says what a merge would make of it."""

    label: str
    kept: Any
    other: Any
    is_date: bool
    agrees: bool | None
    outcome: str


def compared(kept: Subject, other: Subject) -> list[Compared]:
    """The values of two subjects side by side, those that neither has left out."""
    mine, theirs = values_of(kept), values_of(other)
    over, disputed = rules.taken_over(mine, theirs), set(rules.disputed(mine, theirs))
    found = []
    for name in (*PARTS["who"], *PARTS["immigration"]):
        sides = words_of(name, mine[name]), words_of(name, theirs[name])
        if any(sides):
            agrees = same(mine[name], theirs[name]) if all(sides) else None
            outcome = _outcome(name, over, disputed) if sides[1] and not agrees else ""
            is_date = name.endswith(("_on", "_until"))
            found.append(Compared(label_of(name), *sides, is_date, agrees, outcome))
    return found


def _outcome(name: str, over: dict[str, Any], disputed: set[str]) -> str:
    if name in over:
        return "taken over"
    return "stays until somebody settles it" if name in disputed else "stays"


@dataclass(frozen=True, slots=True)
class Had:
    """The facts of one sort that two subjects have, in words; what both have is marked."""

    label: str
    kept: list[tuple[str, bool]]
    other: list[tuple[str, bool]]


LABELS = {
    "a-number": "A-Numbers",
    "alias": "Other names",
    "address": "Addresses",
    "charge": "Removal charges",
}


def had(kept: Subject, other: Subject) -> list[Had]:
    """The facts of two subjects side by side, and their cases and leads."""
    rows = []
    for kind, label in LABELS.items():
        mine, theirs = _standing(kept, kind), _standing(other, kind)
        rows.append(_had(label, mine, theirs))
    rows.append(_identifiers(kept, other))
    mine, theirs = ([words for join in JOINS for words in join.has(one)] for one in (kept, other))
    rows.append(_had("Cases and leads", mine, theirs))
    return [row for row in rows if row.kept or row.other]


def _standing(subject: Subject, kind: str) -> list[str]:
    return [line.words for line in facts_of(subject, kind) if not line.withdrawn]


def _had(label: str, mine: list[str], theirs: list[str]) -> Had:
    both = set(mine) & set(theirs)
    return Had(label, [(one, one in both) for one in mine], [(one, one in both) for one in theirs])


def _identifiers(kept: Subject, other: Subject) -> Had:
    """The sensitive numbers by their kinds alone, and whether the two have the same one."""
    rows = Identifier.objects.filter(subject__in=[kept, other], withdrawn_at=None).order_by("id")
    seen = [(one.subject_id, one.kind, bytes(one.blind), str(one.get_kind_display())) for one in rows]
    times = Counter((kind, blind) for _, kind, blind, _ in seen)
    sides: dict[int, list[tuple[str, bool]]] = {kept.pk: [], other.pk: []}
    for subject, kind, blind, words in seen:
        sides[subject].append((words, times[kind, blind] > 1))
    return Had("Numbers (sealed)", sides[kept.pk], sides[other.pk])


def refusals(kept: Subject, other: Subject) -> list[str]:
    """Why the storeys above cannot follow a merge of the two."""
    return [verdict.sentence for join in JOINS if not (verdict := join.may(kept, other))]


# --- taking one back


def keeps_an_a_number(merge: Merge) -> bool:
    """Whether the kept subject has an A-Number of its own that stands."""
    theirs = merge.moves.filter(table="subjects_anumber", column="subject_id").values("row")
    own = ANumber.objects.filter(subject=merge.kept_id, withdrawn_at=None).exclude(pk__in=theirs)
    return own.exists()


def said_since(merge: Merge) -> set[str]:
    """The values that were said of the kept subject itself since the merge, and put in force."""
    since = Statement.objects.filter(subject=merge.kept_id, recorded_at__gt=merge.at).order_by("id")
    return {name for one in since for name in one.said if name in SUBJECT and name not in one.heard}


@dataclass(frozen=True, slots=True)
class Returning:
    """What undoing a merge gives back, in words and numbers, and how much was said since, which stays."""

    back: list[tuple[str, int]]
    since: int


TABLES = {
    "subjects_anumber": "A-Numbers",
    "subjects_alias": "other names",
    "subjects_identifier": "sealed numbers",
    "subjects_address": "addresses",
    "subjects_removalcharge": "removal charges",
    "subjects_apprehension": "apprehensions",
    "subjects_conviction": "convictions",
    "subjects_photograph": "photographs",
    "cases_case": "cases",
    "leads_lead": "leads",
}
"""What rows of a table are called."""


def returning(merge: Merge) -> Returning:
    """What undoing a merge would give back to the other subject, and what stays with the kept one."""
    moved = Counter(merge.moves.filter(column__in=("subject_id",)).order_by().values_list("table", flat=True))
    back = [(words, moved[table]) for table, words in TABLES.items() if moved[table]]
    since = Statement.objects.filter(subject=merge.kept_id, recorded_at__gt=merge.at).count()
    return Returning(back, since)
