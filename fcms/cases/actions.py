"""Make it so: the only room that writes a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.disclosures.corrections import actions as corrections
from fcms.lib.action import action, locked
from fcms.lib.actor import Actor
from fcms.lib.dates import local_day
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects import finders
from fcms.subjects.actions import correct_subject
from fcms.subjects.models import CustodyStatus, Statement, Subject
from fcms.subjects.origin import Origin, officer_origin

from . import bulk, rules
from .claims.queries import is_citizen, numbers_of
from .claims.rules import CITIZEN, KIND, NO_LONGER_CITIZEN
from .evidence import rules as evidence_rules
from .evidence.needs import need_of
from .evidence.rules import Given, Line
from .lifecycle import Basis, CaseLife, ClosureReason, NewsStatus, Status, Step
from .models import Case, CaseStep, Proposal
from .priority.actions import score
from .proposals.rules import roads_from
from .transfers.bulk import lapse_set


@action(Event.CASE_OPENED)
def open_case(
    subject: Subject,
    *,
    by: Actor,
    office: Office,
    basis: str,
    basis_on: date,
    statement: Statement,
    opened_on: date | None = None,
    note: str = "",
) -> Case:
    """Open a case on a subject whose case category makes the person a fugitive, on the word of `statement`.

    `office` is the docket office; the case belongs to its field office.
    """
    holder = office.parent or office
    today = _today(holder)
    opened_on = opened_on or today
    rules.may_open(
        subject.case_category,
        basis=basis,
        died=subject.died_on is not None,
        removed=subject.custody_status == CustodyStatus.REMOVED,
        live=_live_case(subject),
        stands=subject.withdrawn_at is None and subject.merged_into_id is None,
        citizen=is_citizen(subject.pk),
    ).or_refuse()
    rules.may_open_on(basis_on, opened_on, today).or_refuse()
    now = timezone.now()
    case = Case.objects.create(
        subject=subject,
        office=holder,
        basis=basis,
        basis_on=basis_on,
        statement=statement,
        opened_at=now,
        opened_on=opened_on,
        changed_at=now,
    )
    _step(case, Step.OPENED, by=by, effective_on=opened_on, note=note)
    score([case.pk])
    return case


@action(Event.CASE_OPENED)
def open_by_hand(subject: Subject, *, by: User, office: Office, basis_on: date, note: str) -> Case:
    """Open a case that no extract opened, from the category that the subject's sources give."""
    rules.category_opens(subject.case_category).or_refuse()
    rules.may_open_on(basis_on, basis_on, _today(office)).or_refuse()
    basis = rules.basis_of_category(subject.case_category)
    column = "final_order_on" if basis == Basis.FINAL_ORDER else "failed_to_report_on"
    subject = correct_subject(subject, by=by, origin=officer_origin(by), values={column: basis_on})
    said = subject.statements.filter(said__has_key="case_category").first() or subject.statements.first()
    if basis is None or said is None:
        raise Refused("Nothing says where this subject's category comes from. Correct the subject first.")
    return open_case(subject, by=by, office=office, basis=basis, basis_on=basis_on, statement=said, note=note)


@action(Event.CASE_WENT_COLD)
def go_cold(case: Case, *, by: Actor, note: str, evidence: Given = None) -> Case:
    """Take an open case off the active list; it stays in the backlog."""
    rules.may_go_cold(Status(case.status), note=note).or_refuse()
    shown = _shown(Step.WENT_COLD, evidence, case)
    return _move(case, "go_cold", Step.WENT_COLD, by=by, note=note, evidence=shown)


@action(Event.CASE_REVIVED)
def revive(case: Case, *, by: Actor, note: str) -> Case:
    """Bring a cold case back to the active list."""
    rules.may_revive(Status(case.status), note=note).or_refuse()
    return _move(case, "revive", Step.REVIVED, by=by, note=note)


@action(Event.CASE_TAKEN_INTO_CUSTODY)
def arrest(case: Case, *, by: Actor, custody_on: date, note: str = "", origin: Origin | None = None) -> Case:
    """Set the case and its subject to in custody (PIA 0-9); the arrest itself is recorded in activities."""
    rules.may_arrest(
        Status(case.status), custody_on=custody_on, basis_on=case.basis_on, today=_today(case.office)
    ).or_refuse()
    case = _move(
        case, "arrest", Step.ARRESTED, by=by, effective_on=custody_on, note=note, custody_on=custody_on
    )
    _tell_subject(
        case, by, origin, custody_status=CustodyStatus.ICE_CUSTODY, custody_on=custody_on, removed_on=None
    )
    return case


@action(Event.CASE_CUSTODY_CORRECTED)
def correct_custody(case: Case, *, by: User, custody_on: date, reason: str) -> Case:
    """Correct the day since when the subject is or was in custody; the steps stay as they were recorded."""
    rules.may_correct_custody(
        custody_on=custody_on, basis_on=case.basis_on, removed_on=case.removed_on, today=_today(case.office)
    ).or_refuse()
    case.custody_on, case.changed_at = custody_on, timezone.now()
    case.save(update_fields=["custody_on", "changed_at"])
    _tell_subject(case, by, None, custody_on=custody_on)
    return case


@action(Event.CASE_RELEASED)
def release(
    case: Case,
    *,
    by: Actor,
    note: str,
    released_on: date | None = None,
    origin: Origin | None = None,
    evidence: Given = None,
) -> Case:
    """Open the case again after its subject was let go."""
    today = _today(case.office)
    released_on = released_on or today
    rules.may_release(
        Status(case.status), note=note, custody_on=case.custody_on, released_on=released_on, today=today
    ).or_refuse()
    case = _move(
        case,
        "release",
        Step.RELEASED,
        by=by,
        effective_on=released_on,
        note=note,
        evidence=_shown(Step.RELEASED, evidence, case),
        custody_on=None,
    )
    _tell_subject(case, by, origin, custody_status=CustodyStatus.AT_LARGE, custody_on=None)
    return case


@action(Event.CASE_REMOVED)
def remove(
    case: Case,
    *,
    by: Actor,
    removed_on: date,
    note: str = "",
    origin: Origin | None = None,
    evidence: Given = None,
) -> Case:
    """End the case with the removal of its subject from the United States."""
    rules.may_remove(
        Status(case.status), custody_on=case.custody_on, removed_on=removed_on, today=_today(case.office)
    ).or_refuse()
    case = _move(
        case,
        "remove",
        Step.REMOVED,
        by=by,
        effective_on=removed_on,
        note=note,
        evidence=_shown(Step.REMOVED, evidence, case),
        removed_on=removed_on,
    )
    _tell_subject(case, by, origin, custody_status=CustodyStatus.REMOVED, removed_on=removed_on)
    return case


@action(Event.CASE_CLOSED)
def close(
    case: Case,
    *,
    by: User,
    reason: str,
    note: str = "",
    effective_on: date | None = None,
    origin: Origin | None = None,
    evidence: Given = None,
) -> Case:
    """End the case for a reason of the list; `note` says how the reason was established.

    `evidence` holds the fields that `policy/evidence.toml` names for the reason, by name.
    """
    today = _today(case.office)
    day = effective_on or today
    rules.may_close(
        Status(case.status), reason=reason or "", note=note, effective_on=day, today=today
    ).or_refuse()
    case = _move(
        case,
        "close",
        Step.CLOSED,
        by=by,
        effective_on=day,
        note=note,
        reason=reason,
        evidence=_shown(reason, evidence, case),
        closed_at=timezone.now(),
        closed_by=by,
        closure_reason=reason,
    )
    if reason == ClosureReason.DIED:
        _tell_subject(case, by, origin, died_on=day)
    elif reason == ClosureReason.IN_CUSTODY_ELSEWHERE:
        _tell_subject(case, by, origin, custody_status=CustodyStatus.OTHER_CUSTODY, custody_on=day)
    elif reason == ClosureReason.CITIZEN:
        cause = f"{KIND}:case-step:{case.steps.latest('id').pk}"
        corrections.owe(numbers_of(case.subject_id), by=by, cause=cause, because=CITIZEN)
    return case


@action(Event.CASE_REOPENED)
def reopen(case: Case, *, by: Actor, note: str, origin: Origin | None = None, evidence: Given = None) -> Case:
    """Open an ended case again: what ended it did not hold."""
    subject = locked(case.subject)
    rules.may_reopen(
        Status(case.status),
        note=note,
        live=_live_case(subject),
        taken_back=case.taken_back_at is not None,
        citizen=is_citizen(case.subject_id),
    ).or_refuse()
    undone: dict[str, Any] = {
        "custody_status": CustodyStatus.AT_LARGE,
        "custody_on": None,
        "removed_on": None,
    }
    if case.closure_reason == ClosureReason.DIED:
        undone["died_on"] = None
    if case.closure_reason == ClosureReason.CITIZEN:
        numbers = numbers_of(case.subject_id)
        corrections.take_back(numbers, by=by, kind=KIND, because=NO_LONGER_CITIZEN)
    if case.closure_reason == ClosureReason.MERGED:
        undone = {}  # it ended without anything new about its subject
    case = _move(
        case,
        "reopen",
        Step.REOPENED,
        by=by,
        note=note,
        evidence=_shown(Step.REOPENED, evidence, case),
        closed_at=None,
        closed_by=None,
        closure_reason="",
        custody_on=None,
        removed_on=None,
    )
    if undone:
        _tell_subject(case, by, origin, **undone)
    return case


@action(Event.CASE_TRANSFERRED)
def transfer(case: Case, *, by: Actor, office: Office, note: str, evidence: list[Line] | None = None) -> Case:
    """Hand a live case over to another field office, which has accepted it; its state stays."""
    rules.may_transfer(Status(case.status), office=case.office.code, to=office.code, note=note).or_refuse()
    before, case.office = case.office, office
    case.changed_at = timezone.now()
    case.save(update_fields=["office", "changed_at"])
    lapse_set([case], f"The case went to {office.name}, so the transfer lapsed.")
    _step(case, Step.TRANSFERRED, by=by, was=case.status, from_office=before, note=note, evidence=evidence)
    return case


@action(Event.CASE_TAKEN_BACK)
def take_back(intake: str, *, by: User, reason: str, applied_at: datetime) -> int:
    """Take back the cases that an extract opened, as entered in error; refused where one has gone on since.

    Returns how many. They stay to be read and are counted nowhere. `applied_at` is when the extract was applied.
    """
    taken = bulk.close_set(intake, by=by, reason=reason, applied_at=applied_at)
    gone_on = bulk.gone_on(intake, applied_at)
    rules.may_take_back(gone_on[0].sentence if gone_on else "", len(gone_on)).or_refuse()
    bulk.step_set(intake, by=by, reason=reason)
    return taken


def _move(
    case: Case,
    name: str,
    step: Step,
    *,
    by: Actor,
    effective_on: date | None = None,
    note: str = "",
    reason: str = "",
    evidence: list[Line] | None = None,
    **columns: Any,
) -> Case:
    """Set the status that the move leads to, with its companions, and write the step."""
    was = case.status
    case.status = getattr(CaseLife, name).to
    case.changed_at = timezone.now()
    for column, value in columns.items():
        setattr(case, column, value)
    case.save(update_fields=["status", "changed_at", *columns])
    _let_news_lapse(case)
    if not case.is_live:
        lapse_set([case], f"The case is {Status(case.status).label.lower()} now, so the transfer lapsed.")
    _step(case, step, by=by, was=was, effective_on=effective_on, note=note, reason=reason, evidence=evidence)
    finders.tell(case.subject_id)
    return case


def _shown(code: str, evidence: Given, case: Case) -> list[Line]:
    """What shows the step to be so, as it keeps it; refused where something is missing."""
    fields = need_of(code)
    evidence_rules.may_rest_on(fields, evidence, today=_today(case.office)).or_refuse()
    return evidence_rules.kept(fields, evidence)


def _let_news_lapse(case: Case) -> None:
    """News that can no longer come true, now that the case has gone this way, is no longer to be decided."""
    gone = Proposal.objects.filter(case=case, status=NewsStatus.WAITING)
    gone.exclude(road__in=roads_from(Status(case.status))).update(
        status=NewsStatus.LAPSED,
        decided_at=timezone.now(),
        reason=f"The case is {Status(case.status).label.lower()} now, so the news lapsed.",
    )


def _step(
    case: Case,
    step: Step,
    *,
    by: Actor,
    was: str = "",
    from_office: Office | None = None,
    effective_on: date | None = None,
    note: str = "",
    reason: str = "",
    evidence: list[Line] | None = None,
) -> CaseStep:
    return CaseStep.objects.create(
        case=case,
        step=step,
        status=case.status,
        was=was,
        office=case.office,
        from_office=from_office,
        reason=reason,
        note=note.strip(),
        evidence=evidence or [],
        effective_on=effective_on or _today(case.office),
        at=timezone.now(),
        by=by if isinstance(by, User) else None,
        actor=by.actor_key,
    )


def _tell_subject(case: Case, by: Actor, origin: Origin | None, **values: Any) -> None:
    """Say of the subject what the case now says, as the officer's word unless `origin` is another."""
    if origin is None:
        if not isinstance(by, User):
            raise TypeError("A job that changes custody must say where it knows it from: give origin.")
        origin = officer_origin(by)
    case.subject = correct_subject(case.subject, by=by, origin=origin, values=values)


def _live_case(subject: Any) -> str:
    """The number of the subject's live case, "" without one."""
    return Case.objects.live().filter(subject=subject).values_list("number", flat=True).first() or ""


def _today(office: Office) -> date:
    return local_day(timezone.now(), office.time_zone)
