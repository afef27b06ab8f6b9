"""A confirmed inmate becomes news that the subject is in custody elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from fcms.accounts.models import User
from fcms.cases.lifecycle import Road
from fcms.cases.models import Case
from fcms.cases.proposals.actions import News
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.exchange.sources.proposing import Cells, in_words, propose_confirmed, shown
from fcms.subjects.origin import Origin

from .layout import ROSTER

KINDS = {"FEDERAL": "federal", "STATE": "state", "LOCAL": "local"}
WHILE_STAGED = ("facility_code", "inmate_number")
"""What is kept only while the row is under review (PIA 1.3-1, the datum list)."""


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Put news before the offices, then forget the facility's own numbers."""
    done = propose_confirmed(intake, by, report, layout=ROSTER, news_of=news_of)
    _forget_numbers(intake)
    return done


def news_of(cells: Cells, case: Case, origin: Origin) -> News:
    """What a row of the roster says of the subject of a case."""
    facility = cells["facility_name"] or "a facility that is not named"
    release = cells["projected_release_on"]
    booked = cells["booked_on"]
    place = " ".join(
        part for part in (KINDS.get(cells["facility_kind"] or ""), cells["facility_state"]) if part
    )
    return News(
        case.pk,
        Road.IN_CUSTODY_ELSEWHERE,
        date.fromisoformat(booked) if booked else origin.as_of,
        f"On the roster of {facility}.",
        shown(
            ("Facility", f"{facility} ({place})" if place else facility),
            ("Booked", in_words(booked)),
            ("On the roster as of", in_words(origin.as_of)),
            ("Projected release", in_words(release)),
        ),
        origin,
        weak=not cells["facility_name"] or bool(release and release < origin.as_of.isoformat()),
    )


def _forget_numbers(intake: Intake) -> None:
    places = [ROSTER.index[name] + 1 for name in WHILE_STAGED]
    canonical = ", ".join(f"canonical[{place}] = null" for place in places)
    cells = ", ".join(f"cells[{place}] = ''" for place in places)
    given: dict[str, Any] = {"intake": intake.pk, "file": ROSTER.name, "names": list(WHILE_STAGED)}
    where = "where intake_id = %(intake)s and file = %(file)s"
    with connection.cursor() as cursor:
        # The places of the columns come from the layout.
        cursor.execute(
            f"update exchange_stagedrow set {canonical}, edits = edits - %(names)s::text[] {where}", given
        )
        cursor.execute(f"update exchange_stagedrow set {cells} {where} and cells <> '{{}}'", given)
