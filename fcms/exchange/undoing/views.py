"""The page that says what an undo takes back and what stands in its way, and asks for it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fcms.accounts.permissions import Permission
from fcms.exchange import jobs, rules, sources
from fcms.exchange.asked import intake_of, user_of
from fcms.exchange.lifecycle import Status
from fcms.lib.access import require
from fcms.lib.looks import showed

from .blockers import ENOUGH, can_undo, stands_on


class UndoForm(forms.Form):
    """Why an extract is taken back."""

    reason = forms.CharField(
        max_length=300,
        label="Why is it undone?",
        help_text="Kept with the extract and with every record taken back. Name no person.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require(Permission.INTAKE_APPLY)
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """List what stands on an applied extract or, where nothing does, what is taken back; then have it done."""
    intake = intake_of(number)
    rules.may_undo(Status(intake.status), can=can_undo(intake.kind)).or_refuse()
    standing = stands_on(intake)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        jobs.undo_soon(intake, user_of(request), form.cleaned_data["reason"])
        return redirect("exchange:intake", number=number)
    showed(request, record=f"exchange.intake:{intake.pk}", results=len(standing))
    return render(
        request,
        "exchange/undo.html",
        {
            "intake": intake,
            "kind": sources.kind_named(intake.kind),
            "standing": standing,
            "more": len(standing) >= ENOUGH,
            "form": form,
        },
        status=422 if form.errors else 200,
    )
