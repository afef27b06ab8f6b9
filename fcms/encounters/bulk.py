"""Counting many non-fugitive arrests at once, by COPY: of persons who were never counted before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from fcms.audit.events import Event
from fcms.database.bulk import copy_rows
from fcms.lib.action import action
from fcms.lib.actor import Actor


class PastEncounter(NamedTuple):
    """A non-fugitive arrest: the columns of `StatisticalArrest`."""

    a_number: str
    arrested_on: date
    city: str
    state: str
    office_id: int
    team_id: int | None
    criminal: bool
    removed_on: date | None = None


@action(Event.NON_FUGITIVE_ARREST_COUNTED)
def count_set(arrests: Sequence[PastEncounter], *, by: Actor) -> None:
    """Count arrests, each A-Number once; a removal that has taken place comes with its date."""
    copy_rows("encounters_statisticalarrest", PastEncounter._fields, arrests)


@action(Event.NON_FUGITIVE_ARREST_COUNTED)
def count_new(arrests: Sequence[PastEncounter], *, by: Actor) -> list[bool]:
    """Count those arrests that were not counted yet, here or within the set, and say which, in the same order.

    As with one: a second arrest of an A-Number within a day is the same arrest. The answer is for totals of a load.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select encounters_seen_of_many(%s, %s)",
            [[one.a_number for one in arrests], [one.arrested_on for one in arrests]],
        )
        seen = {row[0] - 1 for row in cursor.fetchall()}
    days: set[tuple[str, date]] = set()
    new = []
    for at, one in enumerate(arrests):
        near = ((one.a_number, one.arrested_on + timedelta(days=n)) for n in (-1, 0, 1))
        new.append(at not in seen and not any(day in days for day in near))
        if new[-1]:
            days.add((one.a_number, one.arrested_on))
    copy_rows(
        "encounters_statisticalarrest",
        PastEncounter._fields,
        [one for one, fresh in zip(arrests, new, strict=True) if fresh],
    )
    return new


@action(Event.NON_FUGITIVE_REMOVAL_COUNTED)
def note_removals(removals: Sequence[tuple[str, date]], *, by: Actor) -> int:
    """Set the date of removal on the latest arrest of each A-Number where none is set; return how many were set."""
    with connection.cursor() as cursor:
        given: list[Any] = [[number for number, _ in removals], [day for _, day in removals]]
        cursor.execute("select encounters_note_removals(%s, %s)", given)
        return int(cursor.fetchone()[0])
