"""Forms of the standing findings."""

from __future__ import annotations

from typing import Any

from django import forms

from .queries import ANYONES, FREE, MINE, Narrowing


class FindingFilter(forms.Form):
    """Which findings are shown."""

    whose = forms.ChoiceField(
        required=False, choices=[("", "Everybody's"), (MINE, "Mine"), (FREE, "Nobody's yet")], label="Whose"
    )
    rule = forms.ChoiceField(required=False, label="Rule")
    office = forms.ChoiceField(required=False, label="Office")
    settled = forms.ChoiceField(required=False, choices=[("", "Open"), ("yes", "Settled")], label="State")

    def __init__(self, *args: Any, rules: list[str], offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "Any rule"), *[(rule, rule) for rule in rules]]  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", "Any office"), *offices]  # type: ignore[attr-defined]
        if not offices:
            del self.fields["office"]

    def chosen(self) -> Narrowing:
        """The filters that hold; a value that is not in its list counts as none."""
        self.is_valid()
        given = self.cleaned_data
        return Narrowing(
            rule=given.get("rule", ""),
            whose=given.get("whose") or ANYONES,
            office=given.get("office", ""),
            settled=given.get("settled") == "yes",
        )


class SettleForm(forms.Form):
    """How a finding was settled."""

    reason = forms.CharField(
        max_length=300,
        label="What was looked at, and what did it show?",
        help_text="Write no identifying numbers here.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
