"""The shape of what a person says about the digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from . import rules

OFF, DAILY = "OFF", "DAILY"


class DigestForm(forms.Form):
    """Whether the person wants the digest, and where."""

    digest = forms.ChoiceField(
        label="Digest by e-mail",
        choices=[(OFF, "Off"), (DAILY, "Every day, when something new waits")],
        widget=forms.RadioSelect,
    )
    address = forms.EmailField(label="Work address", max_length=120, required=False)

    def __init__(self, *args: Any, domains: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = domains
        self.fields["address"].help_text = f"It ends in {' or '.join(f'@{one}' for one in domains)}."

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("digest") == DAILY and "address" in given:
            verdict = rules.may_go_to(given["address"], self.domains)
            if not verdict:
                self.add_error("address", verdict.sentence)
        return given
