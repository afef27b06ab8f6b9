"""The queue of news about cases, and the page on which a supervisor decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.cases import permissions as case_permissions
from fcms.cases import queries as case_queries
from fcms.cases.evidence.needs import need_of
from fcms.cases.evidence.rules import unanswered
from fcms.cases.lifecycle import NewsStatus, Road
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach

from . import actions, forms, permissions, queries


@require(Permission.ACTIVITIES_READ)
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """List the news that waits for the person's office, the longest waiting first."""
    user: Any = request.user
    form = forms.Filters(request.GET)
    listing = queries.listing(user, request.GET.dict(), form.chosen)
    showed(request, record="cases.proposal", results=len(listing.page))
    context = {"form": form, "page": listing.page, "total": listing.total, "most": queries.COUNTED}
    return render(
        request,
        "cases/news_list.html",
        {**context, "national": user.reads_all_offices, "decides": user.may(permissions.DECIDE)},
    )


@require(permissions.DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: str, news: int) -> HttpResponse:
    """Show the evidence of one piece of news and take the decision."""
    user: Any = request.user
    case = case_queries.case_named(number)
    refuse_beyond_reach(case_permissions.holds(user, case))
    found = queries.news_numbered(case, news)
    showed(request, record=f"cases.case:{case.pk}")
    permissions.may_decide(user, found).or_refuse()
    form = forms.DecideForm(
        request.POST or None, weak=found.weak, initial={"effective_on": found.effective_on}
    )
    if request.method == "POST" and form.is_valid():
        decided = actions.decide_proposal(
            found,
            by=user,
            accept=form.cleaned_data["decision"] == forms.ACCEPT,
            reason=form.cleaned_data["reason"],
            effective_on=form.cleaned_data["effective_on"],
        )
        _say(request, decided)
        return redirect("cases:case", case.number)
    status = 422 if form.is_bound else 200
    need, shown = need_of(found.road), actions.brought_by(found, Road(found.road))
    context = {"case": case, "one": found, "form": form, "left_open": unanswered(need, shown)}
    return render(request, "cases/news_decide.html", context, status=status)


def _say(request: HttpRequest, decided: Any) -> None:
    number = decided.case.number
    if decided.status == NewsStatus.LAPSED:
        messages.warning(request, decided.reason)
    elif decided.status == NewsStatus.ACCEPTED:
        messages.success(request, f"Accepted. Case {number}: {decided.get_road_display().lower()}.")
    else:
        messages.success(request, f"Refused. Case {number} stays as it is.")
