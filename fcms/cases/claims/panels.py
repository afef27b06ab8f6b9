"""What claims put on the pages of others: the page of a case, and the first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.cases.corrections import queries as corrections
from fcms.lib.looks import showed
from fcms.lib.panels import furnish

from . import permissions, queries, rules
from .lifecycle import ClaimStatus

FIRST = 5
"""How many claims the first page shows."""


@furnish("case.holds", order=10)
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The claim that holds, or that the subject was found to be a citizen, with the next step; earlier ones below."""
    user: Any = request.user
    found = queries.claims_of(case.subject_id)
    if not found and not case.subject.citizenship_claim:
        return None
    open_one = next((one for one in found if one.is_open), None)
    citizen = next((one for one in found if one.outcome == "CITIZEN"), None)
    shown = open_one or citizen
    context = {
        "case": case,
        "claim": open_one,
        "citizen": None if open_one else citizen,
        "earlier": [one for one in found if one != shown],
        "next": rules.next_step(ClaimStatus(open_one.status)) if open_one else "",
        "may_raise": user.may(permissions.RAISE),
    }
    return render_to_string("cases/_claim_panel.html", context, request)


@furnish("case.raise", order=10)
def raise_on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The link by which whoever reads the case raises a claim."""
    user: Any = request.user
    if not user.may(permissions.RAISE) or case.subject.citizenship_claim:
        return None
    context = {"href": reverse("cases:raise-claim", args=[case.number])}
    return render_to_string("cases/_claim_raise_link.html", context, request)


@furnish("home", order=9)
def waiting(request: HttpRequest, user: Any) -> SafeString | None:
    """The claims that wait for the person's own step, where there are any."""
    status = queries.mine_first(user)
    if not status or not user.may(Permission.ACTIVITIES_READ):
        return None
    rows = queries.first_of(user, FIRST)
    if not rows:
        return None
    showed(request, record="cases.citizenshipclaim", results=len(rows))
    context = {
        "rows": queries.lines(rows),
        "national": user.reads_all_offices,
        "total": queries.counted(user, status),
    }
    return render_to_string("cases/_claims_home.html", context, request)


@furnish("home", order=14)
def to_tell(request: HttpRequest, user: Any) -> SafeString | None:
    """How many recipients have to be told of a correction, where there are any."""
    if not user.may(Permission.TELL_CORRECTIONS):
        return None
    total = corrections.counted(user)
    return render_to_string("cases/_corrections_home.html", {"total": total}, request) if total else None
