"""What a case category means for a case that is live. Pure: values in, a verdict or a sentence out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fcms.cases.lifecycle import Basis
from fcms.lib import policyfiles
from fcms.lib.verdict import Verdict, no, yes
from fcms.subjects.words import day_words

_STOPS = {
    "pending": "means that proceedings or a period to depart still run, so the person is no fugitive now. Ask the"
    " court for the standing of the case; close it if no order is in force.",
    "protected": "protects the person from removal, so nobody works this case. Ask counsel, and close the case if"
    " the protection holds.",
    "hold": "waits for a supervisor's decision. Have your supervisor read the A-file, and close the case or have the"
    " category corrected.",
    "closed": "says that the matter is over. Close the case once the A-file says so too.",
    "final_order": "is a final order of someone who is not, or not yet, a fugitive. Ask EID for the category of"
    " today before anyone works this case.",
    "other": "does not make the person a fugitive. Ask EID for the category of today before anyone works this case.",
}
BARRED = ("pending", "protected", "hold", "closed")
"""Standings in which nobody works on a person, whether there is a case or not."""

NO_CATEGORY = (
    "Nothing says that this person is a fugitive: there is no removal case category. Correct the subject from EID"
    " first."
)


def may_be_worked(category: str) -> Verdict:
    """Say whether a live case of a person with this case category may be worked: accepted, assigned, acted on."""
    if not category:
        return no(NO_CATEGORY)
    known = policyfiles.case_categories().get(category)
    if known is None:
        return no(
            f"{category} is not a removal case category of the list. Correct the subject from EID first."
        )
    if known.opens:
        return yes()
    return no(f"Case category {category} ({known.meaning}) {_STOPS[known.standing]}")


def stops(category: str) -> str:
    """The sentence with which a category stops a live case, "" where it does not."""
    return may_be_worked(category).sentence


def may_be_looked_for(category: str) -> Verdict:
    """Say whether a person without a live case may be looked for: not where the category forbids it."""
    known = policyfiles.case_categories().get(category)
    return may_be_worked(category) if known and known.standing in BARRED else yes()


@dataclass(frozen=True, slots=True)
class Derived:
    """The basis that a case category gives, and since when it holds."""

    basis: Basis
    since: date


def derive(
    category: str, *, final_order_on: date | None, failed_to_report_on: date | None, otherwise: date
) -> Derived | None:
    """The basis that the category gives, with the day of the order or of the failure to report.

    `otherwise` is the day where that one is not known; None where the category gives no basis.
    """
    known = policyfiles.case_categories().get(category)
    if known is None or not known.opens:
        return None
    basis = Basis(known.opens)
    since = final_order_on if basis == Basis.FINAL_ORDER else failed_to_report_on
    return Derived(basis, since or otherwise)


def sentence(basis: str, since: date, category: str, category_on: date | None, source: str = "") -> str:
    """Why the person is a fugitive: `Final order of 3 Mar 2004; category 5B as of 20 Nov 2026 by EID.`"""
    day = day_words(since)
    why = f"Final order of {day}" if basis == Basis.FINAL_ORDER else f"Failed to report after notice, {day}"
    if not category:
        return f"{why}; no removal case category is on record."
    as_of = f" as of {day_words(category_on)}" if category_on else ""
    return f"{why}; category {category}{as_of}{f' by {source}' if source else ''}."


def changed(was: Derived, now: Derived, category: str) -> str:
    """What the step of a case says whose basis became another."""
    became = sentence(now.basis, now.since, category, None)
    return f"Was: {_short(was)}. Now: {became[:1].lower()}{became[1:]}"


def _short(one: Derived) -> str:
    return f"{one.basis.label.lower()}, {day_words(one.since)}"
