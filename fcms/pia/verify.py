"""Asks whether the thing that a keeper names is really there: in the database, in a contract, in the code."""

from __future__ import annotations

import configparser
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.backends.base.base import BaseDatabaseWrapper

from .keepers import Keeper, declared

ROOT = Path(__file__).resolve().parents[2]

_CONSTRAINT = """
    select exists (select 1 from pg_constraint where conname = %s)
        or exists (select 1 from pg_class c join pg_index i on i.indexrelid = c.oid
                   where c.relname = %s and i.indisunique)
"""
_TRIGGER = (
    "select exists (select 1 from pg_trigger where tgname = %s and tgenabled <> 'D' and not tgisinternal)"
)
_PRIVILEGE = re.compile(r"(\w+) may not (SELECT|INSERT|UPDATE|DELETE|TRUNCATE) (?:(\w+) of )?(\w+)")


def verify_database_keepers(
    connection: BaseDatabaseWrapper, keepers: Iterable[Keeper] | None = None
) -> list[str]:
    """Return one sentence for each keeper that names a database object which does not exist or does not hold."""
    return [
        f"{keeper.promise}: the database has no {keeper.kind} “{keeper.name}”."
        for keeper in (declared() if keepers is None else keepers)
        if keeper.kind in _IN_DATABASE and not _IN_DATABASE[keeper.kind](connection, keeper.name)
    ]


def verify_named_keepers(keepers: Iterable[Keeper] | None = None) -> list[str]:
    """Return one sentence for each keeper that names code, a contract or a file which does not exist."""
    return [
        f"{keeper.promise}: there is no {keeper.kind} “{keeper.name}”."
        for keeper in (declared() if keepers is None else keepers)
        if keeper.kind in _IN_CODE and not _IN_CODE[keeper.kind](keeper.name)
    ]


def _holds(connection: BaseDatabaseWrapper, query: str, values: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return bool(cursor.fetchone()[0])


def _constraint(connection: BaseDatabaseWrapper, name: str) -> bool:
    return _holds(connection, _CONSTRAINT, [name, name])


def _trigger(connection: BaseDatabaseWrapper, name: str) -> bool:
    return _holds(connection, _TRIGGER, [name])


def _privilege(connection: BaseDatabaseWrapper, name: str) -> bool:
    said = _PRIVILEGE.fullmatch(name)
    if said is None:
        return False
    role, privilege, column, table = said.groups()
    if not _holds(connection, "select to_regclass(%s) is not null", [table]):
        return False
    if column:
        query = "select not has_column_privilege(%s, %s, %s, %s)"
        return _holds(connection, query, [role, table, column, privilege])
    return _holds(connection, "select not has_table_privilege(%s, %s, %s)", [role, table, privilege])


@cache
def contracts() -> frozenset[str]:
    """The ids of the import contracts in `.importlinter`."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return frozenset(section.rpartition(":")[2] for section in parser.sections() if ":contract:" in section)


def _policy(name: str) -> bool:
    return (ROOT / name).is_file()


def _classification(name: str) -> bool:
    app, _, rest = name.partition(".")
    model, _, field = rest.partition(".")
    try:
        found = apps.get_model(app, model)
        return not field or bool(found._meta.get_field(field))
    except (LookupError, FieldDoesNotExist):
        return False


def _code(name: str) -> bool:
    """Say whether a dotted path, such as `fcms.leads.rules.may_close` or one into a class, leads to something."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        module_name = ".".join(parts[:length])
        try:
            found: object = import_module(module_name)
        except ModuleNotFoundError as missing:
            if missing.name and not module_name.startswith(missing.name):
                raise
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found is not None
    return False


_IN_DATABASE: dict[str, Callable[[BaseDatabaseWrapper, str], bool]] = {
    "database constraint": _constraint,
    "trigger": _trigger,
    "database privilege": _privilege,
}
_IN_CODE: dict[str, Callable[[str], bool]] = {
    "import contract": lambda name: name in contracts(),
    "policy": _policy,
    "classification": _classification,
    "system check": _code,
    "rule": _code,
}
