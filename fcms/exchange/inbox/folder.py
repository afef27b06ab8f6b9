"""The watched folder itself. Nothing that lies in it is trusted, not even its name, which is kept nowhere."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from fcms.exchange.uploads import LARGEST, Scrambled

DONE, REFUSED = "done", "refused"
UNFINISHED = (".part", ".filepart", ".tmp")
"""What partners' programs call a file that they are still writing."""
KEPT = 30 * 24 * 60 * 60
"""Seconds after which receipts and refused files are deleted."""
OURS = "arrival-"
BLOCK = 1 << 20


class Changed(Exception):
    """The file was changed, or taken away, while it was read."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that lies in the folder, as it was when it was looked at."""

    kind: str
    path: Path
    mode: int
    size: int
    links: int
    state: tuple[int, int, int, int, int]
    """Device, inode, size, and when content and entry were changed last: any writing changes it."""

    @property
    def mark(self) -> str:
        """Tells this state of this file from every other, and nothing about it."""
        return hashlib.sha256(repr((self.kind, self.state)).encode()).hexdigest()


def root() -> Path:
    """Where the folders of all kinds lie: FCMS_INBOX, or `inbox` in the home."""
    return Path(getattr(settings, "FCMS_INBOX", "") or Path(settings.FCMS_HOME) / "inbox")


def made(kind: str) -> Path:
    """The folder of a kind, made where it is missing, for nobody but its owner."""
    folder = root() / kind
    for path in (root().parent, root(), folder, folder / DONE, folder / REFUSED):
        path.mkdir(mode=0o700, exist_ok=True)
    return folder


def may_be_watched(folder: Path) -> bool:
    """Whether only its owner and a group may put something there."""
    return not folder.stat().st_mode & stat.S_IWOTH


def look(kind: str) -> list[Seen]:
    """What lies in the folder of a kind and is not being written, in the order in which it was finished."""
    found = []
    with os.scandir(made(kind)) as entries:
        for entry in entries:
            if entry.name in (DONE, REFUSED) or entry.name.startswith("."):
                continue
            if not entry.name.lower().endswith(UNFINISHED):
                with suppress(FileNotFoundError):
                    found.append(_seen(kind, Path(entry.path), entry.stat(follow_symlinks=False)))
    return sorted(found, key=lambda one: (one.state[3], one.path.name))


def _seen(kind: str, path: Path, now: os.stat_result) -> Seen:
    return Seen(kind, path, now.st_mode, now.st_size, now.st_nlink, _state(now))


def _state(now: os.stat_result) -> tuple[int, int, int, int, int]:
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


class Watch:
    """Remembers the last look: only what is the same at two looks is complete."""

    def __init__(self) -> None:
        self.before: set[str] = set()

    def still(self, seen: list[Seen]) -> list[Seen]:
        """Those that are as they were at the look before."""
        before, self.before = self.before, {one.mark for one in seen}
        return [one for one in seen if one.mark in before]


def fault(seen: Seen) -> str:
    """Why something is not read at all, or nothing."""
    if not stat.S_ISREG(seen.mode):
        return "This is no file but a folder, a link or a device. Drop the file itself, not inside a folder."
    if seen.links > 1:
        return "This file has a second name elsewhere (a hard link). Drop a copy that is a file of its own."
    if seen.size > LARGEST:
        return f"This file is larger than {LARGEST // 1024**3} GB. Have it loaded with `fcms intake load`."
    return ""


@contextmanager
def taken(seen: Seen) -> Iterator[IO[bytes]]:
    """The content of a file, read once into an encrypted copy; raises `Changed` if it did not hold still meanwhile."""
    copy = Scrambled()
    try:
        with os.fdopen(_open(seen.path), "rb") as stream:
            _must_be(seen, os.fstat(stream.fileno()))
            while block := stream.read(BLOCK):
                copy.write(block)
                if copy.size > seen.size:
                    raise Changed
            _must_be(seen, os.fstat(stream.fileno()))
        copy.seek(0)
        yield io.BufferedReader(copy, 1 << 16)  # type: ignore[type-var]
    finally:
        copy.close()


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as failure:  # its text would say the name
        raise Changed from (failure if isinstance(failure, PermissionError) else None)


def _must_be(seen: Seen, now: os.stat_result) -> None:
    if _state(now) != seen.state:
        raise Changed


def put_away(seen: Seen, number: int, note: str, *, keep: bool) -> bool:
    """Take a file out of the folder and leave a note; say whether that was done.

    What was received lies sealed in the home, so that only the note is left of it, in `done/`. What was refused is kept
    beside its note in `refused/`. Where another file has taken its place meanwhile, that one is left where it is.
    """
    aside = seen.path.parent / (REFUSED if keep else DONE)
    target = aside / f"{OURS}{number}{_ending(seen) if keep else '.taken'}"
    _write(aside / f"{OURS}{number}.txt", note)
    try:
        seen.path.rename(target)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    now = target.lstat()
    if (now.st_dev, now.st_ino) != seen.state[:2]:
        target.rename(seen.path.parent / f"again-{number}")  # its own name may be taken once more
        return True
    if not keep:
        target.unlink()
    return True


def _ending(seen: Seen) -> str:
    ending = seen.path.suffix.lower()
    return ending if ending in (".csv", ".zip") and stat.S_ISREG(seen.mode) else ".dropped"


def _write(path: Path, note: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(note)


def sweep(kind: str) -> int:
    """Delete old notes and refused files, and what a killed process left of a received one; return how many."""
    old, gone = time.time() - KEPT, 0
    for name in (DONE, REFUSED):
        for path in (made(kind) / name).glob(f"{OURS}*"):
            known = path.lstat()
            if stat.S_ISDIR(known.st_mode):
                continue  # a folder that a partner dropped is for a person to look at
            if known.st_mtime < old or path.suffix == ".taken":
                path.unlink(missing_ok=True)
                gone += 1
    return gone
