"""The accepted rows of the dump, file by file or person by person, a batch at a time: memory stays bounded."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from fcms.exchange.actions import accepted_rows
from fcms.exchange.models import Intake
from fcms.exchange.sources.eid_daily.accepted import FACT_OF
from fcms.exchange.sources.eid_daily.accepted import Row as OfSubject
from fcms.subjects.models import SourceKind
from fcms.subjects.origin import Origin

from .layout import LEGACY_FCMS
from .places import SYSTEM

BATCH = 2_000
"""Rows of each file looked at in one go."""


@dataclass(frozen=True, slots=True)
class Row(OfSubject):
    """An accepted row of the dump."""

    def origin(self, intake: Intake) -> Origin:
        """Where the facts of this row come from."""
        system = intake.producer or SYSTEM
        return Origin(SourceKind.LEGACY, system, intake.as_of, intake.number, self.file, self.number)

    @property
    def place(self) -> tuple[str, int]:
        """Its file and number."""
        return self.file, self.number

    def text(self, name: str) -> str:
        """A cell, empty where unknown."""
        return self.cells[name] or ""

    @property
    def key(self) -> str:
        """What tells an action or a step apart, which had no number: all that is said of it, hashed."""
        return sha256("\x1f".join(cell or "" for cell in self.cells.values()).encode()).hexdigest()


def rows_of(intake: Intake, file: str, *, by_owner: bool = False) -> Iterator[Row]:
    """The accepted rows of a file, in its order or by its first column, the A-Number."""
    layout = LEGACY_FCMS.file(file)
    assert layout is not None  # noqa: S101 - files come from the layout itself
    order = ("canonical__0", "row") if by_owner else ("row",)
    accepted = accepted_rows(intake).filter(file=file).order_by(*order)
    for number, canonical in accepted.values_list("row", "canonical").iterator(BATCH):
        cells = dict(zip(layout.index, canonical, strict=True))
        yield Row(cells, canonical[0] or "", file, number)


def in_batches(intake: Intake, file: str) -> Iterator[list[Row]]:
    """The accepted rows of a file in its order, a batch at a time."""
    rows = rows_of(intake, file)
    while batch := list(islice(rows, BATCH)):
        yield batch


def steps_by_case(intake: Intake) -> dict[str, list[Row]]:
    """The accepted steps of all cases, by what the case was called there."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(intake, "case_steps.csv"):
        found[row.text("legacy_case_number")].append(row)
    return found


class _Ahead:
    """The rows of one file by A-Number, looked at a batch ahead."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self.rows = rows
        self.seen: deque[Row] = deque()

    def bound(self) -> str | None:
        """The person up to whom the rows at hand are complete, or None when they are all."""
        while len(self.seen) < BATCH:
            row = next(self.rows, None)
            if row is None:
                return None
            self.seen.append(row)
        return self.seen[-1].owner

    def up_to(self, owner: str | None) -> list[Row]:
        """Take the rows of everybody up to a person."""
        taken = []
        while self.seen and (owner is None or self.seen[0].owner < owner):
            taken.append(self.seen.popleft())
        return taken


Batch = dict[str, list[Row]]


def people(intake: Intake) -> Iterator[Batch]:
    """The accepted cases and the facts beside them, in batches by A-Number; a person is whole in one batch."""
    ahead = {name: _Ahead(rows_of(intake, name, by_owner=True)) for name in ("cases.csv", *FACT_OF)}
    while True:
        bounds = [bound for one in ahead.values() if (bound := one.bound()) is not None]
        bound = min(bounds, default=None)
        batch = {name: one.up_to(bound) for name, one in ahead.items()}
        if not any(batch.values()) and bound is not None:
            batch = {name: one.up_to(bound + "~") for name, one in ahead.items()}
        if any(batch.values()):
            yield batch
        if bound is None:
            return
