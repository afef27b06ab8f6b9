"""A subject's values and facts as the screen says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fcms.lib import policyfiles
from fcms.lib.dates import parse_partial
from fcms.lib.identifiers import Malformed, show_a_number, show_ina_charge

from . import fields
from .codes import IdentifierKind

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

ORDER = {
    name: place
    for place, name in enumerate(
        dict.fromkeys((*fields.SUBJECT, *fields.ALIAS, *fields.ADDRESS, *fields.CONVICTION))
    )
}
"""In which order the values of a statement are told; what stands nowhere comes first."""


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


def said_value(name: str, value: Any) -> Any:
    """A value of a statement or of the audit trail in words: dates written out, codes by their meaning."""
    if name.endswith(("_on", "_until")) and value:
        return partial_words(str(value))
    return value if name == "docket_office" else words_of(name, value) if name in fields.SUBJECT else value


def said_in_words(said: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What a statement said, each value under its name, in the order of the subject's columns."""
    words: list[tuple[str, Any]] = []
    for name in sorted(said, key=lambda one: ORDER.get(one, -1)):
        value = said[name]
        if isinstance(value, dict):
            parts = sorted(value.items(), key=lambda pair: ORDER.get(pair[0], -1))
            inner = [said_value(part, one) for part, one in parts if one not in ("", None, False, True)]
            words.append((name.replace("_", " ").capitalize(), ", ".join(map(str, inner)) or "given"))
        elif name == "identifier":
            words.append((IdentifierKind(value).label, "(sealed)"))
        elif name == "a_number":
            words.append(("A-Number", show_a_number(value)))
        else:
            words.append((label_of(name), said_value(name, value)))
    return words


def partial_words(text: str) -> str:
    """A date, perhaps partly known, as `4 Mar 1971`, `Mar 1971` or `1971`; other text as it stands."""
    try:
        partial = parse_partial(text)
    except Malformed:
        return text
    if partial.whole:
        return day_words(partial.earliest)
    return f"{partial.earliest:%b %Y}" if partial.month else text


def day_words(day: date) -> str:
    """A day as `4 Mar 1971`."""
    return f"{day.day} {day:%b %Y}"
