"""Reads the City State product: fixed records of 129 bytes without line breaks, the first one of type C.

Layout (positions from 1) as documented by the Postal Service: C copyright with the month of the edition, D detail,
A alias, N seasonal, Z zone split, S scheme. Only D says where a ZIP code lies; the others are counted.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import IO

from fcms.exchange.intake.bundle import Manifest
from fcms.exchange.intake.cleaners import today_anywhere
from fcms.exchange.intake.rows import RawRow
from fcms.lib.verdict import Refused
from fcms.offices.queries import edition_in_force, zip_count

from .policy import limits

RECORD = 129
BLOCK = RECORD * 4096
PRODUCER = "USPS"

DETAIL = {
    "zip": (1, 6),
    "city_key": (6, 12),
    "zip_class": (12, 13),
    "city": (13, 41),
    "facility": (54, 55),
    "mailing": (55, 56),
    "last_line_key": (56, 62),
    "last_line": (62, 90),
    "state": (99, 101),
    "county_number": (101, 104),
    "county": (104, 129),
}
"""What is read of a detail record, as half-open slices from 0. Rates, finance numbers and the like are not kept."""
MONTH, YEAR = slice(19, 21), slice(22, 24)
COUNTED = {
    "A": "alias",
    "N": "seasonal",
    "Z": "zone split",
    "S": "scheme",
    "P": "post office box",
}
"""The types that are known and say nothing of where a ZIP code lies."""

_NOT_ASCII = (
    "R-ENCODING",
    "The record holds a byte that is not ASCII. Ask the Postal Service for the file again.",
)


def look(stream: IO[bytes]) -> Manifest:
    """Refuse what cannot be the product; say of which month it is. The stream is rewound."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    start = stream.read(RECORD + 1)
    stream.seek(0)
    _refuse_other_files(start)
    if size % RECORD:
        raise Refused(
            f"The file is cut: {size:,} bytes are {size // RECORD:,} records of {RECORD} and {size % RECORD} bytes"
            " too many. Ask for it again."
        )
    month = month_of(start[:RECORD])
    in_force = edition_in_force()
    if in_force is not None and in_force.month is not None and month < in_force.month:
        raise Refused(
            f"This directory is of {month:%B %Y}; the one in force is of {in_force.month:%B %Y}. Load a newer one."
        )
    return Manifest("city-state", PRODUCER, extract_id=f"{month:%Y-%m}", as_of=min(month, today_anywhere()))


def _refuse_other_files(start: bytes) -> None:
    if start[:4] == b"PK\x03\x04":
        raise Refused(
            "The City State product comes as one file, not as a bundle. Unpack it and load ctystate.txt."
        )
    if not start[:RECORD].isascii():
        raise Refused(
            "The file is not ASCII: it is still encrypted, or of another kind. Decrypt it and load ctystate.txt."
        )
    if b"\n" in start or b"\r" in start:
        raise Refused(
            "The records have line breaks between them, which the product does not have. Load the file as delivered."
        )
    if start[:1] != b"C":
        raise Refused(
            "The first record is not the copyright record (type C). The file is out of order, or of another kind."
        )


def month_of(record: bytes) -> date:
    """The month that the copyright record names, as its first day."""
    month, year = record[MONTH].decode("ascii", "replace"), record[YEAR].decode("ascii", "replace")
    if not (month.isdecimal() and year.isdecimal() and 1 <= int(month) <= 12):
        raise Refused("The copyright record names no month and year. Ask for the file again.")
    return date(2000 + int(year), int(month), 1)


def rows(stream: IO[bytes], note: Callable[[str, str], None]) -> Iterator[RawRow]:
    """Yield the columns as row 0, then each detail record under its place in the file, the copyright record being 0.

    Records of other types are counted and noted. Refused are a file that has lost bytes within and one with far
    fewer ZIP codes than the directory in force.
    """
    counted: Counter[str] = Counter()
    zips: set[str] = set()
    month = None
    there = zip_count()  # asked before the first row: while rows are copied in, the connection is taken
    yield RawRow(0, list(DETAIL))
    for number, record in enumerate(_records(stream)):
        code = chr(record[0]) if record[0] < 128 else "?"
        counted[code] += 1
        if number == 0:
            month = month_of(record)
        elif code == "D":
            row = _detail(number, record)
            zips.add(row.cells[0])
            yield row
    refuse_displaced(counted)
    refuse_far_fewer(len(zips), there)
    _note_what_was_counted(counted, note)
    _note_month(month, note)


def _records(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        while len(block) % RECORD and (more := stream.read(RECORD - len(block) % RECORD)):
            block += more
        if len(block) % RECORD:
            raise Refused("The file ends within a record. Ask for it again.")
        yield from (block[start : start + RECORD] for start in range(0, len(block), RECORD))


def _detail(number: int, record: bytes) -> RawRow:
    text = record.decode("ascii", "replace")
    cells = [text[start:end].strip() for start, end in DETAIL.values()]
    if not record.isascii():
        return RawRow(number, cells, *_NOT_ASCII)
    if b"\0" in record:
        cells = [cell.replace("\0", "") for cell in cells]
        return RawRow(number, cells, "R-NUL", "The record holds a NUL character. Ask for the file again.")
    return RawRow(number, cells)


def unknown_types(counted: Counter[str]) -> int:
    """How many records are of no type that is known; a second copyright record is out of order and counts too."""
    return sum(number for code, number in counted.items() if code not in COUNTED and code != "D") - 1


def refuse_displaced(counted: Counter[str]) -> None:
    """Refuse a file of which so many records are of no known type that bytes must be missing within."""
    unknown = unknown_types(counted)
    if unknown * 100 > limits().most_unknown * counted.total():
        raise Refused(
            f"{unknown:,} of {counted.total():,} records are of no known type. Bytes are missing within the file."
            " Ask for it again."
        )


def refuse_far_fewer(zips: int, there: int) -> None:
    """Refuse a directory with far fewer ZIP codes than the one in force: it is not whole."""
    if zips * 100 < limits().fewest * there:
        raise Refused(
            f"The directory has {zips:,} ZIP codes; the one in force has {there:,}. With less than"
            f" {limits().fewest} percent of them it cannot be whole. Ask for it again."
        )


def _note_what_was_counted(counted: Counter[str], note: Callable[[str, str], None]) -> None:
    known = [f"{counted[code]:,} {name}" for code, name in COUNTED.items() if counted[code]]
    if known:
        note("R-RECORD-TYPE", f"Counted and not needed for routing: {', '.join(known)} records.")
    if counted["C"] > 1:
        note(
            "R-RECORD-TYPE",
            f"{counted['C'] - 1:,} further copyright records stand within the file, out of order.",
        )
    strange = {code: number for code, number in counted.items() if code not in COUNTED and code not in "CD"}
    if strange:
        shown = ", ".join(code if code.isalnum() else "?" for code in sorted(strange)[:5])
        note(
            "R-RECORD-TYPE",
            f"{sum(strange.values()):,} records are of unknown type ({shown}) and were left out.",
        )


def _note_month(month: date | None, note: Callable[[str, str], None]) -> None:
    today = today_anywhere()
    if month is not None:
        behind = (today.year - month.year) * 12 + today.month - month.month
        if behind > 1 or behind < -1:
            note(
                "R-EDITION",
                f"The directory is of {month:%B %Y}, and it is {today:%B %Y}. Make sure that it is the newest.",
            )
