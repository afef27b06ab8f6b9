"""The statistical reports, on screen and as files. They hold counts and never a person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed

from . import outputs
from .charts import bars
from .definitions import DEFINITIONS
from .forms import PeriodForm
from .tables import report

FILES = {
    "csv": ("text/csv; charset=utf-8", outputs.as_csv),
    "json": ("application/json", outputs.as_json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", outputs.as_xlsx),
}


@require(Permission.REPORTS_READ)
def index(request: HttpRequest) -> HttpResponse:
    """The reports there are, each in a sentence."""
    return render(request, "reports/index.html", {"definitions": DEFINITIONS.values()})


@require(Permission.REPORTS_READ)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """A report over a period: the table first, a chart beside it, what the figures mean below."""
    if code not in DEFINITIONS:
        raise Http404("There is no report of that name.")
    definition = DEFINITIONS[code]
    form = PeriodForm(request.GET)
    context: dict[str, Any] = {"definition": definition, "form": form, "report": None}
    if form.is_valid():
        given = form.cleaned_data
        found = report(code, given["since"], given["until"], given["office"])
        query = f"since={given['since']}&until={given['until']}&office={given['office']}"
        context |= {
            "report": found,
            "chart": bars(found),
            "query": query,
            "office": dict(form.fields["office"].choices)[given["office"]] if given["office"] else "",  # type: ignore[attr-defined]
        }
        showed(request, record=f"reports.{code}", results=len(found.rows))
    return render(request, "reports/report.html", context, status=200 if form.is_valid() else 422)


@require(Permission.REPORTS_READ)
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A report as a file; its name says report and period."""
    given = PeriodForm(request.GET)
    if code not in DEFINITIONS or form not in FILES or not given.is_valid():
        raise Http404("There is no such report. Go back and choose the period again.")
    since, until = given.cleaned_data["since"], given.cleaned_data["until"]
    content_type, write = FILES[form]
    found = report(code, since, until, given.cleaned_data["office"])
    showed(request, record=f"reports.{code}", results=len(found.rows), kind="EXPORT")
    response = HttpResponse(write(found), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="fcms-{code}-{since}-{until}.{form}"'
    return response
