"""Reading the trail, for people: the history tab, who looked, sign-ins."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from .models import Access, Change

NAMES: list[Callable[[set[str]], dict[str, str]]] = []
"""Who can turn actor keys into names: `accounts` adds its own reader, since it lives above this room."""

LABELS: dict[str, Callable[[str, Any], Any]] = {}
"""How a table's values are shown: (column, value) -> words, by table; each app adds its own."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a record: when, who, what happened, which fields went from what to what."""

    at: datetime.datetime
    who: str
    event: str
    table: str
    changes: list[tuple[str, Any, Any]]
    reason: str


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Give each actor key the name to show; a job is shown as the program's own work."""
    wanted = set(actors)
    found: dict[str, str] = {}
    for reader in NAMES:
        found.update(reader(wanted))
    for actor in wanted - found.keys():
        kind, _, name = actor.partition(":")
        found[actor] = f"the program ({name})" if kind == "job" else actor
    return found


def history_of(records: Iterable[tuple[str, int]], limit: int = 200) -> list[HistoryLine]:
    """Everything that changed the given (table, id) records, newest first, at most `limit` lines."""
    wanted = Q(pk__in=[])
    for table, row in records:
        wanted |= Q(table=table, row=row)
    changes = list(Change.objects.filter(wanted).order_by("-id")[:limit])
    names = names_of(change.actor for change in changes)
    return [
        HistoryLine(
            at=change.at,
            who=names[change.actor],
            event=change.event,
            table=change.table,
            changes=[
                _shown(change.table, field, *pair) for field, pair in sorted((change.fields or {}).items())
            ],
            reason=change.reason,
        )
        for change in changes
    ]


def _shown(table: str, field: str, old: Any, new: Any) -> tuple[str, Any, Any]:
    show = LABELS.get(table, lambda _field, value: value)
    words = field.removesuffix("_id").replace("_", " ")
    return words, show(field, old), show(field, new)


def accesses(
    *, actor: str = "", kind: str = "", record: str = "", before: int | None = None
) -> QuerySet[Access]:
    """The access log, newest first, narrowed by who, what kind, which record; `before` pages by key."""
    found = Access.objects.order_by("-id")
    if actor:
        found = found.filter(actor=actor)
    if kind:
        found = found.filter(kind=kind)
    if record:
        found = found.filter(record=record)
    if before is not None:
        found = found.filter(id__lt=before)
    return found
