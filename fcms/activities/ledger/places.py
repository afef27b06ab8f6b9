"""The addresses of a lead or a case that an action can have been at; a form names one by a code, never by its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fcms.activities.models import ActivityType
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.subjects.models import Address


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """An address that can be chosen: its code in the form, its words, its key."""

    code: str
    words: str
    key: str


def places_of(lead: Lead | None, case: Case | None) -> list[PlaceChoice]:
    """On a lead, its address; on a case, those of its subject and of its leads, seen last first, each once."""
    if lead is not None:
        return [_choice(f"L{lead.pk}", lead, lead.address_key)] if lead.address_key else []
    if case is None:
        return []
    known = Address.objects.filter(subject=case.subject_id, withdrawn_at=None)
    leads = Lead.objects.filter(case=case).exclude(address_key="").exclude(outcome="ENTERED_IN_ERROR")
    offered = [(one.seen_on, _choice(f"A{one.pk}", one, one.key)) for one in known.order_by("-pk")]
    offered += [
        (one.last_seen_on, _choice(f"L{one.pk}", one, one.address_key)) for one in leads.order_by("-pk")
    ]
    offered.sort(key=lambda pair: pair[0] or date.min, reverse=True)
    first: dict[str, PlaceChoice] = {}
    for _, one in offered:
        first.setdefault(one.key, one)
    return list(first.values())


def said_where(code: str, type: str, offered: list[PlaceChoice]) -> dict[str, str]:
    """The address behind a code of the form, as an activity keeps it; nothing where none was asked for."""
    if not code or type == ActivityType.RECORDS_CHECK:
        return {}
    at = next((one for one in offered if one.code == code), None)
    return {"address_key": at.key, "location": at.words[:200]} if at else {"address_key": ""}


def _choice(code: str, at: Lead | Address, key: str) -> PlaceChoice:
    street = " ".join(part for part in (at.line_1, at.line_2) if part)
    town = " ".join(part for part in (at.city, at.state, at.zip) if part)
    return PlaceChoice(code, ", ".join(part for part in (street, town) if part), key)
