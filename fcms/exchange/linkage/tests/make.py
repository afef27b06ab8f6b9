"""Rosters for tests, and subjects for them to find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fcms.accounts.models import User
from fcms.exchange.linkage.models import Match
from fcms.exchange.models import Intake
from fcms.exchange.tests import make
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_subject

INMATE = {
    "facility_name": "Sample County Jail",
    "facility_kind": "LOCAL",
    "facility_state": "TX",
    "inmate_number": "",
    "family_name": "",
    "given_name": "",
    "middle_name": "",
    "birth_date": "",
    "sex": "",
    "fbi_number": "",
    "sid": "",
    "a_number": "",
    "booked_on": "2009-11-01",
}


def make_person(family: str, given: str, birth: str, **more: Any) -> Subject:
    """A subject of this name and date of birth."""
    values = {"family_name": family, "given_name": given, "middle_name": "", "birth_on": birth, "sex": "M"}
    return make_subject(**{**values, **more})


def make_crowd(count: int = 30) -> list[Subject]:
    """Other subjects, so that names have a frequency: no two of one name or of one birthday."""
    families = "Abkar Brunn Cordel Dalmo Ewart Farkas".split()
    givens = "Ilya Jonas Karel Luka Milan".split()
    return [
        make_person(families[n % 6], givens[n % 5], f"{1950 + n}-{n % 12 + 1:02}-{n % 27 + 2:02}")
        for n in range(count)
    ]


def roster(*inmates: Mapping[str, Any]) -> bytes:
    """A roster with these inmates; keys as in the layout."""
    return make.table(
        ({**INMATE, "inmate_number": f"N{n}", **one} for n, one in enumerate(inmates, 1)), INMATE
    )


def inmate(family: str, given: str, birth: str, **more: str) -> dict[str, str]:
    """A row of a roster."""
    return {"family_name": family, "given_name": given, "birth_date": birth, "sex": "M", **more}


def load_roster(*inmates: Mapping[str, Any], by: User | None = None) -> Intake:
    """Receive, stage and link a roster."""
    return make.load(roster(*inmates), by=by, kind="facility-roster")


def candidates(intake: Intake, row: int = 1) -> list[Match]:
    """The candidates of a row, the likeliest first."""
    return list(Match.objects.filter(intake=intake, row=row).order_by("-score"))


def zones(intake: Intake, row: int = 1) -> list[tuple[int, str]]:
    """The subjects proposed for a row, and in which zone."""
    return [(match.subject_id, match.zone) for match in candidates(intake, row)]
