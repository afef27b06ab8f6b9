"""What a vendor's answer puts on the page of the lead that it became."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish

from . import queries


@furnish("lead.notices", order=20)
def commercial(request: HttpRequest, lead: Any) -> SafeString | None:
    """That a commercial lead is verified before field action, and what speaks for it (PIA 1.5, 1.7)."""
    if not queries.is_commercial(lead):
        return None
    context = {"lead": lead, "weighed": queries.weighed(lead)}
    return render_to_string("exchange/_commercial.html", context, request)
