"""Counting a non-fugitive arrest and its removal: all that is ever done with one (PIA-2.1-4)."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils import timezone

from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.dates import local_day
from fcms.offices.models import Office, Team
from fcms.offices.queries import latest_day_anywhere

from . import rules
from .models import StatisticalArrest


@action(Event.NON_FUGITIVE_ARREST_COUNTED)
def count(
    *,
    by: Actor,
    a_number: str,
    arrested_on: date,
    city: str,
    state: str,
    office: Office,
    team: Team | None,
    criminal: bool,
) -> bool:
    """Count an arrest, once its identity and status were verified; False if one within a day is counted already.

    `a_number` is canonical (`A` and nine digits), `state` two letters, `arrested_on` in the office's own time.
    The answer is for totals of a load, never for a screen: it would tell whether a person was arrested.
    """
    rules.well_formed(a_number, city=city, state=state).or_refuse()
    rules.dated_in_time(arrested_on, today=local_day(timezone.now(), office.time_zone)).or_refuse()
    if _ask("select encounters_seen(%s, %s)", a_number, arrested_on):
        return False
    StatisticalArrest.objects.create(
        a_number=a_number,
        arrested_on=arrested_on,
        city=city.strip(),
        state=state,
        office=office,
        team=team,
        criminal=criminal,
    )
    return True


@action(Event.NON_FUGITIVE_REMOVAL_COUNTED)
def note_removal(*, by: Actor, a_number: str, removed_on: date, intake: str = "") -> int:
    """Set the date of removal on the latest arrest of an A-Number (canonical); return how many were set, 0 or 1.

    `intake` is the number of the extract that tells of it, so that it goes when the extract is undone.
    """
    rules.removed_in_time(removed_on, today=latest_day_anywhere()).or_refuse()
    return _ask("select encounters_note_removal(%s, %s, %s)", a_number, removed_on, intake)


@action(Event.NON_FUGITIVE_REMOVALS_TAKEN_BACK)
def take_back_removals(intake: str, *, by: Actor, reason: str) -> int:
    """Take back the removals that an extract told of, because it is undone; return how many."""
    return _ask("select encounters_take_back(%s)", intake)


def _ask(sql: str, *given: str | date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return int(cursor.fetchone()[0])
