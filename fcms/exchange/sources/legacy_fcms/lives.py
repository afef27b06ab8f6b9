"""The life of a case as the version before told it: from its opening to where it stands, step by step. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from fcms.cases.lifecycle import CaseLife, Status
from fcms.lib.lifecycle import Move

from .accepted import Row
from .codes import tidy, words

MOVES: dict[str, Move[Status]] = {
    "CLOSED": CaseLife.close,
    "REOPENED": CaseLife.reopen,
    "ARRESTED": CaseLife.arrest,
    "REMOVED": CaseLife.remove,
}
AS_RECORDED = "As the version before recorded it."


class Step(NamedTuple):
    """One step: what, when, at which office afterwards, from which, why; `row` is where it was told."""

    name: str
    was: str
    status: str
    day: date
    office_id: int
    from_office_id: int | None = None
    reason: str = ""
    note: str = ""
    row: Row | None = None


class _Event(NamedTuple):
    day: date
    rank: int
    number: int
    name: str
    row: Row | None


@dataclass
class Life:
    """What became of one case: its steps, and the told steps that fit nowhere, each with the reason."""

    status: str
    office_id: int
    opened_on: date
    steps: list[Step] = field(default_factory=list)
    left_out: list[tuple[Row, str]] = field(default_factory=list)
    within: list[Row] = field(default_factory=list)


Holder = Callable[[str], int | None]
"""The key of the field office of a code as it was written."""


def life_of(case: Row, told: list[Row], opened_on: date, holder: Holder) -> Life:
    """The life of a case with the steps told of it, or without them where they do not lead to where it stands."""
    life = _told(case, told, opened_on, holder)
    if life.status == case.text("status"):
        return life
    life = _told(case, [], opened_on, holder)
    why = "The steps told of the case do not lead to where it stands. The case is taken over without them."
    life.left_out = [(row, why) for row in told]
    return life


def _told(case: Row, told: list[Row], opened_on: date, holder: Holder) -> Life:
    transfers = [row for row in told if row.text("step") == "TRANSFERRED"]
    transfers.sort(key=lambda row: (row.text("stepped_on"), row.number))
    first = holder(transfers[0].text("from_office")) if transfers else None
    docket = holder(case.text("docket_office")) or 0
    life = Life("OPEN", first or docket, opened_on)
    life.steps.append(Step("OPENED", "", "OPEN", opened_on, life.office_id))
    for event in _events(case, told):
        why = _take(life, event, case, holder)
        if why and event.row is not None:
            life.left_out.append((event.row, why))
    return life


def _events(case: Row, told: list[Row]) -> list[_Event]:
    """Everything that happened after the opening, in its order; what only the status says comes last of its day."""
    events = [_Event(_day(row, "stepped_on"), 1, row.number, row.text("step"), row) for row in told]
    status = case.text("status")
    if status in ("IN_CUSTODY", "REMOVED"):
        since = "custody_date" if case.text("custody_date") else "removed_date"
        events.append(_Event(_day(case, since), 2, 0, "ARRESTED", None))
    if status == "REMOVED":
        events.append(_Event(_day(case, "removed_date"), 3, 0, "REMOVED", None))
    if status == "CLOSED":
        ends = sorted(one for one in events if one.name in ("CLOSED", "REOPENED"))
        if not ends or ends[-1].name == "REOPENED":
            events.append(_Event(_day(case, "closed_on"), 3, 0, "CLOSED", None))
    return sorted(events, key=lambda one: one[:3])


def _day(row: Row, column: str) -> date:
    return date.fromisoformat(row.text(column))


def _take(life: Life, event: _Event, case: Row, holder: Holder) -> str:
    """Take a step; return why not where it does not fit."""
    if event.day < life.opened_on:
        return "The step lies before the case was opened."
    if event.name == "TRANSFERRED":
        return _transfer(life, event, holder)
    move = MOVES[event.name]
    if not move.allows(Status(life.status)):
        return f"The case was {Status(life.status).label.lower()} then, which such a step does not follow."
    reason, note = "", ""
    if event.name == "CLOSED":
        last = not event.row or event.day.isoformat() == case.text("closed_on")
        reason = case.text("closure_reason") if last else ""
        reason = reason or words().closure[tidy(event.row.text("reason") if event.row else "")]
        note = AS_RECORDED
    elif event.row is not None:
        note = event.row.text("reason") or AS_RECORDED
    to = str(move.to)
    life.steps.append(
        Step(event.name, life.status, to, event.day, life.office_id, None, reason, note, event.row)
    )
    life.status = to
    return ""


def _transfer(life: Life, event: _Event, holder: Holder) -> str:
    assert event.row is not None  # noqa: S101 - transfers are told
    to = holder(event.row.text("to_office"))
    if life.status in ("CLOSED", "REMOVED"):
        return "The case had ended then, and such a case is not transferred."
    if to is None:
        return "No field office has the code of the office that took the case."
    if to == life.office_id:
        life.within.append(event.row)
        return ""
    note = event.row.text("reason") or AS_RECORDED
    life.steps.append(
        Step("TRANSFERRED", life.status, life.status, event.day, to, life.office_id, "", note, event.row)
    )
    life.office_id = to
    return ""
