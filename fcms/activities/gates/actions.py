"""Make it so: gates are read and the reading kept, overridden, an override withdrawn; a kind of place is said."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities import finders
from fcms.activities.models import GateOverride, GateReading, PlaceKind
from fcms.audit.events import Event
from fcms.cases.models import Case
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.gatepolicy import ADDRESS, gates
from fcms.lib.verdict import Refused

from . import permissions, queries, rules
from .facts import Answer, Place
from .models import Moment


@action(Event.GATES_READ)
def read(case: Case, place: Place | None, *, by: Actor, moment: str, day: date | None = None) -> GateReading:
    """Ask every gate of a case, and of a place where there is one, and keep the answers as they are now.

    `day` is the day on which somebody would act, today at the office of the case unless it is later: a day to come
    makes answers older, and none is read as of a day gone by.
    """
    now = timezone.now()
    today = queries.today_at(case, now)
    found = queries.answers(case, place, now=now, day=max(day or today, today))
    state = rules.state_of(found)
    return GateReading.objects.create(
        case=case,
        place_key=place.key if place else "",
        place_kind=queries.kind_of(place) if place else "",
        moment=Moment(moment),
        open=state != "SHUT",
        overridden=state == "OVERRIDDEN",
        answers=[_kept(one) for one in found],
        policy_version=gates().version,
        office_id=case.office_id,
        read_at=now,
        read_on=today,
        read_by=by if isinstance(by, User) else None,
    )


def _kept(answer: Answer) -> dict[str, object]:
    kept: dict[str, object] = {"code": answer.code, "label": answer.label, "state": answer.state}
    kept["detail"] = answer.detail
    if answer.override:
        kept["override"] = answer.override.id
    return kept


@action(Event.GATE_OVERRIDDEN)
def override(
    case: Case, place: Place | None, gate: str, *, by: User, reason: str, until: date
) -> GateOverride:
    """Open a gate that is shut now, where policy and the person's rights allow it, until a day (that day included)."""
    now = timezone.now()
    today = queries.today_at(case, now)
    answer = queries.answer_of(case, place, gate, now=now, day=today)
    if answer is None:
        raise Refused("This gate is not asked here now, so there is nothing to override.")
    permissions.may_override(by, case, answer).or_refuse()
    rules.well_founded(reason, until, today=today).or_refuse()
    return GateOverride.objects.create(
        case=case,
        place_key=place.key if place and gate in ADDRESS else "",
        gate=gate,
        sentence=answer.detail,
        reason=reason.strip(),
        office_id=case.office_id,
        given_at=now,
        given_on=today,
        given_by=by,
        until=until,
    )


@action(Event.GATE_OVERRIDE_WITHDRAWN)
def withdraw(given: GateOverride, *, by: User) -> GateOverride:
    """Take an override back: the gate is shut again from now on."""
    permissions.may_withdraw(by, given).or_refuse()
    given.withdrawn_at, given.withdrawn_by = timezone.now(), by
    given.save(update_fields=["withdrawn_at", "withdrawn_by"])
    finders.tell_withdrawn(given.case_id, given.gate)
    return given


@action(Event.PLACE_KIND_SAID)
def say_kind(case: Case, place: Place, *, by: User, kind: str) -> PlaceKind:
    """Say what kind of place stands at an address; what was said before is kept, and not everybody says less of it."""
    permissions.may_say_kind(by, case, place, kind).or_refuse()
    return PlaceKind.objects.create(key=place.key, kind=kind, said_at=timezone.now(), said_by=by)
