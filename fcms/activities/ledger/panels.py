"""What the ledger puts on the pages of leads and cases: a flag above, a line beside each address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.activities import permissions as activity_permissions
from fcms.lib.panels import furnish
from fcms.subjects.models import Address

from . import permissions, reading
from .queries import Pair
from .reading import Line

NOBODY = 0


def _lines(request: HttpRequest, asked: str, pairs: list[Pair]) -> dict[Pair, Line]:
    """The lines of a page, asked for once however many places of it show them."""
    kept: dict[str, dict[Pair, Line]] = request.__dict__.setdefault("_ledger", {})
    if asked not in kept:
        user: Any = request.user
        kept[asked] = reading.lines(pairs, permissions.today_of(user))
    return kept[asked]


def _of_lead(request: HttpRequest, lead: Any) -> Line | None:
    user: Any = request.user
    if not lead.address_key or not user.may(Permission.ACTIVITIES_READ):
        return None
    pair = (lead.address_key, lead.subject_id or NOBODY)
    return _lines(request, f"lead {lead.pk}", [pair]).get(pair)


@furnish("lead.notices", order=0)
def flag(request: HttpRequest, lead: Any) -> SafeString | None:
    """Before anything else on a lead: its address is to be left alone."""
    line = _of_lead(request, lead)
    if line is None or line.mark is None:
        return None
    return render_to_string("activities/_address_flag.html", {"line": line}, request)


@furnish("lead.where")
def on_lead(request: HttpRequest, lead: Any) -> SafeString | None:
    """What the ledger says of the address of a lead."""
    line = _of_lead(request, lead)
    if line is not None:
        return render_to_string("activities/_address_line.html", {"line": line}, request)
    user: Any = request.user
    if not lead.address_key or not activity_permissions.may_record(user, lead=lead):
        return None
    url = f"{reverse('addresses:new')}?lead={lead.number}"
    return render_to_string("activities/_address_unknown.html", {"url": url}, request)


@furnish("case.actions", order=90)
def mark_on_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The button that marks one of the addresses of a case."""
    user: Any = request.user
    if not activity_permissions.may_record(user, case=case):
        return None
    url = f"{reverse('addresses:new')}?case={case.number}"
    return render_to_string("activities/_address_mark.html", {"url": url}, request)


@furnish("case.address")
def on_address(request: HttpRequest, address: Any) -> SafeString | None:
    """What the ledger says of one of the addresses of a subject, all of them asked for at once."""
    user: Any = request.user
    if not user.may(Permission.ACTIVITIES_READ):
        return None
    subject = address.subject_id
    kept = request.__dict__.setdefault("_ledger", {})
    asked = f"subject {subject}"
    if asked not in kept:
        keys = Address.objects.filter(subject=subject, withdrawn_at=None).order_by("pk")
        _lines(request, asked, [(key, subject) for key in keys.values_list("key", flat=True)])
    line = kept[asked].get((address.key, subject))
    return render_to_string("activities/_address_line.html", {"line": line}, request) if line else None
