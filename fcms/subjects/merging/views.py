"""Naming the other subject, comparing the two, merging them, and separating them again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach
from fcms.subjects import queries as subjects

from . import actions, forms, queries


@require(Permission.MERGE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def name(request: HttpRequest, number: str) -> HttpResponse:
    """Name the subject that is the same person as this one."""
    kept = _found(request, number)
    form = forms.OtherForm(kept, _posted(request))
    if request.method == "POST" and form.is_valid() and form.found is not None:
        return redirect("subjects:compare", number=kept.number, other=form.found.number)
    context = {"subject": kept, "form": form, "verdict": queries.may_merge(request.user, kept)}  # type: ignore[arg-type]
    return render(request, "subjects/merge_name.html", context, status=422 if form.errors else 200)


@require(Permission.MERGE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def compare(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Two subjects side by side; merge them once a person has compared them."""
    kept, theirs = _found(request, number), _found(request, other)
    form = forms.MergeForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.merge(kept, theirs, by=request.user, reason=told["reason"], evidence=told["evidence"])  # type: ignore[arg-type]
        messages.success(request, f"Subject {theirs.number} is merged into this one.")
        return redirect("subjects:subject", number=kept.number)
    context = {
        "subject": kept,
        "other": theirs,
        "values": queries.compared(kept, theirs),
        "facts": queries.had(kept, theirs),
        "refusals": queries.refusals(kept, theirs),
        "form": form,
    }
    return render(request, "subjects/merge.html", context, status=422 if form.errors else 200)


@require(Permission.MERGE)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def separate(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Undo a merge: what goes back is shown first, and what stays."""
    kept = _found(request, number)
    merge = queries.merge_of(kept, key)
    if merge is None:
        raise Http404("There is no such merge.")
    form = forms.UnmergeForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        actions.unmerge(merge, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, f"Subject {merge.other.number} stands by itself again.")
        return redirect("subjects:subject", number=kept.number)
    context = {
        "subject": kept,
        "merge": merge,
        "returning": queries.returning(merge),
        "verdict": actions.may_unmerge(merge, kept, request.user),  # type: ignore[arg-type]
        "form": form,
    }
    return render(request, "subjects/unmerge.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _found(request: HttpRequest, number: str) -> Any:
    """A subject that the person may change, the look at it recorded."""
    found = subjects.subject_numbered(number)
    if found is None:
        raise Http404("There is no subject of that number.")
    refuse_beyond_reach(subjects.holds(request.user, found))  # type: ignore[arg-type]
    showed(request, record=f"subjects.subject:{found.pk}")
    return found
