"""The life of a case as a table, and the same table in the database."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from fcms.cases.lifecycle import LIVE, CaseLife, Status
from fcms.lib.lifecycle import moves_of

PAIRS = {(source, move.to) for _, move in moves_of(CaseLife) for source in move.sources}


def test_every_status_is_reachable_from_the_first() -> None:
    reached = {Status.OPEN}
    while new := {to for source, to in PAIRS if source in reached} - reached:
        reached |= new
    assert reached == set(Status)


@pytest.mark.parametrize("status", Status)
def test_every_life_can_end(status: Status) -> None:
    ends = {to for source, to in PAIRS if source == status}
    assert status not in LIVE or ends - set(LIVE), f"{status} leads to no end"


def test_no_move_leads_where_it_starts() -> None:
    assert all(source != to for source, to in PAIRS)


def test_the_pairs_of_the_migration_are_the_moves_of_the_lifecycle() -> None:
    migration = import_module("fcms.cases.migrations.0001_initial")
    assert sorted(migration.MOVES) == sorted((str(source), str(to)) for source, to in PAIRS)


@pytest.mark.django_db
def test_the_database_allows_exactly_the_moves_of_the_lifecycle() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select was, becomes from unnest(%s::text[]) was, unnest(%s::text[]) becomes"
            " where cases_may_move(was, becomes)",
            [Status.values, Status.values],
        )
        assert set(cursor.fetchall()) == {(str(source), str(to)) for source, to in PAIRS}
