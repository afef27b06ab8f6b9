"""What is asked when a transfer is answered or taken back."""

from __future__ import annotations

from typing import Any

from django import forms

from . import rules

ACCEPT, REFUSE = "accept", "refuse"


class DecideForm(forms.Form):
    """Accept or refuse, and why."""

    decision = forms.ChoiceField(
        label="Does your office take the case?",
        choices=[(ACCEPT, "Yes, it is ours from now on"), (REFUSE, "No, it stays where it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether your office takes the case."},
    )
    reason = forms.CharField(
        label="What the other office should know",
        help_text="A refusal always says why.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask the rule whether a reason is needed."""
        given = super().clean() or {}
        if given.get("decision") == REFUSE:
            verdict = rules.may_refuse(given.get("reason", ""))
            if not verdict:
                self.add_error("reason", verdict.sentence)
        return given


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        help_text="The office that was asked reads it on the page of the case.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
