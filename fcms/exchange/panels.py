"""What intake puts on the first page of those who review it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish

from . import queries


@furnish("home", order=5)
def intakes_to_review(request: HttpRequest, user: Any) -> SafeString | None:
    """The extracts that wait for a reviewer."""
    if not user.may(Permission.INTAKE_REVIEW):
        return None
    waiting = list(queries.in_hand()[:6])
    return render_to_string("exchange/_home.html", {"waiting": waiting}, request)
