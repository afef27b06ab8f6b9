"""The whole life of a case on one page (`house.md` 10)."""

from __future__ import annotations

from django.db.models import TextChoices

from fcms.lib.lifecycle import move


class Status(TextChoices):
    """Where a case stands."""

    OPEN = "OPEN", "Open"
    COLD = "COLD", "Cold"
    IN_CUSTODY = "IN_CUSTODY", "In custody"
    REMOVED = "REMOVED", "Removed"
    CLOSED = "CLOSED", "Closed"


LIVE = (Status.OPEN, Status.COLD, Status.IN_CUSTODY)
"""States in which the case is not ended."""

BACKLOG = (Status.OPEN, Status.COLD)
"""States that count as backlog."""


class CaseLife:
    """Which moves lead where. A transfer changes the office, not the state."""

    go_cold = move(Status.OPEN, to=Status.COLD)
    revive = move(Status.COLD, to=Status.OPEN)
    arrest = move(Status.OPEN, Status.COLD, to=Status.IN_CUSTODY)
    release = move(Status.IN_CUSTODY, to=Status.OPEN)
    remove = move(Status.IN_CUSTODY, to=Status.REMOVED)
    close = move(Status.OPEN, Status.COLD, Status.IN_CUSTODY, to=Status.CLOSED)
    reopen = move(Status.REMOVED, Status.CLOSED, to=Status.OPEN)


class Basis(TextChoices):
    """Why the person is a fugitive; a failure to report is the weaker ground, without a final order."""

    FINAL_ORDER = "FINAL_ORDER", "Final order"
    FAILED_TO_REPORT = "FAILED_TO_REPORT", "Failed to report after notice"


class ClosureReason(TextChoices):
    """Why a case ends otherwise than by removal."""

    LEFT_THE_COUNTRY = "LEFT_THE_COUNTRY", "Left the country"
    IN_CUSTODY_ELSEWHERE = "IN_CUSTODY_ELSEWHERE", "In custody elsewhere"
    LEGAL_STATUS = "LEGAL_STATUS", "Obtained legal status"
    CITIZEN = "CITIZEN", "United States citizen"
    ORDER_NOT_IN_FORCE = "ORDER_NOT_IN_FORCE", "Order no longer in force"
    DIED = "DIED", "Died"
    ENTERED_IN_ERROR = "ENTERED_IN_ERROR", "Entered in error"
    MERGED = "MERGED", "Merged with another case"


class Step(TextChoices):
    """What happened to the case; each is kept for good (PIA 3.1)."""

    OPENED = "OPENED", "Opened"
    WENT_COLD = "WENT_COLD", "Went cold"
    REVIVED = "REVIVED", "Revived"
    TRANSFERRED = "TRANSFERRED", "Transferred"
    ARRESTED = "ARRESTED", "Taken into custody"
    RELEASED = "RELEASED", "Released"
    REMOVED = "REMOVED", "Removed"
    CLOSED = "CLOSED", "Closed"
    REOPENED = "REOPENED", "Re-opened"
    REBASED = "REBASED", "Basis changed"
    STOPPED = "STOPPED", "Stopped by its case category"
    FREED = "FREED", "May be worked again"


DERIVED = (Step.REBASED, Step.STOPPED, Step.FREED)
"""Steps that no person takes: they follow from what the sources say of the case category."""


class Road(TextChoices):
    """What news of a subject would do to the case, once a supervisor has accepted it (PIA 0-3)."""

    IN_CUSTODY_ELSEWHERE = "IN_CUSTODY_ELSEWHERE", "In custody elsewhere"
    LEFT_THE_COUNTRY = "LEFT_THE_COUNTRY", "Left the country"
    LEGAL_STATUS = "LEGAL_STATUS", "Obtained legal status"
    CITIZEN = "CITIZEN", "United States citizen"
    ORDER_NOT_IN_FORCE = "ORDER_NOT_IN_FORCE", "Order no longer in force"
    DIED = "DIED", "Died"
    REMOVED = "REMOVED", "Removed from the United States"
    ICE_CUSTODY = "ICE_CUSTODY", "In ICE custody"
    RELEASED = "RELEASED", "At large again"


class NewsStatus(TextChoices):
    """Where news that would take a case off the backlog stands."""

    WAITING = "WAITING", "To be decided"
    ACCEPTED = "ACCEPTED", "Accepted"
    REFUSED = "REFUSED", "Refused"
    LAPSED = "LAPSED", "Lapsed"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class NewsLife:
    """Which moves lead where. News is decided once; it lapses when the case has gone another way meanwhile."""

    accept = move(NewsStatus.WAITING, to=NewsStatus.ACCEPTED)
    refuse = move(NewsStatus.WAITING, to=NewsStatus.REFUSED)
    lapse = move(NewsStatus.WAITING, to=NewsStatus.LAPSED)
    withdraw = move(NewsStatus.WAITING, to=NewsStatus.WITHDRAWN)


class TransferStatus(TextChoices):
    """Where the proposal to hand a case over to another office stands."""

    WAITING = "WAITING", "To be decided"
    ACCEPTED = "ACCEPTED", "Accepted"
    REFUSED = "REFUSED", "Refused"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    LAPSED = "LAPSED", "Lapsed"


class TransferLife:
    """Which moves lead where. A transfer is decided once; it lapses when the case ends or moves another way."""

    accept = move(TransferStatus.WAITING, to=TransferStatus.ACCEPTED)
    refuse = move(TransferStatus.WAITING, to=TransferStatus.REFUSED)
    withdraw = move(TransferStatus.WAITING, to=TransferStatus.WITHDRAWN)
    lapse = move(TransferStatus.WAITING, to=TransferStatus.LAPSED)
