"""What cases put on the pages of others: the first page, and the page of a subject."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish

from . import queries


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
