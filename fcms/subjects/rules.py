"""May it be kept? Pure: values in, a verdict or the faults by field out. The forms show the same sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fcms.lib import policyfiles
from fcms.lib.dates import PartialDate, parse_partial
from fcms.lib.identifiers import Malformed
from fcms.lib.verdict import Verdict, no, yes

from . import fields
from .fields import Bounds, Reader, Reading

LATER_THAN_BIRTH = {
    "last_entry_on": "The last entry lies before the date of birth. Correct one of the two.",
    "final_order_on": "The final order lies before the date of birth. Correct one of the two.",
    "failed_to_report_on": "The failure to report lies before the date of birth. Correct one of the two.",
    "custody_on": "The custody date lies before the date of birth. Correct one of the two.",
    "removed_on": "The removal lies before the date of birth. Correct one of the two.",
    "died_on": "The death lies before the date of birth. Correct one of the two.",
}


def subject_values(values: Mapping[str, Any], standing: Mapping[str, Any], bounds: Bounds) -> Reading:
    """Read values for a subject's own columns; `standing` is what the record already holds (or nothing)."""
    found = fields.read(fields.SUBJECT, values, bounds)
    whole = {**standing, **found.kept}
    told = {**disagreements(whole), **fields.missing(fields.SUBJECT, whole)}
    for name, sentence in told.items():
        found.faults.setdefault(name, sentence)
    return found


def disagreements(whole: Mapping[str, Any]) -> dict[str, str]:
    """What in a whole record cannot be true together, by the field to correct."""
    faults = {}
    if whole.get("custody_status") == "REMOVED" and not whole.get("removed_on"):
        faults["removed_on"] = "Give the date of removal, or another custody status."
    if whole.get("stay_until") and not whole.get("stay_kind"):
        faults["stay_kind"] = "Say which stay of removal ends on that day."
    birth = _day(whole.get("birth_on"))
    for name, sentence in LATER_THAN_BIRTH.items():
        later = _day(whole.get(name))
        if birth and later and later.surely_before(birth):
            faults[name] = sentence
    return faults


def _day(value: Any) -> PartialDate | None:
    if not value:
        return None
    try:
        return parse_partial(value.isoformat() if isinstance(value, date) else str(value))
    except Malformed:
        return None


def fact_values(readers: Mapping[str, Reader], values: Mapping[str, Any], bounds: Bounds) -> Reading:
    """Read the values of one fact (an alias, an address, a conviction …)."""
    found = fields.read(readers, values, bounds)
    for name, sentence in fields.missing(readers, values).items():
        found.faults.setdefault(name, sentence)
    if readers is fields.CONVICTION and not values.get("offense_code") and not values.get("summary"):
        found.faults.setdefault(
            "summary", "Give the offense code, or say in words what the conviction was for."
        )
    if (
        readers is fields.ADDRESS
        and not found.faults
        and not (found.kept.get("zip") or found.kept.get("city"))
    ):
        found.faults["zip"] = "Give the ZIP code, or at least the city, so that the address can be found."
    return found


def zip_fits(zip_code: str, state: str, states: frozenset[str] | None) -> dict[str, str]:
    """Faults of a ZIP code by the directory: `states` are those it lies in, none if unknown, None without one."""
    if not zip_code or states is None:
        return {}
    if not states:
        return {"zip": "The ZIP directory does not know this ZIP code. Check it, or leave it out."}
    if state and state not in states:
        return {
            "zip": f"This ZIP code lies in {' and '.join(sorted(states))}, not in {state}. Correct one of the two."
        }
    return {}


def number_value(kind: str, number: str, bounds: Bounds) -> Reading:
    """Read a sensitive number of one of the kinds `SSN`, `FBI`, `FIN`, `SID`, `TECS`."""
    found = Reading()
    if kind not in fields.NUMBERS:
        found.faults["kind"] = "Say which kind of number it is."
        return found
    if not number.strip():
        found.faults["number"] = "Give the number."
        return found
    try:
        found.kept.update(kind=kind, number=fields.NUMBERS[kind](number, bounds))
    except Malformed as problem:
        found.faults["number"] = problem.sentence
    return found


def may_change(*, within: bool = True, permitted: bool = True, stands: bool = True) -> Verdict:
    """Say whether a person may change a subject: by role, as one of their own office, while the subject stands."""
    if not stands:
        return no(
            "This record was merged into another, or taken back with its extract, so it is only read. Open the one"
            " that stands."
        )
    if not permitted:
        return no(
            "Your role reads subjects but does not change them. Ask an officer of the office to enter it."
        )
    if not within:
        return no(
            "This subject belongs to another office, so it can be read but not changed from here. "
            "Ask that office, or have the case transferred."
        )
    return yes()


def known_once(already: bool, what: str) -> Verdict:
    """The same fact is not entered twice."""
    if already:
        return no(f"This {what} is on record already. Withdraw the other entry first if it is wrong.")
    return yes()


def free_a_number(owner: str, own: str) -> Verdict:
    """An A-Number belongs to one subject; `owner` is the number of the one who has it, "" for none."""
    if not owner:
        return yes()
    if owner == own:
        return no("This A-Number is on record already.")
    return no(f"This A-Number belongs to subject {owner}. Open that subject, or check the number.")


def may_withdraw(*, withdrawn: bool, reason: str, last_a_number: bool) -> Verdict:
    """A fact is withdrawn once, with a reason, and a subject never loses its last A-Number."""
    if withdrawn:
        return no("This entry was withdrawn already.")
    if not reason.strip():
        return no("Say why the entry is withdrawn. It stays in the record with your reason.")
    if last_a_number:
        return no("This is the only A-Number of the subject. Add the right one before withdrawing it.")
    return yes()


def may_unmark(name: str, was: Any, becomes: Any, *, clears: bool = False) -> Verdict:
    """Say whether a mark that protects the person may be taken out by hand.

    `becomes` is the new value of the column `name`, True while it stays; `clears` is whether the person clears action
    on protected persons.
    """
    if was is not True or becomes is True:
        return yes()
    if name == "citizenship_claim":
        return no(
            "A claim to citizenship is not taken out by hand. Raise it on the page of the case: once counsel has"
            " advised, a supervisor decides it."
        )
    if name == "confidential_1367" and not clears:
        return no("A director, or a headquarters supervisor, takes the mark of 8 USC 1367 out.")
    return yes()


def makes_criminal(offense_code: str) -> bool:
    """Say whether a conviction counts as criminal history: an immigration offense alone does not (PIA-1.1-8)."""
    offence = policyfiles.offence(offense_code) if offense_code else None
    return offence is None or not offence.immigration


def convicted_by(convicted_on: str, said_on: date) -> date:
    """The first day on which the conviction is certain: its latest possible date, or the day a source said it."""
    return min(parse_partial(convicted_on).latest, said_on) if convicted_on else said_on
