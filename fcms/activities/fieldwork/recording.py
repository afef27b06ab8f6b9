"""How the gates stood for what is recorded: with its checks from an action under way, else without (PIA-1.5-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fcms.accounts.models import User
from fcms.activities.gates import actions as gates
from fcms.activities.gates import queries as gate_queries
from fcms.activities.gates import rules as gate_rules
from fcms.activities.gates.facts import Place
from fcms.activities.gates.models import Moment
from fcms.activities.ledger.doors import doors
from fcms.activities.models import GATED_TYPES, ActivityType, FieldAction, GateOverride, GateReading, Gates
from fcms.activities.rules import one_matter
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.lib.action import locked
from fcms.lib.actor import Actor
from fcms.subjects.models import Subject

from . import actions, permissions, queries, rules


@dataclass(frozen=True, slots=True)
class Stood:
    """How the gates stood: the columns of the activity that say it."""

    gates: str = ""
    reading: GateReading | None = None
    field_action: FieldAction | None = None
    address_key: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """What the activity keeps of it."""
        found: dict[str, Any] = {
            "gates": self.gates,
            "reading": self.reading,
            "field_action": self.field_action,
        }
        return found | ({"address_key": self.address_key} if self.address_key else {})


def taken_up(under_way: FieldAction, *, by: Actor, type: str) -> FieldAction:
    """The action that something is recorded from, locked after its subject, if this person may and it fits."""
    subject = Case.objects.values_list("subject_id", flat=True).get(pk=under_way.case_id)
    Subject.objects.select_for_update(of=("self",)).get(pk=subject)
    locked(under_way)
    found = queries.action_named(under_way.number)
    if isinstance(by, User):
        permissions.may_record(by, found).or_refuse()
    rules.fits(found.kind, type).or_refuse()
    return found


def lead_still_of(under_way: FieldAction) -> Lead | None:
    """The lead that an action is on; None where it was linked to another case since."""
    lead = under_way.lead
    if lead is None or not one_matter(lead_case=lead.case_id, case=under_way.case_id):
        return None
    return lead


def who_went(under_way: FieldAction, given: User | None) -> User | None:
    """The officer that an action under way was done by; refused for another than the one who was let through."""
    rules.done_by(theirs=given is None or given.pk == under_way.officer_id).or_refuse()
    return under_way.officer


def how(
    type: str,
    *,
    by: Actor,
    case: Case | None,
    place: Place | None,
    acted_on: date,
    under_way: FieldAction | None = None,
    late: bool = False,
    town: tuple[str, str] | None = None,
) -> Stood:
    """How the gates stood for an action of this type; what has no gates says nothing.

    From an action under way, at its address and on its day: with its checks, if what is known now does not shut a
    gate as of the moment it started. Anything else is kept without, with the gates as they are read now. So is what
    is entered `late`: that it was done on the day it was started for rests on memory alone by then. `town` is the
    city and the state where they were typed.
    """
    if type not in GATED_TYPES or (type == ActivityType.ARREST and case is None):
        return Stood()
    here = under_way is not None and acted_on == under_way.planned_on and _same_door(place, under_way, town)
    if under_way is not None and here and not late:
        reading = under_way.reading
        if reading is not None and _held_then(under_way, reading):
            state = Gates.OVERRIDDEN if reading.overridden else Gates.OPEN
            return Stood(state, reading, under_way, under_way.address_key)
    read = gates.read(case, place, by=by, moment=Moment.RECORD) if case is not None else None
    return Stood(Gates.SHUT, read, under_way)


def _held_then(under_way: FieldAction, reading: GateReading) -> bool:
    """Whether every gate stood open at the start by what is known now, too.

    What is open by an override must be so by one that the start itself went by: none given later opens it.
    """
    day = max(under_way.planned_on, reading.read_on)
    answers = gate_queries.answers(under_way.case, queries.place_of(under_way), now=reading.read_at, day=day)
    kept = _overridden_then(reading, day)
    return bool(gate_rules.may_act(answers)) and all(
        one.override is None or one.code in kept for one in answers
    )


def _overridden_then(reading: GateReading, day: date) -> set[str]:
    """The gates that the overrides of a reading open for a day still: not withdrawn, and none given after it."""
    named = [one["override"] for one in reading.answers if one.get("override")]
    found = GateOverride.objects.filter(pk__in=named, withdrawn_at=None, until__gte=day)
    return set(found.values_list("gate", flat=True))


def _same_door(place: Place | None, under_way: FieldAction, town: tuple[str, str] | None) -> bool:
    """Whether it was at the address of the action, however that is written; in its city and state, where it says."""
    planned = under_way.city, under_way.state
    if town and any(was and was.casefold() != is_.casefold() for was, is_ in zip(planned, town, strict=True)):
        return False
    if place is None or place.key == under_way.address_key:
        return place is not None
    return place.key in doors([under_way.address_key])[under_way.address_key].keys


def place_at(key: str, line: str, lead: Lead | None, case: Case | None) -> Place | None:
    """The place behind the key of an address; None for no address, or of nobody's case."""
    if not key or case is None:
        return None
    from_lead = lead.pk if lead is not None and lead.address_key == key else None
    return Place(key, line, "", from_lead, case.subject_id)


def ended(stood: Stood, *, by: Actor) -> None:
    """End the field action that something was recorded from."""
    if stood.field_action is not None:
        actions.finish(stood.field_action, by=by)
