"""Priorities for the screen: the points and their parts in words, and how they came to be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fcms.cases.models import Case, CasePriority, PriorityChange


@dataclass(frozen=True, slots=True)
class Part:
    """One ground that holds: its words, its points, and since when (a day, a month or a year, as it is known)."""

    ground: str
    words: str
    points: int
    since: str


@dataclass(frozen=True, slots=True)
class Score:
    """The priority of a case."""

    points: int
    parts: tuple[Part, ...]
    version: int
    at: datetime

    @property
    def words(self) -> str:
        """The grounds in one line: `Violent conviction 2004 · +40, Other conviction 1999 · +20`."""
        return ", ".join(
            f"{part.words} {part.since[:4]}".strip() + f" · +{part.points}" for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a priority; `before` is None the first time."""

    at: datetime
    before: int | None
    after: int
    parts: tuple[Part, ...]
    version: int
    why: str


def scores(case_ids: Collection[int]) -> dict[int, Score]:
    """The priorities of these cases (by key); a case that was never scored is not in it."""
    rows = CasePriority.objects.filter(case__in=list(case_ids)).order_by("case")
    return {row.case_id: _score(row) for row in rows}


def score_of(case_id: int) -> Score | None:
    """The priority of one case; None before it was scored."""
    return scores([case_id]).get(case_id)


def priority_of(case: Case) -> Score | None:
    """The priority of a case that was read; asked once, however often the page shows it."""
    row: CasePriority | None = getattr(case, "priority", None)
    return _score(row) if row else None


def _score(row: CasePriority) -> Score:
    return Score(row.points, parts_of(row.parts), row.version, row.scored_at)


def changes_of(case_id: int, most: int = 50) -> list[Change]:
    """Every change of a case's priority, newest first."""
    rows = PriorityChange.objects.filter(case=case_id).order_by("-id")[:most]
    return [
        Change(row.at, row.before, row.after, parts_of(row.parts), row.version, row.get_why_display())
        for row in rows
    ]


def parts_of(stored: list[dict[str, Any]]) -> tuple[Part, ...]:
    """The parts of a priority as the database function wrote them."""
    return tuple(Part(one["ground"], one["words"], one["points"], one["on"] or "") for one in stored)
