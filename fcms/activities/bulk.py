"""Recording many activities and arrests at once, by COPY. Values are checked beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from fcms.audit.events import Event
from fcms.database.bulk import copy_rows, next_ids
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.subjects.addresses import address_key

from .ledger.bulk import enter_set, leads_at
from .ledger.rules import AT_AN_ADDRESS, at_address


@dataclass(slots=True)
class PastArrest:
    """What an arrest says beside its activity: the columns of `Arrest`."""

    case_id: int
    line_1: str
    line_2: str
    city: str
    state: str
    zip: str
    criminal: bool
    targeted: bool = True


@dataclass(slots=True)
class PastActivity:
    """An action as it was taken: the columns of `Activity`, and its arrest where it was one of a fugitive."""

    type: str
    officer_id: int
    officer_name: str
    officer_title: str
    office_id: int
    team_id: int | None
    acted_on: date
    recorded_at: datetime
    lead_id: int | None = None
    case_id: int | None = None
    location: str = ""
    operation_name: str = ""
    check_system: str = ""
    check_result: str = ""
    visit_outcome: str = ""
    verification: str = ""
    verified_on: date | None = None
    notes: str = ""
    late: bool = False
    address_key: str = ""
    arrest: PastArrest | None = None

    @property
    def gates(self) -> str:
        """What was done before there were gates is taken over."""
        gated = self.type in ("VISIT", "SURVEILLANCE") or (self.type == "ARREST" and self.case_id is not None)
        return "TAKEN_OVER" if gated else ""


_ACTIVITY = tuple(
    (
        "type officer_id officer_name officer_title office_id team_id acted_on recorded_at lead_id"
        " case_id location operation_name check_system check_result visit_outcome verification verified_on"
        " notes late gates address_key"
    ).split()
)
_ACTIVITY_OF = attrgetter(*_ACTIVITY)
_ARREST = tuple("case_id line_1 line_2 city state zip criminal targeted".split())
_ARREST_OF = attrgetter(*_ARREST)


@action(Event.ACTIVITY_RECORDED)
def record_set(activities: Sequence[PastActivity], *, by: Actor) -> list[int]:
    """Record activities in one go, each signed by its own officer; return their ids in order.

    One at an address goes into the ledger of that address: an arrest by its own, others by that of their lead.
    """
    _say_where(activities)
    ids = next_ids("activities_activity", len(activities))
    pairs = list(zip(ids, activities, strict=True))
    copy_rows(
        "activities_activity",
        ("id", *_ACTIVITY),
        ((key, *_ACTIVITY_OF(one)) for key, one in pairs),
    )
    copy_rows(
        "activities_arrest",
        ("activity_id", "arrested_on", "office_id", "team_id", *_ARREST),
        (
            (
                *(key, one.acted_on, one.office_id, one.team_id),
                *_ARREST_OF(one.arrest),
            )
            for key, one in pairs
            if one.arrest is not None
        ),
    )
    enter_set([key for key, one in pairs if one.address_key], by=by)
    return ids


def _say_where(activities: Sequence[PastActivity]) -> None:
    """Give each activity at an address the key of it, where it says none."""
    unsaid = [one for one in activities if not one.address_key]
    about = {one.lead_id for one in unsaid if one.lead_id and one.type in AT_AN_ADDRESS}
    known = leads_at(sorted(about)) if about else {}
    for one in unsaid:
        if one.arrest is not None:
            one.address_key = address_key(one.arrest.line_1, one.arrest.line_2, one.arrest.zip)
        elif one.type in AT_AN_ADDRESS and one.lead_id in known:
            key, line_1 = known[one.lead_id]
            one.address_key = key if at_address(one.location, line_1) else ""
