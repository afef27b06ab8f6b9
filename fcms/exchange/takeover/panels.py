"""What a takeover adds to pages: its accounting, and on a case or an activity where it came from (PIA 1.2-1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.activities.models import Activity
from fcms.cases.models import Case
from fcms.exchange.models import Intake
from fcms.lib.panels import furnish

from . import queries


@furnish("intake.more", order=30)
def accounting(request: HttpRequest, intake: Intake) -> SafeString | None:
    """The counts of a takeover in one line."""
    found = queries.accounts(intake)
    if not found:
        return None
    context = {"intake": intake, "total": queries.total(found)}
    return render_to_string("exchange/_takeover.html", context, request)


@furnish("case.timeline", order=90)
def origin_of_case(request: HttpRequest, case: Case) -> SafeString | None:
    """Where a case of the version before came from."""
    return _origin(request, "CASE", case.pk)


@furnish("activity.more")
def origin_of_activity(request: HttpRequest, activity: Activity) -> SafeString | None:
    """Where an activity of the version before came from."""
    return _origin(request, "ACTIVITY", activity.pk)


def _origin(request: HttpRequest, record: str, key: int) -> SafeString | None:
    found = queries.origins(record, key)
    if not found:
        return None
    user: Any = request.user
    context = {"found": found, "record": record, "may_open": user.may(Permission.INTAKE_REVIEW)}
    return render_to_string("exchange/_origin.html", context, request)
