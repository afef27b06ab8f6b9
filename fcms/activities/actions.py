"""Recording what a team did, and correcting it: the only room that writes activities."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.cases import actions as cases
from fcms.cases.lifecycle import Status as CaseStatus
from fcms.cases.models import Case
from fcms.encounters import actions as encounters
from fcms.leads import actions as leads
from fcms.leads.lifecycle import Outcome
from fcms.leads.lifecycle import Status as LeadStatus
from fcms.leads.models import Lead
from fcms.leads.ranking.actions import rank_place
from fcms.lib.action import action, locked
from fcms.lib.actor import Actor
from fcms.lib.dates import local_day
from fcms.lib.verdict import Refused
from fcms.subjects.addresses import address_key as key_of
from fcms.subjects.queries import criminal_on

from . import permissions, queries, rules
from .fieldwork import recording
from .fieldwork.actions import stop_after_check
from .ledger import actions as ledger
from .ledger.doors import lines_of
from .ledger.rules import AT_AN_ADDRESS, at_address
from .models import CHECKED, Activity, ActivityType, Arrest, FieldAction

DETAILS = ("location", "operation_name", "check_system", "check_result", "visit_outcome", "notes")
CORRECTABLE = ("acted_on", *DETAILS)
OF_ARREST = ("line_1", "line_2", "city", "state", "zip", "targeted")
LEDGER = {"acted_on", "location", "check_result", "visit_outcome"}
"""What the ledger of an address is made of: a change of these changes it too."""
_CODED = {"check_system", "check_result", "visit_outcome"}
_CODES_OF = {
    ActivityType.RECORDS_CHECK: {"check_system", "check_result"},
    ActivityType.ADDRESS_CHECK: {"check_system", "check_result"},
    ActivityType.VISIT: {"visit_outcome"},
}


@action(Event.ACTIVITY_RECORDED)
def record_activity(
    *,
    by: Actor,
    type: str,
    acted_on: date,
    lead: Lead | None = None,
    case: Case | None = None,
    officer: User | None = None,
    address_key: str | None = None,
    field_action: FieldAction | None = None,
    **details: str,
) -> Activity:
    """Record an action on a lead or a case, or one about nobody; `details` are columns named in `DETAILS`.

    `officer` is who acted, if not the person who records. `acted_on` is in the time of that officer's office.
    `address_key` says at which address it was, "" at none; without it, a check, a visit or a surveillance on a lead
    was at the lead's address. What is recorded from a `field_action` under way is at its address, was done by the
    officer assigned to it, and ends it.
    """
    if type == ActivityType.ARREST:
        raise Refused(
            "An arrest takes the case into custody too. Use “Record the arrest” on the case or the lead."
        )
    if field_action is not None:
        field_action = recording.taken_up(field_action, by=by, type=type)
        case, lead = field_action.case, recording.lead_still_of(field_action)
        officer = recording.who_went(field_action, officer)
        details["location"], address_key = field_action.line, field_action.address_key
    who = _officer(by, officer)
    _may_record(by, lead, case)
    rules.one_matter(lead_case=lead.case_id if lead else None, case=case.pk if case else None).or_refuse()
    case = case or (lead.case if lead else None)
    given = _fitting(type, details)
    today = _today(who)
    rules.dated_in_time(acted_on, today=today).or_refuse()
    coded = {name: given[name] for name in _CODED & given.keys()}
    rules.says_enough(type, about=bool(lead or case), **coded).or_refuse()
    given["address_key"] = _at(type, lead, given.get("location", ""), address_key)
    place = recording.place_at(given["address_key"], given.get("location", ""), lead, case)
    late = rules.is_late(acted_on, today=today)
    stood = recording.how(
        type, by=by, case=case, place=place, acted_on=acted_on, under_way=field_action, late=late
    )
    given |= stood.columns
    activity = _write(by, who, type=type, acted_on=acted_on, today=today, lead=lead, case=case, **given)
    recording.ended(stood, by=by)
    if type == ActivityType.RECORDS_CHECK and case is not None:
        stop_after_check(case.pk)
    ledger.enter(activity, by=by)
    if type == ActivityType.VISIT:
        rank_place(activity.address_key)
    return activity


@action(Event.ACTIVITY_CORRECTED)
def correct_activity(activity: Activity, *, by: User, reason: str, values: dict[str, Any]) -> Activity:
    """Correct what an activity says; `values` are columns of it and, for an arrest, of `OF_ARREST`."""
    permissions.may_correct(by, activity).or_refuse()
    given = _fitting(activity.type, {name: values[name] for name in CORRECTABLE if name in values})
    changed = {name: value for name, value in given.items() if value != getattr(activity, name)}
    arrest = Arrest.objects.select_for_update(of=("self",)).filter(activity=activity).first()
    moved = {
        name: values[name]
        for name in OF_ARREST
        if arrest and name in values and values[name] != getattr(arrest, name)
    }
    rules.may_change(
        [*changed, *moved],
        non_fugitive=activity.of_a_non_fugitive,
        reason=reason,
        checked=activity.gates in CHECKED,
    ).or_refuse()
    before = activity.acted_on
    _set(activity, changed)
    _still_right(activity, before, by)
    if arrest is not None:
        _correct_arrest(arrest, activity.acted_on, moved, by=by, reason=reason)
        activity.address_key = activity.address_key if activity.gates in CHECKED else _key_of(arrest)
    elif "location" in changed and not _still_at(activity):
        activity.address_key = ""
    activity.save(update_fields=[*changed, "late", "address_key"])
    if not changed.keys().isdisjoint(LEDGER) or moved:
        ledger.enter_again(activity, by=by)
    # A check that turns out to be older stops nothing: it is renewed, and the start asks for that.
    says_otherwise = not changed.keys().isdisjoint({"check_system", "check_result"})
    if says_otherwise and (case := activity.case_id or _case_of(activity.lead)):
        stop_after_check(case)
    return activity


def _case_of(lead: Lead | None) -> int | None:
    return lead.case_id if lead else None


@action(Event.ARREST_RECORDED)
def record_arrest(
    *,
    by: User,
    case: Case,
    arrested_on: date,
    line_1: str,
    city: str,
    state: str,
    lead: Lead | None = None,
    officer: User | None = None,
    line_2: str = "",
    zip: str = "",
    targeted: bool = True,
    field_action: FieldAction | None = None,
    **details: str,
) -> Arrest:
    """Record the arrest of a case's subject: the case goes into custody and its lead is closed, all or nothing.

    Whether the person counts as criminal is kept as it stood on that day; later convictions do not change it.
    `state` is two letters, `zip` five digits or empty, `arrested_on` in the time of the officer's office. From a
    `field_action` it was made by the officer assigned to it.
    """
    case = locked(case)  # type: ignore[assignment]
    lead = locked(lead) if lead else None  # type: ignore[assignment]
    if field_action is not None:
        field_action = recording.taken_up(field_action, by=by, type=ActivityType.ARREST)
        rules.one_matter(lead_case=field_action.case_id, case=case.pk).or_refuse()
        officer = recording.who_went(field_action, officer)
    who = _officer(by, officer)
    _may_record(by, None, case)
    rules.may_arrest(
        CaseStatus(case.status), lead_status=LeadStatus(lead.status) if lead else None
    ).or_refuse()
    lead_fits = lead is None or lead.case_id == case.pk
    today = _today(who)
    rules.arrest_fits(arrested_on, basis_on=case.basis_on, today=today, lead_fits=lead_fits).or_refuse()
    rules.has_a_place(line_1, city, state).or_refuse()
    given = _fitting(ActivityType.ARREST, details)
    place = {"line_1": line_1, "line_2": line_2, "city": city, "state": state, "zip": zip}
    place = {name: value.strip() for name, value in place.items()}
    key = key_of(place["line_1"], place["line_2"], place["zip"])
    where = recording.place_at(key, " ".join(place.values()), lead, case)
    stood = recording.how(
        ActivityType.ARREST,
        by=by,
        case=case,
        place=where,
        acted_on=arrested_on,
        under_way=field_action,
        late=rules.is_late(arrested_on, today=today),
        town=(place["city"], place["state"]),
    )
    values = {"type": ActivityType.ARREST, "lead": lead, "case": case, "address_key": key, **given}
    activity = _write(by, who, acted_on=arrested_on, today=today, **values | stood.columns)
    arrest = _write_arrest(activity, case, targeted=targeted, **place)
    recording.ended(stood, by=by)
    ledger.enter(activity, by=by)
    cases.arrest(case, by=by, custody_on=arrested_on)
    if lead:
        leads.close(lead, by=by, outcome=Outcome.ARRESTED)
    return arrest


@action(Event.NON_FUGITIVE_ARREST_COUNTED)
def count_non_fugitive_arrest(
    *,
    by: User,
    a_number: str,
    arrested_on: date,
    city: str,
    state: str,
    criminal: bool,
    check_system: str,
    verification: str,
    verified_on: date,
) -> Activity:
    """Count the arrest of a person who was no fugitive, once identity and status were verified (PIA-0-10).

    `a_number` is canonical. The activity says who verified, when and how, and nothing that leads to the person:
    not even whether the same person was counted within a day before, which counts once.
    """
    _may_record(by, None, None)
    today = _today(by)
    rules.verified(check_system, verification, verified_on, arrested_on=arrested_on, today=today).or_refuse()
    rules.no_live_case(queries.live_case_of(a_number)).or_refuse()
    values = {"check_system": check_system, "verification": verification.strip(), "verified_on": verified_on}
    activity = _write(by, by, type=ActivityType.ARREST, acted_on=arrested_on, today=today, **values)
    encounters.count(
        by=by,
        a_number=a_number,
        arrested_on=arrested_on,
        city=city,
        state=state,
        office=activity.office,
        team=activity.team,
        criminal=criminal,
    )
    return activity


def _write(by: Actor, who: User, *, acted_on: date, today: date, **values: Any) -> Activity:
    return Activity.objects.create(
        officer=who,
        officer_name=who.name,
        officer_title=who.position_title,
        office_id=who.team.office_id if who.team else who.office.field_office_id,
        team=who.team,
        acted_on=acted_on,
        late=rules.is_late(acted_on, today=today),
        recorded_at=timezone.now(),
        recorded_by=by if isinstance(by, User) else None,
        **values,
    )


def _write_arrest(activity: Activity, case: Case, **place: Any) -> Arrest:
    return Arrest.objects.create(
        activity=activity,
        case=case,
        arrested_on=activity.acted_on,
        office=activity.office,
        team=activity.team,
        criminal=criminal_on(case.subject, activity.acted_on),
        **place,
    )


def _correct_arrest(arrest: Arrest, day: date, moved: dict[str, Any], *, by: User, reason: str) -> None:
    """Correct the place of an arrest, and its day on the case too while that is the case's day of custody."""
    _set(arrest, moved)
    rules.has_a_place(arrest.line_1, arrest.city, arrest.state).or_refuse()
    before, arrest.arrested_on = arrest.arrested_on, day
    if before != day:
        rules.arrest_fits(day, basis_on=arrest.case.basis_on, today=day).or_refuse()
        if arrest.case.custody_on == before:
            cases.correct_custody(arrest.case, by=by, custody_on=day, reason=reason)
    arrest.save(update_fields=[*moved, "arrested_on"])


def _at(type: str, lead: Lead | None, location: str, given: str | None) -> str:
    """The key of the address at which an action was: as given, else that of its lead."""
    if given is not None or lead is None or type not in AT_AN_ADDRESS:
        return given or ""
    return lead.address_key if at_address(location, lead.line_1) else ""


def _key_of(arrest: Arrest) -> str:
    return key_of(arrest.line_1, arrest.line_2, arrest.zip)


def _still_at(activity: Activity) -> bool:
    """Whether the place as corrected is still the address that the activity was at."""
    lines = lines_of([activity.address_key]).get(activity.address_key) if activity.address_key else None
    return lines is not None and at_address(activity.location, lines.line_1)


def _set(record: Activity | Arrest, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _still_right(activity: Activity, before: date, by: User) -> None:
    """Apply the rules of recording to an activity as corrected."""
    zone = activity.officer.office.time_zone
    rules.dated_in_time(activity.acted_on, today=local_day(timezone.now(), zone)).or_refuse()
    about = bool(activity.lead_id or activity.case_id)
    coded = {name: getattr(activity, name) for name in _CODED}
    rules.says_enough(activity.type, about=about, **coded).or_refuse()
    later, supervises = activity.acted_on > before, by.may(Permission.ACTIVITIES_FULL)
    rules.may_redate(activity.type, later=later, supervises=supervises).or_refuse()
    activity.late = rules.is_late(activity.acted_on, today=local_day(activity.recorded_at, zone))


def _officer(by: Actor, officer: User | None) -> User:
    who = officer or (by if isinstance(by, User) else None)
    if who is None:
        raise Refused("Say which officer acted.")
    if isinstance(by, User):
        same = who.office.field_office_id == by.office.field_office_id
        supervises = by.may(Permission.ACTIVITIES_FULL)
        rules.may_record_for(themselves=who == by, same_office=same, supervises=supervises).or_refuse()
    return who


def _may_record(by: Actor, lead: Lead | None, case: Case | None) -> None:
    if isinstance(by, User):
        permissions.may_record(by, lead=lead, case=case).or_refuse()


def _today(who: User) -> date:
    return local_day(timezone.now(), who.office.time_zone)


def _fitting(type: str, details: dict[str, Any]) -> dict[str, Any]:
    """Keep what belongs to this type of action, trimmed: no check's result on a visit, no column of another room."""
    mine = _CODES_OF.get(ActivityType(type), set()) if type in ActivityType.values else set()
    if unknown := details.keys() - {*CORRECTABLE}:
        raise TypeError(f"An activity has no {', '.join(sorted(unknown))}.")
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in details.items()
        if name not in _CODED or name in mine
    }
