"""What is asked about a look into the A-file or at an appeal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from fcms.lib.verdict import Verdict

from . import rules
from .models import Finding, What


class ReviewForm(forms.Form):
    """What was looked at, when, and what it said."""

    what = forms.ChoiceField(
        label="What was looked at?",
        choices=What.choices,
        widget=forms.RadioSelect,
        error_messages={"required": rules.SAY_WHAT},
    )
    finding = forms.ChoiceField(
        label="What was found?",
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": rules.SAY_FINDING},
    )
    reviewed_on = forms.DateField(label="On", error_messages={"required": "Give the day of the review."})
    reference = forms.CharField(
        label="File, volume or screen",
        help_text="Such as: A-file, volume 2; EOIR case status screen.",
        max_length=120,
        error_messages={"required": rules.SAY_REFERENCE},
    )
    note = forms.CharField(
        label="What it says",
        help_text="Needed where something stands in the way, or it could not be told.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, today: Any, may_answer: Callable[[str, str], Verdict], **kwargs: Any
    ) -> None:
        """The review was today or earlier; `may_answer` says of a kind and a finding whether the person may give it."""
        super().__init__(*args, **kwargs)
        self.today, self.may_answer = today, may_answer

    def clean(self) -> dict[str, Any]:
        """Ask the rule whether words are missing, a bar is another's to answer, and the day can be right."""
        given = super().clean() or {}
        verdict = rules.needs_note(given.get("finding", ""), given.get("note", ""))
        if not verdict:
            self.add_error("note", verdict.sentence)
        verdict = self.may_answer(given.get("what", ""), given.get("finding", ""))
        if not verdict:
            self.add_error("finding", verdict.sentence)
        if given.get("reviewed_on") and given["reviewed_on"] > self.today:
            self.add_error("reviewed_on", "The day lies in the future. Correct it.")
        return given
