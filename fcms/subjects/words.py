"""A subject's values and facts as the screen says them."""

from __future__ import annotations

from datetime import date
from typing import Any

from fcms.lib import policyfiles
from fcms.lib.identifiers import show_a_number, show_ina_charge
from fcms.offices.models import Office

from . import fields

LABELS = {
    "birth_on": "Date of birth",
    "birth_place": "Place of birth",
    "citizenship_claim": "Claim of U.S. citizenship",
    "confidential_1367": "Protected by 8 USC 1367",
    "died_on": "Died on",
    "case_category": "Removal case category",
    "case_category_on": "Category as of",
    "order_kind": "Kind of final order",
    "final_order_on": "Date of final order",
    "failed_to_report_on": "Failed to report on",
    "stay_kind": "Stay of removal",
    "custody_status": "Custody",
    "custody_on": "ICE custody date",
    "last_entry_on": "Last known U.S. entry",
    "last_entry_place": "Place of last entry",
    "entry_class": "Class of last entry",
}
_LISTS = {
    "sex": "sexes",
    "entry_class": "entry_classes",
    "order_kind": "order_kinds",
    "custody_status": "custody_statuses",
    "stay_kind": "stay_kinds",
}


def label_of(name: str) -> str:
    """The name of a column as the screen says it."""
    return LABELS.get(name) or name.removesuffix("_on").replace("_", " ").capitalize()


def words_of(name: str, value: Any) -> Any:
    """A value of a subject's column as the screen says it; dates stay dates, unknown is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name in _LISTS:
        code = policyfiles.codes()[_LISTS[name]].values.get(value)
        return f"{code.label} ({value})" if code and name == "entry_class" else code.label if code else value
    if name == "case_category":
        category = policyfiles.case_categories().get(value)
        return f"{value} · {category.meaning}" if category else value
    if name == "docket_office":
        return f"{value.parent.name}: {value.name}" if value.parent_id else value.name
    return value


def fact_words(kind: str, fact: Any) -> str:
    """A fact in words; a sealed number by its kind alone."""
    if kind == "a-number":
        return show_a_number(fact.number)
    if kind == "alias":
        given = " ".join(filter(None, (fact.given_name, fact.middle_name)))
        return f"{fact.family_name}, {given}" if given else str(fact.family_name)
    if kind == "identifier":
        return str(fact.get_kind_display())
    if kind == "address":
        place = " ".join(filter(None, (fact.state, fact.zip)))
        return ", ".join(filter(None, (fact.line_1, fact.line_2, fact.city, place)))
    if kind == "charge":
        known = policyfiles.charges().get(fact.charge)
        return f"{show_ina_charge(fact.charge)} · {known.text}" if known else show_ina_charge(fact.charge)
    if kind == "apprehension":
        return f"Apprehended on {day_words(fact.apprehended_on)}"
    if kind == "conviction":
        offence = policyfiles.offence(fact.offense_code) if fact.offense_code else None
        named = f"{offence.name} ({fact.offense_code})" if offence else ""
        return " · ".join(filter(None, (named, fact.summary)))
    return "Photograph"


def shown_in_history(column: str, value: Any) -> Any:
    """A value of the audit trail as the history tab says it."""
    if column == "docket_office_id" and value is not None:
        office = Office.objects.filter(pk=value).first()
        return office.name if office else value
    return words_of(column, value) if column in fields.SUBJECT else value


def day_words(day: date) -> str:
    """A day as `4 Mar 1971`."""
    return f"{day.day} {day:%b %Y}"
