from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from fcms.accounts.models import User
from fcms.activities.actions import record_arrest
from fcms.activities.tests.make import count_non_fugitive, make_arrest, make_work
from fcms.cases import actions as cases
from fcms.cases.tests.make import make_case, shown
from fcms.encounters import actions as encounters
from fcms.leads import actions as leads
from fcms.leads.models import Lead
from fcms.leads.tests.make import DALLAS, LOS_ANGELES, make_lead, make_team_officer
from fcms.subjects import actions as subjects
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer

MARCH = (date(2010, 3, 1), date(2010, 3, 31))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Set the clock of the actions on leads to noon in Dallas on a day of 2010."""

    def turn(month: int, day: int) -> None:
        moment = datetime(2010, month, day, 18, tzinfo=UTC)
        monkeypatch.setattr("fcms.leads.actions.timezone", SimpleNamespace(now=lambda: moment))

    return turn


@pytest.fixture
def leads_of_march(offices_loaded: None, db: None, at: Callable[[int, int], None]) -> None:
    """Seven leads, worked by the real actions, that the tests of the Leads Report count by hand.

    Dallas: three received in March (one closed in March, one in April, one open) and one received in February
    and closed in March. Los Angeles: two received, both closed. No office: one received.
    """
    dallas, los_angeles = make_officer("DAL"), make_officer("LOS")

    def received(month: int, day: int, zip: str = DALLAS, **values: str) -> Lead:
        at(month, day)
        return make_lead(received_on=date(2010, month, day), zip=zip, city="", state="", **values)

    def closed(lead: Lead, by: User, month: int, day: int) -> None:
        at(month, day)
        leads.close(lead, by=by, outcome="ADDRESS_BAD")

    earlier = received(2, 20)
    first, second = received(3, 1), received(3, 31)
    received(3, 15)
    one, two = received(3, 2, LOS_ANGELES), received(3, 3, LOS_ANGELES)
    received(3, 4, zip="")
    closed(earlier, dallas, 3, 5)
    closed(first, dallas, 3, 31)
    closed(second, dallas, 4, 1)
    closed(one, los_angeles, 3, 20)
    closed(two, los_angeles, 3, 21)


@pytest.fixture
def deeds_of_march(offices_loaded: None, db: None) -> None:
    """Arrests and removals, done by the real actions, that the tests of the enforcement report count by hand.

    Dallas: two fugitives arrested, one of them convicted, the other removed in March; three non-fugitives, one of
    them convicted, one removed. Miami: one fugitive arrested in April.
    """
    dallas = make_team_officer("DAL")
    for convicted in (True, False):
        work = make_work(dallas)
        if convicted:
            subjects.add_conviction(
                work.subject, by=dallas, origin=officer_origin(dallas), offense_code="1305", summary="Assault",
                convicted_on="2004-02-03",
            )  # fmt: skip
        arrest = make_arrest(work, arrested_on=date(2010, 3, 10))
        if not convicted:
            cases.remove(arrest.case, by=dallas, removed_on=date(2010, 3, 31), evidence=shown("REMOVED"))
    for number, criminal in enumerate((True, False, False)):
        count_non_fugitive(
            dallas, a_number=f"A90055500{number}", criminal=criminal, arrested_on=date(2010, 3, 12),
            verified_on=date(2010, 3, 12),
        )  # fmt: skip
    encounters.note_removal(by=dallas, a_number="A900555002", removed_on=date(2010, 3, 20))
    record_arrest(
        by=make_team_officer("MIA"), case=make_case(office="MIA"), arrested_on=date(2010, 4, 1),
        line_1="100 SAMPLE WAY", city="MIAMI", state="FL", zip="33130",
    )  # fmt: skip
