"""Field work for the tests: its gates opened and its states reached by the real actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.fieldwork import actions, queries
from fcms.activities.models import Activity, FieldAction
from fcms.cases.claims import actions as claims
from fcms.cases.models import CitizenshipClaim
from fcms.cases.reviews import actions as reviews
from fcms.leads.tests.make import make_team_officer
from fcms.lib.dates import local_day
from fcms.subjects.tests.make import make_officer

from .make import Work, make_activity, make_work

ZONE = "America/Chicago"


def today() -> date:
    """The day it is in Dallas."""
    return local_day(timezone.now(), ZONE)


def check(work: Work, *, on: date | None = None, result: str = "STILL_FUGITIVE", **values: Any) -> Activity:
    """A check of EID by name on the case."""
    return make_activity(work, on="case", acted_on=on or today(), check_result=result, **values)


def review(
    work: Work, what: str, *, finding: str = "NO_BAR", on: date | None = None, by: User | None = None
) -> None:
    """A look into the A-file or at what is pending."""
    given = {"finding": finding, "reviewed_on": on or today(), "reference": "A-file, 2 volumes"}
    reviews.record(work.case, by=by or work.officer, what=what, note="Looked into.", **given)


def verify(work: Work, *, on: date | None = None, result: str = "ADDRESS_CONFIRMED") -> Activity:
    """A check that says whether the subject is at the address of the lead."""
    return make_activity(work, "ADDRESS_CHECK", acted_on=on or today(), check_result=result)


def open_gates(work: Work) -> Work:
    """Do whatever opens every gate of this piece of work today, but for the kind of place."""
    check(work)
    review(work, "A_FILE")
    review(work, "APPEAL")
    verify(work)
    return work


def make_ready(officer: User | None = None, **values: Any) -> Work:
    """A case with an accepted lead, all gates of which stand open."""
    return open_gates(make_work(officer, **values))


def plan(
    work: Work, *, days: int = 0, kind: str = "VISIT", by: User | None = None, **values: Any
) -> FieldAction:
    """A field action planned at the address of the lead, so many days ahead."""
    where = queries.places_of(work.case, work.officer, work.lead)[0]
    given = {"place_kind": "RESIDENCE", "planned_on": today() + timedelta(days=days), **values}
    return actions.plan(work.case, by=by or work.officer, kind=kind, where=where, **given)


def assigned(work: Work, **values: Any) -> FieldAction:
    """The same, taken by the officer."""
    return actions.assign(plan(work, **values), by=work.officer)


def under_way(work: Work, **values: Any) -> FieldAction:
    """The same, started."""
    return actions.start(assigned(work, **values), by=work.officer)


def claim(work: Work, by: User | None = None) -> CitizenshipClaim:
    """A claim to citizenship, raised by an officer."""
    return claims.raise_claim(
        work.subject, by=by or work.officer, trigger="CLAIM", note="Says that she was born in El Paso."
    )


def decide(raised: CitizenshipClaim, outcome: str = "NONE") -> CitizenshipClaim:
    """The claim advised on by counsel and decided by a supervisor."""
    supervisor, counsel = make_officer("DAL", "supervisor"), make_officer("HQ", "counsel")
    asked = claims.ask_counsel(raised, by=supervisor)
    advised = claims.advise(asked, by=counsel, advises=outcome, advice="Birth record of Chihuahua seen.")
    return claims.decide(advised, by=supervisor, outcome=outcome, reason="No evidence, as counsel advised.")


def team_officer() -> User:
    """Another officer of the same team."""
    return make_team_officer("DAL")
