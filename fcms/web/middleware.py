"""The frame around every view: the office's time, sign-in by default, every look recorded, refusals as pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from fcms.audit.actions import record_access
from fcms.audit.models import AccessKind
from fcms.lib.looks import Look, looks_of, showed
from fcms.lib.purpose import PurposeNeeded
from fcms.lib.verdict import Refused

from . import errors
from .purpose import PurposeForm

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("fcms.web")

SIGNED_OUT = errors.Fault(
    401,
    "You were signed out meanwhile",
    "Nothing you wrote is lost: this page holds it. Nothing was changed yet.",
    "Sign in in a new tab, come back to this one, and send it again.",
)


class OfficeTime:
    """Dates and times read as on the wall clock of the person's office."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        with timezone.override(ZoneInfo(person.office.time_zone)):
            return self.get_response(request)


class AddressesAreText:
    """An address that holds a character which no text of the database can hold is refused, and looked up nowhere."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return self.get_response(request)


class SignInRequired:
    """Every view asks for a signed-in person unless it says `@public`, and says itself who may open it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if hasattr(view, "public_because"):
            return None
        if not (request.user.is_authenticated and request.user.is_active):
            return self.ask_to_sign_in(request)
        if not (hasattr(view, "required_permission") or hasattr(view, "signed_in_because")):
            raise PermissionDenied(
                "This page does not say who may open it, so nobody may. Tell your administrator."
            )
        return None

    @staticmethod
    def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
        """Send the person to sign in and back; what a locked session was just sent is kept on a page."""
        if request.method == "POST" and (page := errors.kept(request, SIGNED_OUT)):
            return page
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


class EveryLookIsRecorded:
    """A page for a signed-in person is written down before it is handed out; if that fails, it is not shown."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or not request.user.is_authenticated or hasattr(match.func, "public_because"):
            return response
        refused = response.status_code in (403, 409) or getattr(request, "fcms_refused", False)
        if not refused and not looks_of(request) and unremarkable(match.func, response):
            return response
        try:
            for look in looks_at(request, refused):
                write_down(request, look)
        except Exception as problem:
            log.critical("A look could not be recorded; the page was not shown (%s).", type(problem).__name__)
            response.close()
            return errors.unavailable(request)
        return response


def unremarkable(view: Callable[..., Any], response: HttpResponse) -> bool:
    """Whether an answer needs no look: it showed nothing, or the view says why it shows nobody's record."""
    return not 200 <= response.status_code < 300 or hasattr(view, "unrecorded_because")


def looks_at(request: HttpRequest, refused: bool) -> list[Look]:
    """What is to be written down: what the view said it showed, or that it refused, or that it was opened."""
    if refused:
        return [look for look in looks_of(request) if look.kind == "REFUSED"] or [Look(kind="REFUSED")]
    return looks_of(request) or [Look()]


def write_down(request: HttpRequest, look: Look) -> None:
    """Write one look of the signed-in person to the access log."""
    record_access(
        actor=request.user.actor_key,  # type: ignore[union-attr]
        kind=AccessKind[look.kind],
        view=request.resolver_match.view_name if request.resolver_match else "",
        record=look.record,
        results=look.results,
        purpose=look.purpose,
        query_digest=look.query_digest,
        address=request.META.get("REMOTE_ADDR") or None,
    )


class RefusalsArePages:
    """A rule's refusal becomes its sentence on the page where the person was; a missing purpose is asked for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PurposeNeeded):
            return ask_purpose(request, exception.record)
        if not isinstance(exception, Refused):
            return None
        request.fcms_refused = True  # type: ignore[attr-defined]
        if request.method in ("GET", "HEAD"):
            before = page_before(request)
            return errors.refused(
                request, exception.sentence, before if before != resolve_url("web:home") else ""
            )
        back = page_before(request)
        messages.error(request, exception.sentence)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": back})
        return HttpResponseRedirect(back)


def ask_purpose(request: HttpRequest, record: str) -> HttpResponse:
    """Show the page that asks for a purpose; a write is refused instead."""
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied("This record belongs to another office: open it with a purpose first.")
    showed(request, record=record, kind="REFUSED")
    form = PurposeForm(initial={"record": record, "next": request.get_full_path()})
    return render(request, "web/purpose.html", {"form": form}, status=403)


def page_before(request: HttpRequest) -> str:
    """The address on this site that the person came from, else the first page."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(came_from)
        back = f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
        if not back.startswith("//"):  # such a path would lead off this site
            return back
    return resolve_url("web:home")
