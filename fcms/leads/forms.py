"""The shape of what is typed about leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy

from fcms.lib.identifiers import Malformed, a_number
from fcms.subjects.actions import bounds

from . import fields
from .lifecycle import SourceKind, Status
from .queries import Narrowing

KINDS = [("", "Choose"), *((value, label) for value, label in SourceKind.choices if value != "EID_EXTRACT")]
LINES = forms.Textarea(attrs={"rows": 3})


class DayInput(forms.DateInput):
    """A date as the browser asks for it."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "usa-input--medium"}, format="%Y-%m-%d")


class ZipInput(forms.TextInput):
    """A ZIP code that says, while it is typed, where it lies and who gets the lead."""

    def __init__(self) -> None:
        asks = {
            "hx-get": reverse_lazy("leads:zip"),
            "hx-trigger": "change, keyup changed delay:400ms",
            "hx-target": "#zip-says",
            "aria-describedby": "zip-says",
        }
        super().__init__(
            attrs={"class": "usa-input--small", "inputmode": "numeric", "autocomplete": "off", **asks}
        )


class AsksPurpose(forms.Form):
    """A form that names a person by A-Number, and asks for a purpose where that person lies beyond reach."""

    purpose = forms.CharField(
        max_length=300,
        required=False,
        label="Why your office works on this person",
        help_text="Recorded with your name, and reviewed.",
    )

    def asks(self) -> bool:
        """Whether the purpose is to be shown: it was asked for, or given."""
        return "purpose" in self.errors or bool(self.data.get("purpose"))


class LeadForm(AsksPurpose):
    """What a source says of a lead (PIA 1.1-6)."""

    source_kind = forms.ChoiceField(label="Kind of source", choices=KINDS)
    source_agency = forms.CharField(
        max_length=120, required=False, label="Agency", help_text="Which agency or firm."
    )
    source_officer = forms.CharField(
        max_length=120, required=False, label="Officer who gave it", help_text="Name at the agency."
    )
    source_reference = forms.CharField(
        max_length=60, required=False, label="Reference", help_text="The source's own number for it."
    )
    received_on = forms.CharField(widget=DayInput, label="Received on", help_text="By whoever took it in.")
    a_number = forms.CharField(
        max_length=16, required=False, label="A-Number", help_text="A and nine digits, as A900-123-456."
    )
    family_name = forms.CharField(max_length=80, required=False, label="Family name")
    given_name = forms.CharField(max_length=80, required=False, label="Given name")
    birth_on = forms.CharField(
        max_length=10, required=False, label="Date of birth", help_text="1971, 1971-03 or 1971-03-04."
    )
    line_1 = forms.CharField(max_length=100, required=False, label="Street address")
    line_2 = forms.CharField(
        max_length=60,
        required=False,
        label="Unit",
        widget=forms.TextInput(attrs={"class": "usa-input--medium"}),
    )
    city = forms.CharField(max_length=60, required=False)
    state = forms.CharField(max_length=2, required=False)
    zip = forms.CharField(max_length=10, required=False, label="ZIP code", widget=ZipInput)
    first_seen_on = forms.CharField(widget=DayInput, required=False, label="First seen there")
    last_seen_on = forms.CharField(widget=DayInput, required=False, label="Last seen there")
    notes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=fields.NOTES_LENGTH
    )

    def __init__(self, *args: Any, standing: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.standing = dict(standing or {})
        super().__init__(*args, **kwargs)
        kind = self.standing.get("source_kind", "")
        if kind and kind not in dict(KINDS):
            self.fields["source_kind"].choices = [*KINDS, (kind, SourceKind(kind).label)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read every value as it will be kept; a fault stands beside its field."""
        named = [name for name in self.fields if name != "purpose" and name not in self.errors]
        typed = {name: self.cleaned_data.get(name, "") for name in named}
        reading = fields.lead_values(typed, self.standing, bounds())
        whole = {**self.standing, **typed, **reading.kept}
        for name, sentence in {**fields.enough(whole), **reading.faults}.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return dict(reading.kept)


class FilterForm(forms.Form):
    """The bar above a list of leads."""

    status = forms.ChoiceField(required=False, label="State", choices=[("", "Any"), *Status.choices])
    source = forms.ChoiceField(required=False, choices=[("", "Any"), *SourceKind.choices])
    zip = forms.RegexField(r"^\d{1,5}$", required=False, label="ZIP", max_length=5)
    waiting = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "Any time"),
            ("3", "3 days or more"),
            ("7", "7 days or more"),
            ("30", "30 days or more"),
        ],
    )
    priority = forms.ChoiceField(
        required=False, label="Priority of the case", choices=[("", "Any or none"), ("any", "Any priority")]
    )
    office = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    team = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    officer = forms.ChoiceField(required=False)

    def __init__(
        self,
        *args: Any,
        offices: Sequence[tuple[str, str]] = (),
        teams: Sequence[tuple[str, str]] = (),
        officers: Sequence[tuple[str, str]] = (),
        without: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("office", offices), ("team", teams), ("officer", officers)):
            none = [("none", "Nobody")] if name == "officer" else []
            self.fields[name].choices = [("", "Any"), *none, *offered]  # type: ignore[attr-defined]
            if not offered:
                del self.fields[name]
        for name in without:
            self.fields.pop(name, None)

    def narrowing(self) -> Narrowing:
        """What was chosen; a value that is not on the list does not narrow."""
        self.is_valid()
        return Narrowing(
            **{name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        )


class Choosing(forms.Form):
    """A form whose drop-down is filled when it is shown."""

    chooses = ""

    def __init__(self, *args: Any, choices: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.chooses].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class AssignForm(Choosing):
    """Who gets the lead."""

    chooses = "officer"
    officer = forms.ChoiceField()


class TransferForm(Choosing):
    """Where the lead goes, and why."""

    chooses = "to"
    to = forms.ChoiceField(label="Office and team")
    note = forms.CharField(widget=LINES, label="Why", max_length=fields.NOTES_LENGTH)


class RouteForm(TransferForm):
    """Where a lead goes that its ZIP code does not send anywhere."""

    note = forms.CharField(widget=LINES, label="Why there", required=False, max_length=fields.NOTES_LENGTH)


class CloseForm(Choosing):
    """What came of the lead."""

    chooses = "outcome"
    outcome = forms.ChoiceField(label="What came of it?")
    note = forms.CharField(widget=LINES, required=False, max_length=fields.NOTES_LENGTH)


class ReopenForm(forms.Form):
    """Why a closed lead is opened again."""

    note = forms.CharField(widget=LINES, label="Why", max_length=fields.NOTES_LENGTH)


class ReopenIntoForm(Choosing, ReopenForm):
    """The same, for a lead that no office ever held."""

    chooses = "to"
    to = forms.ChoiceField(label="Office that takes it")
    field_order = ["to", "note"]


class NoteForm(forms.Form):
    """A remark."""

    text = forms.CharField(widget=LINES, label="Note", max_length=fields.NOTES_LENGTH)


class LinkForm(AsksPurpose):
    """Which subject the lead is about."""

    a_number = forms.CharField(max_length=16, label="A-Number of the subject", help_text="As A900-123-456.")

    def clean_a_number(self) -> str:
        """The A-Number in the form in which it is kept."""
        try:
            return a_number(self.cleaned_data["a_number"])
        except Malformed as problem:
            raise forms.ValidationError(problem.sentence) from None
