"""Activities for the tests of every storey, recorded by the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fcms.accounts.models import User
from fcms.activities import actions
from fcms.activities.models import Activity, Arrest
from fcms.cases.models import Case
from fcms.cases.tests.make import make_case
from fcms.leads import actions as leads
from fcms.leads.models import Lead
from fcms.leads.tests.make import make_lead, make_team_officer
from fcms.offices.models import Office
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_a_number, make_subject

ARRESTED_ON = date(2026, 3, 4)
PLACE = {"line_1": "100 SAMPLE WAY", "city": "DALLAS", "state": "TX", "zip": "75201"}


@dataclass(frozen=True, slots=True)
class Work:
    """A case, an open lead on it and the officer who works it."""

    officer: User
    case: Case
    lead: Lead
    subject: Subject


def make_work(officer: User | None = None, *, office: str = "", **values: Any) -> Work:
    """A case with an accepted lead in Dallas; `office` is the one that holds the case, `values` the subject's."""
    officer = officer or make_team_officer("DAL")
    number = make_a_number()
    subject = make_subject(a_number=number, docket_office=office or "DAL", **values)
    case = make_case(subject=subject)
    lead = leads.accept(make_lead(by=officer, a_number=number), by=officer)
    assert lead.case_id == case.pk
    return Work(officer, case, lead, subject)


def make_activity(work: Work, type: str = "RECORDS_CHECK", *, on: str = "lead", **values: Any) -> Activity:
    """An action on the lead (or, `on="case"`, the case); by default a records check that finds a fugitive."""
    sample: dict[str, Any] = {"acted_on": ARRESTED_ON}
    if type == "RECORDS_CHECK":
        sample |= {"check_system": "EID", "check_result": "STILL_FUGITIVE"}
    if type == "ADDRESS_CHECK":
        sample |= {"check_system": "STATE", "check_result": "ADDRESS_CONFIRMED"}
    if type == "VISIT":
        sample |= {"visit_outcome": "NOT_THERE", "location": "100 SAMPLE WAY APT 3, DALLAS TX"}
    about = {on: getattr(work, on)}
    return actions.record_activity(by=work.officer, type=type, **{**about, **sample, **values})


def make_arrest(work: Work, **values: Any) -> Arrest:
    """The arrest of the subject of a piece of work, which closes its lead."""
    sample = {"case": work.case, "lead": work.lead, "arrested_on": ARRESTED_ON, **PLACE}
    return actions.record_arrest(by=work.officer, **{**sample, **values})


def count_non_fugitive(officer: User, **values: Any) -> Activity:
    """A non-fugitive arrest, verified and counted."""
    sample = {
        "a_number": "A900555001",
        "arrested_on": ARRESTED_ON,
        "city": "DALLAS",
        "state": "TX",
        "criminal": False,
        "check_system": "EID",
        "verification": "Interview; Fingerprints",
        "verified_on": ARRESTED_ON,
    }
    return actions.count_non_fugitive_arrest(by=officer, **{**sample, **values})


def dallas() -> Office:
    """The Dallas field office."""
    return Office.objects.get(code="DAL")
