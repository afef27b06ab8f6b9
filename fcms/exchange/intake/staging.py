"""From a sealed file to staged rows with their findings, chunk by chunk, so that a kill loses only time."""

from __future__ import annotations

import base64
import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.db import connection

from fcms.database import vault
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind
from fcms.exchange.rulebook import severity_of
from fcms.lib.verdict import Refused

from . import bundle
from .checking import Checked, check_row
from .rows import RawRow, read_rows

CHUNK = 20_000
"""Rows between two commits of staging."""

Report = Callable[[str, int, int], None]
"""Told (step, done, total), counted in rows or bytes."""


def sealer(slot: int) -> Callable[[Column, str], str]:
    """A function that seals a cell under the key of an intake."""
    ring = vault.intakes

    def seal(column: Column, value: str) -> str:
        return base64.b64encode(ring.seal(slot, value, context=f"intake.{column.sealed}")).decode("ascii")

    return seal


def unsealed(slot: int, kind: str, value: str) -> str:
    """The plain text of a sealed cell of an intake."""
    return vault.intakes.unseal(slot, base64.b64decode(value), context=f"intake.{kind}")


@dataclass(slots=True)
class Header:
    """How the columns of a file map to the layout."""

    positions: list[int | None]
    width: int
    unknown: list[str]

    @classmethod
    def of(cls, layout: FileLayout, names: list[str]) -> Header:
        missing = [c.name for c in layout.columns if c.required and c.name not in names]
        if missing:
            raise Refused(
                f"{layout.name} lacks the column {', '.join(missing)}. Add it to the header and send the file again."
            )
        positions = [names.index(c.name) if c.name in names else None for c in layout.columns]
        return cls(positions, len(names), [name for name in names if layout.index.get(name) is None])

    def arrange(self, raw: RawRow) -> tuple[list[str], list[Flaw]]:
        """The cells of a row in the order of the layout, and what is wrong with the row as a line."""
        faults = [Flaw(raw.fault, "", raw.message)] if raw.fault else []
        if not raw.fault and len(raw.cells) != self.width:
            faults.append(
                Flaw(
                    "R-CELLS",
                    "",
                    f"The row has {len(raw.cells)} cells, the header {self.width}. Check for a cut line or a comma "
                    "without quotation marks.",
                )
            )
        cells = [raw.cells[p] if p is not None and p < len(raw.cells) else "" for p in self.positions]
        return cells, faults


def stage_file(
    intake_id: int,
    slot: int,
    layout: FileLayout,
    stream: IO[bytes],
    report: Report,
    commit: Callable[[], Any],
) -> int:
    """Read one CSV into staged rows and findings; return the number of rows.

    `commit()` is called after each chunk, as a context manager that holds the next one's transaction.
    """
    rows = read_rows(stream)
    header = Header.of(layout, next(rows).cells)
    seal = sealer(slot)
    _note_unknown(intake_id, layout, header)
    count = 0
    for chunk in _chunks(rows):
        checked: list[tuple[int, Checked]] = []
        for raw in chunk:
            cells, faults = header.arrange(raw)
            checked.append((raw.number, check_row(layout, cells, seal, faults)))
        with commit():
            _copy(intake_id, layout.name, checked)
        count += len(checked)
        report(f"reading {layout.name}", count, 0)
    return count


def _chunks(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    chunk: list[RawRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _note_unknown(intake_id: int, layout: FileLayout, header: Header) -> None:
    if header.unknown:
        shown = ", ".join(name[:30] for name in header.unknown[:5])
        save_findings(
            intake_id,
            layout.name,
            [(0, Flaw("R-COLUMN", "", f"Columns the layout does not know are not kept: {shown}."[:300]))],
        )


def _copy(intake_id: int, file: str, checked: list[tuple[int, Checked]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("copy exchange_stagedrow (intake_id, file, row, cells, clean, state) from stdin") as copy,
    ):
        for number, row in checked:
            copy.write_row((intake_id, file, number, row.cells, row.clean, row.state))
    save_findings(intake_id, file, [(number, flaw) for number, row in checked for flaw in row.flaws])


def save_findings(intake_id: int, file: str, flaws: list[tuple[int, Flaw]]) -> None:
    """Put down findings of (row, flaw); row 0 is the file itself."""
    if not flaws:
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(
            'copy exchange_finding (intake_id, file, row, "column", rule, severity, message, value_class) from stdin'
        ) as copy,
    ):
        for number, flaw in flaws:
            copy.write_row(
                (
                    intake_id,
                    file,
                    number,
                    flaw.column,
                    flaw.rule,
                    severity_of(flaw.rule),
                    flaw.message,
                    flaw.value_class,
                )
            )


def stage_stream(
    intake_id: int, slot: int, kind: Kind, stream: IO[bytes], report: Report, commit: Callable[[], Any]
) -> int:
    """Stage a whole extract, bundle or bare CSV; return the number of rows. Raises `Refused` with the sentence."""
    if not bundle.is_bundle(stream):
        return stage_file(intake_id, slot, kind.main, stream, report, commit)
    total = 0
    with bundle.opened(stream) as archive:
        for listed in bundle.read_manifest(archive).files:
            layout = kind.file(listed.name)
            if layout is None:
                raise Refused(f"The manifest lists {listed.name[:60]}, which is no file of {kind.code}.")
            try:
                opened = archive.open(listed.name)
            except KeyError:
                raise Refused(f"The manifest lists {listed.name}, which is not in the bundle.") from None
            with opened:
                hashed = bundle.Hashed(opened)
                rows = stage_file(intake_id, slot, layout, _buffered(hashed), report, commit)
                with contextlib.suppress(StopIteration):
                    while hashed.read(1 << 20):
                        pass
            bundle.refuse_lies(listed, rows, hashed.sha256.hexdigest())
            total += rows
    return total


def _buffered(raw: bundle.Hashed) -> IO[bytes]:
    return io.BufferedReader(raw, 1 << 18)
