"""Where leads saw a person last, for the reasons why somebody may still be in the country."""

from __future__ import annotations

from fcms.cases.likelihood.sightings import Sighting
from fcms.lib.dates import local_day

from .lifecycle import Outcome
from .models import Lead

NO_SIGHTING = (Outcome.ENTERED_IN_ERROR, Outcome.DUPLICATE, Outcome.ADDRESS_BAD, Outcome.NOT_ENOUGH)
MOST = 5


def of_leads(subject: int) -> list[Sighting]:
    """The newest leads on a subject that give a day on which the person was seen, or that closed with a departure."""
    found = []
    leads = Lead.objects.filter(subject=subject).exclude(outcome__in=NO_SIGHTING).select_related("office")
    for lead in leads.filter(last_seen_on__isnull=False).order_by("-last_seen_on", "-id")[:MOST]:
        if lead.outcome != Outcome.LEFT_THE_COUNTRY and lead.last_seen_on:
            found.append(Sighting(lead.last_seen_on, f"Seen here by lead {lead.number}", _source(lead)))
    for lead in leads.filter(outcome=Outcome.LEFT_THE_COUNTRY).order_by("-id")[:MOST]:
        if lead.closed_at:
            day = local_day(lead.closed_at, lead.office.time_zone if lead.office else "UTC")
            words = f"Lead {lead.number} was closed because the person had left"
            found.append(Sighting(day, words, _source(lead), here=False))
    return found


def _source(lead: Lead) -> str:
    return lead.source_agency or lead.get_source_kind_display()
