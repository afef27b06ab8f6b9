"""A category that protects or is pending stops leads from being accepted or given to anybody; they still come in."""

from __future__ import annotations

from datetime import date

import pytest

from fcms.cases.basis.rules import stops
from fcms.cases.models import Case
from fcms.cases.tests.make import make_case
from fcms.leads import actions
from fcms.leads.lifecycle import Outcome, Status
from fcms.leads.models import Lead
from fcms.leads.permissions import verdicts
from fcms.lib.actor import Job
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.queries import a_number_of
from fcms.subjects.tests.make import extract_origin, make_officer, make_subject

from .make import make_lead

pytestmark = pytest.mark.django_db


def says(case: Case, category: str) -> None:
    origin = extract_origin("I26-000002-6", as_of=date(2026, 11, 21))
    correct_subject(case.subject, by=Job("tests"), origin=origin, values={"case_category": category})


@pytest.mark.promise("PIA-0-1")
def test_a_lead_on_a_stopped_case_comes_in_and_is_routed_but_nobody_accepts_it() -> None:
    case, officer = make_case(), make_officer("DAL")
    says(case, "5C")
    lead = make_lead(a_number=a_number_of(case.subject))
    assert (lead.status, lead.case) == (Status.ROUTED, case)
    with pytest.raises(Refused) as refused:
        actions.accept(lead, by=officer)
    assert refused.value.sentence == stops("5C")
    assert verdicts(officer, lead)["accept"].sentence == stops("5C")
    assert verdicts(officer, lead)["close"]
    says(case, "5B")
    assert actions.accept(Lead.objects.get(pk=lead.pk), by=officer).status == Status.WORKING


@pytest.mark.promise("PIA-0-1")
def test_a_lead_in_work_is_given_to_nobody_else_and_can_be_closed() -> None:
    case, other = make_case(), make_officer("DAL")
    supervisor = make_officer("DAL", "supervisor")
    lead = make_lead(a_number=a_number_of(case.subject), status=Status.WORKING)
    says(case, "2B")
    with pytest.raises(Refused, match="proceedings"):
        actions.assign(lead, by=supervisor, officer=other)
    assert actions.close(lead, by=supervisor, outcome=Outcome.LEGAL_STATUS).status == Status.CLOSED


def test_a_lead_on_a_protected_person_without_a_case_is_not_accepted_and_one_on_nobody_known_is() -> None:
    officer = make_officer("DAL")
    protected = make_subject(case_category="5D")
    with pytest.raises(Refused, match="Ask counsel"):
        actions.accept(make_lead(a_number=a_number_of(protected)), by=officer)
    unknown = make_subject(case_category="")
    assert actions.accept(make_lead(a_number=a_number_of(unknown)), by=officer)
    assert actions.accept(make_lead(), by=officer)
