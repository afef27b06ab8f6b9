"""Make it so: the only room that writes a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases.basis.queries import stops_lead
from fcms.cases.models import Case
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused, Verdict, yes
from fcms.offices.models import Office, OfficeKind, Team
from fcms.offices.queries import route_of
from fcms.subjects.actions import bounds
from fcms.subjects.addresses import address_key
from fcms.subjects.models import Subject
from fcms.subjects.queries import subject_by_a_number

from . import bulk, fields, finders, rules
from .lifecycle import LeadLife, Outcome, Status, Step
from .models import Lead, LeadNote, LeadStep
from .permissions import may_enter, standing
from .ranking.actions import rank_lead

BY_HAND = "BY_HAND"
"""The routing rule of a lead that a person sent to its office."""


@action(Event.LEAD_RECEIVED)
def receive(
    *,
    by: Actor,
    values: Mapping[str, Any],
    intake: str = "",
    file: str = "",
    row: int | None = None,
) -> Lead:
    """Take in a lead: check what it says, number it, link it by its A-Number, route it by its ZIP code.

    `values` are named as in `fields.LEAD`, as text or as dates. What cannot be kept is refused, all of it at
    once; `lead_values` says the same by field beforehand.
    """
    may_enter(by).or_refuse()
    said = _read(values, {})
    _not_here_yet(said).or_refuse()
    at = timezone.now()
    lead = Lead(
        **said,
        waiting_since=at,
        entered_at=at,
        entered_by=_person(by),
        intake=intake,
        file=file,
        row=row,
        address_key=_address_key(said),
    )
    if lead.a_number:
        _attach(lead, subject_by_a_number(lead.a_number))
    routed = _send_by_zip(lead)
    lead.save(force_insert=True)
    lead.refresh_from_db(fields=["number"])
    LeadStep.objects.create(lead=lead, step=Step.RECEIVED, status=Status.NEW, at=at, **_signed(by))
    if routed:
        _step(lead, Step.ROUTED, by=by, at=at, **routed)
    rank_lead(lead.pk, lead.subject_id)
    return lead


@action(Event.LEAD_ROUTED)
def route(
    lead: Lead, *, by: Actor, office: Office | None = None, team: Team | None = None, note: str = ""
) -> Lead:
    """Send a lead that no office holds to one: to `office` by hand or, without it, by its ZIP code."""
    own = isinstance(by, User) and (office is None or office.pk == by.office.field_office_id)
    rules.may_route(Status(lead.status), standing(by, lead), own_office=own).or_refuse()
    if office is None:
        routed = _send_by_zip(lead)
        if not routed:
            raise Refused(route_of(lead.zip).sentence)
    else:
        _may_hold(lead, office, team).or_refuse()
        routed = {"rule": BY_HAND}
        _give_to(lead, office, team)
    return _moved(lead, Step.ROUTED, by=by, note=note, **routed)


@action(Event.LEAD_ACCEPTED)
def accept(lead: Lead, *, by: Actor, officer: User | None = None) -> Lead:
    """Take a routed lead into work, for oneself or, with the right to assign, for another officer."""
    who = officer or (by if isinstance(by, User) else None)
    other = isinstance(by, User) and who != by
    rules.may_accept(Status(lead.status), standing(by, lead), other=other).or_refuse()
    stops_lead(lead).or_refuse()
    _hand_to(lead, who)
    lead.status = LeadLife.accept.to
    return _moved(lead, Step.ACCEPTED, by=by)


@action(Event.LEAD_ASSIGNED)
def assign(lead: Lead, *, by: Actor, officer: User) -> Lead:
    """Give a lead to an officer of the office that holds it; its state stays as it is."""
    other = isinstance(by, User) and officer != by
    rules.may_assign(Status(lead.status), standing(by, lead), other=other).or_refuse()
    stops_lead(lead).or_refuse()
    if lead.officer_id == officer.pk:
        raise Refused("That officer has this lead already. Choose another.")
    _hand_to(lead, officer)
    lead.save(update_fields=["team", "officer"])
    return _step(lead, Step.ASSIGNED, by=by, at=timezone.now())


@action(Event.LEAD_TRANSFERRED)
def transfer(lead: Lead, *, by: Actor, office: Office, team: Team | None = None, note: str) -> Lead:
    """Hand a lead over to another office, or to another team of the same one, where it waits to be accepted."""
    rules.may_transfer(Status(lead.status), standing(by, lead)).or_refuse()
    _may_hold(lead, office, team, note=note).or_refuse()
    _give_to(lead, office, team)
    return _moved(lead, Step.TRANSFERRED, by=by, note=note, rule=BY_HAND)


@action(Event.LEAD_CLOSED)
def close(lead: Lead, *, by: User, outcome: Outcome | str, note: str = "") -> Lead:
    """Close a lead once somebody has said what came of it."""
    rules.may_close(Status(lead.status), standing(by, lead)).or_refuse()
    chosen = Outcome(outcome) if outcome in Outcome.values else None
    in_custody = lead.case is not None and lead.case.status in rules.ARRESTED_CASES
    rules.may_close_with(chosen, in_custody=in_custody).or_refuse()
    lead.status = LeadLife.close.to
    lead.outcome, lead.closed_at, lead.closed_by = str(chosen), timezone.now(), by
    return _moved(lead, Step.CLOSED, by=by, note=note, at=lead.closed_at, outcome=lead.outcome)


@action(Event.LEAD_REOPENED)
def reopen(lead: Lead, *, by: Actor, note: str, office: Office | None = None) -> Lead:
    """Open a closed lead again: it waits to be accepted in the office that had it, or in `office`."""
    rules.may_reopen(Status(lead.status), standing(by, lead), outcome=lead.outcome).or_refuse()
    holder = lead.office or office
    rules.may_reopen_so(has_office=holder is not None, note=note).or_refuse()
    lead.outcome, lead.closed_at, lead.closed_by = "", None, None
    if lead.office is None and holder is not None:
        _may_hold(lead, holder, None).or_refuse()
        _give_to(lead, holder, None)
    lead.status, lead.officer = LeadLife.reopen.to, None
    _attach(lead, lead.subject)
    return _moved(lead, Step.REOPENED, by=by, note=note)


@action(Event.LEAD_NOTED)
def note(lead: Lead, *, by: User, text: str) -> LeadNote:
    """Sign and date a remark on a lead."""
    rules.may_note(Status(lead.status), standing(by, lead), text).or_refuse()
    return LeadNote.objects.create(lead=lead, text=text.strip(), at=timezone.now(), by=by)


@action(Event.LEAD_LINKED)
def link(lead: Lead, *, by: Actor, subject: Subject) -> Lead:
    """Say which subject a lead is about; the subject's live case comes with it."""
    subject = subject.merged_into or subject
    same = lead.subject_id == subject.pk
    rules.may_link(Status(lead.status), standing(by, lead), same=same).or_refuse()
    _attach(lead, subject)
    lead.changed_at = timezone.now()
    lead.save(update_fields=["subject", "case", "changed_at"])
    for told in finders.LINKED:
        told(lead, by)
    rank_lead(lead.pk, lead.subject_id)
    return lead


@action(Event.LEAD_CORRECTED)
def correct(lead: Lead, *, by: Actor, values: Mapping[str, Any]) -> Lead:
    """Correct what a lead says. A new ZIP code routes a lead that no office holds; others stay where they are."""
    rules.may_correct(Status(lead.status), standing(by, lead)).or_refuse()
    before = {name: getattr(lead, name) for name in fields.LEAD}
    said = _read(values, before)
    changed = [name for name, value in said.items() if value != before[name]]
    if not changed:
        raise Refused("Nothing was changed. Correct at least one value.")
    if "a_number" in changed and lead.subject_id:
        raise Refused(
            "This lead is linked to its subject. If that is the wrong one, link it to the right one."
        )
    for name in changed:
        setattr(lead, name, said[name])
    lead.address_key = _address_key({name: getattr(lead, name) for name in fields.LEAD})
    if "a_number" in changed and lead.a_number:
        _attach(lead, subject_by_a_number(lead.a_number))
    lead.changed_at = timezone.now()
    lead.save(update_fields=[*changed, "address_key", "subject", "case", "changed_at"])
    if "zip" in changed and lead.status == Status.NEW and (routed := _send_by_zip(lead)):
        _moved(lead, Step.ROUTED, by=by, **routed)
    rank_lead(lead.pk, lead.subject_id)
    return lead


@action(Event.LEAD_TAKEN_BACK)
def take_back(intake: str, *, by: User, reason: str, report: bulk.Told = lambda *told: None) -> int:
    """Take back every lead that an extract brought, as entered in error; refused where one was worked on since.

    Returns how many. They stay to be read and are counted nowhere. `report` is told how far it is.
    """
    taken = bulk.close_set(intake, by=by, reason=reason, report=report)
    worked = bulk.worked_on(intake)
    rules.may_take_back(worked[0].sentence if worked else "", len(worked)).or_refuse()
    bulk.step_set(intake, by=by, reason=reason, report=report)
    return taken


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one of several leads: whether it was done and, if not, the sentence that says why."""

    lead: Lead
    done: bool
    sentence: str = ""


def each(leads: Iterable[Lead], verb: Callable[..., Lead], **given: Any) -> list[Done]:
    """Do the same to several leads, each in its own transaction, and say of each what came of it."""
    results = []
    for lead in leads:
        try:
            results.append(Done(verb(lead, **given), True))
        except Refused as refusal:
            results.append(Done(lead, False, refusal.sentence))
    return results


def _read(values: Mapping[str, Any], standing_values: Mapping[str, Any]) -> dict[str, Any]:
    reading = fields.lead_values(values, standing_values, bounds())
    if reading.faults:
        raise Refused(" ".join(reading.faults.values()))
    return dict(reading.kept)


def _not_here_yet(said: Mapping[str, Any]) -> Verdict:
    source = {name: said.get(name, "") for name in ("source_kind", "source_agency", "source_reference")}
    if not source["source_reference"]:
        return yes()
    number = Lead.objects.not_taken_back().filter(**source).values_list("number", flat=True).first()
    return rules.once(number or "")


def _attach(lead: Lead, subject: Subject | None) -> None:
    lead.subject = subject
    lead.case = Case.objects.live().filter(subject=subject).first() if subject else None


def _address_key(said: Mapping[str, Any]) -> str:
    line_1, line_2, zip = (said.get(name, "") for name in ("line_1", "line_2", "zip"))
    return address_key(line_1, line_2, zip) if line_1 else ""


def _send_by_zip(lead: Lead) -> dict[str, Any]:
    """Route by the ZIP code of the address (PIA-0-7); nothing where a person must decide."""
    routing = route_of(lead.zip)
    lead.rule = routing.rule
    if routing.office is None:
        return {}
    lead.status, lead.office, lead.team = LeadLife.route.to, routing.office, routing.team
    return {"rule": routing.rule, "edition": routing.edition, "zip": lead.zip}


def _may_hold(lead: Lead, office: Office, team: Team | None, *, note: str | None = None) -> Verdict:
    return rules.may_move_to(
        same=lead.office_id == office.pk and (team is None or lead.team_id == team.pk),
        field_office=office.kind == OfficeKind.FIELD,
        team_fits=team is None or team.office_id == office.pk,
        note=note,
    )


def _give_to(lead: Lead, office: Office, team: Team | None) -> None:
    """Put a lead with an office; without a team, with the one that has the ZIP code if it is that office's."""
    if team is None:
        routing = route_of(lead.zip)
        team = routing.team if routing.office == office else None
    lead.status, lead.rule = LeadLife.route.to, BY_HAND
    lead.office, lead.team, lead.officer = office, team, None


def _hand_to(lead: Lead, officer: User | None) -> None:
    same = officer is not None and officer.office.field_office_id == lead.office_id
    rules.may_be_given(same_office=same, active=officer is not None and officer.is_active).or_refuse()
    lead.officer = officer
    if officer and officer.team and officer.team.office_id == lead.office_id:
        lead.team = officer.team


_MOVING = (
    *("status", "office", "team", "officer", "rule", "waiting_since"),
    *("subject", "case", "outcome", "closed_at", "closed_by"),
)


def _moved(
    lead: Lead, step: Step, *, by: Actor, note: str = "", at: datetime | None = None, **kept: Any
) -> Lead:
    at = at or timezone.now()
    lead.waiting_since = at
    lead.save(update_fields=_MOVING)
    return _step(lead, step, by=by, at=at, note=note, **kept)


def _step(lead: Lead, step: Step, *, by: Actor, at: datetime, note: str = "", **kept: Any) -> Lead:
    LeadStep.objects.create(
        lead=lead,
        step=step,
        status=lead.status,
        office=lead.office,
        team=lead.team,
        officer=lead.officer,
        note=note.strip(),
        at=at,
        **_signed(by),
        **kept,
    )
    return lead


def _signed(by: Actor) -> dict[str, Any]:
    return {"by": _person(by), "actor": by.actor_key}


def _person(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


__all__ = [
    "Done", "accept", "assign", "bounds", "close", "correct", "each", "link", "note", "receive", "reopen",
    "route", "take_back", "transfer",
]  # fmt: skip
