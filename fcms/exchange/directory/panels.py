"""What the ZIP directory puts on other pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish

from . import queries


@furnish("home", order=6)
def late_directory(request: HttpRequest, user: Any) -> SafeString | None:
    """That the directory of this month was not loaded, to those who load extracts."""
    if not user.may(Permission.INTAKE_LOAD):
        return None
    sentence = queries.is_late()
    return (
        render_to_string("exchange/_directory_late.html", {"late": sentence}, request) if sentence else None
    )


@furnish("intake.more")
def of_directory(request: HttpRequest, intake: Any) -> SafeString | None:
    """The way to what a directory would change, or has."""
    if intake.kind != "city-state":
        return None
    return render_to_string("exchange/_directory_of_intake.html", {"intake": intake}, request)
