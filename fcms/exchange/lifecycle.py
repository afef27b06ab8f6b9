"""The whole life of an intake on one page."""

from __future__ import annotations

from django.db.models import TextChoices

from fcms.lib.lifecycle import move


class Status(TextChoices):
    """Where an extract that came in stands."""

    RECEIVED = "RECEIVED", "Received"
    STAGING = "STAGING", "Being read"
    REVIEW = "REVIEW", "Under review"
    APPLYING = "APPLYING", "Being applied"
    APPLIED = "APPLIED", "Applied"
    UNDOING = "UNDOING", "Being undone"
    UNDONE = "UNDONE", "Undone"
    REFUSED = "REFUSED", "Refused"


class IntakeLife:
    """Which moves lead where. A killed staging starts again; a killed apply or undo was never made."""

    stage = move(Status.RECEIVED, Status.STAGING, to=Status.STAGING)
    staged = move(Status.STAGING, to=Status.REVIEW)
    refuse = move(Status.RECEIVED, Status.STAGING, Status.REVIEW, to=Status.REFUSED)
    start_applying = move(Status.REVIEW, Status.APPLYING, to=Status.APPLYING)
    apply = move(Status.REVIEW, Status.APPLYING, to=Status.APPLIED)
    give_back = move(Status.APPLYING, to=Status.REVIEW)
    start_undoing = move(Status.APPLIED, Status.UNDOING, to=Status.UNDOING)
    undo = move(Status.APPLIED, Status.UNDOING, to=Status.UNDONE)
    keep = move(Status.UNDOING, to=Status.APPLIED)


UNDER_WAY = (Status.RECEIVED, Status.STAGING, Status.APPLYING, Status.UNDOING)
"""States in which the worker is at it, and a page shows how far."""
STANDING = (Status.APPLIED, Status.UNDOING)
"""States in which what an extract brought is in force."""
ONCE_APPLIED = (*STANDING, Status.UNDONE)
"""States of an extract that was applied, whatever came of it."""
GONE = (Status.REFUSED, Status.UNDONE)
"""States in which nothing of an extract counts any more: the same file may come again."""


class RowState(TextChoices):
    """What the checks say of a row, worst finding first."""

    CLEAN = "CLEAN", "Clean"
    WARNING = "WARNING", "Warnings"
    ERROR = "ERROR", "Errors"
    REPEATED = "REPEATED", "Repeated"


class Decision(TextChoices):
    """What a person decided of a row."""

    WAITING = "", "Waiting"
    ACCEPTED = "ACCEPTED", "Accepted"
    REJECTED = "REJECTED", "Rejected"


class Severity(TextChoices):
    """How bad a finding is: only an error keeps a row out."""

    WARNING = "WARNING", "Warning"
    ERROR = "ERROR", "Error"
