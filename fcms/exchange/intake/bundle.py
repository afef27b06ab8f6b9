"""A bundle: a ZIP with `manifest.json` and the CSV files it names; or one bare CSV."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from fcms.lib.dates import parse_date
from fcms.lib.malformed import Malformed
from fcms.lib.verdict import Refused

FORMAT = "fcms-extract/1"
LARGEST_FILE = 8 * 1024**3
"""Bytes of one file once unpacked."""
STEEPEST = 200
"""How many times a file may grow when unpacked; CSV shrinks to a tenth, so more is a trap."""
MOST_FILES = 100_000


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
        with zipfile.ZipFile(stream) as bundle:
            _refuse_traps(bundle.infolist())
            yield bundle
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise Refused("The bundle is cut or damaged. Ask the sender for it again.") from None


def _refuse_traps(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise Refused(f"The bundle holds more than {MOST_FILES:,} files.")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused(
                "The bundle is protected by a password. Send it without one, over the secure channel."
            )
        grows = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > LARGEST_FILE or (entry.file_size > 10_000_000 and grows > STEEPEST):
            raise Refused(
                "A file in the bundle unpacks to far more than an extract can hold. Nothing was read."
            )


def read_manifest(bundle: zipfile.ZipFile) -> Manifest:
    """Read `manifest.json`, refusing what is missing or of the wrong form, by name."""
    try:
        info = bundle.getinfo("manifest.json")
    except KeyError:
        raise Refused("The bundle has no manifest.json. Ask the sender for a complete bundle.") from None
    if info.file_size > 10_000_000:
        raise Refused("manifest.json is larger than 10 MB. Ask the sender for a correct one.")
    try:
        said: Any = json.loads(bundle.read(info).decode("utf-8-sig"))
        return _manifest(said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        what = problem.sentence if isinstance(problem, Malformed) else "It is not of the form fcms-extract/1."
        raise Refused(f"manifest.json cannot be read. {what}") from None


def _manifest(said: dict[str, Any]) -> Manifest:
    if said["format"] != FORMAT:
        raise Malformed(f"Its format must be {FORMAT}.")
    files = tuple(Listed(str(f["name"]), int(f["rows"]), str(f["sha256"]).lower()) for f in said["files"])
    names = [listed.name for listed in files]
    if len(set(names)) != len(names):
        raise Malformed("It lists a file twice.")
    sequence = said.get("sequence")
    return Manifest(
        kind=str(said["kind"]),
        producer=str(said.get("producer", ""))[:80],
        extract_id=str(said.get("extract_id", ""))[:80],
        sequence=int(sequence) if sequence is not None else None,
        as_of=parse_date(str(said["as_of"])),
        files=files,
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
