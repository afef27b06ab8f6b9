"""What the watched folder puts on the first page of those who review extracts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish

from . import queries


@furnish("home", order=4)
def arrived_by_themselves(request: HttpRequest, user: Any) -> SafeString | None:
    """What came overnight, what waits for another, what was refused, and what has not come."""
    if not user.may(Permission.INTAKE_REVIEW):
        return None
    told = {
        "came": queries.came_by_themselves(),
        "late": queries.late(),
        "waiting": list(queries.waiting()[:5]),
        "refused": list(queries.refused_lately()[:5]),
        "unread": list(queries.refused_when_read()[:5]),
    }
    return render_to_string("exchange/_arrived.html", told, request) if any(told.values()) else None
