"""What is typed about subjects. The sentences under the fields are those of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from fcms.lib import policyfiles
from fcms.lib.dates import parse_partial
from fcms.lib.identifiers import Malformed
from fcms.offices.queries import office_choices

from . import fields, finders, rules
from .actions import address_values, bounds, owner_of
from .fields import Reading
from .models import IdentifierKind, Jurisdiction, Subject
from .queries import PARTS, as_said
from .words import label_of

PARTIAL = "Year, year-month or full date: 1971, 1971-03 or 1971-03-04."
MARKS = {"citizenship_claim", "confidential_1367"}
"""What protects the person, and is not taken out by whoever corrects the record."""

YES_NO = [("", "Not known"), ("Y", "Yes"), ("N", "No")]
HINTS = {
    "family_name": "As in the file; both surnames where there are two.",
    "birth_on": PARTIAL,
    "last_entry_on": PARTIAL,
    "gang_affiliation": "Only a membership that a source has established. Empty if there is none.",
    "citizenship_claim": "A claim stops all action until counsel has looked at it.",
    "confidential_1367": "Victims protected by VAWA, T or U provisions. The record is marked and never disclosed.",
    "custody_status": "An arrest is recorded on the case and sets this by itself.",
    "case_category_on": "The day for which the category was stated.",
}
_LISTS = {
    "sex": "sexes",
    "entry_class": "entry_classes",
    "order_kind": "order_kinds",
    "custody_status": "custody_statuses",
    "stay_kind": "stay_kinds",
}


def day_field(label: str, **kwargs: Any) -> forms.CharField:
    """A full date, chosen or typed as `YYYY-MM-DD`; the rules read it."""
    return forms.CharField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **kwargs
    )


class ReadForm(forms.Form):
    """A form whose values are read by the rules, each fault shown under its own field."""

    reading: Callable[[Mapping[str, Any]], Reading]
    """Reads the values; the faults by field. Every form of this kind says how."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, sentence in self.reading(cleaned).faults.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return cleaned


# --- the subject's own columns


def column_field(name: str) -> forms.Field:
    """The field in which one column of a subject is typed."""
    label, hint = label_of(name), HINTS.get(name, "")
    if name in _LISTS:
        given = policyfiles.choices(_LISTS[name])
        empty = (
            []
            if name in ("sex", "custody_status")
            else [("", "Not known" if name != "stay_kind" else "None")]
        )
        return forms.ChoiceField(label=label, choices=empty + given, required=False, help_text=hint)
    if name == "case_category":
        known = policyfiles.case_categories().values()
        given = [(category.code, f"{category.code} · {category.meaning}") for category in known]
        return forms.ChoiceField(
            label=label, choices=[("", "Not known"), *given], required=False, help_text=hint
        )
    if name == "docket_office":
        given = [("", "Not known"), *office_choices(sub_offices=True)]
        return forms.ChoiceField(label=label, choices=given, required=False, help_text=hint)
    if name in ("citizenship_claim", "confidential_1367"):
        return forms.ChoiceField(label=label, choices=YES_NO, required=False, help_text=hint)
    if name in ("birth_on", "last_entry_on"):
        return forms.CharField(label=label, max_length=10, required=False, help_text=hint)
    if name.endswith(("_on", "_until")):
        return day_field(label, help_text=hint)
    required, most = fields.SUBJECT[name].required, getattr(Subject._meta.get_field(name), "max_length", None)
    messages = {"required": f"Give the {fields.SUBJECT[name].what}."}
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, error_messages=messages
    )


class PartForm(ReadForm):
    """One part of a subject (`who` or `immigration`): what stands, to be corrected."""

    def __init__(self, part: str, subject: Subject | None, data: Any = None, *, clears: bool = False) -> None:
        """`clears` is whether the person may take the mark of 8 USC 1367 out."""
        self.clears = clears
        self.standing = {name: getattr(subject, name) for name in fields.SUBJECT} if subject else {}
        initial = {name: typed(value) for name, value in self.standing.items()} or {"sex": "U"}
        super().__init__(data, initial=initial)
        for name in PARTS[part]:
            self.fields[name] = column_field(name)

    def reading(self, values: Mapping[str, Any]) -> Reading:
        told = {name: value for name, value in values.items() if name in fields.SUBJECT}
        found = rules.subject_values(told, self.standing, bounds())
        for name in MARKS & told.keys():
            becomes = found.kept.get(name)
            verdict = rules.may_unmark(name, self.standing.get(name), becomes, clears=self.clears)
            if not verdict:
                found.faults.setdefault(name, verdict.sentence)
        return found

    def changed(self) -> dict[str, Any]:
        """The values that differ from what stands."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}


def typed(value: Any) -> str:
    """A value as one would type it: the initial value of its field."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    return "" if value is None else str(as_said(value))


class NewSubjectForm(PartForm):
    """A subject entered by hand: who it is, the A-Number, and what a case would rest on."""

    BASIS = ("case_category", "docket_office", "order_kind", "final_order_on", "failed_to_report_on")

    def __init__(self, data: Any = None) -> None:
        super().__init__("who", None, data)
        self.fields["number"] = forms.CharField(
            label="A-Number",
            max_length=20,
            help_text="The letter A and seven to nine digits, such as A900-123-456.",
            error_messages={"required": "Give the A-Number."},
        )
        del self.fields["died_on"]
        for name in self.BASIS:
            self.fields[name] = column_field(name)
        self.order_fields(["number", *PARTS["who"], *self.BASIS])

    def reading(self, values: Mapping[str, Any]) -> Reading:
        found = super().reading(values)
        number = rules.fact_values(fields.A_NUMBER, {"number": values.get("number", "")}, bounds())
        found.faults.update(number.faults)
        if number.kept:
            free = rules.free_a_number(owner_of(number.kept["number"]), "")
            found.faults.update({} if free else {"number": free.sentence})
        return found


# --- facts beside them


class FactForm(ReadForm):
    """One fact to be added."""

    readers: Mapping[str, fields.Reader]

    def reading(self, values: Mapping[str, Any]) -> Reading:
        return rules.fact_values(self.readers, {name: values.get(name) for name in self.readers}, bounds())


class ANumberForm(FactForm):
    """A further A-Number."""

    readers = fields.A_NUMBER
    number = forms.CharField(label="A-Number", max_length=20, help_text="For example A900-123-456.")


class AliasForm(FactForm):
    """Another name."""

    readers = fields.ALIAS
    kind = forms.ChoiceField(label="Kind of name")
    family_name = forms.CharField(label="Family name or moniker", max_length=80)
    given_name = forms.CharField(label="Given name", max_length=80, required=False)
    middle_name = forms.CharField(label="Middle name", max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = policyfiles.choices("alias_kinds")  # type: ignore[attr-defined]


class AddressForm(FactForm):
    """A possible address in the United States."""

    readers = fields.ADDRESS
    line_1 = forms.CharField(label="Street address", max_length=100)
    line_2 = forms.CharField(
        label="Unit", max_length=60, required=False, help_text="Apartment, suite or lot."
    )
    city = forms.CharField(label="City", max_length=60, required=False)
    state = forms.CharField(label="State", max_length=2, required=False, help_text="Two letters, such as TX.")
    zip = forms.CharField(label="ZIP code", max_length=10, required=False)
    provided_by_subject = forms.ChoiceField(
        label="Given by the subject", choices=[("N", "No"), ("Y", "Yes")], required=False
    )
    seen_on = day_field("As of", help_text="The day for which the source gave the address, if it said one.")

    def reading(self, values: Mapping[str, Any]) -> Reading:
        return address_values({name: values.get(name) for name in self.readers})


class IdentifierForm(ReadForm):
    """A sensitive number. It is sealed when it is saved, and shown only by an act that is recorded."""

    kind = forms.ChoiceField(label="Kind of number", choices=IdentifierKind.choices)
    number = forms.CharField(
        label="Number",
        max_length=30,
        help_text="It is kept encrypted. Showing it again is recorded.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give the number."},
    )

    def reading(self, values: Mapping[str, Any]) -> Reading:
        return rules.number_value(str(values.get("kind", "")), str(values.get("number", "")), bounds())


class ChargeForm(FactForm):
    """A charge of removability."""

    readers = fields.CHARGE
    charge = forms.CharField(
        label="Removal charge", max_length=40, help_text="For example 237a2Aiii or INA 237(a)(2)(A)(iii)."
    )


class ApprehensionForm(FactForm):
    """A prior apprehension."""

    readers = fields.APPREHENSION
    apprehended_on = day_field("Date of apprehension")


class ConvictionForm(FactForm):
    """A conviction, not a charge that is pending."""

    readers = fields.CONVICTION
    offense_code = forms.CharField(
        label="Offense code",
        max_length=4,
        required=False,
        help_text="NCIC (such as 1305) or NIBRS (such as 13A).",
    )
    summary = forms.CharField(
        label="Summary", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    convicted_on = forms.CharField(
        label="Date of conviction", max_length=10, required=False, help_text=PARTIAL
    )
    jurisdiction = forms.ChoiceField(label="Convicted in", choices=Jurisdiction.choices)


class PhotographForm(FactForm):
    """A photograph to be kept."""

    readers = fields.PHOTOGRAPH
    image = forms.FileField(
        label="Picture",
        help_text="JPEG or PNG, at most 1 MB. Place, camera and other hidden data are taken out.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": "Choose a JPEG or PNG picture of at most 1 MB."},
    )
    taken_on = day_field("Taken on")


FACT_FORMS: dict[str, Callable[..., ReadForm]] = {
    "a-number": ANumberForm,
    "alias": AliasForm,
    "address": AddressForm,
    "identifier": IdentifierForm,
    "charge": ChargeForm,
    "apprehension": ApprehensionForm,
    "conviction": ConvictionForm,
    "photograph": PhotographForm,
}


class WithdrawForm(forms.Form):
    """Why a fact is no longer held to be true."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: belongs to another person; the entry of the intake was a typing error.",
        error_messages={
            "required": "Say why the entry is withdrawn. It stays in the record with your reason."
        },
    )


# --- search


class SearchForm(forms.Form):
    """One box, and what to narrow by. It is posted, so that no name ever stands in an address."""

    q = forms.CharField(
        label="Name, number, identifier or address",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "search", "autocomplete": "off"}),
    )
    office = forms.ChoiceField(label="Office", required=False)
    born = forms.CharField(label="Born in or on", max_length=10, required=False)
    status = forms.ChoiceField(label="Status of the case", required=False)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "All offices"), *office_choices(sub_offices=True)]  # type: ignore[attr-defined]
        self.fields["status"].choices = [("", "Any status"), *finders.statuses()]  # type: ignore[attr-defined]

    def clean_born(self) -> str:
        born = str(self.cleaned_data["born"]).strip()
        try:
            return str(parse_partial(born)) if born else ""
        except Malformed as problem:
            raise forms.ValidationError(problem.sentence) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in ("q", "office", "born", "status")):
            self.add_error("q", "Type a name, a number or an address, or choose what to narrow by.")
        return cleaned
