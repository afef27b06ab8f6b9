"""Is it well formed? What the forms of a case ask."""

from __future__ import annotations

from typing import Any

from django import forms

from fcms.offices.queries import office_choices

from . import rules
from .evidence.forms import WithEvidence
from .lifecycle import Basis, ClosureReason, Status, Step

LIVE, ALL = "", "ALL"
CHOOSE_REASON = "Choose why the case is closed."


class Filters(forms.Form):
    """What the list of cases is narrowed by; everything is optional."""

    office = forms.ChoiceField(required=False, label="Office or sub-office")
    status = forms.ChoiceField(
        required=False, choices=[(LIVE, "Not ended"), *Status.choices, (ALL, "Every status")]
    )
    basis = forms.ChoiceField(required=False, choices=[("", "Any"), *Basis.choices])
    priority = forms.ChoiceField(required=False, choices=[("", "Any or none"), ("any", "Any priority")])
    opened_from = forms.DateField(required=False, label="Opened from")
    opened_to = forms.DateField(required=False, label="Opened to")

    def __init__(self, *args: Any, own: str = "", **kwargs: Any) -> None:
        """Offer the offices; `own` is the code of the one field office that the person reads, "" for all."""
        super().__init__(*args, **kwargs)
        choices = office_choices(headquarters=not own, sub_offices=True)
        kept = [choice for choice in choices if not own or choice[0].partition("-")[0] == own]
        self.fields["office"].choices = [("", "All that I read"), *kept]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and is well formed."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def note(label: str, say: str) -> forms.CharField:
    """A text that the rule demands, with the rule's own sentence."""
    return forms.CharField(
        label=label,
        help_text=rules.SAY[say],
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": rules.SAY[say]},
    )


def day(label: str, required: str, **kwargs: Any) -> forms.DateField:
    """A date, with the sentence for a missing one."""
    return forms.DateField(label=label, error_messages={"required": required}, **kwargs)


class GoColdForm(WithEvidence):
    needs = Step.WENT_COLD
    note = note("What was tried", "go_cold")


class ReviveForm(forms.Form):
    note = note("What is new", "revive")


class ReleaseForm(WithEvidence):
    needs = Step.RELEASED
    released_on = day("Released on", "Give the day of the release.")
    note = note("Why", "release")


class RemoveForm(WithEvidence):
    needs = Step.REMOVED
    removed_on = day("Removed on", "Give the day of the removal.")


class ReasonForm(forms.Form):
    """Why a case is closed: what has to be shown depends on it, so it is asked first."""

    reason = forms.ChoiceField(
        label="Why is it closed?",
        choices=ClosureReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_REASON, "invalid_choice": CHOOSE_REASON},
    )


SINCE: dict[str, str] = {
    ClosureReason.LEFT_THE_COUNTRY: "Left on",
    ClosureReason.IN_CUSTODY_ELSEWHERE: "Held since",
    ClosureReason.LEGAL_STATUS: "Status granted on",
    ClosureReason.CITIZEN: "Citizen since",
    ClosureReason.ORDER_NOT_IN_FORCE: "Not in force since",
    ClosureReason.DIED: "Died on",
    ClosureReason.ENTERED_IN_ERROR: "Found to be wrong on",
    ClosureReason.MERGED: "Merged on",
}
"""What the day from which a reason holds is called."""


class CloseForm(WithEvidence):
    """What the reason rests on; the reason itself was chosen before, and is asked again where it was not."""

    reason = forms.ChoiceField(
        choices=[("", "Choose the reason"), *ClosureReason.choices],
        error_messages={"required": rules.SAY_REASON, "invalid_choice": rules.SAY_REASON},
    )
    effective_on = day("Since", "Give the day from which the reason holds.")
    note = note("How it was established", "close")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.chosen:
            self.fields["reason"].widget = forms.HiddenInput()
        self.fields["effective_on"].label = SINCE.get(self.need, "Since")

    @property
    def need(self) -> str:
        """The reason, whose evidence is asked."""
        return str(self.data.get("reason") or self.initial.get("reason") or "")

    @property
    def chosen(self) -> str:
        """The reason in words, "" while none of the list was chosen."""
        return dict(ClosureReason.choices).get(self.need, "")


class ReopenForm(WithEvidence):
    needs = Step.REOPENED
    note = note("Why", "reopen")


class TransferForm(forms.Form):
    office = forms.ChoiceField(
        label="To", error_messages={"required": rules.SAY_OFFICE, "invalid_choice": rules.SAY_OFFICE}
    )
    note = note("Why", "transfer")

    def __init__(self, *args: Any, own: str = "", **kwargs: Any) -> None:
        """Offer every field office but the one that holds the case (`own`)."""
        super().__init__(*args, **kwargs)
        others = [choice for choice in office_choices() if choice[0] != own]
        self.fields["office"].choices = [("", "Choose the office"), *others]  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    basis_on = day("Since", rules.SAY_BASIS_DAY)
    note = forms.CharField(
        label="Why it is opened by hand",
        help_text="What you know that no extract has said yet, and from whom.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the case is opened by hand."},
    )
