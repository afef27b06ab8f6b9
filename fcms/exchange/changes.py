"""What applying a row would change: the value held beside the one the row says, and what comes of it, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from . import sources

if TYPE_CHECKING:
    from .models import Intake, StagedRow

MASK = "•••••"
"""What is shown in place of a sealed value."""


class Effect(TextChoices):
    """How much a change weighs, the heaviest first."""

    NEW = "NEW", "New"
    ASKS = "ASKS", "A person decides"
    CHANGES = "CHANGES", "Changes"
    SAME = "SAME", "Nothing changes"


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would do to one value, or ("" as `field`, the column of the file) to a record as a whole.

    Sealed values come in as `MASK`. `effect` is a sentence, `brief` a shorter one for the list where there is one.
    """

    field: str
    old: str
    new: str
    effect: str
    weight: str = Effect.CHANGES
    brief: str = ""

    @property
    def weight_label(self) -> str:
        """How much it weighs, in a word."""
        return str(Effect(self.weight).label)

    @property
    def tone(self) -> str:
        """The colour of that word."""
        return {Effect.NEW: "good", Effect.ASKS: "waiting", Effect.CHANGES: "active"}.get(
            Effect(self.weight), "neutral"
        )

    @property
    def differs(self) -> bool:
        """Whether the row says something else than what is held."""
        return bool(self.old) and self.old.upper() != self.new.upper()


NO_CHANGE = Change("", "", "", "", Effect.SAME)
"""What a value that nothing comes of does."""
Changes = dict[tuple[str, int], list[Change]]
"""What each row would change, by file and row."""


def changes_of(intake: Intake, rows: Iterable[StagedRow]) -> Changes:
    """What each of some rows of one page would change, looked up for all of them together.

    A kind says it in its part `changes.py`: `changes(intake, rows) -> Changes`; one without it says nothing.
    """
    found = sources.part(intake.kind, "changes")
    changes: Changes = found.changes(intake, list(rows)) if found else {}
    return changes


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter of rows by what they change: its words, and a condition on `exchange_stagedrow` written in this code."""

    words: str
    sql: str


def effects_of(kind: str) -> dict[str, Narrowing]:
    """The filters by what rows change, as the part `changes.py` of a kind names them: `EFFECTS`."""
    found: dict[str, Narrowing] = getattr(sources.part(kind, "changes"), "EFFECTS", {})
    return found


def weight_of(changes: Iterable[Change]) -> str:
    """The heaviest of some changes; `SAME` where there is none."""
    present = {change.weight for change in changes}
    return next((effect for effect in Effect.values if effect in present), Effect.SAME)


def in_short(changes: list[Change]) -> str:
    """What a row would change, in a line of the list."""
    said = [
        change.brief or change.effect
        for change in changes
        if not change.field and change.weight != Effect.SAME
    ]
    columns = [
        change.field.replace("_", " ")
        for change in changes
        if change.field and change.weight == Effect.CHANGES
    ]
    asked = [
        change.field.replace("_", " ") for change in changes if change.field and change.weight == Effect.ASKS
    ]
    if columns:
        said.append(f"Changes {_listed(columns)}.")
    if asked:
        said.append(f"A person decides on {_listed(asked)}.")
    return " ".join(said) or ("Nothing changes." if changes else "")


def _listed(names: list[str]) -> str:
    shown = names[:4] + ([f"{len(names) - 4} more"] if len(names) > 4 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
