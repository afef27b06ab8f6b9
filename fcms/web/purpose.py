"""The form that asks why a record of another office is opened."""

from __future__ import annotations

from django import forms

from fcms.lib.purpose import SHORTEST


class PurposeForm(forms.Form):
    """The purpose, for which record, and where to go then."""

    purpose = forms.CharField(
        label="Why do you need to see it?",
        help_text="One sentence about your duty, such as: Subject gave an address in our area during an interview.",
        min_length=SHORTEST,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": "Say in a sentence why you need to see this record."},
    )
    record = forms.CharField(max_length=100, widget=forms.HiddenInput)
    next = forms.CharField(max_length=500, widget=forms.HiddenInput)
