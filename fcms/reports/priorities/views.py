"""The report of priorities, on screen and as a file. It holds counts and never a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fcms.accounts.permissions import Permission
from fcms.cases.priority.tallies import versions
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.priority import system

from .tables import MEANS, as_csv, priorities


class VersionsForm(forms.Form):
    """Which version, and which other one beside it; the one in force alone unless said."""

    version = forms.TypedChoiceField(coerce=int)
    beside = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, label="Side by side with")

    def __init__(self, data: Any, known: list[int]) -> None:
        latest = known[-1] if known else system().version
        given = {"version": str(latest), "beside": "", **{k: v for k, v in data.items() if v}}
        if given["beside"] == given["version"]:
            given["beside"] = ""
        super().__init__(given)
        named = [(one, f"Version {one}") for one in reversed(known or [latest])]
        self.fields["version"].choices = named  # type: ignore[attr-defined]
        self.fields["beside"].choices = [  # type: ignore[attr-defined]
            ("", "No other version"),
            *(choice for choice in named if str(choice[0]) != given["version"]),
        ]

    @property
    def chosen(self) -> list[int]:
        """The versions asked for, each once, in the order asked."""
        given = self.cleaned_data
        return list(dict.fromkeys(one for one in (given["beside"], given["version"]) if one is not None))


@require(Permission.REPORTS_READ)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """How many cases have which priority, by office, under one version or two."""
    form = VersionsForm(request.GET, versions())
    found = priorities(form.chosen) if form.is_valid() else None
    if found:
        showed(request, record="reports.priorities", results=len(found.rows))
    context = {"form": form, "found": found, "means": MEANS, "query": request.GET.urlencode()}
    return render(request, "reports/priorities.html", context, status=200 if found else 422)


@require(Permission.REPORTS_READ)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The same as a file; its name says report and versions."""
    form = VersionsForm(request.GET, versions())
    if not form.is_valid():
        raise Http404("There is no such version. Go back and choose one of the list.")
    found = priorities(form.chosen)
    showed(request, record="reports.priorities", results=len(found.rows), kind="EXPORT")
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    named = "-".join(f"v{version}" for version in found.versions)
    response["Content-Disposition"] = f'attachment; filename="fcms-priorities-{named}.csv"'
    return response
