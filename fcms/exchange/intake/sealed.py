"""The file of an extract as received: sealed on disk until it is applied or refused, under a name without meaning."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from fcms.database import vault
from fcms.database.sealedfile import SealedReader, SealedWriter
from fcms.exchange.models import Intake
from fcms.lib.verdict import Refused

SUFFIX = ".sealed"
GRACE = 24 * 60 * 60
"""Seconds after which a file that no extract needs was surely left by a process that was killed."""


def folder() -> Path:
    """Where sealed extracts lie."""
    return Path(settings.FCMS_HOME) / "intakes"


def _path(number: str) -> Path:
    return folder() / f"{number}{SUFFIX}"


def seal(intake: Intake, stream: IO[bytes]) -> None:
    """Keep a file, encrypted as it is written, under the key of its intake; refuse one that changed meanwhile."""
    vault.intakes.open_slots(intake.key_slot, 1)
    stream.seek(0)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    content = hashlib.sha256()
    with SealedWriter(_path(intake.number), vault.intakes, intake.key_slot) as kept:
        while chunk := stream.read(1 << 20):
            kept.write(chunk)
            content.update(chunk)
    if content.hexdigest() != intake.content:
        forget(intake.number)
        raise Refused(
            "The file changed while it was read, so nothing was loaded. Load it again once it is whole."
        )


@contextmanager
def opened(intake: Intake) -> Iterator[IO[bytes]]:
    """The file as received, decrypted as it is read."""
    with SealedReader(_path(intake.number), vault.intakes, intake.key_slot) as reader:
        yield io.BufferedReader(reader, 1 << 16)


def forget(number: str) -> None:
    """Delete the file of an extract."""
    _path(number).unlink(missing_ok=True)


def sweep(needed: Iterable[str]) -> int:
    """Delete what killed processes left of extracts that need their file no more; return how many files."""
    keep = {_path(number) for number in needed}
    old = time.time() - GRACE
    left = [path for path in folder().glob(f"*{SUFFIX}") if path not in keep and path.stat().st_mtime < old]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
