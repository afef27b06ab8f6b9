"""Two processes never read or apply the same extract at once. A killed one lets go with its connection."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, InterfaceError, connection

from fcms.lib.verdict import Refused

EXTRACT, KIND, FOLDER = 7_203_119, 7_203_120, 7_203_121
"""The first halves of the advisory locks: of one extract, of one kind, of the watched folder."""


RULES = 7_203_129
"""The lock of the run of the rules over everything stored."""


class Busy(Refused):
    """Somebody is at it right now; the same may be tried again later."""


@contextmanager
def alone(intake_id: int) -> Iterator[None]:
    """Work on an extract that nobody else is working on."""
    if not _ask("select pg_try_advisory_lock(%s, %s)", EXTRACT, intake_id):
        raise Busy("This extract is being worked on already. Wait until that is done.")
    try:
        yield
    finally:
        _let_go(EXTRACT, intake_id)


@contextmanager
def one_of_its_kind(kind: str) -> Iterator[None]:
    """Wait until no other extract of the kind is being applied, so that each sees what the one before it brought."""
    key = zlib.crc32(kind.encode()) & 0x7FFFFFFF
    _ask("select pg_advisory_lock(%s, %s)", KIND, key)
    try:
        yield
    finally:
        _let_go(KIND, key)


@contextmanager
def one_at_the_folder() -> Iterator[bool]:
    """Say whether nobody else is at the watched folder, and hold it meanwhile."""
    mine = _ask("select pg_try_advisory_lock(%s, %s)", FOLDER, 0)
    try:
        yield mine
    finally:
        if mine:
            _let_go(FOLDER, 0)


@contextmanager
def alone_with_the_rules() -> Iterator[None]:
    """Ask the rules of everything stored while nobody else does."""
    if not _ask("select pg_try_advisory_lock(%s, %s)", RULES, 0):
        raise Busy("The rules are being asked already. Wait until that run is done.")
    try:
        yield
    finally:
        _let_go(RULES, 0)


def is_free(intake_id: int) -> bool:
    """Whether nobody is working on an extract."""
    try:
        with alone(intake_id):
            return True
    except Busy:
        return False


def _ask(sql: str, *keys: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return bool(cursor.fetchone()[0])


def _let_go(*keys: int) -> None:
    # Where the connection was lost, the lock went with it; the failure that is on its way says so.
    with suppress(DatabaseError, InterfaceError):
        _ask("select pg_advisory_unlock(%s, %s)", *keys)
