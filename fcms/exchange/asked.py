"""What a request to a page of intakes is about."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from . import queries


def intake_of(number: str) -> Any:
    """The intake that the address names; no page without one."""
    intake = queries.intake_named(number)
    if intake is None:
        raise Http404("There is no intake of that number.")
    return intake


def user_of(request: HttpRequest) -> Any:
    """Who asks."""
    return request.user
