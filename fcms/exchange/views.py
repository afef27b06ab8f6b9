"""Extracts that came in: uploading, reviewing, applying."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from fcms.accounts.permissions import Permission
from fcms.audit.queries import history_of
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.paging import page_of

from . import actions, jobs, queries, rulebook, rules, sources
from .changes import effects_of, weight_of
from .forms import RejectForm, RowFilter, RowForm, UploadForm
from .lifecycle import UNDER_WAY, Decision, RowState, Status
from .undoing.blockers import can_undo
from .uploads import ScrambledUpload


def _intake(number: str) -> Any:
    intake = queries.intake_named(number)
    if intake is None:
        raise Http404("There is no intake of that number.")
    return intake


def _user(request: HttpRequest) -> Any:
    return request.user


@require(Permission.INTAKE_REVIEW)
def list_intakes(request: HttpRequest) -> HttpResponse:
    """Every extract received, newest first."""
    page = page_of(queries.intakes(), request.GET, sorts={"newest": ("-id",)}, default="newest")
    showed(request, results=len(page))
    return render(request, "exchange/intakes.html", {"page": page})


@csrf_exempt
@require(Permission.INTAKE_LOAD)
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a file, encrypted as it arrives; the token is checked right after, before anything is done with it."""
    request.upload_handlers = [ScrambledUpload(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        intake = actions.receive(
            given["file"].file,
            by=_user(request),
            kind=given["kind"],
            producer=given["producer"],
            as_of=given["as_of"],
        )
        jobs.stage_soon(intake)
        return redirect("exchange:intake", number=intake.number)
    return render(
        request,
        "exchange/upload.html",
        {"form": form, "kinds": sources.KINDS.values()},
        status=422 if form.errors else 200,
    )


@require(Permission.INTAKE_REVIEW)
def show_intake(request: HttpRequest, number: str) -> HttpResponse:
    """One extract: how far it is, what was found, what waits for a decision."""
    intake = _intake(number)
    showed(request, record=f"exchange.intake:{intake.pk}")
    if intake.status in UNDER_WAY:
        return render(
            request,
            "exchange/underway.html",
            {
                "intake": intake,
                "progress": queries.progress_of(intake),
                "may_refuse": rules.may_refuse(Status(intake.status), "asked for"),
            },
        )
    counts = queries.counts_of(intake)
    broken = queries.findings_by_rule(intake)
    form = _filter(request, intake, [one.rule.id for one in broken])
    chosen = form.chosen()
    page = page_of(
        queries.rows_of(intake, **chosen), request.GET, sorts={"row": ("-file", "row", "id")}, default="row"
    )
    return render(
        request,
        "exchange/intake.html",
        {
            "intake": intake,
            "kind": sources.kind_named(intake.kind),
            "counts": counts,
            "broken": broken,
            "of_file": queries.findings_of_file(intake),
            "filter": form,
            "page": page,
            "rows": queries.summaries(intake, list(page)),
            "may_decide": rules.may_decide(Status(intake.status)),
            "may_apply": rules.may_apply(Status(intake.status), counts.accepted),
            "may_refuse": rules.may_refuse(Status(intake.status), "asked for"),
            "may_undo": rules.may_undo(Status(intake.status), can=can_undo(intake.kind)),
            "history": history_of([("exchange_intake", intake.pk)]),
        },
    )


def _filter(request: HttpRequest, intake: Any, broken: list[str]) -> RowFilter:
    """How the rows are narrowed; by what they change only while that is still to be decided."""
    effects = effects_of(intake.kind) if intake.status == Status.REVIEW else {}
    shown = [(code, one.words) for code, one in effects.items()]
    return RowFilter(request.GET, broken=broken, files=queries.files_of(intake), effects=shown)


def _narrowed(request: HttpRequest, intake: Any) -> dict[str, str]:
    """The filters under which a single row is looked at, for the rows before and after it."""
    return _filter(request, intake, [*rulebook.rules()]).chosen()


@require(Permission.INTAKE_REVIEW)
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """How far a long step is: asked for again every second by the page that shows it."""
    intake = _intake(number)
    response = render(
        request, "exchange/_progress.html", {"intake": intake, "progress": queries.progress_of(intake)}
    )
    if intake.status not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@require(Permission.INTAKE_REVIEW)
def show_row(request: HttpRequest, number: str, file: str, row: int) -> HttpResponse:
    """One row, cell by cell: as received, as it stands, what was found."""
    intake, staged = _row(number, file, row)
    before, after = queries.neighbours(intake, staged, **_narrowed(request, intake))
    showed(request, record=f"exchange.stagedrow:{staged.pk}")
    changing = queries.changes_of_row(intake, staged)
    return render(
        request,
        "exchange/row.html",
        {
            "intake": intake,
            "staged": staged,
            "cells": queries.cells_of(intake, staged, changing),
            "changes": [change for change in changing if not change.field],
            "changing": bool(changing),
            "weight": weight_of(changing),
            "of_row": queries.findings_of(intake).filter(file=file, row=row, column=""),
            "before": before,
            "after": after,
            "query": request.GET.urlencode(),
            "decide_url": _with_filters(request, "exchange:decide-row", number, file, row),
            "may_decide": rules.may_decide(Status(intake.status)),
            "may_accept": rules.may_accept(RowState(staged.state)),
            "reject_form": RejectForm(),
        },
    )


def _row(number: str, file: str, row: int) -> tuple[Any, Any]:
    intake = _intake(number)
    staged = queries.row_of(intake, file, row)
    if staged is None:
        raise Http404("There is no such row in this extract.")
    return intake, staged


@require(Permission.INTAKE_REVIEW)
def edit_row(request: HttpRequest, number: str, file: str, row: int) -> HttpResponse:
    """Correct cells of a row; it is checked again at once."""
    intake, staged = _row(number, file, row)
    rules.may_decide(Status(intake.status)).or_refuse()
    cells = queries.cells_of(intake, staged)
    form = RowForm(request.POST or None, cells=cells)
    if request.method == "POST" and form.is_valid():
        changed = form.changed(cells)
        if changed:
            staged = actions.edit_row(intake, by=_user(request), file=file, row=row, cells=changed)
            messages.success(
                request, f"Row {row} was corrected and checked again: {staged.get_state_display()}."
            )
        return redirect("exchange:row", number=number, file=file, row=row)
    showed(request, record=f"exchange.stagedrow:{staged.pk}")
    found = {cell.column: cell.findings for cell in cells if cell.findings}
    return render(
        request, "exchange/edit_row.html", {"intake": intake, "staged": staged, "form": form, "found": found}
    )


def _decision(request: HttpRequest) -> Decision:
    """What the button says; anything else was sent by no page of ours."""
    try:
        return Decision(request.POST.get("decision", ""))
    except ValueError:
        raise BadRequest from None


@require(Permission.INTAKE_REVIEW)
@require_POST
def decide_row(request: HttpRequest, number: str, file: str, row: int) -> HttpResponse:
    """Accept or reject one row, then go on to the next."""
    intake, staged = _row(number, file, row)
    decision = _decision(request)
    reason = request.POST.get("reason", "")
    actions.decide(intake, by=_user(request), file=file, rows=[row], decision=decision, reason=reason)
    messages.success(request, f"Row {row}: {decision.label.lower()}.")
    _, after = queries.neighbours(intake, staged, **_narrowed(request, intake))
    return redirect(_with_filters(request, "exchange:row", number, file, after or row))


def _with_filters(request: HttpRequest, name: str, *place: str | int) -> str:
    """The address of a page about a row that keeps the filters under which the rows are walked through."""
    address = reverse(name, args=place)
    return f"{address}?{request.GET.urlencode()}" if request.GET else address


@require(Permission.INTAKE_REVIEW)
@require_POST
def decide_rows(request: HttpRequest, number: str) -> HttpResponse:
    """Accept or reject the rows that were ticked."""
    intake = _intake(number)
    decision = _decision(request)
    chosen: dict[str, list[int]] = {}
    for one in request.POST.getlist("chosen"):
        file, _, row = one.rpartition(":")
        if row.isdecimal():
            chosen.setdefault(file, []).append(int(row))
    for file, rows in chosen.items():
        actions.decide(
            intake,
            by=_user(request),
            file=file,
            rows=rows,
            decision=decision,
            reason=request.POST.get("reason", ""),
        )
    count = sum(map(len, chosen.values()))
    messages.success(request, f"{count:,} rows {decision.label.lower()}." if count else "No row was ticked.")
    return redirect("exchange:intake", number=number)


@require(Permission.INTAKE_REVIEW)
@require_POST
def accept_all_clean(request: HttpRequest, number: str) -> HttpResponse:
    """Accept every row without an error that nobody decided singly."""
    intake = actions.accept_all_clean(_intake(number), by=_user(request))
    accepted = queries.counts_of(intake).accepted
    messages.success(request, f"{accepted:,} rows are accepted. Nothing is applied yet.")
    return redirect("exchange:intake", number=number)


@require(Permission.INTAKE_APPLY)
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Say what applying will do, then have it done."""
    intake = _intake(number)
    counts = queries.counts_of(intake)
    rules.may_apply(Status(intake.status), counts.accepted).or_refuse()
    if request.method == "POST":
        jobs.apply_soon(intake, _user(request))
        return redirect("exchange:intake", number=number)
    kind = sources.kind_named(intake.kind)
    return render(
        request,
        "web/confirm.html",
        {
            "heading": f"Apply intake {intake.number}",
            "sentence": f"{counts.accepted:,} accepted rows are applied in one go: all of them, or none.",
            "consequences": [
                kind.about,
                f"{counts.rejected:,} rejected and {counts.waiting:,} undecided rows are left out.",
                "An extract is applied once.",
            ],
            "form": None,
            "submit": f"Apply {counts.accepted:,} rows",
            "cancel": intake.get_absolute_url(),
            "danger": False,
        },
    )


@require(Permission.INTAKE_REVIEW)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse a whole extract, with a reason."""
    intake = _intake(number)
    rules.may_refuse(Status(intake.status), "asked for").or_refuse()
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.refuse(intake, by=_user(request), reason=form.cleaned_data["reason"])
        messages.success(
            request, "The extract was refused. Its rows are gone; the same file may be sent again."
        )
        return redirect("exchange:intake", number=number)
    return render(
        request,
        "web/confirm.html",
        {
            "heading": f"Refuse intake {intake.number}",
            "sentence": "Nothing of it becomes a fact.",
            "consequences": [
                "Its staged rows are deleted.",
                "The reason is kept.",
                "The same file may come again.",
            ],
            "form": form,
            "submit": "Refuse the extract",
            "cancel": intake.get_absolute_url(),
            "danger": True,
        },
    )
