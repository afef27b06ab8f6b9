"""The strip “May we act?” at the top of a case and of a lead."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.activities import permissions as recording
from fcms.lib.panels import furnish

from . import permissions, queries


@furnish("case.gates")
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The gates of a live case, without an address."""
    return (
        _strip(request, case, None, recording.may_record(_user(request), case=case)) if case.is_live else None
    )


@furnish("lead.notices", order=10)
def on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """The gates of the case that an open lead is on, with the address of the lead."""
    if lead.status == "CLOSED" or lead.case is None or not lead.case.is_live:
        return None
    may_record = recording.may_record(_user(request), lead=lead)
    return _strip(request, lead.case, queries.place_of(lead), may_record)


@furnish("case.timeline", order=40)
def overrides(request: HttpRequest, case: Any) -> SafeString | None:
    """Every override of a gate that was given on a case, in force or not."""
    if not _user(request).may(Permission.ACTIVITIES_READ):
        return None
    given = queries.given_on(case)
    if not given:
        return None
    rows = [(one, queries.label_of(one.gate)) for one in given]
    return render_to_string("activities/_overrides.html", {"case": case, "rows": rows}, request)


def _user(request: HttpRequest) -> Any:
    return request.user


def _strip(request: HttpRequest, case: Any, place: Any, may_record: Any) -> SafeString | None:
    user = _user(request)
    if not user.may(Permission.ACTIVITIES_READ):
        return None
    strip = queries.strip(case, place)
    lines = [
        {
            "gate": one,
            "remedy_url": one.remedy_url if may_record else "",
            "override_url": one.override_url if permissions.may_override(user, case, one) else "",
        }
        for one in strip.shut
    ]
    context = {"case": case, "strip": strip, "lines": lines}
    return render_to_string("activities/_gates.html", context, request)
