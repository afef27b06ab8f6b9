"""What of one row of the version before does not fit together. Pure: canonical cells in, findings out."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from fcms.encounters.rules import EARLIEST
from fcms.exchange.layout import Flaw
from fcms.exchange.sources.eid_daily.layout import check_subject
from fcms.lib import policyfiles
from fcms.lib.identifiers import STATES

from .codes import tidy, words

Cells = dict[str, str | None]
LIVE = ("OPEN", "IN_CUSTODY")

_PLACE = re.compile(
    r"(?:(?P<line>.+),\s*)?(?P<city>[^,\d]+?)[,\s]\s*(?P<state>[A-Za-z]{2})(?:[,\s]+(?P<zip>\d{5})(?:-\d{4})?)?"
)
NO_STREET = "Street not recorded"


class Place(NamedTuple):
    """Where an arrest was made."""

    line_1: str
    city: str
    state: str
    zip: str


def place_of(location: str) -> Place | None:
    """The parts of a place written as `street, city, ST 75201`; the street and the ZIP code may be missing."""
    found = _PLACE.fullmatch(location.strip())
    if not found or found["state"].upper() not in STATES:
        return None
    street = (found["line"] or NO_STREET)[:100]
    return Place(street, found["city"].strip()[:60], found["state"].upper(), found["zip"] or "")


def basis_of(row: Cells) -> tuple[str, str] | None:
    """The basis of a case and its day: what the category says, else what is dated, the final order first."""
    dated = {"FINAL_ORDER": row["final_order_date"], "FAILED_TO_REPORT": row["failed_to_report_on"]}
    known = policyfiles.case_categories().get(row["case_category"] or "")
    wanted = (known.opens,) if known and known.opens else tuple(dated)
    return next(((basis, day) for basis in wanted if (day := dated[basis])), None)


def _missing(row: Cells, *names: str, why: str) -> list[Flaw]:
    return [Flaw("R-REQUIRED", name, why, "nothing") for name in names if not row[name]]


def _in_order(row: Cells, *pairs: tuple[str, str, str]) -> list[Flaw]:
    """Findings for days of which the second lies before the first: (first, second, what it lies before)."""
    return [
        Flaw("R-ORDER", later, f"This lies before {words}. Correct one of them.")
        for first, later, words in pairs
        if (a := row[first]) and (b := row[later]) and b[: len(a)] < a[: len(b)]
    ]


def check_case(row: Cells) -> list[Flaw]:
    """What of one case does not fit together: its subject, its basis, its status and what belongs to it."""
    flaws = check_subject(row)
    if not row["docket_office"]:
        flaws.append(
            Flaw("R-REQUIRED", "docket_office", "A case belongs to an office. Give its code.", "nothing")
        )
    flaws += _basis_flaws(row, {flaw.rule for flaw in flaws}) + _status_flaws(row)
    flaws += _in_order(
        row,
        ("opened_on", "closed_on", "the case was opened"),
        ("opened_on", "removed_date", "the case was opened") if row["status"] == "REMOVED" else _NEVER,
        ("opened_on", "custody_date", "the case was opened") if row["status"] in _HELD else _NEVER,
        ("custody_date", "removed_date", "the custody"),
    )
    seen: set[tuple[str, str]] = set()
    return [one for one in flaws if not ((one.rule, one.column) in seen or seen.add((one.rule, one.column)))]  # type: ignore[func-returns-value]


_HELD = ("IN_CUSTODY", "REMOVED")
_NEVER = ("suffix", "suffix", "")


def _basis_flaws(row: Cells, found: set[str]) -> list[Flaw]:
    category = policyfiles.case_categories().get(row["case_category"] or "")
    if category and not category.opens and row["status"] in LIVE:
        return [
            Flaw(
                "R-LEGACY-CATEGORY",
                "case_category",
                f"{category.code} ({category.meaning}) opens no case, so none is taken over as live. Correct the "
                "category, or the status."[:300],
            )
        ]
    basis = basis_of(row)
    if basis is None:
        if "R-CATEGORY-BASIS" in found:
            return []
        why = "A case has a final order or a failure to report, with its day. Fill in one of them."
        return [Flaw("R-CATEGORY-BASIS", "final_order_date", why, "nothing")]
    opened, day = row["opened_on"], basis[1]
    if not opened:
        why = "Nobody knows when the case was opened. The day of its basis is taken."
        return [Flaw("R-LEGACY-OPENED", "opened_on", why, "nothing")]
    if opened < day:
        return [
            Flaw("R-ORDER", "opened_on", "The case cannot open before its basis. Correct one of the days.")
        ]
    return []


def _status_flaws(row: Cells) -> list[Flaw]:
    status = row["status"]
    if status == "CLOSED":
        return _missing(
            row, "closed_on", "closure_reason", why="A closed case says when and why. Fill it in."
        )
    if status in LIVE:
        flaws = [
            Flaw("R-LEGACY-STATUS", name, "The case is not closed. Empty this, or correct the status.")
            for name in ("closed_on", "closure_reason")
            if row[name]
        ]
        if status == "IN_CUSTODY":
            flaws += _missing(row, "custody_date", why="Custody needs the day since when. Fill it in.")
        return flaws
    if status == "REMOVED":
        flaws = _missing(row, "removed_date", why="A removal needs its day. Fill it in.")
        if row["removed_date"] and not row["custody_date"]:
            why = "Nobody knows since when the subject was in custody. The day of the removal is taken."
            flaws.append(Flaw("R-LEGACY-CUSTODY", "custody_date", why, "nothing"))
        return flaws
    return []


def check_step(row: Cells) -> list[Flaw]:
    """What of one step of a case does not fit together."""
    if row["step"] == "TRANSFERRED":
        return _missing(row, "to_office", why="A transfer says which office took the case. Fill it in.")
    if row["step"] != "CLOSED":
        return []
    if not row["reason"]:
        return _missing(row, "reason", why="A closing says why. Fill it in.")
    if tidy(row["reason"]) not in words().closure:
        return [Flaw("R-LEGACY-CODE", "reason", unknown("closure"))]
    return []


def unknown(section: str) -> str:
    """The sentence for a word that no list has."""
    return f"This word is not in policy/legacy.toml under [{section}]. Correct it, or have it added there."


def check_lead(row: Cells) -> list[Flaw]:
    """What of one lead does not fit together."""
    flaws = _in_order(row, ("received_on", "closed_on", "the lead was received"))
    if row["status"] == "CLOSED":
        flaws += _missing(row, "closed_on", "outcome", why="A closed lead says when and what came of it.")
    elif row["status"] == "OPEN":
        flaws += [
            Flaw("R-LEGACY-STATUS", name, "The lead is not closed. Empty this, or correct the status.")
            for name in ("closed_on", "outcome")
            if row[name]
        ]
        if not row["office"] and not row["zip"]:
            why = "Without an office and a ZIP code the lead waits until an office is chosen by hand."
            flaws.append(Flaw("R-ZIP-MISSING", "zip", why))
    if not row["legacy_case_number"]:
        why = "Without a case the lead waits until a person links it to a subject."
        flaws.append(Flaw("R-UNLINKED", "legacy_case_number", why))
    return flaws


def check_activity(row: Cells) -> list[Flaw]:
    """What of one action does not fit together: an arrest is of the person of a case, at a place."""
    act = words().action.get(row["action_type"] or "")
    flaws = []
    if not row["officer"]:
        why = "Nobody is named who did this. It is taken over under the office, without an officer's name."
        flaws.append(Flaw("R-LEGACY-OFFICER", "officer", why, "nothing"))
    if act is None or act.type != "ARREST":
        return flaws
    if not row["legacy_case_number"] and not row["legacy_lead_number"]:
        flaws += _missing(
            row, "legacy_case_number", why="An arrest is of the person of a case. Give its number."
        )
    if place_of(row["location"] or "") is None:
        why = "Write the place of an arrest as street, city, state, such as 12 SAMPLE WAY, DALLAS, TX."
        flaws.append(Flaw("R-LEGACY-PLACE", "location", why))
    return flaws


def check_encounter(row: Cells) -> list[Flaw]:
    """What of one non-fugitive arrest does not fit together."""
    flaws = _in_order(row, ("arrested_on", "removed_on", "the arrest"))
    if row["arrested_on"] and date.fromisoformat(row["arrested_on"]) < EARLIEST:
        why = f"The arrest lies before the programme began in {EARLIEST.year}. Check the year."
        flaws.append(Flaw("R-ORDER", "arrested_on", why))
    return flaws
