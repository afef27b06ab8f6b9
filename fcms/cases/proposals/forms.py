"""What is asked when news about a case is decided."""

from __future__ import annotations

from typing import Any

from django import forms

from fcms.cases.lifecycle import Road

from . import rules

ACCEPT, REFUSE = "accept", "refuse"


class DecideForm(forms.Form):
    """Accept or refuse, since when, and what it rests on."""

    decision = forms.ChoiceField(
        label="Does it hold?",
        choices=[(ACCEPT, "Yes, it is so"), (REFUSE, "No, the case stays as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it holds."},
    )
    effective_on = forms.DateField(
        label="Since", error_messages={"required": "Give the day from which it holds."}
    )
    reason = forms.CharField(
        label="What you checked",
        help_text="The call, the record or the document that settles it. A refusal always says why.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, weak: bool, **kwargs: Any) -> None:
        """`weak` evidence is accepted only with what else was checked."""
        super().__init__(*args, **kwargs)
        self.weak = weak

    def clean(self) -> dict[str, Any]:
        """Ask the rules whether a reason is needed."""
        given = super().clean() or {}
        reason = given.get("reason", "")
        if given.get("decision") == ACCEPT:
            verdict = rules.may_accept(weak=self.weak, reason=reason)
        else:
            verdict = rules.may_refuse(reason)
        if "decision" in given and not verdict:
            self.add_error("reason", verdict.sentence)
        return given


class Filters(forms.Form):
    """What the queue is narrowed by."""

    road = forms.ChoiceField(required=False, label="What it would mean", choices=[("", "Any"), *Road.choices])

    @property
    def chosen(self) -> str:
        """The kind of news that was chosen, "" for any."""
        self.is_valid()
        return str(self.cleaned_data.get("road", ""))
