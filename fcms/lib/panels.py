"""A place on a page that a higher storey furnishes: the page names it, the higher app puts a panel there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Panel = Callable[[HttpRequest, Any], "SafeString | None"]
_FURNISHED: dict[str, list[tuple[int, str, Panel]]] = defaultdict(list)


def furnish(place: str, order: int = 50) -> Callable[[Panel], Panel]:
    """Put a panel at `place` (as `lead.actions`); low `order` comes first, a panel of `None` is left out."""

    def decorate(panel: Panel) -> Panel:
        key = f"{panel.__module__}.{panel.__qualname__}"
        others = [entry for entry in _FURNISHED[place] if entry[1] != key]
        _FURNISHED[place] = sorted([*others, (order, key, panel)], key=lambda entry: entry[:2])
        return panel

    return decorate


def panels_of(place: str, request: HttpRequest, record: Any) -> SafeString:
    """Render all panels of `place` for `record`, in their order; empty when nobody furnished it."""
    shown = (panel(request, record) for _order, _key, panel in _FURNISHED.get(place, ()))
    return mark_safe("\n".join(html for html in shown if html))  # noqa: S308 - each panel renders a template
