"""The report on how often addresses are right, on screen and as a file. It holds counts and never a person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.offices.queries import field_office_of
from fcms.reports.forms import PeriodForm

from .tables import FIGURES, ROWS, VERSION, Addresses, addresses, as_csv


@require(Permission.REPORTS_READ)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """How often the addresses of each source were right, by source and by office."""
    form = PeriodForm(request.GET)
    context: dict[str, Any] = {"form": form, "found": None, "figures": FIGURES, "means": ROWS}
    if form.is_valid():
        found = _count(form)
        showed(request, record="reports.addresses", results=len(found.sources))
        context |= {"found": found, "version": VERSION, "query": request.GET.urlencode()}
    return render(request, "reports/addresses.html", context, status=200 if form.is_valid() else 422)


@require(Permission.REPORTS_READ)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The same as a file; its name says report and period."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such report. Go back and choose the period again.")
    found = _count(form)
    showed(request, record="reports.addresses", results=len(found.sources), kind="EXPORT")
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    name = f"fcms-addresses-{found.since}-{found.until}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _count(form: PeriodForm) -> Addresses:
    given = form.cleaned_data
    office = field_office_of(given["office"]) if given["office"] else None
    return addresses(given["since"], given["until"], only=office.pk if office else None)
