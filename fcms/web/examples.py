"""Made-up values for the gallery: each component in each of its states."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fcms.lib.paging import Page
from fcms.lib.verdict import no, yes

from . import errors
from .purpose import PurposeForm


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the example table."""

    number: str
    subject: str
    address: str
    zip: str
    source: str
    priority: int
    received_on: datetime.date
    status: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the example history."""

    at: datetime.datetime
    who: str
    event: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str = ""


class ExampleForm(forms.Form):
    """Every kind of field."""

    subject = forms.CharField(label="Family name", max_length=60)
    a_number = forms.CharField(
        label="A-Number", max_length=12, help_text="A and nine digits, as A900-123-456."
    )
    acted_on = forms.DateField(label="Date of the visit")
    at = forms.DateTimeField(label="Date and time", required=False)
    zip = forms.CharField(label="ZIP", max_length=5, required=False)
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[("", "Choose"), ("A", "Address bad"), ("B", "Moved")],
        required=False,
    )
    verified = forms.ChoiceField(
        label="How was the address verified?",
        choices=[("RECORD", "By a record"), ("PERSON", "In person")],
        widget=forms.RadioSelect,
        help_text="Choose one.",
    )
    sources = forms.MultipleChoiceField(
        choices=[("EID", "EID"), ("DOC", "State corrections")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    late = forms.BooleanField(label="This is entered late", required=False)
    file = forms.FileField(label="Extract", required=False, help_text="A ZIP bundle or one CSV file.")
    notes = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)


class ExampleFilter(forms.Form):
    """A filter bar."""

    team = forms.ChoiceField(choices=[("", "All teams"), ("1", "Team 1"), ("2", "Team 2")], required=False)
    status = forms.ChoiceField(choices=[("", "Any"), ("NEW", "New")], required=False)
    zip = forms.CharField(label="ZIP", max_length=5, required=False)


def everything() -> dict[str, Any]:
    """Return the values of the whole gallery page."""
    today = timezone.localdate()
    names = (
        "Okonjo, Marisol",
        "Vantongeren, Ilse",
        "Abernathy-Quill, Teodoro",
        "Marchetti, Suda",
        "Oyelaran, Pim",
    )
    states = (
        ("NEW", "New"),
        ("ROUTED", "Routed"),
        ("WORKING", "Working"),
        ("CLOSED", "Closed"),
        ("OPEN", "Open"),
    )
    rows = [
        Row(
            f"L26-00451{i}-{i}",
            name,
            f"{100 + i} SAMPLE WAY APT {i}",
            f"7520{i}",
            "State DOC",
            60 - 7 * i,
            today - datetime.timedelta(days=3 * i),
            *states[i],
        )
        for i, name in enumerate(names)
    ]
    now = timezone.now()
    return {
        "page_of_rows": Page(rows, "-priority", "after=1", "before=1", (("team", "2"),)),
        "empty_page": Page([], "priority", "", ""),
        "form": ExampleForm(),
        "wrong_form": ExampleForm({"a_number": "A9", "verified": "X", "outcome": "Z", "acted_on": "soon"}),
        "filter_form": ExampleFilter(),
        "today": today,
        "long_ago": datetime.date(2009, 3, 12),
        "now": now,
        "yes": yes(),
        "no": no("The address is not verified by a second source. Record a check of it first."),
        "lines": [
            Line(now, "R. Sample", "Lead accepted", (("status", "Routed", "Working"), ("officer", "", "R. Sample"))),
            Line(now, "the program (routing)", "Lead routed", (), "ZIP 75201 lies in Dallas."),
        ],
    }  # fmt: skip


def _confirm(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "web/confirm.html",
        {
            "heading": "Close lead L26-004512-8?",
            "sentence": "The lead leaves your team's list. Its case stays open.",
            "consequences": ["Dallas, team 2 sees it among the closed leads.", "It can be re-opened."],
            "form": None,
            "submit": "Close the lead",
            "cancel": "/",
            "danger": False,
        },
    )


def _purpose(request: HttpRequest) -> HttpResponse:
    form = PurposeForm(initial={"record": "cases.case:1", "next": "/"})
    return render(request, "web/purpose.html", {"form": form})


PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "confirm": _confirm,
    "purpose": _purpose,
    "400": errors.bad_request,
    "403": errors.forbidden,
    "403-form": lambda request: errors.page(request, errors.STALE),
    "404": errors.not_found,
    "409": lambda request: errors.page(
        request,
        replace(errors.REFUSED, sentence="A lead that is closed cannot be closed. Re-open it first."),
    ),
    "500": errors.server_error,
    "503": errors.unavailable,
}
"""Whole pages of the frame, by the name under which the gallery shows them."""
