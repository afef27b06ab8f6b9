"""The page on which action on a protected person is cleared, and the one on which that is withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fcms.accounts.permissions import Permission
from fcms.cases import permissions as case_permissions
from fcms.cases import queries as case_queries
from fcms.lib.access import require
from fcms.lib.claims import most_days
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach

from . import actions, forms, queries

CLEAR = Permission.CLEAR_1367


def _held(request: HttpRequest, number: str) -> tuple[Any, Any]:
    """The case, where the person's office holds it, and the person."""
    case, user = case_queries.case_named(number), request.user
    refuse_beyond_reach(case_permissions.holds(user, case))  # type: ignore[arg-type]
    showed(request, record=f"cases.case:{case.pk}")
    return case, user


@require(CLEAR)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def give(request: HttpRequest, number: str) -> HttpResponse:
    """Clear action on a protected person for some days."""
    case, user = _held(request, number)
    today = timezone.localdate()
    queries.may_give(user, case, today).or_refuse()
    most = most_days()
    last = today + timedelta(days=most - 1)
    initial = {"from_on": today, "until_on": last}
    form = forms.GiveForm(request.POST or None, initial=initial, most_days=most, today=today)
    if request.method == "POST" and form.is_valid():
        actions.give(case.subject, by=user, **form.cleaned_data)
        messages.success(request, "The clearance is given. It ends by itself.")
        return redirect("cases:case", case.number)
    context = {"case": case, "form": form, "most_days": most}
    return render(request, "cases/clearance_give.html", context, status=422 if form.is_bound else 200)


@require(CLEAR)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def withdraw(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Withdraw a clearance."""
    case, user = _held(request, number)
    clearance = queries.clearance_of(case, key)
    queries.may_withdraw(user, case, clearance).or_refuse()
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(clearance, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, "The clearance is withdrawn. Nobody acts on this person from now on.")
        return redirect("cases:case", case.number)
    context = {"case": case, "clearance": clearance, "form": form}
    return render(request, "cases/clearance_withdraw.html", context, status=422 if form.is_bound else 200)
