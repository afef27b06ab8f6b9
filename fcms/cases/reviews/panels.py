"""What reviews put on the page of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish

from . import queries


@furnish("case.reviews")
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The latest look into the A-file and at appeals."""
    user: Any = request.user
    context = {
        "case": case,
        "reviews": queries.of_case(case),
        "may_record": user.may(Permission.HOLD) and queries.may_record(user, case),
    }
    return render_to_string("cases/_reviews_panel.html", context, request)
