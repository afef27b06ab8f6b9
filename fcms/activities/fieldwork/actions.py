"""Make it so: field work is planned, let through its gates, started, stopped, called off: all that writes it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.gates import actions as gates
from fcms.activities.gates import queries as gate_queries
from fcms.activities.gates import rules as gate_rules
from fcms.activities.gates.models import Moment
from fcms.activities.ledger import actions as ledger
from fcms.activities.ledger.doors import doors
from fcms.activities.lifecycle import GOES_AHEAD, STANDING, FieldLife, FieldStatus, FieldStep
from fcms.activities.models import FieldAction, FieldActionStep, GateReading
from fcms.activities.rules import one_matter
from fcms.audit.events import Event
from fcms.cases.lifecycle import BACKLOG
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.lib.action import action
from fcms.lib.actor import Actor, Job
from fcms.lib.gatepolicy import DATED
from fcms.lib.verdict import Refused
from fcms.subjects.models import Subject

from . import permissions, queries, rules

WATCH = Job("gates of field work")
"""Who stops an action where nobody is named as the author of what shut its gate."""


@action(Event.FIELD_PLANNED)
def plan(
    case: Case,
    *,
    by: User,
    kind: str,
    where: queries.Where,
    place_kind: str,
    planned_on: date,
    lead: Lead | None = None,
    operation_name: str = "",
    notes: str = "",
) -> FieldAction:
    """Plan a field action at an address of a case; gates may still be shut, but it enters an operation only open.

    `where` is one of `queries.places_of`, `place_kind` a kind of `policy/locations.toml`, "" where it was said before.
    """
    lead = where.lead or lead
    one_matter(lead_case=lead.case_id if lead else None, case=case.pk).or_refuse()
    doubled = queries.doubled(case, where.address_key, planned_on)
    permissions.may_plan(by, case=case, lead=lead, doubled=doubled).or_refuse()
    office = by.team.office if by.team else by.office.parent or by.office
    rules.kind_listed(kind).or_refuse()
    rules.planned_for(planned_on, today=permissions.today_of(office)).or_refuse()
    ledger.open_record(where.address_key, by=by)
    planned = FieldAction.objects.create(
        case=case,
        lead=lead,
        kind=kind,
        **where.parts,
        address_key=where.address_key,
        planned_on=planned_on,
        office=office,
        team=by.team,
        notes=notes.strip(),
        planned_at=timezone.now(),
        planned_by=by,
    )
    planned.refresh_from_db(fields=["number"])
    _said_kind(planned, by, place_kind)
    _step(planned, FieldStep.PLANNED, by=by, note=notes)
    return enter_operation(planned, by=by, name=operation_name) if operation_name.strip() else planned


def _said_kind(planned: FieldAction, by: User, kind: str) -> None:
    """Keep what was said of the kind of place, where it is new."""
    place = queries.place_of(planned)
    known = gate_queries.kind_of(place)
    rules.says_kind(kind, known).or_refuse()
    if kind and kind != known:
        gates.say_kind(planned.case, place, by=by, kind=kind)


# --- through the gates. The subject is locked before its actions, as where a hold is raised: whoever comes second
# sees what the first has done.


def assign(planned: FieldAction, *, by: User, officer: User | None = None) -> FieldAction:
    """Give a planned action to an officer (without one, to oneself), if all its gates stand open."""
    with transaction.atomic():
        _lock_subject(planned)
        return _assign(planned, by=by, officer=officer or by)


@action(Event.FIELD_ASSIGNED)
def _assign(planned: FieldAction, *, by: User, officer: User) -> FieldAction:
    permissions.may_assign(by, planned, officer).or_refuse()
    reading = _through(planned, by=by, moment=Moment.ASSIGN, officer=officer)
    planned.officer, planned.team = officer, officer.team or planned.team
    _let_on(planned, reading)
    return _moved(planned, "assign", FieldStep.ASSIGNED, by=by, reading=reading)


def enter_operation(planned: FieldAction, *, by: User, name: str) -> FieldAction:
    """Enter an action into an operation of its office, if all its gates stand open."""
    with transaction.atomic():
        _lock_subject(planned)
        return _enter_operation(planned, by=by, name=name)


@action(Event.FIELD_JOINED)
def _enter_operation(planned: FieldAction, *, by: User, name: str) -> FieldAction:
    permissions.may_join(by, planned, name).or_refuse()
    if planned.operation_name == name.strip():
        raise Refused("The field action is in this operation already.")
    reading = _through(planned, by=by, moment=Moment.ASSIGN, officer=planned.officer)
    _let_on(planned, reading)
    planned.operation_name = name.strip()
    planned.save(update_fields=["operation_name", "reading", "status_check", "check_hours"])
    _step(planned, FieldStep.JOINED, by=by, reading=reading, note=planned.operation_name)
    return planned


def start(assigned: FieldAction, *, by: User) -> FieldAction:
    """Start an assigned action on its day, if all its gates stand open now; who was assigned starts it."""
    with transaction.atomic():
        _lock_subject(assigned)
        return _start(assigned, by=by)


@action(Event.FIELD_STARTED)
def _start(assigned: FieldAction, *, by: User) -> FieldAction:
    permissions.may_start(by, assigned).or_refuse()
    reading = _through(assigned, by=by, moment=Moment.START, officer=by)
    _let_on(assigned, reading)
    return _moved(assigned, "start", FieldStep.STARTED, by=by, reading=reading)


def _lock_subject(planned: FieldAction) -> Subject:
    subject = Case.objects.values_list("subject_id", flat=True).get(pk=planned.case_id)
    return Subject.objects.select_for_update(of=("self",)).get(pk=subject)


def _through(planned: FieldAction, *, by: User, moment: Moment, officer: User | None) -> GateReading:
    """The reading that lets an action on, kept; refused with the sentence of each gate that is shut."""
    now = timezone.now()
    answers = queries.answers_of(planned, now=now)
    rules.gates_open(answers).or_refuse()
    if officer is not None:
        gate_rules.not_by_who_acts(answers, officer.pk).or_refuse()
    place = queries.place_of(planned)
    reading = gates.read(planned.case, place, by=by, moment=moment, day=queries.day_asked(planned, now))
    if not reading.open:
        raise Refused(rules.SHUT_MEANWHILE)
    return reading


def _let_on(planned: FieldAction, reading: GateReading) -> None:
    """Keep which reading let it on, and the status check behind it with the hours that it stood."""
    behind = queries.checks_behind([planned.case_id]).get(planned.case_id)
    if behind is None:
        raise Refused(
            "EID was not asked by name on this case. Record a status check before anyone goes there."
        )
    planned.reading, planned.status_check = reading, behind[0]
    planned.check_hours = queries.check_hours()


# --- anew, and off


@action(Event.FIELD_REPLANNED)
def replan(planned: FieldAction, *, by: User, planned_on: date, note: str = "") -> FieldAction:
    """Plan it for another day, or free it to be given to somebody else; it is assigned through its gates again.

    It leaves its operation where a gate is shut for that day, and enters it again once all stand open.
    """
    held = queries.held(planned.case.subject_id)
    permissions.may_replan(by, planned, held=held).or_refuse()
    rules.planned_for(planned_on, today=permissions.today_of(planned.office)).or_refuse()
    other = queries.doubled(planned.case, planned.address_key, planned_on)
    rules.not_doubled("" if other == planned.number else other).or_refuse()
    planned.planned_on, planned.officer = planned_on, None
    note = _only_open_in_operation(planned, note)
    return _moved(planned, "replan", FieldStep.REPLANNED, by=by, note=note)


@action(Event.FIELD_CALLED_OFF)
def call_off(planned: FieldAction, *, by: User, reason: str) -> FieldAction:
    """End an action that will not be done, with the reason."""
    permissions.may_call_off(by, planned, reason=reason).or_refuse()
    return _moved(planned, "call_off", FieldStep.CALLED_OFF, by=by, note=reason, reason=reason.strip())


@action(Event.FIELD_DONE)
def finish(under_way: FieldAction, *, by: Actor) -> FieldAction:
    """End an action from which something was recorded just now, in the same transaction."""
    rules.may_record(FieldStatus(under_way.status), theirs=True).or_refuse()
    return _moved(under_way, "record", FieldStep.DONE, by=by)


# --- stopped, and free again


@action(Event.FIELD_STOPPED)
def stop_for(subject: int, *, by: Actor, reason: str) -> int:
    """Stop at once whatever is assigned or under way on a subject; return how much. Told where a hold begins."""
    found = _of_subject(subject, GOES_AHEAD)
    for one in found:
        _moved(one, "stop", FieldStep.STOPPED, by=by, note=reason, reason=reason)
    return len(found)


@action(Event.FIELD_LIFTED)
def lift_for(subject: int, *, by: Actor, note: str) -> int:
    """Let what was stopped on a subject be planned again, unless another hold stands; return how much."""
    if queries.held(subject):
        return 0
    found = _of_subject(subject, (FieldStatus.STOPPED,))
    for one in found:
        one.officer = None
        said = _only_open_in_operation(one, note)
        _moved(one, "lift", FieldStep.LIFTED, by=by, note=said)
    return len(found)


def _only_open_in_operation(planned: FieldAction, note: str) -> str:
    """Take what is planned again out of its operation if a gate is shut; return the note, which says so."""
    if not planned.operation_name or rules.gates_open(queries.answers_of(planned)):
        return note
    left, planned.operation_name = f"Left {planned.operation_name}: a gate is shut.", ""
    return f"{note.strip()} {left}".strip()


def follow(subject: int) -> None:
    """Stop what a change of one subject or its case has shut a gate of; told of every such change."""
    follow_set([subject])


def follow_set(subjects: Collection[int]) -> None:
    """Stop what is assigned or under way where a fact of these subjects has shut a gate; call off what has no case.

    An answer that is only too old stops nothing: it is renewed, and the start asks for it. Where nothing stands, it
    is one question.
    """
    standing = FieldAction.objects.filter(case__subject__in=subjects, status__in=STANDING)
    found = list(queries.with_people(standing).order_by("id"))
    ended = [one for one in found if one.case.status not in BACKLOG]
    if ended:
        _end([one.pk for one in ended], by=_who_acts(), reason=rules.NO_MORE)
    _stop_shut([one for one in found if one.status in GOES_AHEAD and one not in ended], DATED)


def stop_after_check(case: int) -> None:
    """Stop what is assigned or under way on a case when a check has just said something else than still a fugitive."""
    going = FieldAction.objects.filter(case=case, status__in=GOES_AHEAD)
    _stop_shut(list(queries.with_people(going).order_by("id")), rules.ONLY_TOO_OLD)


def stop_at(keys: Collection[str]) -> None:
    """Stop what is assigned or under way at these doors, however they are written, where a gate is shut now."""
    if not FieldAction.objects.filter(status__in=GOES_AHEAD).exists():
        return
    written = {key for door in doors(keys).values() for key in door.keys}
    going = FieldAction.objects.filter(address_key__in=written, status__in=GOES_AHEAD)
    _stop_shut(list(queries.with_people(going).order_by("id")), DATED)


def stop_without(case: int, gate: str) -> None:
    """Stop what is assigned or under way on a case where a gate is shut now that an override was withdrawn."""
    going = FieldAction.objects.filter(case=case, status__in=GOES_AHEAD)
    _stop_shut(list(queries.with_people(going).order_by("id")), DATED.keys() - {gate})


def end_with(taken_back: QuerySet[Case]) -> None:
    """Call off what stands on cases that were taken back."""
    found = FieldAction.objects.filter(case__in=taken_back, status__in=STANDING).order_by("id")
    if keys := list(found.values_list("pk", flat=True)):
        _end(keys, by=_who_acts(), reason=rules.NO_MORE)


def _stop_shut(going: list[FieldAction], renewed: Collection[str]) -> None:
    """Stop those of which a gate is shut, but for the gates that are `renewed`."""
    for key, answers in queries.asked_of_many(going).items():
        shut = next((said for said in answers if not said.verdict and said.code not in renewed), None)
        if shut is not None:
            _stop([key], by=_who_acts(), reason=shut.verdict.sentence)


def _who_acts() -> Actor:
    """Who has just changed what shut the gate: the person or the job that this transaction names."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('fcms.actor', true), '')")
        kind, _, name = str(cursor.fetchone()[0]).partition(":")
    if kind == "user":
        return User.objects.get(pk=int(name))
    return Job(name) if name else WATCH


@action(Event.FIELD_STOPPED)
def _stop(keys: Collection[int], *, by: Actor, reason: str) -> None:
    for one in _locked_of(keys, GOES_AHEAD):
        _moved(one, "stop", FieldStep.STOPPED, by=by, note=reason, reason=reason)


@action(Event.FIELD_CALLED_OFF)
def _end(keys: Collection[int], *, by: Actor, reason: str) -> None:
    for one in _locked_of(keys, STANDING):
        _moved(one, "call_off", FieldStep.CALLED_OFF, by=by, note=reason, reason=reason)


def _of_subject(subject: int, states: Collection[str]) -> list[FieldAction]:
    rows = FieldAction.objects.filter(case__subject=subject, status__in=states)
    return list(rows.select_for_update(of=("self",)).order_by("id"))


def _locked_of(keys: Collection[int], states: Collection[str]) -> list[FieldAction]:
    rows = FieldAction.objects.filter(pk__in=keys, status__in=states)
    return list(rows.select_for_update(of=("self",)).order_by("id"))


# --- the one place that moves


def _moved(
    moving: FieldAction,
    name: str,
    step: FieldStep,
    *,
    by: Actor,
    reading: GateReading | None = None,
    note: str = "",
    reason: str = "",
) -> FieldAction:
    """Set the status that the move leads to, with its companions, and write the step."""
    moving.status, moving.reason = getattr(FieldLife, name).to, reason
    moving.save(
        update_fields=[
            *("status", "reason", "planned_on", "officer", "team", "reading", "status_check", "check_hours"),
            "operation_name",
        ]
    )
    _step(moving, step, by=by, reading=reading, note=note)
    return moving


def _step(
    moved: FieldAction, step: FieldStep, *, by: Actor, reading: GateReading | None = None, note: str = ""
) -> FieldActionStep:
    values: dict[str, Any] = {"officer": moved.officer, "planned_on": moved.planned_on, "reading": reading}
    return FieldActionStep.objects.create(
        field_action=moved,
        step=step,
        status=moved.status,
        note=note.strip(),
        at=timezone.now(),
        by=by if isinstance(by, User) else None,
        actor=by.actor_key,
        **values,
    )
