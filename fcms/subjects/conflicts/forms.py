"""What is asked of a person who settles a conflict."""

from __future__ import annotations

from typing import Any

from django import forms

from .models import Kept
from .queries import Shown


class SettleForm(forms.Form):
    """Which side is kept, and why."""

    keep = forms.ChoiceField(
        label="Which is right?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which of the two to keep."},
    )
    reason = forms.CharField(
        label="What does this rest on?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The document, the system or the person. It stays beside the value as the reason why it is in force.",
        error_messages={
            "required": "Say what the decision rests on: the document, the system or the person."
        },
    )

    def __init__(self, shown: Shown, data: Any = None) -> None:
        super().__init__(data)
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (Kept.HELD, f"Keep what is held: {shown.held or 'not known'}"),
            (Kept.SAID, f"Put in force what the source says: {shown.said or 'not known'}"),
        ]
