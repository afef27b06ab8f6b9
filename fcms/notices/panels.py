"""What notices put in the frame of every page: the link, whose number comes after the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.lib.panels import furnish


@furnish("frame.tools", order=10)
def in_frame(request: HttpRequest, user: Any) -> SafeString | None:
    """The link to one's notices; it asks the database for nothing."""
    if not getattr(user, "is_authenticated", False):
        return None
    return render_to_string("notices/_frame.html", {"here": request.path.startswith("/notices/")}, request)
