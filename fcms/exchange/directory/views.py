"""The pages of the ZIP directory."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fcms.accounts.permissions import Permission
from fcms.exchange.queries import intake_named
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of

from . import queries

SORTS = {"zip": ("zip", "pk")}


@require(Permission.INTAKE_REVIEW)
@require_GET
def show_directory(request: HttpRequest) -> HttpResponse:
    """The directory in force, where it came from, and what stored addresses have otherwise."""
    rows = queries.doubtful()
    page = page_of(rows, request.GET.dict(), sorts=SORTS, default="zip")
    showed(request, results=len(page))
    context = {
        "edition": queries.in_force(),
        "editions": queries.editions()[:24],
        "late": queries.is_late(),
        "page": page,
        "total": rows.order_by().count(),
    }
    return render(request, "exchange/directory.html", context)


@require(Permission.INTAKE_REVIEW)
@require_GET
def show_difference(request: HttpRequest, number: str) -> HttpResponse:
    """What a directory under review would change: ZIP codes added, gone, moved, and which go to another office."""
    intake: Any = intake_named(number)
    if intake is None:
        raise Http404("There is no intake of that number.")
    showed(request, record=f"exchange.intake:{intake.pk}")
    what = request.GET.get("what", "")
    context = {"intake": intake, "what": what if what in queries.WORDS else ""}
    if intake.kind == "city-state" and intake.status == "REVIEW":
        found = queries.difference(intake, what=context["what"], after=request.GET.get("after", ""))
        context |= {"difference": found, "page": found.page}
    return render(request, "exchange/difference.html", context)
