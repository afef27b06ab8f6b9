"""What the sources of a case disagree on, on its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish

from . import queries


@furnish("case.sources")
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """Each value that a gate needs on which the sources disagree, with the way to settle it."""
    found = queries.open_conflicts([case.subject_id]).get(case.subject_id, []) if case.is_live else []
    if not found:
        return None
    context = {"case": case, "found": found, "may_settle": queries.may_settle(request.user, case)}
    return render_to_string("cases/_conflicts.html", context, request)
