"""Many rows at once, by COPY: ids drawn beforehand, so that rows of several tables can point to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from fcms.lib.numbers import number

# The sequence is looked up once: as an argument it would be looked up for every value.
_NEXT = (
    "with s as materialized (select {} as sequence) select nextval(sequence) from s, generate_series(1, %s)"
)
_NEXT_ID = _NEXT.format("pg_get_serial_sequence(%s, 'id')::regclass")
_NEXT_VALUE = _NEXT.format("%s::regclass")


def next_ids(table: str, count: int) -> list[int]:
    """Draw `count` ids of `table`."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_ID, [table, count])
        return [row[0] for row in cursor.fetchall()]


def next_values(sequence: str, count: int) -> list[int]:
    """Draw `count` values of a sequence."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_VALUE, [sequence, count])
        return [row[0] for row in cursor.fetchall()]


def next_numbers(prefix: str, sequence: str, count: int) -> list[str]:
    """Draw `count` human numbers of a series, as the database's default draws them, several times as fast."""
    year = timezone.now().year
    return [number(prefix, year, serial) for serial in next_values(sequence, count)]


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into `columns` of `table`; columns left out take the database's defaults."""
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
