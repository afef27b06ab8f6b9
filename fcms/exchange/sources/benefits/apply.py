"""A confirmed benefit becomes news that the subject may stay, or that the order is no longer in force."""

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

from .layout import BENEFITS_FILE

ROADS = {
    "LPR": (Road.LEGAL_STATUS, "Lawful permanent resident"),
    "ASYLUM": (Road.LEGAL_STATUS, "Asylum granted"),
    "USC": (Road.CITIZEN, "United States citizen"),
    "ORDER_VACATED": (Road.ORDER_NOT_IN_FORCE, "The order was vacated"),
    "OTHER": (Road.LEGAL_STATUS, "Another benefit, which is not named"),
}
"""Which road each class of benefit means, and how an officer says it."""


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Put news before the offices."""
    return propose_confirmed(intake, by, report, layout=BENEFITS_FILE, news_of=news_of)


def news_of(cells: Cells, case: Case, origin: Origin) -> News | None:
    """What a row says of the subject of a case; nothing without the class of the benefit."""
    known = ROADS.get(cells["benefit_class"] or "")
    if known is None:
        return None
    road, words = known
    granted, document = cells["granted_on"], cells["document_reference"] or ""
    return News(
        case.pk,
        road,
        date.fromisoformat(granted) if granted else origin.as_of,
        f"{words}.",
        shown(("Benefit", words), ("Granted", in_words(granted))),
        origin,
        reference=document,
        weak=not document or cells["benefit_class"] == "OTHER",
    )
