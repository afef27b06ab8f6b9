"""The whole life of a field action on one page: somebody goes to an address because a case says so (PIA-1.5-4)."""

from __future__ import annotations

from django.db.models import TextChoices

from fcms.lib.lifecycle import move


class FieldStatus(TextChoices):
    """Where a field action stands."""

    PLANNED = "PLANNED", "Planned"
    ASSIGNED = "ASSIGNED", "Assigned"
    UNDER_WAY = "UNDER_WAY", "Under way"
    STOPPED = "STOPPED", "Stopped"
    DONE = "DONE", "Done"
    CALLED_OFF = "CALLED_OFF", "Called off"


GOES_AHEAD = (FieldStatus.ASSIGNED, FieldStatus.UNDER_WAY)
"""States in which somebody goes or is there: entered only through open gates, left at once when a hold begins."""

STANDING = (FieldStatus.PLANNED, FieldStatus.ASSIGNED, FieldStatus.UNDER_WAY, FieldStatus.STOPPED)
"""States in which the action is not ended."""


class FieldLife:
    """Which moves lead where. Planning asks no gate; assigning asks all of them, and so does starting on the day."""

    assign = move(FieldStatus.PLANNED, to=FieldStatus.ASSIGNED)
    start = move(FieldStatus.ASSIGNED, to=FieldStatus.UNDER_WAY)
    record = move(FieldStatus.UNDER_WAY, to=FieldStatus.DONE)
    replan = move(FieldStatus.PLANNED, FieldStatus.ASSIGNED, FieldStatus.STOPPED, to=FieldStatus.PLANNED)
    stop = move(FieldStatus.ASSIGNED, FieldStatus.UNDER_WAY, to=FieldStatus.STOPPED)
    lift = move(FieldStatus.STOPPED, to=FieldStatus.PLANNED)
    call_off = move(
        FieldStatus.PLANNED,
        FieldStatus.ASSIGNED,
        FieldStatus.UNDER_WAY,
        FieldStatus.STOPPED,
        to=FieldStatus.CALLED_OFF,
    )


class FieldStep(TextChoices):
    """What happened to a field action; each is kept."""

    PLANNED = "PLANNED", "Planned"
    REPLANNED = "REPLANNED", "Planned anew"
    JOINED = "JOINED", "Entered an operation"
    ASSIGNED = "ASSIGNED", "Assigned"
    STARTED = "STARTED", "Started"
    STOPPED = "STOPPED", "Stopped"
    LIFTED = "LIFTED", "Free to be assigned again"
    DONE = "DONE", "Recorded"
    CALLED_OFF = "CALLED_OFF", "Called off"
