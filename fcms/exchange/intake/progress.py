"""How far a long step is: written on a connection of its own, so that others see it before the step commits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.utils import timezone

from .staging import Report

_UPSERT = """
insert into exchange_progress (intake_id, step, done, total, at) values (%s, %s, %s, %s, %s)
on conflict (intake_id) do update set step = excluded.step, done = excluded.done, total = excluded.total,
                                      at = excluded.at
"""
EVERY = 0.5
"""Seconds between two notes of the same step."""


@contextmanager
def reporting(intake_id: int, also: Report | None = None) -> Iterator[Report]:
    """Give a function that notes the progress of an intake for everyone to see, and tells `also`."""
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context", "server_side_binding"):
        parameters.pop(ours, None)
    last_at, last_step = 0.0, ""
    with psycopg.connect(**parameters, autocommit=True) as aside:

        def report(step: str, done: int, total: int) -> None:
            if also is not None:
                also(step, done, total)
            nonlocal last_at, last_step
            now = time.monotonic()
            if step == last_step and now - last_at < EVERY:
                return
            last_at, last_step = now, step
            aside.execute(_UPSERT, [intake_id, step, done, total, timezone.now()])

        yield report
