"""What is asked when a gang affiliation is reviewed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms

from fcms.lib.priority import system
from fcms.subjects.models import Statement
from fcms.subjects.provenance.queries import source_of
from fcms.subjects.words import day_words

from . import rules
from .queries import COLUMN


class ReviewForm(forms.Form):
    """Which source says it, whether the gang is transnational, on which factors it rests, until when it holds."""

    statement = forms.ChoiceField(
        label="Who says it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the source that says it."},
    )
    transnational = forms.ChoiceField(
        label="Is the gang transnational?",
        choices=[("yes", "Yes, it acts in more than one country"), ("no", "No, or it is not known")],
        widget=forms.RadioSelect,
        help_text="Only an affiliation with a transnational gang gives points.",
        error_messages={"required": "Say whether the gang is transnational."},
    )
    basis = forms.MultipleChoiceField(
        label="What shows it?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Two at least. Marks on the body, clothing, family, friends and social media show nothing here.",
        error_messages={"required": "Choose two factors at least."},
    )
    review_by = forms.DateField(
        label="The review holds until",
        error_messages={"required": "Give the day on which it must be reviewed again."},
    )

    def __init__(self, statements: Collection[Statement], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements, self.today = {str(one.pk): one for one in statements}, today
        written = system()
        self.fields["statement"].choices = [  # type: ignore[attr-defined]
            (key, f"“{one.said[COLUMN]}” · {source_of(one).words}, {day_words(one.as_of)}")
            for key, one in self.statements.items()
        ]
        self.fields["basis"].choices = list(written.factors.items())  # type: ignore[attr-defined]
        self.fields["review_by"].help_text = f"At most {written.longest_years} years from today."

    def clean(self) -> dict[str, Any]:
        """Ask the rule, and put its sentence beside what it speaks of."""
        given = super().clean() or {}
        if {"statement", "basis", "review_by"} <= given.keys():
            given["statement"] = self.statements[given["statement"]]
            given["transnational"] = given.get("transnational") == "yes"
            written = system()
            verdict = rules.may_rest_on(
                said=given["statement"].said[COLUMN],
                factors=given["basis"],
                listed=written.factors,
                review_by=given["review_by"],
                today=self.today,
                longest=written.longest_years,
            )
            if not verdict:
                few = len(set(given["basis"])) < rules.NEEDED
                self.add_error("basis" if few else "review_by", verdict.sentence)
        return given


class WithdrawForm(forms.Form):
    """Why a review is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays beside the review.",
        error_messages={"required": "Say why it is withdrawn."},
    )
