"""The page of proposed transfers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of
from fcms.lib.verdict import Refused

from . import actions, queries

SORTS = {"number": ("pk",)}


@require(Permission.LEADS_FULL)
@require_GET
def list_proposals(request: HttpRequest) -> HttpResponse:
    """The transfers that wait for a decision, oldest first."""
    user: Any = request.user
    rows = queries.waiting_for(user)
    page = page_of(rows, request.GET.dict(), sorts=SORTS, default="number")
    showed(request, record="leads.lead", results=len(page))
    return render(request, "leads/proposals.html", {"page": page, "total": rows.order_by().count()})


@require(Permission.LEADS_FULL)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accept or decline the selected transfers, and say of those that could not be why."""
    user: Any = request.user
    proposals = queries.chosen(user, request.POST.getlist("chosen"))
    if not proposals:
        raise Refused("Select at least one proposal first.")
    if request.POST.get("decision") == "accept":
        done, refused = actions.each(proposals, actions.accept, by=user)
        messages.success(request, f"Leads sent to their new office: {done}.")
    else:
        reason = request.POST.get("reason", "")
        done, refused = actions.each(proposals, actions.decline, by=user, reason=reason)
        messages.success(request, f"Leads that stay where they are: {done}.")
    for sentence in refused[:20]:
        messages.warning(request, sentence)
    return redirect("leads:proposals")
