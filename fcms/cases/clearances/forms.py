"""What is asked of whoever clears action on a protected person."""

from __future__ import annotations

from typing import Any

from django import forms

from . import rules


class GiveForm(forms.Form):
    """What is allowed, why, and for how long."""

    allows = forms.CharField(
        label="What is allowed",
        help_text="The action, the place, and the source that it does not rest on.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": rules.SAY_WHAT},
    )
    reason = forms.CharField(
        label="Why it may be done",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": rules.SAY_WHY},
    )
    from_on = forms.DateField(label="From", error_messages={"required": "Give the first day."})
    until_on = forms.DateField(
        label="Until",
        help_text="The last day on which it holds.",
        error_messages={"required": "Give the last day."},
    )

    def __init__(self, *args: Any, most_days: int, today: Any, **kwargs: Any) -> None:
        """A clearance begins today or later and lasts `most_days` days at most."""
        super().__init__(*args, **kwargs)
        self.most_days, self.today = most_days, today

    def clean(self) -> dict[str, Any]:
        """Ask the rule about the days."""
        given = super().clean() or {}
        verdict = rules.days_fit(given.get("from_on"), given.get("until_on"), self.today, self.most_days)
        if not verdict:
            self.add_error("until_on", verdict.sentence)
        return given


class WithdrawForm(forms.Form):
    """Why a clearance no longer holds."""

    reason = forms.CharField(
        label="Why it no longer holds",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": rules.SAY_WITHDRAWN},
    )
