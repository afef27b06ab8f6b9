"""Leads for the tests of every storey; a status is reached by performing the real actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from fcms.accounts.actions import add_user
from fcms.accounts.models import User
from fcms.leads import actions
from fcms.leads.lifecycle import Outcome, Status
from fcms.leads.models import Lead
from fcms.lib.actor import Actor, Job
from fcms.offices.models import Office, Team
from fcms.offices.tests.make import make_offices
from fcms.subjects.tests.make import PASSWORD, make_officer

DALLAS, OKLAHOMA_CITY, MIAMI, LOS_ANGELES = "75201", "73102", "33130", "90012"
SAMPLE: dict[str, Any] = {
    "source_kind": "STATE_CORRECTIONS",
    "source_agency": "Sample State DOC",
    "received_on": date(2009, 11, 20),
    "family_name": "Okonjo",
    "given_name": "Marisol",
    "line_1": "100 SAMPLE WAY",
    "line_2": "APT 3",
    "city": "Dallas",
    "state": "TX",
    "zip": DALLAS,
}


def make_lead(*, by: Actor | None = None, status: str = Status.ROUTED, **values: Any) -> Lead:
    """A lead entered by `by` (or, without, by a Dallas officer), moved on to `status`; `values` override the sample.

    NEW is reached by leaving out the ZIP code.
    """
    make_offices()
    if status == Status.NEW:
        values = {"zip": "", **values}
    lead = actions.receive(by=by or make_officer("DAL"), values={**SAMPLE, **values})
    return moved_to(lead, status)


def moved_to(lead: Lead, status: str) -> Lead:
    """A lead moved on to `status` by an officer of the office that holds it."""
    if status in (Status.NEW, Status.ROUTED):
        return lead
    officer = make_officer(
        lead.office.code if lead.office else "HQ", **({} if lead.office else {"role": "hq_analyst"})
    )
    if status == Status.WORKING:
        return actions.accept(lead, by=officer)
    return actions.close(lead, by=officer, outcome=Outcome.ADDRESS_BAD)


def make_team_officer(office: str = "DAL", team: int = 1, role: str = "officer") -> User:
    """A person of a team of an office."""
    make_offices()
    person = make_officer(office, role)
    return add_user(
        by=Job("tests"),
        password=PASSWORD,
        role=role,
        office=Office.objects.get(code=office),
        team=Team.objects.get(office__code=office, number=team),
        username=f"{person.username}.t",
        name=f"{person.name} of team {team}",
        position_title=person.position_title,
        telephone=person.telephone,
    )
