"""How each value of a lead is read: what a person or an extract wrote in, the value to keep out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from fcms.lib import identifiers
from fcms.lib.malformed import Malformed
from fcms.subjects.fields import Bounds, Reader, Reading, missing, name, past_day, past_partial, read, words

from .lifecycle import SourceKind

NOTES_LENGTH = 4000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _text(text: str, _bounds: Bounds) -> str:
    """Text of several lines, without signs that cannot be printed."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
    if len(plain) > NOTES_LENGTH:
        raise Malformed(f"Notes may have at most {NOTES_LENGTH:,} characters. Shorten them.")
    return plain


def _kind(text: str, _bounds: Bounds) -> str:
    if text not in SourceKind.values:
        raise Malformed("Choose the kind of source from the list.")
    return text


LEAD: Mapping[str, Reader] = {
    "source_kind": Reader("kind of source", _kind, required=True),
    "source_agency": Reader("agency", words(120, "agency")),
    "source_officer": Reader("officer who gave the lead", words(120, "officer who gave the lead")),
    "source_reference": Reader("reference", words(60, "reference")),
    "received_on": Reader("day the lead was received", past_day("day the lead was received"), required=True),
    "a_number": Reader("A-Number", lambda text, _: identifiers.a_number(text)),
    "family_name": Reader("family name", name(80, "family name")),
    "given_name": Reader("given name", name(80, "given name")),
    "birth_on": Reader("date of birth", past_partial("date of birth")),
    "line_1": Reader("street address", words(100, "street address")),
    "line_2": Reader("unit", words(60, "unit")),
    "city": Reader("city", words(60, "city")),
    "state": Reader("state", lambda text, _: identifiers.state(text)),
    "zip": Reader("ZIP code", lambda text, _: identifiers.zip5(text)),
    "first_seen_on": Reader("day first seen", past_day("day first seen"), empty=None),
    "last_seen_on": Reader("day last seen", past_day("day last seen"), empty=None),
    "notes": Reader("notes", _text),
}
"""Every value that a source says of a lead."""

WHO = ("a_number", "family_name", "given_name", "birth_on")
WHERE = ("line_1", "line_2", "city", "state", "zip")


def lead_values(values: Mapping[str, Any], standing: Mapping[str, Any], bounds: Bounds) -> Reading:
    """Read what a source says; `standing` is what the lead already holds (or nothing)."""
    found = read(LEAD, values, bounds)
    whole = {**standing, **found.kept}
    for field, sentence in {**disagreements(whole), **missing(LEAD, whole)}.items():
        if field not in found.faults and not (field in values and values[field] and field not in found.kept):
            found.faults[field] = sentence
    return found


def disagreements(whole: Mapping[str, Any]) -> dict[str, str]:
    """What in a whole lead cannot be true together, by the field to correct."""
    first, last, received = (
        _day(whole, "first_seen_on"),
        _day(whole, "last_seen_on"),
        _day(whole, "received_on"),
    )
    if first and last and last < first:
        return {
            "last_seen_on": "The person was last seen before being first seen. Correct one of the two days."
        }
    if received and last and last > received:
        return {
            "last_seen_on": "The person was seen after the lead was received. Correct one of the two days."
        }
    return {}


def enough(whole: Mapping[str, Any]) -> dict[str, str]:
    """What a lead entered by hand must say beside being well formed: whom it is about, and what it offers."""
    faults = {}
    if not (whole.get("a_number") or whole.get("family_name")):
        faults["a_number"] = (
            "Say whom the lead is about: the A-Number or, if it is not known, the family name."
        )
    if not (whole.get("line_1") or whole.get("zip") or whole.get("notes")):
        faults["line_1"] = "Give an address, a ZIP code, or notes on where the person may be found."
    return faults


def _day(whole: Mapping[str, Any], field: str) -> date | None:
    value = whole.get(field)
    return value if isinstance(value, date) else None
