"""How a sample is written: CSV files counted and hashed as they grow, faults planted in them, the truth beside them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO, Any

from fcms.exchange.layout import FileLayout
from fcms.exchange.rulebook import severity_of

from .places import Places

Row = dict[str, str]
UNKNOWN_COLUMN = "favorite_color"
"""A column that no layout knows: planted in the header of every file."""


@dataclass(slots=True)
class Around:
    """What a fault may need to know: randomness, places, and the last clean row of the file."""

    rng: Random
    places: Places
    stranger: Callable[[], str]
    earlier: Row = field(default_factory=dict)
    last: dict[str, Row] = field(default_factory=dict)
    """The last clean row of each sort of `SORTS`."""
    crowded: Row = field(default_factory=dict)
    """Where the planted crowd lives."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and the rule that must find it: what it does to the cells of a row, or to its line.

    `needs` is the kind of row that it takes: "" any, "known" of a stored subject, "ended" of one without a live case,
    or one that comes after a clean row of a sort of `SORTS`.
    """

    rule: str
    column: str
    what: str
    change: Callable[[Row, Around], None] | None = None
    line: Callable[[bytes], bytes] | None = None
    shorter: bool = False
    needs: str = ""


SORTS: dict[str, Callable[[Row], bool]] = {
    "unit": lambda row: bool(row.get("line_2") and row.get("line_1") and row.get("zip")),
    "dated": lambda row: bool(
        len(row.get("birth_date", "")) == 10 and row.get("a_number") and row.get("given_name")
    ),
    "ssn": lambda row: bool(row.get("ssn")),
    "live": lambda row: row.get("status") == "OPEN" and bool(row.get("a_number")),
}
"""Sorts of clean rows that a fault may look back on."""


def put(column: str, value: str) -> Callable[[Row, Around], None]:
    """A change that writes one cell."""

    def change(row: Row, around: Around) -> None:
        row[column] = value

    return change


def of_any_line(last: str) -> tuple[Fault, ...]:
    """Faults that any line of any file can have; `last` is the last column."""
    return (
        Fault("R-CELLS", "", "one cell too few", shorter=True),
        Fault("R-NUL", "", "a NUL character", line=lambda line: line[:-2] + b"\0\r\n"),
        Fault("R-ENCODING", "", "a byte that is not UTF-8", line=lambda line: line[:-2] + b"\xff\r\n"),
        Fault("R-LINE", "", "a line of 300 kB", line=lambda line: line[:-2] + b"x" * 300_000 + b"\r\n"),
    )


def bad_address(zip_column: str = "zip") -> tuple[Fault, ...]:
    """Faults of an address."""

    def another_state(row: Row, around: Around) -> None:
        row["state"] = "AK" if row["state"] != "AK" else "FL"

    def unknown(row: Row, around: Around) -> None:
        row["zip"] = around.rng.choice(around.places.unknown)

    def post_box(row: Row, around: Around) -> None:
        row["line_1"], row["line_2"] = f"PO BOX {around.rng.randrange(1, 9999)}", ""

    def no_unit(row: Row, around: Around) -> None:
        row |= {name: around.last["unit"][name] for name in ("line_1", "city", "state", "zip")}
        row["line_2"] = ""

    def no_street(row: Row, around: Around) -> None:
        row["line_1"], row["line_2"] = "CORNER OF SAMPLE AND SPECIMEN", ""

    return (
        Fault("R-ZIP", "zip", "four digits", put("zip", "7520")),
        Fault("R-ZIP", "zip", "letters", put("zip", "SAMPL")),
        Fault("R-ZIP-UNKNOWN", "zip", "in no directory", unknown),
        Fault("R-ZIP-STATE", "zip", "in another state", another_state),
        Fault("R-ZIP-CITY", "city", "another city", put("city", "Placeholder Springs")),
        Fault("R-CODE", "state", "no state", put("state", "ZZ")),
        Fault("R-PO-BOX", "line_1", "a post office box", post_box),
        Fault("R-UNIT-MISSING", "line_2", "a building with units, and none", no_unit, needs="unit"),
        Fault("R-ADDRESS-FORM", "line_1", "no number and street", no_street),
    )


CROWD = 12
"""People of one planted address: more than the rule lets pass."""
CROWDED_FROM = 200
"""Rows from which a sample has room for a crowd."""


def crowd() -> Fault:
    """One address for a crowd of people, planted in that many rows together."""

    def same(row: Row, around: Around) -> None:
        here = around.crowded = around.crowded or {name: row[name] for name in ("city", "state", "zip")}
        row |= here | {"line_1": "77 SAMPLE WAY", "line_2": "STE 900"}

    return Fault("R-MASS-ADDRESS", "line_1", "the address of a crowd", same)


class Planter:
    """Decides which rows of a file get which fault: each kind in turn, more or less every twelfth row."""

    def __init__(self, faults: Sequence[Fault], rows: int, rng: Random) -> None:
        self.faults = list(faults)
        self.rng = rng
        self.gap = min(max(rows // (len(faults) + 1), 2), 12) if faults else 0
        self.turn = self.used = 0
        self.wait = self.gap

    def next(self) -> Fault | None:
        """The fault of the next row, if any. The first row never has one."""
        if not self.gap:
            return None
        self.wait -= 1
        if self.wait > 0:
            return None
        self.wait = self.rng.randrange(max(self.gap - 3, 1), self.gap + 4) if self.gap > 3 else self.gap
        fault = self.faults[self.turn % len(self.faults)]
        self.turn += 1
        return fault


class Truth:
    """What was planted, written to `FILE.truth.json` as it happens."""

    def __init__(self, stream: IO[str], head: dict[str, Any]) -> None:
        self.stream = stream
        self.planted = self.clean = 0
        self.subjects: list[tuple[str, int, str]] = []
        stream.write(json.dumps(head)[:-1] + ', "planted": [')

    def note(self, file: str, row: int, fault: Fault) -> None:
        """Put down a fault."""
        entry = {
            "file": file,
            "row": row,
            "column": fault.column,
            "rule": fault.rule,
            "severity": severity_of(fault.rule),
            "what": fault.what,
        }
        self.stream.write((",\n " if self.planted else "\n ") + json.dumps(entry))
        self.planted += 1

    def about(self, file: str, row: int, a_number: str) -> None:
        """Put down which stored subject a row is truly about; a row that is not put down is about nobody here."""
        self.subjects.append((file, row, a_number))

    def done(self) -> None:
        """Close the list and say how many rows have no fault, and whom they are about where that is known."""
        whom = [{"file": file, "row": row, "a_number": number} for file, row, number in self.subjects]
        about = f', "about": {json.dumps(whom)}' if whom else ""
        self.stream.write(f'\n], "clean_rows": {self.clean}{about}}}\n')


@contextmanager
def truth_beside(out: Path, head: dict[str, Any], *, planted: bool) -> Iterator[Truth | None]:
    """The truth to be written beside a planted sample, else None."""
    if not planted:
        yield None
        return
    with (out.parent / f"{out.name}.truth.json").open("w", encoding="utf-8") as stream:
        truth = Truth(stream, head)
        yield truth
        truth.done()


class Sheet:
    """One CSV of a sample, written row by row."""

    def __init__(self, stream: IO[bytes], layout: FileLayout, truth: Truth | None, planter: Planter) -> None:
        self.stream, self.layout, self.truth, self.planter = stream, layout, truth, planter
        self.columns = [column.name for column in layout.columns]
        self.rows = 0
        self.sha256 = hashlib.sha256()
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text)
        if truth:
            truth.note(layout.name, 0, Fault("R-COLUMN", "", "a column that the layout does not know"))
        self._write(self._line([*self.columns, *([UNKNOWN_COLUMN] if truth else [])]))

    def add(self, row: Row, around: Around, fault: Fault | None = None) -> None:
        """Write a row, spoilt by `fault` if there is one."""
        self.rows += 1
        if fault and fault.needs in SORTS and fault.needs not in around.last:
            fault = None
        if fault and fault.change:
            fault.change(row, around)
        cells = [row.get(name, "") for name in self.columns]
        if self.truth:
            cells.append("")
        line = self._line(cells[:-1] if fault and fault.shorter else cells)
        self._write(fault.line(line) if fault and fault.line else line)
        if fault and self.truth:
            self.truth.note(self.layout.name, self.rows, fault)
        elif self.truth:
            self.truth.clean += 1
        if not fault:
            around.earlier = dict(row)
            around.last |= {sort: around.earlier for sort, is_one in SORTS.items() if is_one(row)}

    def _line(self, cells: Sequence[str]) -> bytes:
        self._text.seek(0)
        self._text.truncate()
        self._writer.writerow(cells)
        return self._text.getvalue().encode()

    def _write(self, line: bytes) -> None:
        self.sha256.update(line)
        self.stream.write(line)
