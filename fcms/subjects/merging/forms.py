"""What is asked of a person who merges two subjects, or separates them."""

from __future__ import annotations

from typing import Any

from django import forms

from fcms.lib.identifiers import Malformed, a_number
from fcms.subjects.models import Subject

from . import queries


class OtherForm(forms.Form):
    """Which other subject is meant."""

    other = forms.CharField(
        label="The other subject's number, or an A-Number of theirs",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Such as S26-000123-4 or A900-100-001. What is known of that subject will be read on this page.",
        error_messages={"required": "Give the number of the other subject."},
    )

    def __init__(self, subject: Subject, data: Any = None) -> None:
        super().__init__(data)
        self.subject = subject
        self.found: Subject | None = None

    def clean_other(self) -> str:
        words = str(self.cleaned_data["other"]).strip()
        try:
            canonical = "" if words.upper().startswith("S") else a_number(words)
        except Malformed as problem:
            raise forms.ValidationError(problem.sentence) from None
        self.found = queries.named(words, canonical)
        if self.found is None:
            raise forms.ValidationError("There is no subject of that number. Check each digit.")
        if self.found == self.subject:
            raise forms.ValidationError("Name another subject: one cannot be merged with itself.")
        return words


class MergeForm(forms.Form):
    """Why two subjects are one person."""

    reason = forms.CharField(
        label="What shows that the two are one person?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the same fingerprint number; two A-Numbers in one file.",
        error_messages={
            "required": "Say what shows that the two are one person: the document, the number, the fingerprint match."
        },
    )
    evidence = forms.CharField(
        label="Where can that be read again? (optional)",
        max_length=300,
        required=False,
        help_text="The file, the system and the day of the query.",
    )
    certain = forms.BooleanField(
        label="I have compared both and decide that they are one person.",
        error_messages={"required": "Compare both, then tick this box: a person decides, not the program."},
    )


class UnmergeForm(forms.Form):
    """Why two subjects are not one person after all."""

    reason = forms.CharField(
        label="Why are they not one person after all?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the two are not one person after all."},
    )
