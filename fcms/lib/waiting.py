"""The first sentence of the first page: what waits, said by the panels that know it, in one breath."""

from __future__ import annotations

from django.http import HttpRequest


def say(request: HttpRequest, phrase: str, order: int = 50) -> None:
    """Add what waits, as `4 leads wait for you`, to the first sentence of the page; a low `order` comes first."""
    if phrase:
        request.fcms_waiting = [*_said(request), (order, phrase.rstrip("."))]  # type: ignore[attr-defined]


def sentence(request: HttpRequest) -> str:
    """What waits, as one sentence; empty where nobody said anything."""
    said = [phrase for _order, phrase in sorted(_said(request), key=lambda one: one[0])]
    return f"{', '.join(said)}." if said else ""


def _said(request: HttpRequest) -> list[tuple[int, str]]:
    return list(getattr(request, "fcms_waiting", []))
