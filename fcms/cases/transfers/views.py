"""The queue of transfers, and the pages on which one is proposed, answered or taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.cases import permissions as case_permissions
from fcms.cases import queries as case_queries
from fcms.cases.forms import TransferForm
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach

from . import actions, forms, permissions, queries

DECIDING = "Answering the proposal to hand this case over."
"""The purpose under which the office that is asked reads what it has to decide about."""


@require(Permission.ACTIVITIES_READ)
@require_GET
def transfers(request: HttpRequest) -> HttpResponse:
    """List the transfers that wait, to the person's office or from it, the longest waiting first."""
    user: Any = request.user
    way = queries.OUT if request.GET.get("way") == queries.OUT else queries.IN
    listing = queries.listing(user, request.GET.dict(), way)
    showed(request, record="cases.casetransfer", results=len(listing.page))
    named = queries.named(user, listing.page)
    context = {
        "named": named,
        "hides": len(named) < len(listing.page),
        "coming": way == queries.IN,
        "going": way == queries.OUT,
        "page": listing.page,
        "total": listing.total,
        "most": queries.COUNTED,
        "national": user.reads_all_offices,
        "decides": way == queries.IN and user.may(permissions.ACCEPT),
    }
    return render(request, "cases/transfers.html", context)


@require(case_permissions.TRANSFER)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Offer a case to another field office."""
    user: Any = request.user
    case = case_queries.case_named(number)
    refuse_beyond_reach(case_permissions.holds(user, case))
    showed(request, record=f"cases.case:{case.pk}")
    waiting = queries.waiting_on(case)
    offered = waiting.to_office.name if waiting else ""
    case_permissions.verdicts(user, case, offered=offered)["transfer"].or_refuse()
    form = TransferForm(request.POST or None, own=case.office.code)
    if request.method == "POST" and form.is_valid():
        office: Any = case_queries.office_of(form.cleaned_data["office"])
        asked = actions.propose(case, by=user, office=office, note=form.cleaned_data["note"])
        messages.success(
            request,
            f"The transfer of case {case.number} to {asked.to_office.name} is proposed. Its director decides.",
        )
        return redirect("cases:case", case.number)
    context = {"case": case, "form": form}
    return render(request, "cases/transfer.html", context, status=422 if form.is_bound else 200)


@require(permissions.ACCEPT)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: str, transfer: int) -> HttpResponse:
    """Show what is known of the case that is offered, and take the answer."""
    user: Any = request.user
    case = case_queries.case_named(number)
    found = queries.numbered(case, transfer)
    refuse_beyond_reach(permissions.receives(user, found))
    showed(request, record=f"cases.case:{case.pk}", purpose=DECIDING)
    permissions.may_decide(user, found).or_refuse()
    form = forms.DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _answer(request, case, found, form.cleaned_data)
    context = {
        "case": case,
        "one": found,
        "form": form,
        "a_number": case_queries.a_number_of(case.subject),
        "addresses": case_queries.addresses_of(case.subject),
        "steps": case_queries.steps_of(case),
    }
    return render(request, "cases/transfer_decide.html", context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, case: Any, found: Any, given: dict[str, Any]) -> HttpResponse:
    user: Any = request.user
    if given["decision"] == forms.REFUSE:
        actions.refuse(case, by=user, transfer=found, reason=given["reason"])
        messages.success(request, f"Refused. Case {case.number} stays with {found.from_office.name}.")
        return redirect("cases:transfers")
    decided = actions.accept(case, by=user, transfer=found, note=given["reason"])
    if decided.status != "ACCEPTED":
        messages.warning(request, decided.answer)
        return redirect("cases:transfers")
    messages.success(request, f"Case {case.number} belongs to {decided.to_office.name} now.")
    return redirect("cases:case", case.number)


@require(case_permissions.TRANSFER)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str, transfer: int) -> HttpResponse:
    """Take a proposal back."""
    user: Any = request.user
    case = case_queries.case_named(number)
    found = queries.numbered(case, transfer)
    refuse_beyond_reach(permissions.gives(user, found))
    showed(request, record=f"cases.case:{case.pk}")
    permissions.may_withdraw(user, found).or_refuse()
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(case, by=user, transfer=found, reason=form.cleaned_data["reason"])
        messages.success(request, f"Withdrawn. Case {case.number} stays with {found.from_office.name}.")
        return redirect("cases:case", case.number)
    context = {"case": case, "one": found, "form": form}
    return render(request, "cases/transfer_withdraw.html", context, status=422 if form.is_bound else 200)
