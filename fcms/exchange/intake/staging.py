"""From a sealed file to staged rows with their findings, chunk by chunk, so that a kill loses only time."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import IO

from django.db import connection

from fcms.database import vault
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind
from fcms.exchange.rulebook import severity_of
from fcms.lib.verdict import Refused

from . import bundle, pictures
from .checking import Checked, Seal, check_row, memory_for
from .copytext import EMPTY, text_array
from .rows import RawRow, read_rows

CHUNK = 20_000
"""Rows between two commits of staging."""
LINES = 500
"""Rows handed to COPY at once."""

Report = Callable[[str, int, int], None]
"""Told (step, done, total), counted in rows or bytes."""
Commit = Callable[[], AbstractContextManager[None]]
"""Opens the transaction of one chunk."""

_COPY = "copy exchange_stagedrow (intake_id, file, row, cells, canonical, state) from stdin"
_COPY_FINDINGS = (
    'copy exchange_finding (intake_id, file, row, "column", rule, severity, message, value_class) from stdin'
)


def sealer(slot: int) -> Seal:
    """A function that seals a cell under the key of an intake.

    The blind index of the number follows it after a dot, so that checks compare numbers that nobody can read.
    """
    ring = vault.intakes

    def seal(column: Column, value: str) -> str:
        kept = base64.b64encode(ring.seal(slot, value, context=f"intake.{column.sealed}")).decode("ascii")
        return f"{kept}.{vault.blind(column.sealed, value).hex()}"

    return seal


def unsealed(slot: int, kind: str, value: str) -> str:
    """The plain text of a sealed cell of an intake."""
    kept, _, _index = value.partition(".")
    return vault.intakes.unseal(slot, base64.b64decode(kept), context=f"intake.{kind}")


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
        given = raw.cells
        if len(given) == self.width and not raw.fault:
            return [given[p] if p is not None else "" for p in self.positions], []
        if raw.fault:
            faults = [Flaw(raw.fault, "", raw.message)]
        else:
            faults = [
                Flaw(
                    "R-CELLS",
                    "",
                    f"The row has {len(given)} cells, the header {self.width}. Check for a cut line or a comma "
                    "without quotation marks.",
                )
            ]
        return [given[p] if p is not None and p < len(given) else "" for p in self.positions], faults


@dataclass(frozen=True)
class Staging:
    """One extract on its way into staged rows. `commit` opens the transaction of a chunk; `report` is told how far."""

    intake_id: int
    slot: int
    kind: Kind
    report: Report
    commit: Commit

    def stream(self, stream: IO[bytes]) -> int:
        """Stage a whole extract, bundle or bare CSV; return the number of rows. Raises `Refused` with the sentence."""
        if self.kind.reader is not None or not bundle.is_bundle(stream):
            return self._file(self.kind.main, stream, None)
        with bundle.opened(stream) as archive:
            manifest = bundle.read_manifest(archive)
            bundle.refuse_strangers(manifest, archive, {layout.name for layout in self.kind.files})
            self._note_unlisted(archive, manifest)
            return sum(self._listed(archive, listed) for listed in manifest.files)

    def _listed(self, archive: zipfile.ZipFile, listed: bundle.Listed) -> int:
        layout = self.kind.file(listed.name)
        assert layout is not None  # noqa: S101 - strangers were refused
        with archive.open(listed.name) as opened:
            hashed = bundle.Hashed(opened)
            rows = self._file(layout, io.BufferedReader(hashed, 1 << 18), archive)
            hashed.drain()
        bundle.refuse_lies(listed, rows, hashed.sha256.hexdigest())
        return rows

    def _file(self, layout: FileLayout, stream: IO[bytes], archive: zipfile.ZipFile | None) -> int:
        noted: list[tuple[int, Flaw]] = []
        reader = self.kind.reader
        rows = reader.rows(stream, _noter(noted)) if reader else read_rows(stream)
        header = Header.of(layout, next(rows).cells)
        self._note_unknown(layout, header)
        checked = self._checked(layout, header, rows, archive)
        count = 0
        while True:
            with self.commit():
                more = self._copy(layout.name, islice(checked, CHUNK))
            count += more
            self.report(f"reading {layout.name}", count, 0)
            if more < CHUNK:
                save_findings(self.intake_id, layout.name, noted)
                return count

    def _checked(
        self, layout: FileLayout, header: Header, rows: Iterator[RawRow], archive: zipfile.ZipFile | None
    ) -> Iterator[tuple[int, Checked]]:
        seal, known = sealer(self.slot), memory_for(layout)
        for raw in rows:
            cells, faults = header.arrange(raw)
            if layout.picture and not faults:
                faults = pictures.flaws(archive, layout.picture, cells[layout.index[layout.picture]].strip())
            yield raw.number, check_row(layout, cells, seal, faults, known)

    def _copy(self, file: str, checked: Iterator[tuple[int, Checked]]) -> int:
        """COPY rows as they are checked, so that the database works meanwhile; findings follow."""
        count = 0
        found: list[tuple[int, Flaw]] = []
        head = f"{self.intake_id}\t{file}\t"
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            while lines := [
                f"{head}{number}\t{_received(row)}\t{text_array(row.canonical)}\t{row.state}\n"
                for number, row in _noting(islice(checked, LINES), found)
            ]:
                copy.write("".join(lines))
                count += len(lines)
        save_findings(self.intake_id, file, found)
        return count

    def _note_unknown(self, layout: FileLayout, header: Header) -> None:
        if header.unknown:
            self._note(
                layout.name, "R-COLUMN", "Columns the layout does not know are not kept", header.unknown
            )

    def _note_unlisted(self, archive: zipfile.ZipFile, manifest: bundle.Manifest) -> None:
        listed = {one.name for one in manifest.files} | {bundle.MANIFEST}
        unlisted = [name for name in archive.namelist() if name not in listed and not pictures.named(name)]
        if unlisted:
            self._note(
                bundle.MANIFEST, "R-FILE", "Files that the manifest does not list are not read", unlisted
            )

    def _note(self, file: str, rule: str, sentence: str, names: list[str]) -> None:
        shown = ", ".join(bundle.shown(name, 30) for name in names[:5])
        save_findings(self.intake_id, file, [(0, Flaw(rule, "", f"{sentence}: {shown}."[:300]))])


def _noter(noted: list[tuple[int, Flaw]]) -> Callable[[str, str], None]:
    """What a reader tells of its file as a whole; put down when the file is read."""
    return lambda rule, sentence: noted.append((0, Flaw(rule, "", sentence[:300])))


def _noting(
    checked: Iterator[tuple[int, Checked]], found: list[tuple[int, Flaw]]
) -> Iterator[tuple[int, Checked]]:
    for number, row in checked:
        if row.flaws:
            found += [(number, flaw) for flaw in row.flaws]
        yield number, row


def _received(row: Checked) -> str:
    """The cells as received, left out where the canonical ones say the same."""
    same = row.cells == [value or "" for value in row.canonical]
    return EMPTY if same else text_array(list(row.cells))


def save_findings(intake_id: int, file: str, flaws: list[tuple[int, Flaw]]) -> None:
    """Put down findings of (row, flaw); row 0 is the file itself."""
    if not flaws:
        return
    with connection.cursor() as cursor, cursor.copy(_COPY_FINDINGS) as copy:
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
