"""The program's addresses and a few views that misbehave, for tests of the frame."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns
from fcms.accounts.permissions import Permission
from fcms.lib.access import public, require, signed_in
from fcms.lib.looks import showed
from fcms.lib.purpose import purpose_for
from fcms.lib.verdict import Refused

SENTENCE = "A lead that is closed cannot be closed. Re-open it first."


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("shown to nobody")


@signed_in("a test")
def refuses(request: HttpRequest) -> HttpResponse:
    raise Refused(SENTENCE)


@signed_in("a test")
def forbids(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("This office has no such area.")


@signed_in("a test")
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("by design")


@signed_in("a test")
def shows_two(request: HttpRequest) -> HttpResponse:
    showed(request, record="leads.lead:1")
    showed(request, record="leads.lead:2", purpose="Two leads name one address.")
    return render(request, "web/home.html", {"greeting": "Good morning", "panels": ""})


@signed_in("a test")
def elsewhere(request: HttpRequest) -> HttpResponse:
    purpose = purpose_for(request, "cases.case:17", within=False)
    showed(request, record="cases.case:17", purpose=purpose)
    return HttpResponse("the record")


@require(Permission.MANAGE_ACCOUNTS)
def for_administrators(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accounts")


@public("a test")
def for_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for all")


urlpatterns = [
    *urlpatterns,
    path("t/unmarked/", unmarked),
    path("t/refuses/", refuses),
    path("t/forbids/", forbids),
    path("t/breaks/", breaks),
    path("t/two/", shows_two),
    path("t/elsewhere/", elsewhere),
    path("t/administrators/", for_administrators),
    path("t/all/", for_all),
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
