"""The whole life of a lead on one page (`house.md` 10)."""

from __future__ import annotations

from django.db.models import TextChoices

from fcms.lib.lifecycle import move


class Status(TextChoices):
    """Where a lead stands."""

    NEW = "NEW", "New"
    ROUTED = "ROUTED", "Routed"
    WORKING = "WORKING", "Working"
    CLOSED = "CLOSED", "Closed"


LIVE = (Status.NEW, Status.ROUTED, Status.WORKING)
"""States in which the lead still waits for an outcome."""


HELD = (Status.ROUTED, Status.WORKING)
"""States in which an office holds the lead."""


class LeadLife:
    """Which moves lead where. An assignment names the officer and leaves the state as it is."""

    route = move(Status.NEW, to=Status.ROUTED)
    accept = move(Status.ROUTED, to=Status.WORKING)
    transfer = move(Status.ROUTED, Status.WORKING, to=Status.ROUTED)
    close = move(Status.NEW, Status.ROUTED, Status.WORKING, to=Status.CLOSED)
    reopen = move(Status.CLOSED, to=Status.ROUTED)


class Outcome(TextChoices):
    """What came of a lead."""

    ARRESTED = "ARRESTED", "Subject arrested"
    LOCATED_ELSEWHERE = "LOCATED_ELSEWHERE", "Subject located elsewhere"
    CONFIRMED_ABSENT = "CONFIRMED_ABSENT", "Address confirmed, subject absent"
    ADDRESS_BAD = "ADDRESS_BAD", "Address bad"
    IN_CUSTODY = "IN_CUSTODY", "Already in custody"
    LEFT_THE_COUNTRY = "LEFT_THE_COUNTRY", "Left the country"
    LEGAL_STATUS = "LEGAL_STATUS", "Legal status found"
    DUPLICATE = "DUPLICATE", "Duplicate"
    NOT_ENOUGH = "NOT_ENOUGH", "Not enough to act on"
    NOT_A_FUGITIVE = "NOT_A_FUGITIVE", "Not a fugitive"
    ENTERED_IN_ERROR = "ENTERED_IN_ERROR", "Entered in error"


NEVER_CHOSEN = (Outcome.ARRESTED, Outcome.ENTERED_IN_ERROR)
"""Outcomes that nobody chooses: an arrest is recorded, an extract is undone."""


class SourceKind(TextChoices):
    """Where a lead came from."""

    OTHER_DHS = "OTHER_DHS", "Other DHS system"
    FEDERAL_CORRECTIONS = "FEDERAL_CORRECTIONS", "Federal corrections"
    STATE_CORRECTIONS = "STATE_CORRECTIONS", "State corrections"
    PROBATION_PAROLE = "PROBATION_PAROLE", "Probation or parole"
    PUBLIC_RECORD = "PUBLIC_RECORD", "Public record"
    TIP = "TIP", "Tip"
    OTHER_LEA = "OTHER_LEA", "Other law enforcement agency"
    EID_EXTRACT = "EID_EXTRACT", "EID extract"
    COMMERCIAL_AGGREGATOR = "COMMERCIAL_AGGREGATOR", "Commercial aggregator"
    OFFICER_DEVELOPED = "OFFICER_DEVELOPED", "Developed by an officer"
    FOSC_ANALYSIS = "FOSC_ANALYSIS", "Analysis at headquarters"


class Step(TextChoices):
    """What happened to a lead; each is kept."""

    RECEIVED = "RECEIVED", "Received"
    ROUTED = "ROUTED", "Routed"
    ACCEPTED = "ACCEPTED", "Accepted"
    ASSIGNED = "ASSIGNED", "Assigned"
    TRANSFERRED = "TRANSFERRED", "Transferred"
    CLOSED = "CLOSED", "Closed"
    REOPENED = "REOPENED", "Re-opened"
