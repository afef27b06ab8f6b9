"""Counting many non-fugitive arrests at once, by COPY: of persons who were never counted before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

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
