"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed

from . import finders, forms
from .search import MOST, Asked, search

FACETS = ("office", "born", "status")


@require(Permission.ACTIVITIES_READ)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def search_page(request: HttpRequest) -> HttpResponse:
    """Search, posted so that nothing about a person stands in an address; each search is recorded by a digest."""
    if request.method == "GET":
        facets = {name: request.GET.get(name, "") for name in FACETS}
        return render(request, "subjects/search.html", {"form": forms.SearchForm(initial=facets)})
    form = forms.SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "subjects/search.html", {"form": form}, status=422)
    told = form.cleaned_data
    asked = Asked(words=told["q"].strip(), **{name: told[name] for name in FACETS})
    user = request.user
    if url := finders.url_of_number(user, asked.words):  # type: ignore[arg-type]
        showed(request, kind="SEARCH", results=1, query_digest=asked.digest)
        return redirect(url)
    found = search(user, asked, told["after"] or 0)  # type: ignore[arg-type]
    showed(request, kind="SEARCH", results=found.total, query_digest=asked.digest)
    context = {"form": form, "asked": asked, "found": found, "most": MOST}
    context["may_enter"] = user.may(Permission.ACTIVITIES_UPDATE)  # type: ignore[union-attr]
    return render(request, "subjects/search.html", context)
