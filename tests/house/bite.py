"""Takes each keeper of the database away in turn and runs the proofs of its promise until one goes red.

`python -m tests.house.bite REPORT.json` makes a database of its own. For each keeper the report says which proof is
red without it and green with it, and which were tried.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from _pytest.runner import runtestprotocol
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
IN_DATABASE = ("database constraint", "trigger", "database privilege")
SLOW = ("test_machine", "test_together", "test_killed_anywhere", "tests/house/", "tests/journeys/")
"""Proofs that are not tried: they take long, or commit, and others prove the same keepers."""

PRIVILEGE = re.compile(r"(\w+) may not (\w+) (?:(\w+) of )?(\w+)")
Owner = psycopg.Connection[Any]


def keepers_in_database() -> dict[str, tuple[str, set[str]]]:
    """Each keeper that the database holds: its kind and the promises it keeps, by name."""
    from fcms.pia.keepers import declared

    found: dict[str, tuple[str, set[str]]] = {}
    for keeper in declared():
        if keeper.kind in IN_DATABASE:
            found.setdefault(keeper.name, (keeper.kind, set()))[1].add(keeper.promise)
    return found


# --- taking a keeper away


@contextmanager
def without(owner: Owner, kind: str, name: str) -> Iterator[None]:
    """Take a keeper out of the database, and put it back."""
    away = {"trigger": no_trigger, "database constraint": no_constraint, "database privilege": no_privilege}[
        kind
    ]
    steps = away(owner, name)
    assert steps, f"The database has no {kind} {name}."
    try:
        for take, _back in steps:
            owner.execute(take)
        yield
    finally:
        for _take, back in reversed(steps):
            owner.execute(back)


Steps = list[tuple[sql.Composed, sql.Composed]]


def no_trigger(owner: Owner, name: str) -> Steps:
    tables = owner.execute(
        "select tgrelid::regclass::text from pg_trigger where tgname = %s", [name]
    ).fetchall()
    switch = "alter table {} {} trigger {}"
    return [
        (
            sql.SQL(switch).format(sql.SQL(table), sql.SQL("disable"), sql.Identifier(name)),
            sql.SQL(switch).format(sql.SQL(table), sql.SQL("enable"), sql.Identifier(name)),
        )
        for (table,) in tables
    ]


def no_constraint(owner: Owner, name: str) -> Steps:
    found = owner.execute(
        "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint where conname = %s",
        [name],
    ).fetchall()
    if not found:
        return no_index(owner, name)
    named = sql.Identifier(name)
    return [
        (
            sql.SQL("alter table {} drop constraint {}").format(sql.SQL(table), named),
            sql.SQL("alter table {} add constraint {} {}").format(sql.SQL(table), named, sql.SQL(meaning)),
        )
        for table, meaning in found
    ]


def no_index(owner: Owner, name: str) -> Steps:
    found = owner.execute(
        "select pg_get_indexdef(oid) from pg_class where relname = %s and relkind = 'i'", [name]
    )
    return [
        (sql.SQL("drop index {}").format(sql.Identifier(name)), sql.SQL("{}").format(sql.SQL(meaning)))
        for (meaning,) in found
    ]


def no_privilege(owner: Owner, name: str) -> Steps:
    said = PRIVILEGE.fullmatch(name)
    assert said, name
    role, privilege, column, table = said.groups()
    what = sql.SQL(privilege + (f" ({column})" if column else ""))
    given = [(what, sql.SQL("table {}").format(sql.Identifier(table)))]
    if not owner.execute("select has_schema_privilege(%s, 'public', 'USAGE')", [role]).fetchone()[0]:  # type: ignore[index]
        given.append((sql.SQL("usage"), sql.SQL("schema public")))
    return [
        (
            sql.SQL("grant {} on {} to {}").format(what, where, sql.Identifier(role)),
            sql.SQL("revoke {} on {} from {}").format(what, where, sql.Identifier(role)),
        )
        for what, where in given
    ]


# --- trying the proofs


def nearest_first(name: str, items: list[pytest.Item]) -> list[pytest.Item]:
    """The proofs in the order to try: those about the database first, those of the keeper's own app before others."""
    thing = name.rpartition(" ")[2]
    app = "database" if thing.startswith("fcms_") else thing.partition("_")[0]
    words = set(thing.split("_"))

    def distance(item: pytest.Item) -> tuple[bool, bool, int, str]:
        said = re.split(r"[^a-z0-9]+|_", item.nodeid.lower())
        about = "keeper" in item.nodeid or "database" in item.nodeid.rpartition("/")[2]
        return not about, f"fcms/{app}/" not in item.nodeid, -len(words.intersection(said)), item.nodeid

    return sorted(items, key=distance)


class Bite:
    """A pytest plugin that runs the proofs keeper by keeper instead of one after the other."""

    def __init__(self, promises_of: dict[str, set[str]], report: Path) -> None:
        self.promises_of = promises_of
        self.report = report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        found = {}
        for name, (kind, promises) in keepers_in_database().items():
            items = [
                item
                for item in session.items
                if self.promises_of[proof_of(item)] & promises and not commits(item)
            ]
            found[name] = self.tried(session, kind, name, nearest_first(name, items))
        session._setupstate.teardown_exact(None)
        self.report.write_text(json.dumps(found, indent=1))
        return True

    def tried(
        self, session: pytest.Session, kind: str, name: str, items: list[pytest.Item]
    ) -> dict[str, Any]:
        """Run the proofs without the keeper until one goes red, then that one again with it."""
        if not session._setupstate.stack:
            failed(session, items[0])  # makes the database of this run
        left, seen = iter(items), []
        with owner_of_this_run() as owner:
            red = self.bitten(session, owner, kind, name, left, seen)
            while red and failed(session, red):  # red with its keeper, too: it proves nothing
                red = self.bitten(session, owner, kind, name, left, seen)
        return {"red": red.nodeid if red else "", "tried": [item.nodeid for item in seen]}

    def bitten(
        self,
        session: pytest.Session,
        owner: Owner,
        kind: str,
        name: str,
        left: Iterator[pytest.Item],
        seen: list[Any],
    ) -> pytest.Item | None:
        """The next proof that fails without the keeper."""
        with without(owner, kind, name):
            for item in left:
                seen.append(item)
                if failed(session, item):
                    return item
        return None


def commits(item: pytest.Item) -> bool:
    """Whether a test commits what it does, and empties the tables after it."""
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


def proof_of(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def failed(session: pytest.Session, item: pytest.Item) -> bool:
    """Run one test from its setup to its teardown, and say whether the test itself failed."""
    item._initrequest()  # type: ignore[attr-defined]
    reports = runtestprotocol(item, log=False, nextitem=session)  # type: ignore[arg-type]
    return any(report.failed and report.when == "call" for report in reports)


@contextmanager
def owner_of_this_run() -> Iterator[Owner]:
    from django.db import connection

    from fcms.database import roles

    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"]), autocommit=True) as owner:
        owner.execute("set lock_timeout = '20s'")
        yield owner


def main(report: str) -> int:
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    from fcms.pia.proofs import proofs

    wanted = {promise for _, promises in keepers_in_database().values() for promise in promises}
    promises_of: dict[str, set[str]] = {}
    for proof in proofs():
        if proof.promise in wanted and not any(part in proof.file for part in SLOW):
            promises_of.setdefault(str(proof), set()).add(proof.promise)
    options = ["-q", "-p", "no:cacheprovider", "--no-header"]
    return pytest.main([*options, *promises_of], plugins=[Bite(promises_of, Path(report))])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
