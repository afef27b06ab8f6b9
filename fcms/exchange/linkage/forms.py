"""The shape of what a reviewer of candidates sends."""

from __future__ import annotations

from django import forms

from .zones import Choice, Zone

NONE = "NONE"


class ZoneFilter(forms.Form):
    """Which rows to show."""

    zone = forms.ChoiceField(required=False, choices=[("", "All zones"), *Zone.choices, (NONE, "No match")])
    decision = forms.ChoiceField(
        required=False,
        choices=[("", "Any decision"), ("WAITING", "Waiting"), *[one for one in Choice.choices if one[0]]],
    )

    def chosen(self) -> dict[str, str]:
        """The filters that hold; a value that is not in its list counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
