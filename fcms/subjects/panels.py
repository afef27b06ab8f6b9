"""What subjects put on the first page: the conflicts between sources that wait there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish

from .conflicts.queries import waiting_for

COUNTED = 1000


@furnish("home", order=45)
def conflicts(request: HttpRequest, user: Any) -> SafeString | None:
    """How many conflicts wait for the person to settle them."""
    if not user.may(Permission.SETTLE):
        return None
    waiting = waiting_for(user).order_by()[: COUNTED + 1].count()
    if not waiting:
        return None
    context = {"waiting": min(waiting, COUNTED), "more": waiting > COUNTED}
    return render_to_string("subjects/_conflicts_home.html", context, request)
