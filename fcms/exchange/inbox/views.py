"""The page of what came by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of

from . import queries


@require(Permission.INTAKE_REVIEW)
def list_arrivals(request: HttpRequest) -> HttpResponse:
    """What lay in the watched folder, newest first, and which daily extract has not come."""
    page = page_of(queries.arrivals(), request.GET, sorts={"newest": ("-id",)}, default="newest")
    showed(request, results=len(page))
    return render(request, "exchange/arrivals.html", {"page": page, "late": queries.late()})
