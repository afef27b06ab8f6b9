"""What the database keeps of proposed transfers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.leads.models import Lead, TransferProposal
from fcms.leads.proposals.actions import Rerouted, propose_set
from fcms.lib.actor import Job, acting
from fcms.offices.queries import office_of
from fcms.subjects.tests.make import make_officer

from .make import make_lead

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]


@pytest.fixture
def proposal() -> TransferProposal:
    """A transfer that is proposed and waits."""
    make_lead()
    propose("DAL", "HOU")
    return TransferProposal.objects.get()


def propose(before: str, after: str, edition: int = 2) -> int:
    """Propose that the leads of the ZIP code 75201 go to another office."""
    offices = [office_of(code) for code in (before, after)]
    keys = [office.pk for office in offices if office]
    return propose_set(
        by=Job("tests"), changed={"75201": Rerouted(*keys)}, edition=edition, why="A new edition."
    )


def behind(proposal: TransferProposal, **values: Any) -> None:
    """Change a proposal behind the actions."""
    with transaction.atomic(), acting(Job("tests"), Event.TRANSFER_DECLINED):
        TransferProposal.objects.filter(pk=proposal.pk).update(**values)


@pytest.mark.promise("PIA-1.3-3")
def test_the_database_keeps_who_decided(proposal):
    with pytest.raises(IntegrityError, match="leads_transferproposal_decided_by_someone"):
        behind(proposal, accepted=True, decided_at=timezone.now())


@pytest.mark.promise("PIA-1.3-3")
def test_the_database_keeps_why_it_was_declined(proposal):
    with pytest.raises(IntegrityError, match="leads_transferproposal_declined_says_why"):
        behind(
            proposal,
            accepted=False,
            decided_at=timezone.now(),
            decided_by=make_officer("HQ", "hq_supervisor"),
        )


@pytest.mark.promise("PIA-1.3-3")
def test_the_database_keeps_one_open_proposal_for_a_lead(proposal):
    with (
        pytest.raises(IntegrityError, match="leads_transferproposal_one_open"),
        transaction.atomic(),
        acting(Job("tests"), Event.TRANSFERS_PROPOSED),
    ):
        TransferProposal.objects.create(
            lead=proposal.lead,
            to_office=proposal.to_office,
            why="Again.",
            edition=3,
            opened_at=timezone.now(),
        )


def test_only_open_leads_where_their_zip_code_sent_them_are_proposed():
    stays, closed = make_lead(zip="33130"), make_lead(status="CLOSED")
    assert propose("DAL", "HOU") == 0
    assert not TransferProposal.objects.filter(lead__in=[stays, closed]).exists()
    assert propose("SEA", "HOU") == 0
    assert Lead.objects.get(pk=stays.pk).office == stays.office


def test_a_lead_that_no_office_holds_is_proposed_to_the_one_that_its_zip_code_has_now():
    lead = make_lead(zip="00001", status="ROUTED")
    assert lead.office is None
    houston = office_of("HOU")
    changed = {"00001": Rerouted(None, houston.pk if houston else None)}
    assert propose_set(by=Job("tests"), changed=changed, edition=2, why="A new edition.") == 1
    assert TransferProposal.objects.get().from_office is None


def signed_in(person: User) -> Client:
    client = Client()
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(person)
    return client


@pytest.mark.promise("PIA-1.3-3")
def test_a_supervisor_decides_on_the_page_and_is_told_on_the_first_one(proposal):
    browser = signed_in(make_officer("DAL", "supervisor"))
    assert "1 lead" in browser.get("/").content.decode()
    assert proposal.lead.number in browser.get(reverse("leads:proposals")).content.decode()
    assert (
        "A transfer is proposed"
        in browser.get(reverse("leads:lead", args=[proposal.lead.number])).content.decode()
    )
    asked = {"chosen": [proposal.pk], "decision": "decline", "reason": ""}
    page = browser.post(reverse("leads:decide-proposals"), asked, follow=True).content.decode()
    assert "Say why the lead stays where it is." in page
    browser.post(reverse("leads:decide-proposals"), {"chosen": [proposal.pk], "decision": "accept"})
    assert Lead.objects.get(pk=proposal.lead_id).office == office_of("HOU")
    assert proposal.lead.number not in browser.get(reverse("leads:proposals")).content.decode()


def test_another_office_neither_sees_nor_decides_a_proposal(proposal):
    browser = signed_in(make_officer("SEA", "supervisor"))
    assert proposal.lead.number not in browser.get(reverse("leads:proposals")).content.decode()
    browser.post(reverse("leads:decide-proposals"), {"chosen": [proposal.pk], "decision": "accept"})
    assert Lead.objects.get(pk=proposal.lead_id).office == office_of("DAL")
    assert signed_in(make_officer("DAL")).get(reverse("leads:proposals")).status_code == 403
