"""A record of another office opens only with a stated purpose, and is never changed from there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

SHORTEST = 10
"""The fewest characters that can say a purpose."""


class PurposeNeeded(Exception):
    """The record lies outside the person's reach and no purpose was stated yet; `record` is `app.model:id`."""

    def __init__(self, record: str) -> None:
        super().__init__("A purpose is needed before this record is opened.")
        self.record = record


def purpose_for(request: HttpRequest, record: str, within: bool) -> str:
    """Return the purpose under which `record` is opened, "" within reach, or raise `PurposeNeeded`."""
    if within:
        return ""
    stated = request.session.get("purposes", {}).get(record, "")
    if not stated:
        raise PurposeNeeded(record)
    return str(stated)


def state_purpose(request: HttpRequest, record: str, purpose: str) -> None:
    """Keep the purpose for `record` for the rest of the session."""
    request.session["purposes"] = {**request.session.get("purposes", {}), record: purpose.strip()}


def refuse_beyond_reach(within: bool) -> None:
    """Refuse a change of a record of another office."""
    if not within:
        raise PermissionDenied(
            "This record belongs to another office, so it can be read but not changed from here. "
            "Ask that office, or have the record transferred."
        )
