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
    REFUSED = "REFUSED", "Refused"


class IntakeLife:
    """Which moves lead where. A killed staging starts again; a killed apply was never made."""

    stage = move(Status.RECEIVED, Status.STAGING, to=Status.STAGING)
    staged = move(Status.STAGING, to=Status.REVIEW)
    refuse = move(Status.RECEIVED, Status.STAGING, Status.REVIEW, to=Status.REFUSED)
    start_applying = move(Status.REVIEW, Status.APPLYING, to=Status.APPLYING)
    apply = move(Status.REVIEW, Status.APPLYING, to=Status.APPLIED)
    give_back = move(Status.APPLYING, to=Status.REVIEW)


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
