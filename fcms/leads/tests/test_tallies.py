"""The Leads Report on a set counted by hand, with a re-opening and a transfer across the end of the period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from fcms.leads import actions, tallies
from fcms.leads.lifecycle import Outcome
from fcms.leads.models import Lead
from fcms.offices.models import Office
from fcms.subjects.tests.make import make_officer

from .make import DALLAS, LOS_ANGELES, make_lead

pytestmark = pytest.mark.django_db
JANUARY = (date(2010, 1, 1), date(2010, 1, 31))
FEBRUARY = (date(2010, 2, 1), date(2010, 2, 28))

At = Callable[..., None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the clock of the actions on leads, in universal time."""

    def turn(month: int, day: int, hour: int = 18, minute: int = 0, year: int = 2010) -> None:
        moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
        monkeypatch.setattr("fcms.leads.actions.timezone", SimpleNamespace(now=lambda: moment))

    return turn


def received(day: date, zip: str = DALLAS) -> Lead:
    return make_lead(received_on=day, zip=zip, city="", state="")


def counted(period: tuple[date, date]) -> dict[str, tuple[int, int, int]]:
    codes = dict(Office.objects.values_list("pk", "code"))
    return {
        codes.get(office, "UNROUTED") if office else "UNROUTED": (  # type: ignore[arg-type]
            row["leads_received"],
            row["leads_closed"],
            row["received_and_closed"],
        )
        for office, row in tallies.leads(*period).items()
    }


@pytest.mark.promise("PIA-1.1-7")
def test_the_report_counts_as_the_hand_does(at: At) -> None:
    dallas, boss = make_officer("DAL"), make_officer("DAL", "supervisor")
    los_angeles = Office.objects.get(code="LOS")
    bad = Outcome.ADDRESS_BAD

    at(12, 30, year=2009)
    before = received(date(2009, 12, 30))
    at(1, 5)
    one, two, three = (received(date(2010, 1, 5)) for _ in range(3))
    moved_in_time, moved_late = (received(date(2010, 1, 8)) for _ in range(2))
    received(date(2010, 1, 10), zip="")
    at(1, 10)
    three = actions.close(three, by=dallas, outcome=bad)
    two = actions.close(two, by=dallas, outcome=bad)
    at(1, 12)
    actions.close(before, by=dallas, outcome=bad)
    at(1, 15)
    three = actions.reopen(three, by=dallas, note="Seen again.")
    at(1, 20)
    actions.close(one, by=dallas, outcome=bad)
    at(1, 31)
    last = received(date(2010, 1, 31), zip=LOS_ANGELES)
    at(2, 1, 6, 30)  # half past midnight in Dallas, half past ten in the evening of 31 January in Los Angeles
    actions.transfer(moved_in_time, by=boss, office=los_angeles, note="Moved.")
    at(2, 1, 7, 30)  # still 31 January in Los Angeles
    actions.close(last, by=make_officer("LOS"), outcome=bad)
    at(2, 1, 18)
    actions.transfer(moved_late, by=boss, office=los_angeles, note="Moved.")
    at(2, 2)
    actions.reopen(two, by=dallas, note="Seen again.")
    at(2, 3)
    actions.close(three, by=dallas, outcome=bad)
    at(2, 5)
    received(date(2010, 1, 20))  # told to us late: nobody held it when January ended

    assert counted(JANUARY) == {"DAL": (4, 3, 2), "LOS": (2, 1, 1), "UNROUTED": (2, 0, 0)}
    assert counted(FEBRUARY) == {"DAL": (0, 1, 0)}
    assert counted((JANUARY[0], FEBRUARY[1])) == {"DAL": (4, 3, 2), "LOS": (3, 1, 1), "UNROUTED": (1, 0, 0)}


@pytest.mark.promise("PIA-1.1-9")
def test_the_role_that_counts_cannot_read_a_lead() -> None:
    make_lead()

    def read(table: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local role fcms_counts")
            cursor.execute(f"select * from public.{table}")

    for table in ("leads_lead", "leads_leadstep", "leads_leadnote"):
        with pytest.raises(DatabaseError, match="permission denied"):
            read(table)


@pytest.mark.promise("PIA-1.1-9")
def test_what_can_be_counted_of_leads_has_no_column_that_says_who_or_where() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
            " join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'counts' and c.relname like 'leads%' and a.attnum > 0"
        )
        columns = {column for (column,) in cursor.fetchall()}
    steps = {f"leads_steps.{name}" for name in ("id", "lead_id", "at", "step", "status", "office_id", "day")}
    assert columns == {"leads_received.lead_id", "leads_received.received_on"} | steps
