"""Which records of a takeover to show."""

from __future__ import annotations

from typing import Any

from django import forms

from .models import Outcome

DIFFERS = "DIFFERS"


class OutcomeFilter(forms.Form):
    """What became of the records that are shown."""

    outcome = forms.ChoiceField(
        required=False,
        label="Outcome",
        choices=[("", "Everything"), *Outcome.choices, (DIFFERS, "Merged, and says something else")],
    )

    def chosen(self) -> dict[str, Any]:
        """The filter that holds; a value that is not in its list counts as none."""
        value = self.cleaned_data.get("outcome", "") if self.is_valid() else ""
        return {"differs": True} if value == DIFFERS else {"outcome": value}
