"""What field work puts on the pages of others: a case, a lead, the first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.looks import showed
from fcms.lib.panels import furnish
from fcms.lib.waiting import say

from . import permissions, queries


@furnish("case.leads", order=80)
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The field work that still stands on a case."""
    user: Any = request.user
    if not user.may(Permission.ACTIVITIES_READ):
        return None
    found = queries.standing_on(case)
    return render_to_string("activities/_field_here.html", {"actions": found}, request) if found else None


@furnish("lead.done", order=10)
def on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """The field work that still stands on a lead."""
    user: Any = request.user
    if not user.may(Permission.ACTIVITIES_READ) or lead.case_id is None:
        return None
    found = [one for one in queries.standing_on(lead.case) if one.lead_id == lead.pk]
    return render_to_string("activities/_field_here.html", {"actions": found}, request) if found else None


@furnish("home", order=5)
def my_day(request: HttpRequest, user: Any) -> SafeString | None:
    """Where I go today, with what stands against it."""
    if not user.may(permissions.PLAN):
        return None
    actions = queries.my_actions(user, timezone.localdate())
    if not actions:
        return None
    showed(request, record="activities.fieldaction", results=len(actions))
    return render_to_string("activities/_field_home.html", {"rows": queries.rows_of(actions)}, request)


@furnish("home", order=6)
def checks_lapsing(request: HttpRequest, user: Any) -> SafeString | None:
    """The status checks behind my assigned field work that lapse within a day."""
    if not user.may(permissions.PLAN):
        return None
    found = queries.lapsing(user)
    if not found:
        return None
    showed(request, record="activities.fieldaction", results=len(found))
    say(
        request,
        f"{len(found):,} {'check lapses' if len(found) == 1 else 'checks lapse'} within a day",
        order=20,
    )
    context = {"lapsing": found, "hours": queries.check_hours()}
    return render_to_string("activities/_lapsing_home.html", context, request)
