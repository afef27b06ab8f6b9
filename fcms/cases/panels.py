"""What cases put on the pages of others: the first page, and the page of a subject."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.looks import showed
from fcms.lib.panels import furnish

from . import queries
from .proposals import permissions as deciding
from .proposals import queries as proposals
from .transfers import queries as handing_over

FIRST = 5
"""How much news the first page shows."""


@furnish("home", order=20)
def news(request: HttpRequest, user: Any) -> SafeString | None:
    """The news that waits for my office, where there is any."""
    if not user.may(Permission.ACTIVITIES_READ) or user.policy.reach != "office":
        return None
    rows = proposals.first_of(user, FIRST)
    if not rows:
        return None
    showed(request, record="cases.proposal", results=len(rows))
    decides = user.may(deciding.DECIDE)
    context = {"rows": rows, "decides": decides, "total": proposals.counted(user)}
    return render_to_string("cases/_news_home.html", context, request)


@furnish("home", order=25)
def transfers(request: HttpRequest, user: Any) -> SafeString | None:
    """The transfers that wait for my answer, and those of mine that were refused, where there are any."""
    if not user.may(Permission.ACTIVITIES_FULL):
        return None
    rows = handing_over.first_of(handing_over.to_decide(user), FIRST)
    refused = handing_over.first_of(handing_over.answered(user), FIRST)
    if not rows and not refused:
        return None
    showed(request, record="cases.casetransfer", results=len(rows) + len(refused))
    named = handing_over.named(user, [*rows, *refused])
    context = {"rows": rows, "refused": refused, "named": named, "user": user}
    return render_to_string("cases/_transfers_home.html", context, request)


@furnish("home", order=40)
def my_office(request: HttpRequest, user: Any) -> SafeString | None:
    """How many cases of my field office are open, cold and in custody."""
    if not user.may(Permission.ACTIVITIES_READ) or user.policy.reach != "office":
        return None
    office = user.office.parent or user.office
    address = reverse("cases:list")
    counts = [
        {
            "number": number,
            "label": status.label,
            "href": f"{address}?office={office.code}&status={status.value}",
        }
        for status, number in queries.standing_of_office(office).items()
    ]
    context = {"counts": counts, "heading": f"Cases of {office.name}"}
    return render_to_string("cases/_home.html", context, request)


@furnish("subject.cases")
def of_subject(request: HttpRequest, subject: Any) -> SafeString | None:
    """The cases of a subject, and the button that opens one."""
    user: Any = request.user
    if not user.may(Permission.ACTIVITIES_READ):
        return None
    context = {
        "subject": subject,
        "cases": queries.cases_of(subject),
        "may_open": queries.may_open(user, subject),
    }
    return render_to_string("cases/_of_subject.html", context, request)
