"""The parameters of a report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from fcms.offices.queries import office_choices


def fiscal_year(today: date) -> tuple[date, date]:
    """The fiscal year that `today` lies in, from 1 October, as far as it has gone."""
    return date(today.year if today.month >= 10 else today.year - 1, 10, 1), today


class PeriodForm(forms.Form):
    """Which office, from when to when; the fiscal year so far unless said."""

    office = forms.ChoiceField(required=False)
    since = forms.DateField(label="From")
    until = forms.DateField(label="To")

    def __init__(self, data: Any = None) -> None:
        first, last = fiscal_year(timezone.localdate())
        given = {
            "since": first.isoformat(),
            "until": last.isoformat(),
            "office": "",
            **{k: v for k, v in (data or {}).items() if v},
        }
        super().__init__(given)
        self.fields["office"].choices = [("", "All offices"), *office_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", "The period ends before it begins. Turn the two dates around.")
        return found
