"""Reading the trail, for people: the history tab, who looked, sign-ins."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime

from .models import Access, Change

NAMES: list[Callable[[set[str]], dict[str, str]]] = []
"""Who can turn actor keys into names: `accounts` adds its own reader, since it lives above this room."""

KEYS: dict[str, Callable[[set[int]], dict[int, str]]] = {}
"""How keys are shown in words, by the column's name (`office_id`): the app that owns them adds its reader."""

LABELS: dict[str, Callable[[str, Any], Any]] = {}
"""How a table's values are shown: (column, value) -> words, by table; each app may add its own."""


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
    keys = _keys_in_words(changes)
    return [
        HistoryLine(
            at=change.at,
            who=names[change.actor],
            event=change.event,
            table=change.table,
            changes=[
                _shown(change.table, field, pair[0], pair[1], keys)
                for field, pair in sorted((change.fields or {}).items())
            ],
            reason=change.reason,
        )
        for change in changes
    ]


def _keys_in_words(changes: list[Change]) -> dict[tuple[str, int], str]:
    """The words for every key that the changes mention, by (column, key)."""
    mentioned: dict[str, set[int]] = {}
    for change in changes:
        for column, pair in (change.fields or {}).items():
            if column in KEYS:
                mentioned.setdefault(column, set()).update(key for key in pair if isinstance(key, int))
    return {
        (column, key): words
        for column, keys in mentioned.items()
        for key, words in KEYS[column](keys).items()
    }


def _shown(
    table: str, field: str, old: Any, new: Any, keys: dict[tuple[str, int], str]
) -> tuple[str, Any, Any]:
    show = LABELS.get(table, lambda _field, value: value)
    words = field.removesuffix("_id").replace("_", " ")

    def said(value: Any) -> Any:
        known = keys.get((field, value)) if isinstance(value, int) else None
        return known or _plain(show(field, value))

    return words, said(old), said(new)


def _plain(value: Any) -> Any:
    """A value as people read it: yes and no, a moment in the office's own time."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    if (
        isinstance(value, str)
        and len(value) > 18
        and value[10:11] == "T"
        and (moment := parse_datetime(value))
    ):
        return date_format(localtime(moment), "j M Y, H:i")
    return value


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
