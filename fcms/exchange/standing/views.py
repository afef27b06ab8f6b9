"""The standing findings of one's office: the list, one of them, taking and settling it, and the runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fcms.accounts.permissions import Permission
from fcms.audit.queries import history_of
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of
from fcms.lib.purpose import purpose_for, refuse_beyond_reach
from fcms.offices.queries import office_choices

from . import actions, queries, rules
from .forms import FindingFilter, SettleForm

SORTS = {"oldest": ("opened_at", "id")}


@require(Permission.FINDINGS_SETTLE)
@require_GET
def list_findings(request: HttpRequest) -> HttpResponse:
    """What the nightly rules found and nobody settled, the oldest first."""
    user: Any = request.user
    offices = office_choices(headquarters=True) if user.reads_all_offices else []
    form = FindingFilter(request.GET, rules=queries.asked_rules(), offices=offices)
    asked = form.chosen()
    page = page_of(queries.listed(user, asked), request.GET, sorts=SORTS, default="oldest")
    showed(request, record="exchange.standingfinding", results=len(page))
    mine, free = queries.open_counts(user)
    context = {
        "page": page,
        "filter": form,
        "asked": asked,
        "mine": mine,
        "free": free,
        "reads_runs": user.may(Permission.FINDINGS_RUNS),
        "last": queries.runs().first(),
    }
    return render(request, "exchange/findings.html", context)


@require(Permission.FINDINGS_SETTLE)
@require_GET
def show(request: HttpRequest, key: int) -> HttpResponse:
    """One finding: what it is about, what the rule asks, whose it is, and how to settle it."""
    finding = _found(key)
    within = queries.within_reach(request.user, finding)  # type: ignore[arg-type]
    record = f"exchange.standingfinding:{finding.pk}"
    showed(request, record=record, purpose=purpose_for(request, record, within))
    return _page(request, finding, SettleForm(), within)


def _page(
    request: HttpRequest, finding: Any, form: SettleForm, within: bool, status: int = 200
) -> HttpResponse:
    context = {
        "finding": finding,
        "rule": queries.rule_named(finding.rule),
        "form": form,
        "within": within,
        "may_take": rules.may_take(finding.how, finding.person_id == request.user.pk),
        "may_settle": rules.may_settle(finding.how, "asked for"),
        "history": history_of([("exchange_standingfinding", finding.pk)]),
    }
    return render(request, "exchange/finding.html", context, status=status)


@require(Permission.FINDINGS_SETTLE)
@require_POST
def take(request: HttpRequest, key: int) -> HttpResponse:
    """Make a finding one's own."""
    finding = _own(request, key)
    actions.take(finding, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "The finding is yours to settle.")
    return redirect("findings:finding", key=key)


@require(Permission.FINDINGS_SETTLE)
@require_http_methods(["POST"])
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Settle a finding with the reason."""
    finding = _own(request, key)
    form = SettleForm(request.POST)
    if not form.is_valid():
        showed(request, record=f"exchange.standingfinding:{finding.pk}")
        return _page(request, finding, form, True, status=422)
    actions.settle(finding, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
    messages.success(request, f"{finding.rule} of {finding.record} is settled. The same is not opened again.")
    return redirect("findings:list")


@require(Permission.FINDINGS_RUNS)
@require_GET
def list_runs(request: HttpRequest) -> HttpResponse:
    """When the rules were asked of everything stored, how long it took, what they opened and closed."""
    page = page_of(queries.runs(), request.GET, sorts={"newest": ("-id",)}, default="newest", size=14)
    showed(request, results=len(page))
    told = [(run, queries.summary(run)) for run in page]
    return render(request, "exchange/rule_runs.html", {"page": page, "runs": told})


def _found(key: int) -> Any:
    finding = queries.finding_with(key)
    if finding is None:
        raise Http404("There is no such finding.")
    return finding


def _own(request: HttpRequest, key: int) -> Any:
    finding = _found(key)
    refuse_beyond_reach(queries.within_reach(request.user, finding))  # type: ignore[arg-type]
    return finding
