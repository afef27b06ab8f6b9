"""The card of the case that says what speaks for and against that the person is still in the country."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish

from . import queries


@furnish("case.likelihood")
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """Two short lists of reasons with their dates and sources; of live cases only."""
    if case.status not in ("OPEN", "COLD"):
        return None
    found = queries.reasons_of(case, timezone.localdate())
    return render_to_string("cases/_likelihood.html", {"found": found}, request)
