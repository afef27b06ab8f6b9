"""Who acts: PostgreSQL is told before anything is written, and refuses a change without an actor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.db import connection, transaction


@runtime_checkable
class Actor(Protocol):
    """Anyone who can be held to account for a change, `actor_key` being `user:17` or `job:staging`."""

    @property
    def actor_key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Job:
    """The program itself acting by a named job, a migration or a command, for no person."""

    name: str

    @property
    def actor_key(self) -> str:
        return f"job:{self.name}"


_SET = (
    "select set_config('fcms.actor', %s, true), set_config('fcms.event', %s, true),"
    " set_config('fcms.reason', %s, true)"
)
_GET = (
    "select coalesce(current_setting('fcms.actor', true), ''),"
    " coalesce(current_setting('fcms.event', true), ''),"
    " coalesce(current_setting('fcms.reason', true), '')"
)


@contextmanager
def acting(by: Actor, event: str, *, reason: str = "") -> Iterator[None]:
    """Open a transaction in which every change is put down to `by`, under `event`.

    Nested use names the inner event and gives the outer one back afterwards.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GET)
        before = cursor.fetchone()
        cursor.execute(_SET, [by.actor_key, str(event), reason])
        yield
        cursor.execute(_SET, before)
