"""The list of recipients who have to be told of a correction, and the page that records that one was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fcms.accounts.permissions import Permission
from fcms.disclosures.corrections.actions import tell
from fcms.disclosures.corrections.queries import end_of
from fcms.disclosures.corrections.rules import SAY_HOW, may_tell
from fcms.lib.access import require
from fcms.lib.looks import showed
from fcms.lib.purpose import refuse_beyond_reach

from . import queries

TELL = Permission.TELL_CORRECTIONS


class TellForm(forms.Form):
    """How the recipient was told."""

    how = forms.CharField(
        label="How was the recipient told?",
        help_text="The letter, the call or the message, to whom and on which day.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": SAY_HOW},
    )


@require(TELL)
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """List whom the person's office has to tell, the longest waiting first."""
    user: Any = request.user
    listing = queries.listing(user, request.GET.dict())
    showed(request, record="disclosures.correctionowed", results=len(listing.page))
    context = {"page": listing.page, "total": listing.total, "most": queries.COUNTED}
    return render(request, "cases/corrections.html", {**context, "national": user.reads_all_offices})


@require(TELL)
@require_http_methods(["GET", "POST"])
def tell_correction(request: HttpRequest, key: int) -> HttpResponse:
    """Show what left and what has to be said, and record that the recipient was told."""
    user: Any = request.user
    owed, holds = queries.correction_of(user, key)
    refuse_beyond_reach(holds)
    showed(request, record=f"disclosures.correctionowed:{owed.pk}")
    may_tell(permitted=user.may(TELL), ended=end_of(owed)).or_refuse()
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tell(owed=owed, by=user, how=form.cleaned_data["how"])
        messages.success(request, "Kept: the recipient was told.")
        return redirect("cases:corrections")
    status = 422 if form.is_bound else 200
    return render(request, "cases/correction_tell.html", {"owed": owed, "form": form}, status=status)
