"""Reviewing what is said of gangs: recording, renewing, withdrawing, and those that lapse."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.priority import system
from fcms.lib.purpose import refuse_beyond_reach
from fcms.offices.queries import today
from fcms.subjects import queries as subjects

from . import actions, forms, queries, rules


@require(Permission.GANG_REVIEW)
@require_GET
def lapsing(request: HttpRequest) -> HttpResponse:
    """The reviews of my office that lapse soon or have lapsed, the first to lapse on top."""
    user: Any = request.user
    page = queries.listing(user, request.GET)
    showed(request, record="subjects.gangreview", results=len(page))
    context = {"page": page, "today": today(), "days": system().remind_days}
    return render(request, "subjects/gangs.html", {**context, "national": user.reads_all_offices})


@require(Permission.GANG_REVIEW)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Review an affiliation that a source says."""
    found = _found(request, number)
    form = _form(request, found, {})
    if form is None:
        return _nothing_said(request, found)
    if request.method == "POST" and form.is_valid():
        actions.record(found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, "The review is recorded.")
        return redirect("subjects:subject", number=found.number)
    return _page(request, found, form, "Review a gang affiliation", "Record the review")


@require(Permission.GANG_REVIEW)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def renew(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Review an affiliation again before or after its review lapsed."""
    found, before = _review(request, number, key)
    # What shows it and until when is for the person to say anew, not to be passed on with one press.
    initial = {
        "statement": str(before.statement_id),
        "transnational": "yes" if before.transnational else "no",
    }
    form = _form(request, found, initial)
    if form is None:
        return _nothing_said(request, found)
    if request.method == "POST" and form.is_valid():
        actions.renew(before, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, "The review is renewed.")
        return redirect("subjects:subject", number=found.number)
    return _page(request, found, form, "Renew the review", "Renew")


@require(Permission.GANG_REVIEW)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def withdraw(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Let a review count no longer, with the reason."""
    found, before = _review(request, number, key)
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(before, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, "The review is withdrawn. It stays in the record, with your reason.")
        return redirect("subjects:subject", number=found.number)
    return _page(request, found, form, "Withdraw the review", "Withdraw", danger=True)


def _found(request: HttpRequest, number: str) -> Any:
    found = subjects.subject_numbered(number)
    if found is None:
        raise Http404("There is no subject with this number.")
    refuse_beyond_reach(subjects.holds(request.user, found))  # type: ignore[arg-type]
    queries.may_review(request.user, found).or_refuse()  # type: ignore[arg-type]
    showed(request, record=f"subjects.subject:{found.pk}")
    return found


def _review(request: HttpRequest, number: str, key: int) -> tuple[Any, Any]:
    found = _found(request, number)
    before = queries.review_of(found, key)
    if before is None:
        raise Http404("There is no such review.")
    rules.may_end(ended=bool(before.end)).or_refuse()
    return found, before


def _form(request: HttpRequest, found: Any, initial: dict[str, Any]) -> forms.ReviewForm | None:
    """The form on the statements that say something of a gang; None where there is none."""
    said = queries.statements_that_say(found)
    posted = request.POST if request.method == "POST" else None
    return forms.ReviewForm(said, today(), posted, initial=initial) if said else None


def _nothing_said(request: HttpRequest, found: Any) -> HttpResponse:
    messages.warning(request, "No source says anything of a gang, so there is nothing to review.")
    return redirect("subjects:subject", number=found.number)


def _page(
    request: HttpRequest,
    found: Any,
    form: django_forms.Form,
    heading: str,
    submit: str,
    danger: bool = False,
) -> HttpResponse:
    context = {"subject": found, "form": form, "heading": heading, "submit": submit, "danger": danger}
    return render(request, "subjects/gang_review.html", context, status=422 if form.is_bound else 200)
