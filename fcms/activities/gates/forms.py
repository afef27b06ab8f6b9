"""What is asked when a gate is overridden, and when the kind of a place is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from fcms.lib.gatepolicy import gates, locations

from . import kinds, rules


class OverrideForm(forms.Form):
    """Why a gate is opened that is shut, and until when."""

    reason = forms.CharField(
        label="Why is it safe to act?",
        help_text="What you know that the gate does not. It is kept with the override and shown to whoever acts.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": rules.SAY_REASON},
    )
    until = forms.DateField(label="Until (that day included)", error_messages={"required": rules.SAY_UNTIL})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        last = today + timedelta(days=gates().override_days)
        self.fields["until"].help_text = f"At the latest {last.day} {last:%b %Y}."

    def clean(self) -> dict[str, Any]:
        """Ask the rule whether reason and day will do."""
        given = super().clean() or {}
        if "reason" in given and "until" in given:
            verdict = rules.well_founded(given["reason"], given["until"], today=self.today)
            if not verdict:
                self.add_error("until", verdict.sentence)
        return given


class KindForm(forms.Form):
    """What kind of place stands at an address."""

    kind = forms.ChoiceField(
        label="What stands there?",
        widget=forms.RadioSelect,
        error_messages={"required": kinds.SAY_KIND, "invalid_choice": kinds.SAY_KIND},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(locations().kinds.items())  # type: ignore[attr-defined]
