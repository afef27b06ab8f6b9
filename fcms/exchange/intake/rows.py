"""CSV from a stranger, read with bounded memory: one bad line never hides the others."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from fcms.lib.verdict import Refused

LONGEST_LINE = 256 * 1024
"""Bytes of one physical line; longer ones are skipped without being held."""
LONGEST_CELL = 64 * 1024
"""Characters of one cell; a quotation mark never closed swallows at most this much."""
MOST_COLUMNS = 500

csv.field_size_limit(LONGEST_CELL)


@dataclass(slots=True)
class RawRow:
    """A row as read: its number (the first after the header is 1), its cells, and what made it unreadable."""

    number: int
    cells: list[str]
    fault: str = ""
    message: str = ""


class _Lines:
    """Lines of text from bytes, remembering what was wrong with the last ones."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.fault: tuple[str, str] | None = None
        self.first = True

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                self._skip_rest()
                self.fault = ("R-LINE", "The row is longer than 256 kB. Check for a missing line break.")
                yield "\r\n"
                continue
            yield self._decoded(line)

    def _skip_rest(self) -> None:
        while (rest := self.stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass

    def _decoded(self, line: bytes) -> str:
        if self.first:
            self.first = False
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Refused("The file is encoded as UTF-16. Save it as CSV UTF-8 and send it again.")
            line = line.removeprefix(b"\xef\xbb\xbf")
        if b"\0" in line:
            self.fault = ("R-NUL", "The row holds a NUL character. Export the file again as plain CSV.")
            line = line.replace(b"\0", b"")
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self.fault = ("R-ENCODING", "The row is not UTF-8. Save the file as CSV UTF-8 and send it again.")
            return line.decode("utf-8", "replace")


def read_header(names: list[str]) -> list[str]:
    """Return the column names as compared: trimmed, in small letters. Refuse absurd or repeated ones."""
    if len(names) > MOST_COLUMNS:
        raise Refused(f"The header has {len(names):,} columns; an extract has at most {MOST_COLUMNS}.")
    header = [name.strip().lower() for name in names]
    named = [name for name in header if name]
    if len(set(named)) != len(named):
        raise Refused("The header names a column twice. Remove one of them and send the file again.")
    return header


def read_rows(stream: IO[bytes]) -> Iterator[RawRow]:
    """Yield the header as row 0, then each row. Blank lines are passed over.

    Raises `Refused` where nothing sensible can be read: an empty file, a wrong encoding of the whole, a quotation
    mark that is never closed.
    """
    lines = _Lines(stream)
    reader = csv.reader(lines, strict=False)
    number = -1
    while True:
        lines.fault = None
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            raise Refused(
                f"After row {max(number, 0):,} a cell is longer than 64 kB: a quotation mark was probably opened "
                "and never closed. Correct the file and send it again."
            ) from None
        if not cells and lines.fault is None:
            continue
        number += 1
        fault, message = lines.fault or ("", "")
        if number == 0:
            if fault:
                raise Refused(f"The header cannot be read: {message}")
            yield RawRow(0, read_header(cells))
            continue
        yield RawRow(number, cells, fault, message)
    if number < 0:
        raise Refused("The file is empty. Send it again with its header row.")
