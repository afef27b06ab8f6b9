"""The conflicts that wait with an office, and the page on which one is settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach
from fcms.subjects import queries as subjects

from . import actions, forms, queries


@require(Permission.SETTLE)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What the sources of my office's subjects contradict, the longest waiting first."""
    page = queries.listing(request.user, request.GET)  # type: ignore[arg-type]
    showed(request, record="subjects.conflict", results=len(page))
    national = request.user.reads_all_offices  # type: ignore[union-attr]
    return render(request, "subjects/conflicts.html", {"page": page, "national": national})


@require(Permission.SETTLE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def settle(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Decide which side of a conflict stands, with the reason."""
    found = subjects.subject_numbered(number)
    conflict = queries.conflict_of(found, key) if found else None
    if found is None or conflict is None:
        raise Http404("There is no such conflict.")
    refuse_beyond_reach(subjects.holds(request.user, found))  # type: ignore[arg-type]
    showed(request, record=f"subjects.subject:{found.pk}")
    shown = queries.shown(conflict)
    form = forms.SettleForm(shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.settle(conflict, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, "The conflict is settled. Your reason stands beside the value.")
        return redirect("subjects:tab", number=found.number, tab="sources")
    context = {
        "subject": found,
        "shown": shown,
        "source": subjects.source_of(conflict.statement),
        "form": form,
        "open": conflict.settled_at is None and conflict.withdrawn_at is None,
    }
    return render(request, "subjects/settle.html", context, status=422 if form.errors else 200)
