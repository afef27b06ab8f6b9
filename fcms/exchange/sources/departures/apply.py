"""A confirmed departure becomes news that the subject has left the country."""

from __future__ import annotations

from datetime import date
from typing import Any

from fcms.accounts.models import User
from fcms.cases.lifecycle import Road
from fcms.cases.models import Case
from fcms.cases.proposals.actions import News
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.exchange.sources.proposing import Cells, in_words, propose_confirmed, shown
from fcms.subjects.origin import Origin

from .layout import DEPARTURES_FILE

SHOWN_BY = {
    "I94": "I-94 record",
    "BIOMETRIC": "Biometric match at departure",
    "CONSULAR": "Consular officer abroad",
    "MANIFEST": "Passenger list alone",
}


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Put news before the offices."""
    return propose_confirmed(intake, by, report, layout=DEPARTURES_FILE, news_of=news_of)


def news_of(cells: Cells, case: Case, origin: Origin) -> News | None:
    """What a row says of the subject of a case; nothing without the day of the departure.

    A passenger list alone, and a departure before the basis of the case, do not verify that the person is gone.
    """
    if not cells["departed_on"]:
        return None
    day = date.fromisoformat(cells["departed_on"])
    port = f" from {cells['port']}" if cells["port"] else ""
    before = day < case.basis_on
    return News(
        case.pk,
        Road.LEFT_THE_COUNTRY,
        day,
        f"Left the United States{port} on {in_words(day)}.",
        shown(
            ("Departed", in_words(day)),
            ("Port", cells["port"]),
            ("Shown by", SHOWN_BY.get(cells["evidence"] or "", "Not said")),
            ("Before the basis of the case", in_words(case.basis_on) if before else ""),
        ),
        origin,
        weak=before or cells["evidence"] in (None, "MANIFEST"),
    )
