"""The accounting of a takeover: file by file, and record by record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fcms.accounts.permissions import Permission
from fcms.exchange.queries import intake_named
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of

from . import queries
from .forms import OutcomeFilter


def _intake(number: str) -> Any:
    intake = intake_named(number)
    if intake is None or not queries.is_taken_over(intake):
        raise Http404("There is no takeover of that number.")
    return intake


@require(Permission.INTAKE_REVIEW)
def show_takeover(request: HttpRequest, number: str) -> HttpResponse:
    """What became of every record of a dump, counted file by file."""
    intake = _intake(number)
    accounts = queries.accounts(intake)
    showed(request, record=f"exchange.intake:{intake.pk}")
    context = {"intake": intake, "accounts": accounts, "total": queries.total(accounts)}
    return render(request, "exchange/takeover.html", context)


@require(Permission.INTAKE_REVIEW)
def show_records(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """The records of one file, each with what became of it."""
    intake = _intake(number)
    account = next((one for one in queries.accounts(intake) if one.file == file and one.listed), None)
    if account is None:
        raise Http404("There is no such file in this dump whose records are listed.")
    form = OutcomeFilter(request.GET)
    found = queries.records(intake, file, **form.chosen())
    page = page_of(found, request.GET, sorts={"row": ("row", "id")}, default="row")
    showed(request, record=f"exchange.intake:{intake.pk}", results=len(page))
    context = {"intake": intake, "account": account, "filter": form, "page": page}
    return render(request, "exchange/takeover_file.html", context)
