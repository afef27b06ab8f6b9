"""Hands the long steps of an intake to the worker, inside the transaction that asks for them."""

from __future__ import annotations

from fcms.accounts.models import User

from . import tasks
from .models import Intake


def stage_soon(intake: Intake) -> None:
    """Have an extract read and checked."""
    tasks.stage.defer(intake_id=intake.pk)


def apply_soon(intake: Intake, by: User) -> None:
    """Have the accepted rows applied, on behalf of `by`."""
    tasks.apply.defer(intake_id=intake.pk, user_id=by.pk)
