"""What the basis puts on the page of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish

from . import queries


@furnish("case.basis")
def on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """Why the person is a fugitive, whether that lets anybody work the case, and what was said over time."""
    return render_to_string("cases/_basis.html", {"basis": queries.shown(case)}, request)
