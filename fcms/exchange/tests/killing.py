"""Ends a step of an intake at any point: the process by SIGKILL, or its connection by the database.

The step runs in a fork of the test, on a connection of its own. Points are counted: each statement, each COPY, each
commit, each file that is deleted and each word of progress is one, and the end comes just before it.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from fcms.database import roles

Step = Callable[[Callable[[str, int, int], None]], object]
"""Does the work and tells its progress."""
DONE, CUT, FAILED = 0, 7, 9
_INHERITED: list[Any] = []


class Points:
    """Counts what the process does to the outside and ends it before number `end` (counted from 0)."""

    def __init__(self, end: int, how: Callable[[], None]) -> None:
        self.end, self.how, self.passed, self.ended = end, how, 0, False

    def __call__(self) -> None:
        if self.passed == self.end and not self.ended:
            self.ended = True
            self.how()
        self.passed += not self.ended

    def watch(self, owner: Any, name: str) -> None:
        """Count the calls of a method."""
        real = getattr(owner, name)

        def counted(*given: Any, **named: Any) -> Any:
            self()
            return real(*given, **named)

        setattr(owner, name, counted)


def sigkill() -> None:
    """End this process as the kernel would."""
    os.kill(os.getpid(), signal.SIGKILL)


def terminate() -> None:
    """Have the database end this process's connection; the process itself goes on and notices."""
    backend = connection.connection.info.backend_pid
    given = connection.get_connection_params()
    mine = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    with psycopg.connect(**mine, autocommit=True) as other:
        ended = other.execute("select pg_terminate_backend(%s, 5000)", [backend]).fetchone()
    assert ended == (True,)


def run(step: Step, *, end: int = -1, how: Callable[[], None] = sigkill) -> tuple[int, int]:
    """Run a step in a fork that ends before point `end`; return its exit status (negative: its signal) and points."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _be_the_child(step, Points(end, how), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    _wait_until_alone()
    return os.waitstatus_to_exitcode(status), int(told or -1)


def _be_the_child(step: Step, points: Points, writing: int) -> None:
    """Never returns."""
    code = FAILED
    try:
        _INHERITED.append(connection.connection)  # the parent's: never closed here, not even by the collector
        connection.connection = None
        connection.connect()
        for owner, name in (
            (psycopg.Cursor, "execute"),
            (psycopg.Cursor, "copy"),
            (psycopg.Connection, "commit"),
            (Path, "unlink"),
        ):
            points.watch(owner, name)
        step(lambda *progress: points())
        os.write(writing, str(points.passed).encode())
        code = DONE
    except Exception:
        if points.ended:  # as it must, without its connection
            code = CUT
        else:
            traceback.print_exc()
    finally:
        os._exit(code)


def _wait_until_alone() -> None:
    """Wait until the database has noticed that the other process is gone."""
    others = """select count(*) from pg_stat_activity
                where datname = {} and pid <> {} and backend_type = 'client backend'"""
    name = connection.settings_dict["NAME"]
    mine = connection.connection.info.backend_pid
    with psycopg.connect(**roles.owner(), autocommit=True) as other:
        for _ in range(300):
            found = other.execute(sql.SQL(others).format(name, mine)).fetchone()
            if found == (0,):
                return
            time.sleep(0.02)
    raise AssertionError("The database still works for the process that was killed.")
