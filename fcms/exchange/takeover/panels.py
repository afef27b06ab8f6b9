"""What an applied takeover adds to its page: whether it adds up, and the way to its accounting."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.exchange.models import Intake
from fcms.lib.panels import furnish

from . import queries


@furnish("intake.more", order=30)
def accounting(request: HttpRequest, intake: Intake) -> SafeString | None:
    """The counts of a takeover in one line."""
    found = queries.accounts(intake)
    if not found:
        return None
    context = {"intake": intake, "total": queries.total(found)}
    return render_to_string("exchange/_takeover.html", context, request)
