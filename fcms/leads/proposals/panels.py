"""What proposed transfers put on other pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish

from . import queries


@furnish("home", order=8)
def proposed_transfers(request: HttpRequest, user: Any) -> SafeString | None:
    """How many proposed transfers wait for the person."""
    waiting = queries.waiting_for(user).order_by().count()
    return render_to_string("leads/_proposals_home.html", {"waiting": waiting}, request) if waiting else None


@furnish("lead.notices")
def on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """That a transfer of this lead is proposed."""
    proposal = queries.open_on(lead)
    if proposal is None:
        return None
    decides = queries.waiting_for(request.user).filter(pk=proposal.pk).exists()  # type: ignore[arg-type]
    context = {"proposal": proposal, "decides": decides}
    return render_to_string("leads/_proposal_on_lead.html", context, request)
