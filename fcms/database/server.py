"""What a process calls that needs the embedded server, which runs until the last such process is gone."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from . import keeper
from .place import Place, ServerNotStarted
from .secrets import make_home

Tell = Callable[[str], None]
SECONDS_TO_START = 90
_using: dict[Path, int] = {}
"""By home, this process's hold on the lock that keeps the server running; children that fork share it."""
_one_at_a_time = threading.RLock()


@lru_cache(maxsize=16)
def place_of(home: Path) -> Place:
    """Return where the server of `home` lives."""
    return Place(home)


def ensure(home: Path, *, tell: Tell | None = None, again: bool = False) -> Path:
    """Make sure that the server of `home` runs while this process lives; return the folder of its socket.

    Looked at once per process, or `again` after a connection failed. `tell` gets a sentence on first creation.
    """
    place = place_of(home)
    with _one_at_a_time:
        if place.home in _using and not again:
            return place.socket
        if place.home not in _using:
            _using[place.home] = _come_in(place)
        _wait_until_it_answers(place, tell or _tell_on_stderr)
    return place.socket


def release(home: Path, *, seconds: float = 10) -> bool:
    """Let go of the server and wait up to `seconds` for it to stop; False where others still use it."""
    place = place_of(home)
    with _one_at_a_time:
        descriptor = _using.pop(place.home, None)
        if descriptor is not None:
            os.close(descriptor)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        lock = keeper.take_lock(place)
        if lock is not None:
            os.close(lock)
            return True
        if _others_use_it(place):
            return False
        time.sleep(0.02)
    return False


def _come_in(place: Place) -> int:
    """Take the shared lock. While a keeper is stopping the server this waits until it is gone."""
    make_home(place.home)
    descriptor = os.open(place.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _others_use_it(place: Place) -> bool:
    """Say whether somebody else holds the shared lock; a keeper that is taking it alone counts as nobody."""
    descriptor = os.open(place.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for _ in range(10):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return False
            except BlockingIOError:
                pass
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
                fcntl.flock(descriptor, fcntl.LOCK_UN)
            except BlockingIOError:
                return False
            time.sleep(0.02)
        return True
    finally:
        os.close(descriptor)


def _wait_until_it_answers(place: Place, tell: Tell) -> None:
    deadline, keepers = time.monotonic() + SECONDS_TO_START, 0
    creating = not place.exists
    while not _answers(place):
        lock = keeper.take_lock(place)
        if lock is not None:
            if keepers == 2:
                os.close(lock)
                raise ServerNotStarted(_why(place))
            if creating and keepers == 0:
                tell(f"Creating the database in {place.home} (first start, a few seconds).")
            keepers += 1
            _start_keeper(place, lock)
        if time.monotonic() > deadline:
            raise ServerNotStarted(_why(place))
        time.sleep(0.02)
    if creating and keepers:
        tell("The database is ready.")


def _answers(place: Place) -> bool:
    """Say whether a keeper holds a server that takes connections."""
    try:
        if place.keeper_lock.read_bytes() != keeper.READY or _is_free(place.keeper_lock):
            return False
    except FileNotFoundError:
        return False
    from psycopg.pq import PGconn, Ping

    return bool(PGconn.ping(f"host={place.socket} port=5432".encode()) == Ping.OK)


def _is_free(lock: Path) -> bool:
    descriptor = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _start_keeper(place: Place, lock: int) -> None:
    """Start a keeper that outlives us and our terminal, handing it the lock."""
    _turn_log(place.log)
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    log = os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        subprocess.run(
            [sys.executable, "-m", "fcms.database.keeper", str(place.home), str(lock)],
            env={**os.environ, "PYTHONPATH": path}, cwd="/", pass_fds=(lock,), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
        )  # fmt: skip
    finally:
        os.close(log)
        os.close(lock)


def _turn_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > 5_000_000:
        log.replace(log.with_suffix(".log.1"))


def _why(place: Place) -> str:
    try:
        last = place.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    except OSError:
        last = []
    return "\n".join([f"The embedded PostgreSQL did not start. {place.log} ends with:", *last])


def _tell_on_stderr(sentence: str) -> None:
    print(f"fcms: {sentence}", file=sys.stderr, flush=True)
