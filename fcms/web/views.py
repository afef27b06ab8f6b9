"""The frame's own pages."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from fcms.lib.access import public, signed_in
from fcms.lib.panels import panels_of
from fcms.lib.purpose import state_purpose
from fcms.lib.waiting import sentence

from . import examples, words
from .purpose import PurposeForm


@signed_in("the first page is everyone's; each panel shows what its app lets the person see")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Greet the person and show what waits for them."""
    greeting = words.greeting(timezone.localtime().hour)
    panels = panels_of("home", request, request.user)
    waits = sentence(request)  # said by the panels as they were made
    return render(request, "web/home.html", {"greeting": greeting, "panels": panels, "waits": waits})


@signed_in("help")
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """List the keyboard shortcuts."""
    return render(request, "web/keys.html")


@signed_in("asked by whoever opens a record of another office")
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest) -> HttpResponse:
    """Keep the purpose that was stated and go on to the record."""
    if request.method == "GET":
        return HttpResponseRedirect(resolve_url("web:home"))
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return render(request, "web/purpose.html", {"form": form}, status=403)
    state_purpose(request, form.cleaned_data["record"], form.cleaned_data["purpose"])
    then = form.cleaned_data["next"]
    if not url_has_allowed_host_and_scheme(then, None):
        then = resolve_url("web:home")
    return HttpResponseRedirect(then)


@public("tells the page in the browser whether it is still signed in, before a form is sent")
@never_cache
@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Say whether someone is signed in here, with the token that forms need now."""
    return JsonResponse({"signed_in": request.user.is_authenticated, "token": get_token(request)})


@public("asked by what watches over the server; it says only whether the database answers")
@never_cache
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Answer `ok`, or 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@signed_in("shows components with made-up values, and only in a demonstration")
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, "web/gallery.html", examples.everything())


@signed_in("shows components with made-up values, and only in a demonstration")
@require_GET
def gallery_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show a whole page of the frame as it looks: confirmation, purpose, each error."""
    if not settings.DEMONSTRATION or page not in examples.PAGES:
        raise Http404
    return examples.PAGES[page](request)
