"""Hands the long steps of an intake to the worker."""

from __future__ import annotations

from django.db import transaction

from fcms.accounts.models import User

from . import actions, tasks
from .linkage.queries import due
from .models import Intake


def stage_soon(intake: Intake) -> None:
    """Have an extract read and checked."""
    tasks.stage_once(intake.pk)


def link_soon(intake: Intake) -> None:
    """Have the rows compared with the subjects, where that is due."""
    if due(intake):
        tasks.link_once(intake.pk)


def apply_soon(intake: Intake, by: User) -> Intake:
    """Have the accepted rows applied on behalf of `by`: asked for and handed over in one transaction."""
    with transaction.atomic():
        intake = actions.ask_to_apply(intake, by=by)
        tasks.apply.defer(intake_id=intake.pk, user_id=by.pk)
    return intake


def undo_soon(intake: Intake, by: User, reason: str) -> Intake:
    """Have an applied extract taken back on behalf of `by`: asked for and handed over in one transaction."""
    with transaction.atomic():
        intake = actions.ask_to_undo(intake, by=by, reason=reason)
        tasks.undo.defer(intake_id=intake.pk, user_id=by.pk)
    return intake
