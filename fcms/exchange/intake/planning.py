"""How PostgreSQL is told that a set is large: it has not counted yet what was staged a moment ago."""

from __future__ import annotations

from django.db import connection

LARGE = 1_000
"""Rows from which reading both sides once is surely better than looking up one by one."""


def for_this_transaction(rows: int) -> None:
    """Give the sets of this transaction memory, and for many rows no look-ups one by one."""
    settings = {"work_mem": "128MB", "jit": "off"}
    if rows >= LARGE:
        settings["enable_nestloop"] = "off"
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute("select set_config(%s, %s, true)", [name, value])
