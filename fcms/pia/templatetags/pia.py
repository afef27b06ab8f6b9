"""What the assessment's pages need to write names of code so that a narrow screen can break them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BREAKS_AFTER = "._/:"


@register.filter
def wrappable(name: object) -> SafeString:
    """Allow a line break after each dot, underscore, slash or colon of a name."""
    breaks = ((char, mark_safe("<wbr>") if char in _BREAKS_AFTER else "") for char in str(name))
    return format_html_join("", "{}{}", breaks)
