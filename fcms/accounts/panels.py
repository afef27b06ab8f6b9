"""What the first page shows to those who manage or audit accounts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.audit.queries import accesses, names_of
from fcms.lib.panels import furnish

from . import queries
from .permissions import Permission


@furnish("home", order=6)
def accounts(request: HttpRequest, user: Any) -> SafeString | None:
    """Accounts in numbers, for those who manage them."""
    if not user.may(Permission.MANAGE_ACCOUNTS):
        return None
    return render_to_string("accounts/_home.html", {"numbers": queries.numbers()}, request)


@furnish("home", order=7)
def failed_sign_ins(request: HttpRequest, user: Any) -> SafeString | None:
    """The last failed sign-ins, for those who watch over access."""
    if not user.may(Permission.ACCESS_LOG):
        return None
    failures = list(accesses(kind="SIGN_IN_FAILED")[:8])
    names = names_of(entry.actor for entry in failures)
    rows = [(entry, "unknown name" if entry.actor == "unknown" else names[entry.actor]) for entry in failures]
    return render_to_string("accounts/_failures.html", {"rows": rows}, request)
