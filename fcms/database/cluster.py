"""The cluster itself: created once, started, and cleared of what a killed server left behind."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .place import Place, ServerNotStarted
from .secrets import secret

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "max_locks_per_transaction": "256",  # emptying or copying every table of the tests takes a lock on each
    # Nothing of a person may reach the log: no failed statement, no parameter, no key that was doubled.
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
}


def create(place: Place) -> None:
    """Create the cluster where it is missing: as a draft first, so that none is ever half made."""
    if place.data.exists():
        _require_ours(place)
        return
    place.make_data_parent()
    draft = place.data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    password = draft / "password"
    password.touch(mode=0o600)
    password.write_text(secret(place.home, "postgres"), encoding="ascii")
    _hand_over(place, draft, password)
    program = [
        str(place.binaries / "initdb"), f"--pgdata={draft / 'data'}", "--username=postgres",
        f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin",
        "--locale=C.UTF-8", "--builtin-locale=C.UTF-8", "--no-instructions",
    ]  # fmt: skip
    done = subprocess.run(program, cwd="/", stdin=subprocess.DEVNULL, **_as_server(place))
    password.unlink()
    if done.returncode != 0:
        raise ServerNotStarted("PostgreSQL could not create its files. The lines above this one say why.")
    (draft / "data").rename(place.data)
    draft.rmdir()


def start(place: Place) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers; where a killed one's remains are in the way, try again."""
    killed_before = _pid_on_file(place) is not None
    _clear(place)
    _make_socket_folder(place)
    settings = {**SETTINGS, "unix_socket_directories": str(place.socket)}
    program = [str(place.binaries / "postgres"), "-D", str(place.data)]
    for name, value in settings.items():
        program += ["-c", f"{name}={value}"]
    deadline = time.monotonic() + (10 if killed_before else 0)
    while True:
        server = subprocess.Popen(
            program, cwd="/", stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent, **_as_server(place)
        )
        while server.poll() is None and not _accepts(place, server.pid):
            time.sleep(0.01)
        if server.returncode is None:
            return server
        if time.monotonic() > deadline:
            raise ServerNotStarted("PostgreSQL does not start. The lines above this one say why.")
        time.sleep(0.5)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server: at once but in order, then less politely."""
    for sign, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def tidy(place: Place) -> None:
    """Take the socket's folder away after the server is gone."""
    shutil.rmtree(place.socket, ignore_errors=True)


def _clear(place: Place) -> None:
    """End a server that lost its keeper, and forget the traces of one that is gone.

    Only the holder of the keeper's lock comes here, so whatever still runs or lies about has no keeper.
    """
    pid = _pid_on_file(place)
    if pid is None:
        return
    if _is_our_server(place, pid):
        _end(pid)
    elif _alive(
        pid
    ):  # the number has gone to another program: PostgreSQL would take that for its predecessor
        (place.data / "postmaster.pid").unlink(missing_ok=True)


def _end(pid: int) -> None:
    for sign, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        deadline = time.monotonic() + seconds
        try:
            os.kill(pid, sign)
            while time.monotonic() < deadline:
                os.kill(pid, 0)
                if _is_zombie(pid):
                    return
                time.sleep(0.02)
        except ProcessLookupError:
            return


def _accepts(place: Place, pid: int) -> bool:
    """Say whether the server has noted in its own file that it is ready, as pg_ctl does."""
    lines = _pid_file(place)
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _pid_file(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []


def _pid_on_file(place: Place) -> int | None:
    first = (_pid_file(place) or [""])[0].strip()
    return int(first) if first.isdigit() else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def _is_our_server(place: Place, pid: int) -> bool:
    """Say whether process `pid` is a PostgreSQL of this very data folder."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except FileNotFoundError:
        shown = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
        words = shown.stdout.split()
    return bool(words) and words[0].endswith("postgres") and str(place.data) in words


def _make_socket_folder(place: Place) -> None:
    """Make the socket's folder, or make sure that the one that is there is nobody else's."""
    folder = place.socket
    try:
        folder.mkdir(mode=0o700)
        _hand_over(place, folder)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != _server_uid(place) or found.st_mode & 0o077:
            raise ServerNotStarted(f"{folder} belongs to somebody else. Remove it and start again.") from None
        for leftover in folder.iterdir():
            leftover.unlink()


def _server_uid(place: Place) -> int:
    return place.account.uid if place.account else os.geteuid()


def _require_ours(place: Place) -> None:
    owner = place.data.stat().st_uid
    if owner != _server_uid(place):
        raise ServerNotStarted(
            f"The database in {place.data} was created by another user (number {owner})."
            " Start as that user, or set FCMS_HOME to a folder of your own."
        )


def _hand_over(place: Place, *paths: Path) -> None:
    if place.account:
        for path in paths:
            os.chown(path, place.account.uid, place.account.gid)


def _as_server(place: Place) -> dict[str, Any]:
    return dict(place.account.popen()) if place.account else {}


def _die_with_parent() -> None:
    """Have the kernel stop the server if its keeper is killed (Linux; elsewhere the next start does)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
