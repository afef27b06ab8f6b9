"""Undoing an extract: asked for, done in one transaction, or given up."""

from __future__ import annotations

from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.exchange import rules
from fcms.exchange.intake import planning
from fcms.exchange.intake.locks import alone, one_of_its_kind
from fcms.exchange.intake.staging import Report
from fcms.exchange.lifecycle import IntakeLife, Status
from fcms.exchange.models import Intake, Progress
from fcms.exchange.permissions import must
from fcms.lib.action import action

from .blockers import can_undo, stands_on, undoer


def _may_undo(intake: Intake, by: User, reason: str) -> None:
    must(by, Permission.INTAKE_APPLY, "undoing")
    rules.may_undo(Status(intake.status), can=can_undo(intake.kind)).or_refuse()
    rules.may_undo_with(reason).or_refuse()
    standing = stands_on(intake)
    rules.may_undo_beneath(standing[0].sentence if standing else "", len(standing)).or_refuse()


@action(Event.INTAKE_UNDO_ASKED)
def ask_to_undo(intake: Intake, *, by: User, reason: str) -> Intake:
    """Ask the worker to undo an applied extract; the same person is named as the one who undid it."""
    _may_undo(intake, by, reason)
    intake.status, intake.undo_reason = IntakeLife.start_undoing.to, reason.strip()
    intake.save(update_fields=["status", "undo_reason"])
    Progress.objects.filter(pk=intake.pk).delete()  # of the application; the undo tells its own
    return intake


@action(Event.INTAKE_KEPT)
def keep(intake: Intake, *, by: User, reason: str) -> Intake:
    """Leave an extract applied whose undo was refused; nothing of it was taken back."""
    if IntakeLife.keep.allows(Status(intake.status)):
        intake.status, intake.undo_reason = IntakeLife.keep.to, ""
        intake.save(update_fields=["status", "undo_reason"])
    return intake


def quiet(step: str, done: int, total: int) -> None:
    """A report that tells nobody."""


def undo(intake: Intake, *, by: User, reason: str, report: Report = quiet) -> Intake:
    """Take back all that an applied extract brought, in one transaction: all of it, or nothing.

    Refused, with what it is, where something later stands on it. The corrected file may be loaded afterwards.
    """
    with alone(intake.pk), one_of_its_kind(intake.kind):
        return _undo(intake, by=by, reason=reason, report=report)


@action(Event.INTAKE_UNDONE)
def _undo(intake: Intake, *, by: User, reason: str, report: Report) -> Intake:
    report("looking for what stands on it", 0, intake.rows)
    planning.for_this_transaction(intake.rows)
    _may_undo(intake, by, reason)
    part = undoer(intake.kind)
    assert part is not None, intake.kind  # noqa: S101 - asked just before
    intake.undo_reason = reason.strip()
    intake.undo_result = part.undo(intake, by, report)
    intake.status, intake.undone_at, intake.undone_by = IntakeLife.undo.to, timezone.now(), by
    intake.save(update_fields=["status", "undone_at", "undone_by", "undo_reason", "undo_result"])
    return intake
