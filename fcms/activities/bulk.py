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
    arrest: PastArrest | None = None


_ACTIVITY = tuple(
    (
        "type officer_id officer_name officer_title office_id team_id acted_on recorded_at lead_id"
        " case_id location operation_name check_system check_result visit_outcome verification verified_on"
        " notes late"
    ).split()
)
_ACTIVITY_OF = attrgetter(*_ACTIVITY)
_ARREST = tuple("case_id line_1 line_2 city state zip criminal targeted".split())
_ARREST_OF = attrgetter(*_ARREST)


@action(Event.ACTIVITY_RECORDED)
def record_set(activities: Sequence[PastActivity], *, by: Actor) -> list[int]:
    """Record activities in one go, each signed by its own officer; return their ids in order."""
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
    return ids
