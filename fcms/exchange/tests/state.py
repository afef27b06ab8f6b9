"""Everything the tables hold of the program's records, but for ids, human numbers, clocks and what is sealed at random:
two runs that did the same have the same state."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from fcms.database import roles

RECORDS = ("subjects_", "cases_", "leads_", "encounters_", "activities_", "exchange_")
WATCHING_ONLY = {"exchange_progress"}
DRAWN = {"id", "key_slot", "record_id"}
CLOCKS = {"timestamp with time zone"}
ROUNDS = 4
"""How far a row is told by the rows it points to, and they by theirs."""

_NUMBER = re.compile(r"\b[A-Z]\d\d-\d{6,}-\d\b")
_PERSON = re.compile(r"\buser:\d+")
_SEALED = re.compile(r"[A-Za-z0-9+/]{40,}=*")
_TABLES = """
select c.relname, a.attname, format_type(a.atttypid, null),
       (select f.confrelid::regclass::text from pg_constraint f
        where f.contype = 'f' and f.conrelid = c.oid and f.conkey = array[a.attnum] limit 1)
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
order by 1, 2
"""
Labels = dict[str, dict[Any, str]]
State = dict[str, Counter[str]]


def state() -> State:
    """How often each row, told by what it says and points to, is in each table; and how many files lie in the home."""
    rows, keys = _rows(), _keys()
    labels: Labels = {name: {} for name in rows}
    for _ in range(ROUNDS):
        labels = {name: _labelled(name, rows[name], keys, labels) for name in rows}
    found = {name: Counter(labels[name].values()) for name in rows}
    return {**found, "files": Counter(path.suffix for path in Path(settings.FCMS_HOME).rglob("intakes/*"))}


def differing(one: State, other: State) -> list[str]:
    """The tables in which two states differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@contextmanager
def _owner() -> Iterator[psycopg.Cursor[Any]]:
    """A cursor that may read every table."""
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"]), autocommit=True) as owner:
        yield owner.cursor()


def _columns() -> dict[str, list[tuple[str, str, str | None]]]:
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    with _owner() as cursor:
        cursor.execute(_TABLES)
        for table, column, kind, points_to in cursor.fetchall():
            if table.startswith(RECORDS) and table not in WATCHING_ONLY:
                found.setdefault(table, []).append((column, kind, points_to))
    return found


def _keys() -> dict[str, dict[str, str]]:
    """The columns of each table that point to a row of another, whose id they hold."""
    return {
        table: {name: to for name, _, to in columns if to and not to.startswith("offices_")}
        for table, columns in _columns().items()
    }


def _rows() -> dict[str, list[dict[str, Any]]]:
    found = {}
    tables = _columns()
    with _owner() as cursor:
        for table, columns in tables.items():
            kept = [name for name, kind, _ in columns if kind not in CLOCKS]
            listed = ", ".join(f'"{name}"' for name in kept)
            cursor.execute(f'select {listed} from "{table}"'.encode())
            found[table] = [dict(zip(kept, row, strict=True)) for row in cursor.fetchall()]
    return found


def _labelled(
    table: str, rows: list[dict[str, Any]], keys: dict[str, dict[str, str]], labels: Labels
) -> dict[Any, str]:
    points = keys[table]
    found = {}
    for place, row in enumerate(rows):
        told = [
            (name, _pointed(labels, points[name], value) if name in points else _plain(value))
            for name, value in row.items()
            if name not in DRAWN
        ]
        key = row.get("id", next((row[name] for name in points), place) if "id" not in row else place)
        found[key if key not in found else (key, place)] = hashlib.sha256(repr(told).encode()).hexdigest()
    return found


def _pointed(labels: Labels, table: str, value: Any) -> str:
    return labels.get(table, {}).get(value, "nothing" if value is None else "something")


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return f"{len(bytes(value))} bytes"
    if isinstance(value, dict | list):
        value = repr(value)
    text = _PERSON.sub("(person)", _NUMBER.sub("(number)", str(value)))
    return _SEALED.sub(lambda match: f"({len(match[0])} sealed)", text)
