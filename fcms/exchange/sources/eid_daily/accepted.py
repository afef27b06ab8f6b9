"""The accepted rows of the extract, person by person, a batch at a time: memory stays bounded however long it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fcms.exchange.actions import accepted_rows
from fcms.exchange.intake.staging import unsealed
from fcms.exchange.models import Intake
from fcms.subjects.models import SourceKind
from fcms.subjects.origin import Origin

from .layout import EID_DAILY

BATCH = 2_000
"""Rows of each file looked at in one go."""
COLUMN_OF = {
    "family_name": "family_name",
    "given_name": "given_name",
    "middle_name": "middle_name",
    "suffix": "suffix",
    "sex": "sex",
    "birth_date": "birth_on",
    "birth_place": "birth_place",
    "gang_affiliation": "gang_affiliation",
    "last_entry_date": "last_entry_on",
    "last_entry_place": "last_entry_place",
    "entry_class": "entry_class",
    "case_category": "case_category",
    "docket_office": "docket_office",
    "order_kind": "order_kind",
    "final_order_date": "final_order_on",
    "failed_to_report_on": "failed_to_report_on",
    "custody_status": "custody_status",
    "custody_date": "custody_on",
    "removed_date": "removed_on",
    "stay_kind": "stay_kind",
    "stay_until": "stay_until",
    "citizenship_claim": "citizenship_claim",
    "confidential_1367": "confidential_1367",
    "deceased_date": "died_on",
}
"""Which column of a subject each plain column of `subjects.csv` is."""
IDENTIFIERS = {"ssn": "SSN", "fbi_number": "FBI", "fin": "FIN", "sid": "SID", "tecs_number": "TECS"}
"""Which sealed column is which kind of identifier."""
FLAGS = ("citizenship_claim", "confidential_1367")
FACT_OF = {
    "aliases.csv": "alias",
    "addresses.csv": "address",
    "charges.csv": "removal_charge",
    "apprehensions.csv": "apprehension",
    "convictions.csv": "conviction",
}
"""Which sort of fact the rows of a file are."""


@dataclass(frozen=True, slots=True)
class Row:
    """An accepted row: its canonical cells by column, the person it is about, and where it stands."""

    cells: dict[str, Any]
    owner: str
    file: str
    number: int

    def origin(self, intake: Intake) -> Origin:
        """Where the facts of this row come from."""
        system = intake.producer or "EID"
        return Origin(SourceKind.EID, system, intake.as_of, intake.number, self.file, self.number)

    def said(self) -> dict[str, Any]:
        """What it says, by column of a subject: only what it holds; what it leaves empty is unknown to EID."""
        said = {
            ours: self.cells[theirs] for theirs, ours in COLUMN_OF.items() if self.cells[theirs] is not None
        }
        if "docket_office" in said:
            said["docket_office"] = said["docket_office"].upper()
        return {**said, **{flag: said[flag] == "Y" for flag in FLAGS if flag in said}}

    def identifiers(self, intake: Intake) -> dict[str, str]:
        """Its sensitive numbers in plain, by kind."""
        return {
            kind: unsealed(intake.key_slot, kind, self.cells[column])
            for column, kind in IDENTIFIERS.items()
            if self.cells[column]
        }

    def fact(self) -> dict[str, Any]:
        """The values of the fact that a row of a subordinate file is."""
        values = {name: value for name, value in self.cells.items() if name != "a_number"}
        if self.file == "addresses.csv":
            values["seen_on"] = values.pop("as_of")
            values["provided_by_subject"] = values["provided_by_subject"] == "Y"
        return values


def rows_of(intake: Intake, file: str) -> Iterator[Row]:
    """The accepted rows of a file, by A-Number."""
    layout = EID_DAILY.file(file)
    assert layout is not None  # noqa: S101 - files come from the layout itself
    accepted = accepted_rows(intake).filter(file=file).order_by("canonical__0", "row")
    for number, canonical in accepted.values_list("row", "canonical").iterator(BATCH):
        cells = dict(zip(layout.index, canonical, strict=True))
        yield Row(cells, cells["a_number"], file, number)


class _Ahead:
    """The rows of one file, looked at a batch ahead."""

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
        taken = []
        while self.seen and (owner is None or self.seen[0].owner <= owner):
            taken.append(self.seen.popleft())
        return taken


Batch = dict[str, list[Row]]


def batches(intake: Intake) -> Iterator[Batch]:
    """The accepted rows of all files about persons, in batches by A-Number; no row of a person comes before their
    row of `subjects.csv`."""
    ahead = {name: _Ahead(rows_of(intake, name)) for name in ("subjects.csv", *FACT_OF, "photographs.csv")}
    while True:
        bounds = [bound for one in ahead.values() if (bound := one.bound()) is not None]
        bound = min(bounds, default=None)
        batch = {name: one.up_to(bound) for name, one in ahead.items()}
        if any(batch.values()):
            yield batch
        if bound is None:
            return
