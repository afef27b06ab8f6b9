"""What standing findings put on the pages of others: the first page, and the page of a subject."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.panels import furnish

from . import queries


@furnish("home", order=40)
def to_settle(request: HttpRequest, user: Any) -> SafeString | None:
    """The findings that are the person's to settle, and those of the office that nobody took."""
    if not user.may(Permission.FINDINGS_SETTLE):
        return None
    mine, free = queries.open_counts(user)
    office = user.office.code if user.reads_all_offices else ""
    context = {"mine": mine, "free": free, "office": office, "findings": queries.my_first(user, 5)}
    return render_to_string("exchange/_findings_home.html", context, request)


@furnish("home", order=60)
def last_run(request: HttpRequest, user: Any) -> SafeString | None:
    """When the rules were last asked of everything stored."""
    if not user.may(Permission.FINDINGS_RUNS):
        return None
    last = queries.runs().first()
    return render_to_string("exchange/_last_run.html", {"last": last}, request) if last else None


@furnish("subject.cases", order=80)
def of_subject(request: HttpRequest, subject: Any) -> SafeString | None:
    """What the rules doubt about the subject and nobody settled."""
    user: Any = request.user
    findings = queries.open_of(subject, user)
    return (
        render_to_string("exchange/_findings_of.html", {"findings": findings}, request) if findings else None
    )
