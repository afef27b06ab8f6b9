"""Candidates for whom rows are about: looked at side by side, confirmed, rejected, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from fcms.accounts.permissions import Permission
from fcms.exchange import jobs
from fcms.exchange.queries import intake_named, progress_of, row_of
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of

from . import actions, queries
from .forms import ZoneFilter


def _user(request: HttpRequest) -> Any:
    return request.user


def _intake(number: str) -> Any:
    intake = intake_named(number)
    if intake is None or not queries.links(intake):
        raise Http404("There is no intake of that number whose rows are linked to subjects.")
    return intake


def _row(number: str, file: str, row: int) -> tuple[Any, Any]:
    intake = _intake(number)
    staged = row_of(intake, file, row)
    if staged is None:
        raise Http404("There is no such row in this extract.")
    return intake, staged


@require(Permission.INTAKE_REVIEW)
def list_matches(request: HttpRequest, number: str) -> HttpResponse:
    """The rows of an extract by how surely they are about a subject."""
    intake = _intake(number)
    linking = queries.linking_of(intake)
    context: dict[str, Any] = {
        "intake": intake,
        "linking": linking,
        "due": queries.due(intake),
        "progress": progress_of(intake),
        "may_decide": queries.may_decide(intake),
    }
    if linking is not None:
        form = ZoneFilter(request.GET)
        found = queries.rows_in(intake, linking, **form.chosen())
        page = page_of(found, request.GET, sorts={"row": ("file", "row", "id")}, default="row")
        context |= {
            "zones": queries.counts_of(linking),
            "filter": form,
            "page": page,
            "lines": queries.lines_of(intake, page),
        }
        showed(request, record=f"exchange.intake:{intake.pk}", results=len(page))
    return render(request, "exchange/matches.html", context)


@require(Permission.INTAKE_REVIEW)
def link_progress(request: HttpRequest, number: str) -> HttpResponse:
    """How far the comparison is: asked for again every other second by the page that shows it."""
    intake = _intake(number)
    response = render(request, "exchange/_progress.html", {"intake": intake, "progress": progress_of(intake)})
    if not queries.due(intake):
        response["HX-Refresh"] = "true"
    return response


@require(Permission.INTAKE_REVIEW)
def show_match(request: HttpRequest, number: str, file: str, row: int) -> HttpResponse:
    """One row beside its candidates, with what each comparison weighs."""
    intake, staged = _row(number, file, row)
    linking = queries.linking_of(intake)
    chosen = ZoneFilter(request.GET).chosen()
    before = after = None
    if linking is not None:
        rows = queries.rows_in(intake, linking, **chosen)
        before, after = queries.neighbours(rows, staged)
    candidates = queries.candidates_of(intake, staged)
    showed(request, record=f"exchange.stagedrow:{staged.pk}")
    for candidate in candidates:
        showed(request, record=f"subjects.subject:{candidate.match.subject_id}")
    context = {
        "intake": intake,
        "staged": staged,
        "words": queries.lines_of(intake, [staged])[0].words,
        "candidates": candidates,
        "waiting": any(candidate.match.decision == "" for candidate in candidates),
        "before": before,
        "after": after,
        "query": request.GET.urlencode(),
        "may_decide": queries.may_decide(intake),
    }
    return render(request, "exchange/match.html", context)


@require(Permission.INTAKE_REVIEW)
@require_POST
def decide_match(request: HttpRequest, number: str, file: str, row: int) -> HttpResponse:
    """Confirm or reject a candidate, all of them, or take a decision back; then go on to the next row."""
    intake, staged = _row(number, file, row)
    said, reason = request.POST.get("said", ""), request.POST.get("reason", "")
    candidates = {str(one.match.pk): one.match for one in queries.candidates_of(intake, staged)}
    match = candidates.get(request.POST.get("match", ""))
    by = _user(request)
    if said == "none":
        actions.reject_all(candidates.values(), by=by, reason=reason)
    elif match is None:
        raise BadRequest
    elif said == "confirm":
        actions.confirm(match, by=by)
    elif said == "reject":
        actions.reject(match, by=by, reason=reason)
    elif said == "take_back":
        actions.take_back(match, by=by, reason=reason)
    else:
        raise BadRequest
    messages.success(request, f"Row {row}: {TOLD[said]}")
    linking = queries.linking_of(intake)
    chosen = ZoneFilter(request.GET).chosen()
    after = None
    if linking is not None and said in ("confirm", "none"):
        _, after = queries.neighbours(queries.rows_in(intake, linking, **chosen), staged)
    where = redirect("exchange:match", number=number, file=file, row=after.row if after else row)
    if request.GET:
        where["Location"] += f"?{request.GET.urlencode()}"
    return where


TOLD = {
    "confirm": "the subject is confirmed.",
    "reject": "the candidate is rejected.",
    "none": "it is about none of these.",
    "take_back": "the decision is taken back.",
}


@require(Permission.INTAKE_REVIEW)
@require_POST
def link_again(request: HttpRequest, number: str) -> HttpResponse:
    """Have the rows compared with the subjects, where that was not done or rows were corrected since."""
    intake = _intake(number)
    jobs.link_soon(intake)
    messages.success(request, "The rows are compared with the subjects by the worker. Look again soon.")
    return redirect("exchange:matches", number=number)
