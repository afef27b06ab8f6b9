"""The page of notices, their number in the frame of every page, and the digest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fcms.lib.access import signed_in, unrecorded
from fcms.lib.looks import showed

from . import actions, queries, rules
from .forms import DAILY, DigestForm


def _user(request: HttpRequest) -> Any:
    return request.user


@signed_in("notices are one's own; each app tells a person only what lies within their reach")
@require_GET
def list_notices(request: HttpRequest) -> HttpResponse:
    """What the person is told: what is new by kind, then what was seen and is still so."""
    listed = queries.listing(_user(request))
    kind = request.GET.get("kind", "")
    new = [one for one in listed.new if kind in ("", one[0].code)]
    seen = [one for one in listed.seen if kind in ("", one[0].code)]
    context = {
        "told": listed.told,
        "new": new,
        "seen": seen,
        "cut": listed.cut,
        "most": queries.SHOWN,
        "kind": kind,
        "digest": queries.digest_of(_user(request)),
    }
    showed(request, results=len(new) + len(seen))
    return render(request, "notices/list.html", context)


@signed_in("one's own number of notices")
@unrecorded("a number of one's own notices, asked by every page; it shows no record")
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How many notices are new, for the frame of the page that is open."""
    return render(request, "notices/_count.html", {"number": queries.number(_user(request))})


@signed_in("everyone puts their own notices away")
@require_POST
def mark_seen(request: HttpRequest) -> HttpResponse:
    """Put away the chosen notices, or every one that the page showed."""
    keys = request.POST.getlist("shown" if "all" in request.POST else "chosen")
    if not keys:
        messages.warning(request, "Select at least one notice first.")
        return redirect("notices:list")
    done = actions.mark_seen(by=_user(request), keys=set(keys))
    messages.success(request, f"{done:,} notice{'' if done == 1 else 's'} put away.")
    return redirect("notices:list")


@signed_in("everyone decides about their own mail")
@require_http_methods(["GET", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    """Whether and where the person has the digest sent."""
    person, domains = _user(request), queries.domains()
    current = queries.digest_of(person)
    form = DigestForm(request.POST or None, domains=domains, initial=queries.form_values(current))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["digest"] == DAILY:
            actions.want_digest(by=person, address=form.cleaned_data["address"])
            messages.success(request, "The digest comes every day on which something new waits.")
        else:
            actions.want_no_digest(by=person)
            messages.success(request, "No digest is sent. Your address is no longer kept.")
        return redirect("notices:list")
    context = {"form": form, "may": rules.may_be_sent(domains), "last": queries.last_sent(person)}
    return render(request, "notices/digest.html", context, status=422 if form.errors else 200)
