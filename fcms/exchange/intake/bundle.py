"""A bundle: a ZIP with `manifest.json` and the CSV files it names; or one bare CSV."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import IO, Any

from fcms.lib.dates import check_range, parse_date
from fcms.lib.malformed import Malformed
from fcms.lib.verdict import Refused

from .cleaners import text, today_anywhere

FORMAT = "fcms-extract/1"
MANIFEST = "manifest.json"
LARGEST_FILE = 8 * 1024**3
"""Bytes of one file once unpacked."""
STEEPEST = 200
"""How many times a file may grow when unpacked; CSV shrinks to a tenth, so more is a trap."""
MOST_FILES = 100_000
LARGEST_DIRECTORY = 32_000_000
"""Bytes of the list of entries: far more than that of so many files."""
LARGEST_MANIFEST = 10_000_000
LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the sender says of the bundle."""

    kind: str
    producer: str = ""
    extract_id: str = ""
    sequence: int | None = None
    as_of: date | None = None
    files: tuple[Listed, ...] = field(default_factory=tuple)


DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, lzma.LZMAError)
"""What reading a ZIP that was cut, altered or made in an unknown way raises."""


def is_bundle(stream: IO[bytes]) -> bool:
    """Say whether the file is a ZIP, and rewind it."""
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    return start == b"PK\x03\x04"


@contextmanager
def opened(stream: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """Open the bundle, refusing what is broken, encrypted, or grows beyond measure."""
    try:
        _refuse_long_directory(stream)
        with zipfile.ZipFile(stream) as bundle:
            _refuse_traps(bundle.infolist())
            yield bundle
    except DAMAGED:
        raise Refused("The bundle is cut or damaged. Ask the sender for it again.") from None


def _refuse_long_directory(stream: IO[bytes]) -> None:
    """Look at the end of the file before the list of its entries is read: that list is held in memory."""
    end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    stream.seek(0)
    if end and end[5] > LARGEST_DIRECTORY:
        raise Refused(f"The bundle holds more than {MOST_FILES:,} files. Ask the sender for smaller bundles.")


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Entries that share their bytes make a small file unpack to a huge one."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(ordered):
        if entry.header_offset + entry.compress_size > following.header_offset:
            raise Refused("Files in the bundle lie over each other. Ask the sender for a correct one.")


def _refuse_traps(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise Refused(f"The bundle holds more than {MOST_FILES:,} files. Ask the sender for smaller bundles.")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused("The bundle holds a file twice. Ask the sender for a correct one.")
    _refuse_overlaps(entries)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused(
                "The bundle is protected by a password. Send it without one, over the secure channel."
            )
        grows = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > LARGEST_FILE or (entry.file_size > 10_000_000 and grows > STEEPEST):
            raise Refused(
                "A file in the bundle unpacks to far more than an extract can hold. Nothing was read. Ask the sender."
            )


def read_manifest(bundle: zipfile.ZipFile) -> Manifest:
    """Read `manifest.json`, refusing what is missing or of the wrong form, by name."""
    try:
        info = bundle.getinfo(MANIFEST)
    except KeyError:
        raise Refused("The bundle has no manifest.json. Ask the sender for a complete bundle.") from None
    if info.file_size > LARGEST_MANIFEST:
        raise Refused("manifest.json is larger than 10 MB. Ask the sender for a correct one.")
    try:
        return _manifest(_json(bundle.read(info).decode("utf-8-sig")))
    except Malformed as problem:
        raise Refused(f"manifest.json cannot be read. {problem.sentence}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise Refused(
            f"manifest.json cannot be read. It is not of the form {FORMAT}. Ask the sender for a correct one."
        ) from None


def _json(written: str) -> dict[str, Any]:
    """The object written, refusing what two readers may read in two ways: a key twice, numbers that are none."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) != len(pairs):
            raise Malformed("It says something twice.")
        return dict(pairs)

    def no_number(name: str) -> Any:
        raise ValueError(name)

    read: dict[str, Any] = json.loads(written, object_pairs_hook=once, parse_constant=no_number)
    return read


def _manifest(said: dict[str, Any]) -> Manifest:
    if said["format"] != FORMAT:
        raise Malformed(f"Its format must be {FORMAT}.")
    files = tuple(
        Listed(str(one["name"]), _number(one["rows"]), str(one["sha256"]).lower()) for one in said["files"]
    )
    if not files:
        raise Malformed("It lists no file.")
    if len({listed.name for listed in files}) != len(files):
        raise Malformed("It lists a file twice.")
    as_of = parse_date(str(said["as_of"]))
    check_range(as_of, latest=today_anywhere(), what="Its day (as_of)")
    sequence = said.get("sequence")
    return Manifest(
        kind=_words(said["kind"]),
        producer=_words(said.get("producer") or ""),
        extract_id=_words(said.get("extract_id") or ""),
        sequence=_number(sequence) if sequence is not None else None,
        as_of=as_of,
        files=files,
    )


def _number(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool):
        raise TypeError(said)
    number = said
    if not 0 <= number <= LARGEST_NUMBER:
        raise Malformed("A number of rows or a sequence in it is out of range.")
    return number


def _words(said: Any) -> str:
    return text(80)(str(said)) if said != "" else ""


def shown(name: str, longest: int = 60) -> str:
    """A name that a stranger chose, fit to stand in a sentence."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:longest])


def refuse_strangers(manifest: Manifest, bundle: zipfile.ZipFile, known: set[str]) -> None:
    """Refuse a manifest that lists what no bundle of this kind holds, or what is not there."""
    there = set(bundle.namelist())
    for listed in manifest.files:
        if listed.name not in known:
            raise Refused(
                f"The manifest lists {shown(listed.name)}, which is no file of {manifest.kind}. Ask the sender for a "
                "correct bundle."
            )
        if listed.name not in there:
            raise Refused(
                f"The manifest lists {listed.name}, which is not in the bundle. Ask the sender for a complete one."
            )


class Hashed(io.RawIOBase):
    """A stream that counts and hashes what is read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.sha256 = hashlib.sha256()
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self.stream.read(len(buffer))
        self.sha256.update(chunk)
        self.read_bytes += len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def drain(self) -> None:
        """Read what is left, so that the checksum is of the whole."""
        while self.read(1 << 20):
            pass


def measured(stream: IO[bytes]) -> tuple[str, int]:
    """The SHA-256 and the size in bytes of a file, read once and rewound."""
    stream.seek(0)
    hashed = Hashed(stream)
    hashed.drain()
    stream.seek(0)
    return hashed.sha256.hexdigest(), hashed.read_bytes


def refuse_lies(listed: Listed, rows: int, sha256: str) -> None:
    """Refuse a file whose content is not what the manifest says."""
    if sha256 != listed.sha256:
        raise Refused(
            f"{listed.name} is not the file the manifest describes: its checksum differs. Ask for it again."
        )
    if rows != listed.rows:
        raise Refused(
            f"{listed.name} has {rows:,} rows; the manifest says {listed.rows:,}. Ask the sender for a correct bundle."
        )
