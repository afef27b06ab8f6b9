"""What scores put on pages: of a lead, and of a subject's addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.cases.priority.queries import priority_of
from fcms.lib.panels import furnish

from . import queries


@furnish("lead.more")
def on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """How good the lead is, part by part."""
    score = queries.score_of(lead)
    return render_to_string("leads/_score.html", {"score": score}, request) if score else None


@furnish("lead.more", order=60)
def case_on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """The priority of the case that the lead is about, ground by ground."""
    score = priority_of(lead.case) if lead.case else None
    context = {"case": lead.case, "score": score}
    return render_to_string("leads/_priority.html", context, request) if score else None


@furnish("subject.addresses")
def on_addresses(request: HttpRequest, subject: Any) -> SafeString | None:
    """How likely the subject is at each address, the likeliest first."""
    ranked = queries.addresses_of(subject)
    return render_to_string("leads/_address_scores.html", {"ranked": ranked}, request) if ranked else None
