"""The pages of refusals and faults: each says in a sentence what happened and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

from fcms.lib.access import NOT_YOURS


@dataclass(frozen=True, slots=True)
class Fault:
    """What an error page says: its status, a heading, the sentence, and the next step."""

    status: int
    heading: str
    sentence: str
    remedy: str


BAD = Fault(
    400,
    "This request could not be read",
    "Something in the address or in what was sent is not as the program expects it.",
    "Go back, check what you entered, and send it again.",
)
FORBIDDEN = Fault(
    403,
    "You may not open this page",
    NOT_YOURS,
    "If you came here by a link from a page of this program, tell your supervisor which page it was.",
)
STALE = Fault(
    403,
    "This page was open too long",
    "For your safety a form is taken only from a page opened in the present sign-in. Nothing was changed.",
    "Go back, reload the page, and send the form again.",
)
MISSING = Fault(
    404,
    "There is nothing at this address",
    "The address may be mistyped, or the record may have been merged or destroyed under its schedule.",
    "Search for the record by its number, or start from the first page.",
)
REFUSED = Fault(409, "This cannot be done", "", "Go back to the record; it says what may be done there now.")
BROKEN = Fault(
    500,
    "Something went wrong",
    "The program met a fault that it did not expect. Nothing you sent was half done.",
    "Try again in a minute. If it happens again, tell your administrator the time and the page.",
)
UNAVAILABLE = Fault(
    503,
    "This page cannot be shown just now",
    "The program must write down every look at a record before it shows one, and could not.",
    "Try again in a minute. If it goes on, tell your administrator: no record can be opened until then.",
)


def page(request: HttpRequest, fault: Fault, back: str = "", back_label: str = "") -> HttpResponse:
    """Render an error page in the frame, or the bare one where the frame itself is what failed."""
    try:
        context = {"fault": fault, "back": back, "back_label": back_label}
        response = render(request, "web/error.html", context, status=fault.status)
    except Exception:
        response = bare(fault)
    add_never_cache_headers(response)
    return response


def bare(fault: Fault) -> HttpResponse:
    """Render an error page that needs neither database nor session nor person."""
    return HttpResponse(render_to_string("web/error_bare.html", {"fault": fault}), status=fault.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400"""
    return page(request, BAD)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence of the `PermissionDenied` that was raised."""
    return page(request, replace(FORBIDDEN, sentence=str(exception or "") or FORBIDDEN.sentence))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form of an earlier sign-in; what was written is offered again if it came from our own page."""
    return kept(request, STALE) or page(request, STALE)


def kept(request: HttpRequest, fault: Fault) -> HttpResponse | None:
    """Offer what was sent for sending again, if it came from a page of our own and holds no file or password."""
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}" or request.FILES:
        return None
    if any("password" in name for name in request.POST):
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    sent = [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"]
    response = render(
        request, "web/kept.html", {"fault": fault, "sent": sent, "path": request.path}, status=fault.status
    )
    add_never_cache_headers(response)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404"""
    return page(request, MISSING)


def refused(request: HttpRequest, sentence: str, before: str = "") -> HttpResponse:
    """409, with the sentence of the rule that refused and the way back: to the record, else to the page `before`."""
    record = record_above(request.path_info)
    back, label = (record, "Back to the record") if record else (before, "Go back")
    return page(request, replace(REFUSED, sentence=sentence), back, label)


def record_above(path: str) -> str:
    """The page of the record that an address lies under, "" where it lies under none."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            found = resolve(f"{path}/")
        except Resolver404:
            continue
        if found.kwargs and any(sign.isdigit() for sign in path.rpartition("/")[2]):
            return f"{path}/"
    return ""


def server_error(request: HttpRequest) -> HttpResponse:
    """500"""
    return bare(BROKEN)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, when a look could not be written down."""
    return bare(UNAVAILABLE)
