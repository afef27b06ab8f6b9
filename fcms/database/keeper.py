"""The keeper of the embedded server: runs it while anybody uses it, and stops it when the last is gone.

`python -m fcms.database.keeper HOME [LOCK]` where LOCK is the descriptor of the keeper's lock, already held.
Everybody who uses the server holds a shared lock on one file. The keeper waits for the same lock alone: it
gets it when nobody is left, however they went, and until it lets go of it nobody can come in.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
from pathlib import Path

from . import cluster
from .place import Place, ServerNotStarted

READY = b"ready\n"


def main(arguments: list[str]) -> int:
    """Leave the process that started us, and keep the server."""
    place = Place(Path(arguments[0]))
    lock = int(arguments[1]) if len(arguments) > 1 else take_lock(place)
    if lock is None:
        return 0
    if os.fork():
        os._exit(0)  # without closing anything down: the child carries on with all of it
    try:
        keep(place, lock)
    except ServerNotStarted as reason:
        print(f"fcms: {reason}", file=sys.stderr, flush=True)
        return 1
    return 0


def take_lock(place: Place) -> int | None:
    """Return a descriptor of the keeper's lock, or None where another keeper holds it."""
    descriptor = os.open(place.keeper_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    os.ftruncate(descriptor, 0)
    return descriptor


def keep(place: Place, lock: int) -> None:
    """Create and start the server, say that it is ready, and stay until it ends or nobody is left."""
    cluster.create(place)
    server = cluster.start(place)
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(
            sign, lambda *_: threading.Thread(target=cluster.stop, args=(server,), daemon=True).start()
        )
    os.pwrite(lock, READY, 0)

    def stop_when_nobody_is_left() -> None:
        users = os.open(place.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(users, fcntl.LOCK_EX)
        cluster.stop(server)

    threading.Thread(target=stop_when_nobody_is_left, daemon=True).start()
    server.wait()
    os.ftruncate(lock, 0)
    cluster.tidy(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
