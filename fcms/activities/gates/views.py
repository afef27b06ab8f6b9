"""Overriding a gate, one override, and what kind of place an address is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fcms.accounts.permissions import Permission
from fcms.cases.permissions import holds
from fcms.cases.queries import case_named, within_reach
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import purpose_for, refuse_beyond_reach

from . import actions, forms, permissions, queries

BOTH = ["GET", "POST"]


def _back(request: HttpRequest, case: Any) -> str:
    """The page that the strip was on: the lead's where the address names one, else the case's."""
    lead = request.GET.get("lead", "")
    return resolve_url("leads:lead", lead) if lead else resolve_url("cases:case", case.number)


def _place(request: HttpRequest, case: Any) -> Any:
    return queries.place_named(case, request.GET.get("lead", ""), request.GET.get("place", ""))


@require(permissions.OVERRIDE)
@require_http_methods(BOTH)
def override(request: HttpRequest, number: str, gate: str) -> HttpResponse:
    """Override a gate that is shut, where policy and the person's rights allow it."""
    user: Any = request.user
    case = case_named(number)
    refuse_beyond_reach(holds(user, case))
    place, now = _place(request, case), timezone.now()
    today = queries.today_at(case, now)
    showed(request, record=f"cases.case:{case.pk}")
    answer = queries.answer_of(case, place, gate, now=now, day=today)
    if answer is None:
        raise Http404("This gate is not asked here now. Go back and look at the strip again.")
    permissions.may_override(user, case, answer).or_refuse()
    form = forms.OverrideForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"until": today + timedelta(days=1)},
    )
    if request.method == "POST" and form.is_valid():
        actions.override(case, place, gate, by=user, **form.cleaned_data)
        messages.success(
            request, f"Overridden: {answer.label.lower()}. Your name and reason stand beside it."
        )
        return redirect(_back(request, case))
    context = {"case": case, "place": place, "answer": answer, "form": form, "back": _back(request, case)}
    return render(request, "activities/gate_override.html", context, status=422 if form.is_bound else 200)


@require(Permission.ACTIVITIES_READ)
@require_http_methods(BOTH)
def given(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Show one override of a case; withdraw it."""
    user: Any = request.user
    case = case_named(number)
    record = f"cases.case:{case.pk}"
    if request.method == "POST":
        refuse_beyond_reach(holds(user, case))
    purpose = purpose_for(request, record, within_reach(user, case))
    showed(request, record=record, purpose=purpose)
    found = queries.override_numbered(case, key)
    if request.method == "POST":
        actions.withdraw(found, by=user)
        messages.success(request, "The override is withdrawn, and the gate is shut again.")
        return redirect("cases:case", case.number)
    context = {
        "case": case,
        "one": found,
        "label": queries.label_of(found.gate),
        "may": permissions.may_withdraw(user, found),
        "purpose": purpose,
    }
    return render(request, "activities/gate_given.html", context)


@require(Permission.ACTIVITIES_UPDATE)
@require_http_methods(BOTH)
def place_kind(request: HttpRequest, number: str) -> HttpResponse:
    """Say what kind of place stands at an address of a lead or of the ledger."""
    user: Any = request.user
    case = case_named(number)
    refuse_beyond_reach(within_reach(user, case))
    place = _place(request, case)
    if place is None:
        raise Http404("Name the lead or the address of which the kind is said.")
    showed(request, record=f"cases.case:{case.pk}")
    form = forms.KindForm(
        request.POST if request.method == "POST" else None, initial={"kind": queries.kind_of(place)}
    )
    if request.method == "POST" and form.is_valid():
        actions.say_kind(case, place, by=user, **form.cleaned_data)
        messages.success(request, "The kind of place is recorded.")
        return redirect(_back(request, case))
    context = {"case": case, "place": place, "form": form, "back": _back(request, case)}
    return render(request, "activities/place_kind.html", context, status=422 if form.is_bound else 200)
