"""CSV from a stranger, read with bounded memory: one bad line never hides the others."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import IO, NamedTuple

from fcms.lib.verdict import Refused

LONGEST_LINE = 256 * 1024
"""Bytes of one physical line, and of a row over several lines; more is skipped without being held."""
LONGEST_CELL = 64 * 1024
"""Characters of one cell."""
MOST_COLUMNS = 500
MOST_RUNAWAYS = 100
"""Rows whose quotation mark runs on over the lines below; after that many the file is refused."""

_LONG = b"(a line too long to be held)"
_TOO_LONG = ("R-LINE", "The row is longer than 256 kB. Check for a missing line break.")
_NUL = ("R-NUL", "The row holds a NUL character. Export the file again as plain CSV.")
_NOT_UTF8 = ("R-ENCODING", "The row is not UTF-8. Save the file as CSV UTF-8 and send it again.")
_CELL = ("R-LINE", "A cell of this row is longer than 64 kB. Shorten it.")
_OPEN_QUOTE = (
    "R-QUOTE",
    "A quotation mark is opened in this row and never closed. Close it, or take it out.",
)
_STRAY_QUOTE = (
    "R-QUOTE",
    "A quotation mark or line end stands where none belongs. Write two marks where one is meant.",
)


class RawRow(NamedTuple):
    """A row as read: its number (the first after the header is 1), its cells, and what made it unreadable."""

    number: int
    cells: list[str]
    fault: str = ""
    message: str = ""


class _Runaway(Exception):
    """A row goes on over more lines than a row may have."""


class _Lines:
    """Lines of text from bytes. The lines of the row at hand are held, so that they can be read again one by one."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.first = True
        self.again: deque[bytes] = deque()
        self.taken: list[bytes] = []
        self.fault: tuple[str, str] | None = None

    def read(self) -> Iterator[str]:
        readline = self.stream.readline
        while line := self.again.popleft() if self.again else readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                self._skip_rest()
                line = _LONG
            self.taken.append(line)
            if len(self.taken) > 1 and sum(map(len, self.taken)) > LONGEST_LINE:
                raise _Runaway
            yield self._text(line)

    def _skip_rest(self) -> None:
        while (rest := self.stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass

    def _text(self, line: bytes) -> str:
        if self.first:
            self.first = False
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Refused("The file is encoded as UTF-16. Save it as CSV UTF-8 and send it again.")
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line is _LONG:
            self.fault = _TOO_LONG
            return "\r\n"
        if b"\0" in line:
            self.fault = _NUL
            line = line.replace(b"\0", b"")
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self.fault = self.fault or _NOT_UTF8
            return line.decode("utf-8", "replace")

    def next_row(self) -> None:
        self.taken.clear()
        self.fault = None

    def give_back(self) -> bool:
        """Have all lines of this row but its first read again; say whether there were any."""
        below = self.taken[1:]
        self.again.extendleft(reversed(below))
        return bool(below)


def read_header(names: list[str]) -> list[str]:
    """Return the column names as compared: trimmed, in small letters. Refuse absurd or repeated ones."""
    if len(names) > MOST_COLUMNS:
        raise Refused(
            f"The header has {len(names):,} columns; an extract has at most {MOST_COLUMNS}. Check the file."
        )
    header = [name.strip().lower() for name in names]
    named = [name for name in header if name]
    if len(set(named)) != len(named):
        raise Refused("The header names a column twice. Remove one of them and send the file again.")
    return header


def read_rows(stream: IO[bytes]) -> Iterator[RawRow]:
    """Yield the header as row 0, then each row. Blank lines are passed over.

    A row that cannot be taken apart is yielded with its fault, and reading goes on at the line below it. Raises
    `Refused` where nothing sensible can be read: an empty file, a wrong encoding, quotation marks all astray.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(stream)
    reader = csv.reader(lines.read(), strict=True)
    number, width, runaways = -1, 0, 0
    while True:
        lines.next_row()
        fault = None
        try:
            cells = next(reader)
        except StopIteration:
            break
        except (csv.Error, _Runaway) as problem:
            cells, fault = [], _fault_of(problem, len(lines.taken))
        if len(lines.taken) > 1 and number >= 0 and len(cells) != width:
            cells, fault = [], _OPEN_QUOTE
        if fault:
            runaways += lines.give_back()
            reader = csv.reader(lines.read(), strict=True)
            if runaways > MOST_RUNAWAYS:
                raise Refused(
                    f"More than {MOST_RUNAWAYS} rows have a quotation mark that is never closed. Export the file "
                    "again and send it anew."
                )
        fault = fault or lines.fault
        if not cells and fault is None:
            continue
        number += 1
        if number == 0:
            if fault:
                raise Refused(f"The header cannot be read. {fault[1]}")
            header = read_header(cells)
            width = len(header)
            yield RawRow(0, header)
            continue
        yield RawRow(number, cells, *(fault or ()))
    if number < 0:
        raise Refused("The file is empty. Send it again with its header row.")


def _fault_of(problem: Exception, lines: int) -> tuple[str, str]:
    if lines > 1 or "unexpected end" in str(problem):
        return _OPEN_QUOTE
    return _CELL if "field limit" in str(problem) else _STRAY_QUOTE
