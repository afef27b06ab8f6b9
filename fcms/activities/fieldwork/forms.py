"""The shape of what is typed about field work; short, so that it can be entered standing at a door."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms

from fcms.activities.forms import NO_NAMES
from fcms.activities.lifecycle import FieldStatus
from fcms.activities.models import ActivityType, VisitOutcome
from fcms.activities.rules import SAY_OUTCOME
from fcms.lib.gatepolicy import locations

from . import rules
from .models import FieldKind

Choices = list[tuple[str, str]]
Refusals = Callable[[Mapping[str, Any]], dict[str, str]]


class PlanForm(forms.Form):
    """What is to be done, where and when."""

    kind = forms.ChoiceField(
        label="What is to be done?",
        choices=FieldKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": rules.SAY_WHAT},
    )
    where = forms.ChoiceField(
        label="At which address?", widget=forms.RadioSelect, error_messages={"required": rules.SAY_WHERE}
    )
    place_kind = forms.ChoiceField(
        label="What kind of place is it?", error_messages={"required": rules.SAY_KIND}
    )
    planned_on = forms.DateField(label="Day")
    operation_name = forms.CharField(
        label="Operation name",
        required=False,
        max_length=80,
        help_text="If it is part of one. Every gate must be open to enter an operation.",
    )
    notes = forms.CharField(
        required=False, max_length=2000, help_text=NO_NAMES, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, places: Choices, known: Collection[str], refusals: Refusals, **kwargs: Any
    ) -> None:
        """Offer the addresses of the case; `known` are the kinds that were said of them, `refusals` what is against."""
        super().__init__(*args, **kwargs)
        self._refusals = refusals
        self.fields["where"].choices = places  # type: ignore[attr-defined]
        labels = locations().kinds
        said = ", ".join(sorted({labels[one] for one in known if one}))
        first = f"As said before: {said}" if said and len(places) == 1 else "As said before of the address"
        self.fields["place_kind"].required = not said
        kinds = [("", first if said else "Choose one"), *labels.items()]
        self.fields["place_kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Say beside its field what stands against the plan."""
        if not self.errors:
            for name, sentence in self._refusals(self.cleaned_data).items():
                self.add_error(name, sentence)


class AssignForm(forms.Form):
    """Who is to go."""

    officer = forms.ChoiceField(
        label="Officer", widget=forms.RadioSelect, error_messages={"required": "Choose who is to go."}
    )

    def __init__(self, *args: Any, officers: Choices, **kwargs: Any) -> None:
        """Offer `officers` (key, name)."""
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = officers  # type: ignore[attr-defined]


class ReplanForm(forms.Form):
    """Another day."""

    planned_on = forms.DateField(label="Day")
    note = forms.CharField(label="Why", required=False, max_length=300)


class JoinForm(forms.Form):
    """The operation that it enters."""

    name = forms.CharField(label="Operation name", max_length=80, error_messages={"required": rules.SAY_NAME})


class CallOffForm(forms.Form):
    """Why it will not be done."""

    reason = forms.CharField(
        label="Why is it called off?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": rules.SAY_WHY},
    )


class RecordForm(forms.Form):
    """What came of it; the place and the day are those of the field action."""

    visit_outcome = forms.ChoiceField(
        label="What did the visit find?",
        choices=VisitOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": SAY_OUTCOME},
    )
    notes = forms.CharField(
        required=False, max_length=4000, help_text=NO_NAMES, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, type: str, **kwargs: Any) -> None:
        """Ask for what a visit found only where it was one."""
        super().__init__(*args, **kwargs)
        if type != ActivityType.VISIT:
            del self.fields["visit_outcome"]


WHOSE = [("mine", "Mine"), ("team", "My team's"), ("", "My office's")]
STATES = [("standing", "Still to be done"), ("", "Any"), *FieldStatus.choices]


class Filters(forms.Form):
    """What the list of field work is narrowed by; everything is optional."""

    whose = forms.ChoiceField(required=False, choices=WHOSE)
    day = forms.DateField(required=False)
    status = forms.ChoiceField(label="State", required=False, choices=STATES)
    operation = forms.CharField(label="Operation", required=False, max_length=80)
    office = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, offices: Choices, team: bool = True, **kwargs: Any) -> None:
        """Offer `offices` (code, name) to those who read several, and the team to those who have one."""
        super().__init__(*args, **kwargs)
        if offices:
            self.fields["office"].choices = [("", "All"), *offices]  # type: ignore[attr-defined]
            del self.fields["whose"]
        else:
            del self.fields["office"]
            if not team:
                self.fields["whose"].choices = [WHOSE[0], WHOSE[2]]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and is well formed."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
