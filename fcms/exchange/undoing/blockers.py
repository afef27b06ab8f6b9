"""What stands on an applied extract, so that it cannot be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from fcms.exchange import sources

if TYPE_CHECKING:
    from fcms.exchange.models import Intake

ENOUGH = 101
"""So many things that stand on an extract are looked for; nobody reads more."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something later that stands on an extract: the number of the record, and a sentence that says what."""

    record: str
    sentence: str


def undoer(kind: str) -> ModuleType | None:
    """The part `undo.py` of a kind, or None where extracts of the kind cannot be undone.

    It has `stands_on(intake) -> list[Blocker]` (at most `ENOUGH`) and `undo(intake, by, report) -> dict` of counts;
    why the extract is undone stands in `intake.undo_reason`.
    """
    return sources.part(kind, "undo")


def can_undo(kind: str) -> bool:
    """Whether extracts of a kind can be undone at all."""
    return undoer(kind) is not None


def stands_on(intake: Intake) -> list[Blocker]:
    """What later stands on an applied extract, at most `ENOUGH` things; nothing where it can be taken back."""
    part = undoer(intake.kind)
    found: list[Blocker] = part.stands_on(intake) if part else []
    return found[:ENOUGH]
