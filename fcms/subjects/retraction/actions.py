"""Taking back what an intake said: everything returns to what the statements that remain say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.functions import Coalesce
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.database.bulk import copy_rows
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.subjects import finders
from fcms.subjects.models import NameKeys, Retraction, Statement, Subject
from fcms.subjects.names import name_keys, shown

from . import rules, sets

CHUNK = 10_000
"""Subjects put back in one go, so that memory stays bounded however long the intake was."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of taking an intake back, in words and numbers."""

    counts: dict[str, int]


@action(Event.EXTRACT_TAKEN_BACK)
def take_back(intake: str, *, by: Actor, reason: str) -> TakenBack:
    """Let nothing that an intake said count any longer; what others say too stays.

    Values return to what remains said of them, facts that stand on it alone are withdrawn, and subjects of whom
    nobody else ever spoke are withdrawn with their A-Numbers, which the corrected extract may bring again.
    """
    already = Retraction.objects.filter(intake=intake).exists()
    rules.may_take_back(intake, already=already, reason=reason).or_refuse()
    now = timezone.now()
    person = by if isinstance(by, User) else None
    Retraction.objects.create(intake=intake, at=now, by=person, reason=reason.strip())
    counts: Counter[str] = Counter()
    for low, high in _chunks(intake):
        given = {"intake": intake, "now": now, "low": low, "high": high, "columns": sets.COLUMNS}
        counts["subjects withdrawn"] += _run(sets.WITHDRAW_SUBJECTS, given)
        for what, table in sets.FACTS.items():
            counts["facts withdrawn"] += _run(sets.withdraw_facts(what, table), given)
        _run(sets.FORGET_NAMES, given)
        counts["subjects put back"] += _put_back(given)
        finders.tell_of_set(_owners(intake, low, high))
    counts["conflicts withdrawn"] = _run(sets.WITHDRAW_CONFLICTS, {"intake": intake, "now": now})
    return TakenBack(dict(counts))


def _chunks(intake: str) -> Iterator[tuple[int, int]]:
    """The subjects that an intake spoke of, from the lowest key to the highest, in stretches."""
    named = Statement.objects.filter(intake=intake).order_by("subject_id").distinct()
    keys = list(named.values_list("subject_id", flat=True))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        yield part[0], part[-1]


def _owners(intake: str, low: int, high: int) -> list[int]:
    """Whose facts an intake spoke of, in a stretch of subjects: those they were merged into, where they were."""
    spoken = Statement.objects.filter(intake=intake, subject_id__gte=low, subject_id__lte=high).order_by()
    owner = Coalesce("subject__merged_into_id", "subject_id")
    return list(spoken.annotate(owner=owner).values_list("owner", flat=True).distinct())


def _run(statement: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.rowcount


def _put_back(given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sets.PUT_BACK, given)
        changed = [row[0] for row in cursor.fetchall()]
    _rename(changed)
    return len(changed)


def _rename(changed: list[int]) -> None:
    """Rebuild the search keys of those whose name is another now."""
    known = dict(
        NameKeys.objects.filter(subject__in=changed, alias=None).order_by().values_list("subject_id", "name")
    )
    parts = Subject.objects.filter(pk__in=changed).order_by("pk")
    named = {row[0]: row[1:] for row in parts.values_list("pk", "family_name", "given_name", "middle_name")}
    other = {key: names for key, names in named.items() if known.get(key) != shown(*names)}
    NameKeys.objects.filter(subject__in=other, alias=None).delete()
    copy_rows(
        "subjects_namekeys",
        ("subject_id", "name", "keys"),
        ((key, shown(*names), name_keys(*names)) for key, names in other.items()),
    )
