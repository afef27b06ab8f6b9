"""The shape of what is typed about an action; short first, so that it can be entered standing up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from fcms.lib import identifiers
from fcms.lib.malformed import Malformed

from . import rules
from .ledger.forms import AtAddress
from .models import ActivityType, CheckResult, CheckSystem, Gates, VisitOutcome

VISIT = ActivityType.VISIT.value
NO_NAMES = "Do not name anyone but the subject: write “Resident 1”."
VERIFIED_BY = [
    ("Interview", "Interview"),
    ("Fingerprints", "Fingerprint check"),
    ("Documents", "Documents"),
]
CHECKS = [(type.value, type.label) for type in rules.RESULTS]
OTHERS = [
    (type.value, type.label)
    for type in (
        ActivityType.INTERVIEW,
        ActivityType.SURVEILLANCE,
        ActivityType.DOCUMENT_REVIEW,
        ActivityType.ASSISTANCE,
        ActivityType.OTHER_DUTY,
    )
]
ABOUT_NOBODY = [(value, label) for value, label in OTHERS if value not in rules.ABOUT_SOMEONE]


def _choose(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "Choose"), *choices]


def _notes(rows: int = 3) -> forms.CharField:
    return forms.CharField(
        required=False, max_length=4000, help_text=NO_NAMES, widget=forms.Textarea(attrs={"rows": rows})
    )


def _operation() -> forms.CharField:
    return forms.CharField(
        label="Operation name", required=False, max_length=80, help_text="If it was part of one."
    )


def _canonical(form: forms.Form, name: str, tidy: Any) -> str:
    text = str(form.cleaned_data[name])
    try:
        return str(tidy(text)) if text else ""
    except Malformed as problem:
        raise forms.ValidationError(problem.sentence) from None


def _in_time(day: date) -> date:
    verdict = rules.dated_in_time(day, today=timezone.localdate())
    if not verdict:
        raise forms.ValidationError(verdict.sentence)
    return day


class Recorded(forms.Form):
    """What every action says: the day, and for a supervisor whose action it was."""

    officer = forms.ChoiceField(label="Officer who acted", required=False)
    acted_on = forms.DateField(label="Date")

    def __init__(self, *args: Any, officers: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        """Offer `officers` (key, name), where the person may record for others."""
        super().__init__(*args, **kwargs)
        if officers:
            self.fields["officer"].choices = officers  # type: ignore[attr-defined]
        else:
            del self.fields["officer"]

    def clean_acted_on(self) -> date:
        """Put the rule's sentence beside the date."""
        return _in_time(self.cleaned_data["acted_on"])


class CheckForm(AtAddress, Recorded):
    """A check of records or of an address: what was asked, what it said."""

    type = forms.ChoiceField(label="What was checked?", choices=CHECKS, widget=forms.RadioSelect)
    check_system = forms.ChoiceField(
        label="System asked", choices=_choose(CheckSystem.choices), required=False
    )
    check_result = forms.ChoiceField(
        label="What did it say?",
        choices=[
            ("Of the person", [(r.value, r.label) for r in rules.RESULTS[ActivityType.RECORDS_CHECK][:-1]]),
            ("Of the address", [(r.value, r.label) for r in rules.RESULTS[ActivityType.ADDRESS_CHECK][:-1]]),
            ("Of either", [(CheckResult.UNCLEAR.value, CheckResult.UNCLEAR.label)]),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": rules.SAY_RESULT},
    )
    notes = _notes()
    field_order = ["type", "place", "check_system", "check_result", "acted_on", "officer", "notes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask which address only where an address is checked."""
        super().__init__(*args, **kwargs)
        if self.offered:
            self.fields["place"].label = "Which address was checked?"
            self.fields["place"].help_text = "Only for an address check."

    def besides(self) -> list[tuple[str, str]]:
        """Nothing else: an address that is checked is on record first."""
        return []

    def clean(self) -> None:
        """Put the rule's sentence beside the field that it is about."""
        of_address = self.cleaned_data.get("type") == ActivityType.ADDRESS_CHECK
        if of_address and self.offered and not self.cleaned_data.get("place") and "place" not in self.errors:
            self.add_error("place", rules.SAY_ADDRESS)
        type, system, result = (
            self.cleaned_data.get(k, "") for k in ("type", "check_system", "check_result")
        )
        if not type or not result:
            return
        verdict = rules.says_enough(type, about=True, check_system=system, check_result=result)
        if not verdict:
            missing = type == ActivityType.RECORDS_CHECK and not system
            self.add_error("check_system" if missing else "check_result", verdict.sentence)


class VisitForm(AtAddress, Recorded):
    """A visit to an address: what it found."""

    visit_outcome = forms.ChoiceField(
        label="What did the visit find?",
        choices=VisitOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": rules.SAY_OUTCOME},
    )
    location = forms.CharField(label="Address visited", max_length=200, required=False)
    operation_name = _operation()
    notes = _notes()
    field_order = ["visit_outcome", "acted_on", "place", "location", "officer", "notes", "operation_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Where addresses are offered, words are only for another place."""
        super().__init__(*args, **kwargs)
        if self.offered:
            self.fields["place"].label = "Which address was visited?"
            self.fields["location"].label = "Another place"
        else:
            self.fields["location"].required = True

    def clean(self) -> None:
        """Ask for the address visited."""
        if "location" not in self.errors:
            self.place_or_words(rules.SAY_PLACE)


class OtherForm(AtAddress, Recorded):
    """An interview, surveillance or any other action."""

    type = forms.ChoiceField(
        label="What was done?", widget=forms.RadioSelect, error_messages={"required": rules.SAY_TYPE}
    )
    location = forms.CharField(label="Place", max_length=200, required=False)
    operation_name = _operation()
    notes = _notes(4)
    field_order = ["type", "acted_on", "place", "location", "officer", "notes", "operation_name"]

    def __init__(self, *args: Any, about: bool = True, **kwargs: Any) -> None:
        """Offer only what needs no lead or case unless the action is `about` one."""
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = OTHERS if about else ABOUT_NOBODY  # type: ignore[attr-defined]


class Place(forms.Form):
    """The address of an arrest."""

    line_1 = forms.CharField(
        label="Street address", max_length=100, error_messages={"required": rules.SAY_STREET}
    )
    line_2 = forms.CharField(label="Unit", max_length=60, required=False)
    city = forms.CharField(max_length=60, error_messages={"required": rules.SAY_CITY})
    state = forms.CharField(max_length=2, help_text="Two letters, such as TX.")
    zip = forms.CharField(label="ZIP code", max_length=10, required=False)

    def clean_state(self) -> str:
        return _canonical(self, "state", identifiers.state)

    def clean_zip(self) -> str:
        return _canonical(self, "zip", identifiers.zip5)


class ArrestForm(Recorded, Place):
    """An arrest of the subject of a case: when, where, and which lead led there."""

    acted_on = forms.DateField(label="Date of arrest")
    lead = forms.ChoiceField(label="Which lead led to it?", required=False, widget=forms.RadioSelect)
    targeted = forms.TypedChoiceField(
        label="Was this the person the team was looking for?",
        choices=[("yes", "Yes"), ("no", "No, met in passing")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    operation_name = _operation()
    notes = _notes()
    field_order = [
        *("acted_on", "line_1", "line_2", "city", "state", "zip", "lead", "targeted"),
        *("officer", "notes", "operation_name"),
    ]

    def __init__(
        self, *args: Any, basis_on: date, leads: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        """Offer the open `leads` (number, words) of the case, where there are any to choose from."""
        super().__init__(*args, **kwargs)
        self.basis_on = basis_on
        if leads:
            self.fields["lead"].choices = [*leads, ("", "None of them")]  # type: ignore[attr-defined]
        else:
            del self.fields["lead"]

    def clean_acted_on(self) -> date:
        """Put the rule's sentence beside the date."""
        day: date = self.cleaned_data["acted_on"]
        verdict = rules.arrest_fits(day, basis_on=self.basis_on, today=timezone.localdate())
        if not verdict:
            raise forms.ValidationError(verdict.sentence)
        return day


class NonFugitiveForm(forms.Form):
    """An arrest that is only counted: verification first, then the few facts that statistics need."""

    check_system = forms.ChoiceField(
        label="Database checked",
        choices=_choose(CheckSystem.choices),
        error_messages={"required": rules.SAY_SYSTEM},
    )
    verification = forms.MultipleChoiceField(
        label="Identity and status verified by",
        choices=VERIFIED_BY,
        widget=forms.CheckboxSelectMultiple,
        help_text="Beside the database. At least one.",
        error_messages={"required": rules.SAY_VERIFIED},
    )
    verified_on = forms.DateField(label="Verified on")
    a_number = forms.CharField(label="A-Number", max_length=16, help_text="A and nine digits: A900-123-456.")
    arrested_on = forms.DateField(label="Date of arrest")
    city = forms.CharField(label="City of arrest", max_length=60)
    state = forms.CharField(max_length=2, help_text="Two letters, such as TX.")
    criminal = forms.TypedChoiceField(
        label="Convicted of a crime at the time of arrest?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="A conviction, not a charge, and not for an immigration offense alone.",
    )

    def clean_a_number(self) -> str:
        return _canonical(self, "a_number", identifiers.a_number)

    def clean_state(self) -> str:
        return _canonical(self, "state", identifiers.state)

    def clean_verification(self) -> str:
        return "; ".join(self.cleaned_data["verification"])

    def clean_arrested_on(self) -> date:
        return _in_time(self.cleaned_data["arrested_on"])

    def clean(self) -> None:
        """Put the rule's sentence beside the day of verification."""
        given = self.cleaned_data
        names = ("check_system", "verification", "verified_on")
        if all(given.get(name) for name in (*names, "arrested_on")):
            verdict = rules.verified(
                *(given[name] for name in names),
                arrested_on=given["arrested_on"],
                today=timezone.localdate(),
            )
            if not verdict:
                self.add_error("verified_on", verdict.sentence)


class CorrectForm(Place):
    """What can be corrected of an activity of this type, and why it is."""

    acted_on = forms.DateField(label="Date")
    check_system = forms.ChoiceField(
        label="System asked", choices=_choose(CheckSystem.choices), required=False
    )
    check_result = forms.ChoiceField(label="Result", required=False)
    visit_outcome = forms.ChoiceField(
        label="What the visit found", choices=_choose(VisitOutcome.choices), required=False
    )
    location = forms.CharField(label="Place", max_length=200, required=False)
    targeted = forms.TypedChoiceField(
        label="Was this the person the team was looking for?",
        choices=[("yes", "Yes"), ("no", "No, met in passing")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    operation_name = _operation()
    notes = _notes()
    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=300,
        help_text="The reason stays in the history.",
        error_messages={"required": rules.SAY_REASON},
    )
    field_order = [
        *("acted_on", "check_system", "check_result", "visit_outcome", "location"),
        *("line_1", "line_2", "city", "state", "zip", "targeted", "operation_name", "notes", "reason"),
    ]
    OF_ARREST = ("line_1", "line_2", "city", "state", "zip", "targeted")

    def __init__(self, *args: Any, type: str, **kwargs: Any) -> None:
        """Keep the fields that an activity of `type` has."""
        super().__init__(*args, **kwargs)
        kind = ActivityType(type)
        results = [(result.value, result.label) for result in rules.RESULTS.get(kind, ())]
        self.fields["check_result"].choices = _choose(results)  # type: ignore[attr-defined]
        mine = {
            "check_system": kind in rules.RESULTS,
            "check_result": kind in rules.RESULTS,
            "visit_outcome": kind == ActivityType.VISIT,
            "location": kind != ActivityType.ARREST and kind not in rules.RESULTS,
            **dict.fromkeys(self.OF_ARREST, kind == ActivityType.ARREST),
        }
        for name, kept in mine.items():
            if not kept:
                del self.fields[name]

    def clean_acted_on(self) -> date:
        return _in_time(self.cleaned_data["acted_on"])

    @classmethod
    def of(cls, activity: Any) -> CorrectForm:
        """The form as the activity stands."""
        arrest = getattr(activity, "arrest", None)
        initial = {name: getattr(activity, name) for name in cls.base_fields if hasattr(activity, name)}
        if arrest is not None:
            initial |= {name: getattr(arrest, name) for name in cls.OF_ARREST}
            initial["targeted"] = "yes" if arrest.targeted else "no"
        return cls(type=activity.type, initial=initial)


class Filters(forms.Form):
    """What the list of activities is narrowed by; everything is optional."""

    office = forms.ChoiceField(required=False)
    type = forms.ChoiceField(
        label="Type of action", required=False, choices=[("", "Any"), *ActivityType.choices]
    )
    officer = forms.ChoiceField(required=False)
    gates = forms.ChoiceField(
        label="How the gates stood", required=False, choices=[("", "Any"), *Gates.choices]
    )
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)

    def __init__(
        self, *args: Any, offices: list[tuple[str, str]], officers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer offices (code, name) to those who read several, and officers (key, name) of the one chosen."""
        super().__init__(*args, **kwargs)
        for name, choices, all_of_them in (("office", offices, "All"), ("officer", officers, "Anyone")):
            if choices:
                self.fields[name].choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and is well formed."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
