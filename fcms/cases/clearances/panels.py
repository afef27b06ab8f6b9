"""What clearances put on the page of a case whose subject is protected."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish

from . import queries


@furnish("case.holds", order=20)
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """What is cleared about a protected person, by whom and until when."""
    if not case.subject.confidential_1367:
        return None
    user: Any = request.user
    today = timezone.localdate()
    found = queries.of_subject(case.subject_id)
    standing = next((one for one in found if one.withdrawn_at is None and one.until_on >= today), None)
    context = {
        "case": case,
        "standing": standing,
        "past": [one for one in found if one != standing],
        "may_give": queries.may_give_beside(user, case, standing),
        "may_withdraw": standing is not None and queries.may_withdraw(user, case, standing),
    }
    return render_to_string("cases/_clearance_panel.html", context, request)
