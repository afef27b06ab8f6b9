"""Where leads saw a person last, for the reasons why somebody may still be in the country."""

from __future__ import annotations

from django.db.models import F, Q

from fcms.cases.likelihood.sightings import Sighting
from fcms.lib.dates import local_day

from .lifecycle import Outcome
from .models import Lead

NO_SIGHTING = (Outcome.ENTERED_IN_ERROR, Outcome.DUPLICATE, Outcome.ADDRESS_BAD, Outcome.NOT_ENOUGH)
MOST = 8


def of_leads(subject: int) -> list[Sighting]:
    """The newest leads on a subject that give a day on which the person was seen, or that closed with a departure."""
    said = Q(last_seen_on__isnull=False) | Q(outcome=Outcome.LEFT_THE_COUNTRY)
    leads = Lead.objects.filter(said, subject=subject).exclude(outcome__in=NO_SIGHTING)
    shown = leads.select_related("office").order_by(F("last_seen_on").desc(nulls_first=True), "-id")
    return [_sighting(lead) for lead in shown[:MOST]]


def _sighting(lead: Lead) -> Sighting:
    if lead.outcome == Outcome.LEFT_THE_COUNTRY and lead.closed_at:
        day = local_day(lead.closed_at, lead.office.time_zone if lead.office else "UTC")
        words = f"Lead {lead.number} was closed because the person had left"
        return Sighting(day, words, _source(lead), here=False)
    return Sighting(lead.last_seen_on or lead.received_on, f"Seen here by lead {lead.number}", _source(lead))


def _source(lead: Lead) -> str:
    return lead.source_agency or lead.get_source_kind_display()
