"""The assessment in public: what it promises, whether the program keeps it, and the text itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fcms.lib.access import public

from . import queries


@public("Anyone may read what the system promises and whether it keeps it (PIA-6.1-1).")
def overview(request: HttpRequest) -> HttpResponse:
    """Every promise, by section of the assessment."""
    return render(request, "pia/overview.html", {"chapters": queries.chapters(), "counts": queries.counts()})


@public("Anyone may read what the system promises and whether it keeps it (PIA-6.1-1).")
def promise(request: HttpRequest, promise_id: str) -> HttpResponse:
    """One promise: the assessment's own words, what keeps it, what proves it."""
    row = queries.promise(promise_id)
    if row is None:
        raise Http404("The assessment makes no promise of that name.")
    return render(request, "pia/promise.html", {"row": row, "place": queries.place_in_text(row)})


@public("The assessment is a public record (PIA-6.1-1).")
def text(request: HttpRequest) -> HttpResponse:
    """The full text of the assessment."""
    return render(request, "pia/text.html", {"parts": queries.text()})


@public("Anyone may read what kinds of data the system keeps (PIA-6.1-1).")
def data(request: HttpRequest) -> HttpResponse:
    """The inventory of data, and where each item is kept."""
    return render(request, "pia/data.html", {"headings": queries.inventory()})
