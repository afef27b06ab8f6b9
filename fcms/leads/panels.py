"""What leads put on the pages of others: the first page, and the page of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from fcms.accounts.permissions import Permission
from fcms.lib.looks import showed
from fcms.lib.panels import furnish
from fcms.lib.waiting import say

from . import queries

FIRST = 20
"""How many lines of a queue the first page shows."""


@furnish("home", order=10)
def my_leads(request: HttpRequest, user: Any) -> SafeString | None:
    """What waits for the person, in numbers, and the first lines of the queue they work from."""
    if not user.may(Permission.LEADS_READ) or user.may(Permission.ADVISE_CLAIM):
        return None  # counsel advises on claims; no lead waits for counsel
    counts = queries.counts_of(user)
    shown = "unrouted" if user.reads_all_offices and counts["unrouted"] else queries.default_queue(user)
    leads = list(queries.listed(user, shown, queries.Narrowing()).order_by("waiting_since", "pk")[:FIRST])
    queries.say_why(leads)
    showed(request, record="leads.lead", results=len(leads))
    say(request, queries.sentence(user, counts), order=10)
    context = {
        "national": user.reads_all_offices,
        "unrouted": shown == "unrouted",
        "boxes": [(queue, counts[queue.code]) for queue in queries.queues_of(user) if queue.code in BOXES],
        "queue": queries.queue_named(shown),
        "leads": leads,
        "more": counts[shown] > FIRST,
        "total": counts[shown],
        "loads": queries.loads(user) if _leads_an_office(user) else [],
    }
    return render_to_string("leads/_home.html", context, request)


BOXES = ("accept", "working", "others", "team", "unassigned", "unrouted", "unlinked", "live")


def _leads_an_office(user: Any) -> bool:
    return bool(user.may(Permission.ASSIGN)) and not user.reads_all_offices


@furnish("case.leads")
def of_case(request: HttpRequest, case: Any) -> SafeString | None:
    """The leads on a case that the person reads, newest first."""
    user: Any = request.user
    if not user.may(Permission.LEADS_READ):
        return None
    return render_to_string("leads/_of_case.html", {"leads": queries.leads_on_case(case, user)}, request)
