"""What the rows of a dump would change: what is known here already beside what the version before said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fcms.accounts.models import User
from fcms.cases.lifecycle import LIVE
from fcms.cases.models import Case
from fcms.exchange.changes import MASK, Change, Changes, Effect
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.sources.eid_daily.accepted import COLUMN_OF, FACT_OF, IDENTIFIERS
from fcms.subjects.models import Subject
from fcms.subjects.queries import as_said
from fcms.subjects.words import said_value

from .accepted import Row
from .layout import LEGACY_FCMS
from .ledger import Known, known_of
from .places import SYSTEM
from .rows import LIVE as LIVE_THERE
from .subjects import OF_THE_OFFICE, UNKNOWN, held_by

FIELD_OF = {ours: theirs for theirs, ours in COLUMN_OF.items()}
STAYS = "The one in force stays; this is kept beside it."
ADDS = {
    "alias": "Another name is added to the subject.",
    "address": "An address is added to the subject.",
    "removal_charge": "A charge is added to the subject.",
    "apprehension": "An apprehension is added to the subject.",
    "conviction": "A conviction is added to the subject.",
}
ENTERS = {
    "case_steps.csv": "A past step of the case is entered.",
    "leads.csv": "A lead is entered on its case.",
    "activities.csv": "An action is entered, signed as it was.",
    "non_fugitive_arrests.csv": "An arrest is counted, once, and linked to nobody.",
}
KEY_OF = {"cases.csv": "legacy_case_number", "leads.csv": "legacy_lead_number", "users.csv": "username"}


def changes(intake: Intake, rows: list[StagedRow]) -> Changes:
    """What each row would change, by file and row; what is here is looked up for all rows together."""
    read = [_read(row) for row in rows]
    held = Held(intake, read)
    return {row.place: held.changes(row) for row in read}


def _read(row: StagedRow) -> Row:
    layout = LEGACY_FCMS.file(row.file)
    assert layout is not None, row.file  # noqa: S101 - it was staged by this layout
    cells = dict(zip(layout.index, row.canonical, strict=True))
    return Row(cells, cells.get("a_number") or "", row.file, row.row)


@dataclass
class Held:
    """What is here already of what some rows say."""

    intake: Intake
    rows: list[Row]
    subjects: dict[str, Subject] = field(default_factory=dict)
    live: dict[int, Case] = field(default_factory=dict)
    known: dict[tuple[str, str], Known] = field(default_factory=dict)
    users: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        owned = [row for row in self.rows if row.file == "cases.csv" or row.file in FACT_OF]
        self.subjects = held_by({row.owner for row in owned} - {""})
        ids = [subject.pk for subject in self.subjects.values()]
        self.live = {one.subject_id: one for one in Case.objects.filter(subject__in=ids, status__in=LIVE)}
        system = self.intake.producer or SYSTEM
        for file in KEY_OF:
            keys = {self._key(row) for row in self.rows if row.file == file}
            self.known |= {(file, key): one for key, one in known_of(system, file, keys).items()}
        names = {row.text("username") for row in self.rows if row.file == "users.csv"}
        self.users = set(User.objects.filter(username__in=names).values_list("username", flat=True))

    @staticmethod
    def _key(row: Row) -> str:
        return row.text(KEY_OF[row.file]) if row.file in KEY_OF else ""

    def changes(self, row: Row) -> list[Change]:
        """What one row would change."""
        known = self.known.get((row.file, self._key(row)))
        if row.file == "cases.csv":
            return [self._case(row, known), *self._values(row)]
        if row.file in FACT_OF:
            there = row.owner in self.subjects
            return [Change("", "", "", ADDS[FACT_OF[row.file]], Effect.CHANGES if there else Effect.NEW)]
        if row.file == "users.csv":
            if row.text("username") in self.users:
                return [Change("", "", "", "This user is here already.", Effect.SAME)]
            return [Change("", "", "", "A user is entered who cannot sign in.", Effect.NEW)]
        if known is not None:
            return [Change("", "", "", f"Taken over before, as {known.number}.", Effect.SAME)]
        return [Change("", "", "", ENTERS[row.file], Effect.NEW)]

    def _case(self, row: Row, known: Known | None) -> Change:
        if known is not None:
            return Change(
                "", "", "", f"Taken over before, as {known.number}. No double is made.", Effect.SAME
            )
        subject = self.subjects.get(row.owner)
        live = self.live.get(subject.pk) if subject else None
        if live is not None and row.text("status") in LIVE_THERE:
            return Change("", "", "", f"Merged into the live case {live.number}.", Effect.CHANGES)
        who = f"for {subject.number}" if subject else "with a new subject"
        return Change("", "", "", f"A case is entered {who}, with its past.", Effect.NEW)

    def _values(self, row: Row) -> list[Change]:
        subject = self.subjects.get(row.owner)
        found = [
            self._value(name, value, getattr(subject, name) if subject else None)
            for name, value in row.said().items()
        ]
        sealed = [column for column in IDENTIFIERS if row.cells[column]]
        return found + [Change(column, "", MASK, "Kept sealed, once.", Effect.NEW) for column in sealed]

    def _value(self, name: str, value: Any, held: Any) -> Change:
        theirs, new = FIELD_OF[name], str(said_value(name, value))
        if held in UNKNOWN or (name == "sex" and held == "U"):
            effect = STAYS if name in OF_THE_OFFICE and held is not None else "Put in force: nobody knew it."
            return Change(theirs, "", new, effect, Effect.NEW)
        old = str(said_value(name, as_said(held)))
        if as_said(held) == value:
            return Change(theirs, old, new, "", Effect.SAME)
        return Change(theirs, old, new, STAYS, Effect.SAME)
