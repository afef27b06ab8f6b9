"""The first sentence of the first page: what waits, said by the panels that know it, in one breath."""

from __future__ import annotations

from django.http import HttpRequest


def say(request: HttpRequest, phrase: str) -> None:
    """Add what waits, as `4 leads wait for you`, to the first sentence of the page; panels speak in their order."""
    if phrase:
        request.fcms_waiting = [*_said(request), phrase.rstrip(".")]  # type: ignore[attr-defined]


def sentence(request: HttpRequest) -> str:
    """What waits, as one sentence; empty where nobody said anything."""
    said = _said(request)
    return f"{', '.join(said)}." if said else ""


def _said(request: HttpRequest) -> list[str]:
    return list(getattr(request, "fcms_waiting", []))
