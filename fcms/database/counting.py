"""Counting as the role that sees only the views of schema `counts`: no number on a report was read with a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from .settings import COUNTS


def counted(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run one query over `counts.*` views as the counting role and return its rows by column name."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {COUNTS}")
        cursor.execute(sql, values)
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute("set local role none")
    return rows
