"""What was asked before somebody acted and what the answer was, who overrode what, what kind of place it is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from fcms.accounts.models import User
from fcms.cases.models import Case
from fcms.offices.models import Office
from fcms.pia.datum import Datum

NEVER_OVERRIDDEN = "G-STATUS"
"""The gate that nobody overrides: a recorded check that the person is still a fugitive (PIA-1.5-4)."""


class Moment(models.TextChoices):
    """When the gates of an action in the field were read."""

    PLAN = "PLAN", "When it was planned"
    ASSIGN = "ASSIGN", "When it was assigned"
    START = "START", "On the day, before it began"
    RECORD = "RECORD", "When it was recorded"


class State(models.TextChoices):
    """What the answer of a gate is."""

    OPEN = "OPEN", "Open"
    OVERRIDDEN = "OVERRIDDEN", "Overridden"
    SHUT = "SHUT", "Shut"


class GateReading(models.Model):
    """Every gate of a case, and of a place where there is one, asked at one moment; never edited (PIA-1.5-4).

    `answers` holds each gate with its state and its sentence as they were. Only a reading without a shut gate, and
    with the status check open of itself, is open.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gate_readings", db_index=False)
    place_key = models.CharField(max_length=32, blank=True)
    place_kind = models.CharField(max_length=24, blank=True)
    moment = models.CharField(max_length=6, choices=Moment)
    open = models.BooleanField("every gate was open or overridden")
    overridden = models.BooleanField("a gate was open only because somebody overrode it", default=False)
    answers = models.JSONField(default=list)
    policy_version = models.SmallIntegerField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField()
    read_on = models.DateField()
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(moment__in=Moment.values), name="activities_gatereading_moment_listed"
            ),
            models.CheckConstraint(
                condition=Q(overridden=False) | Q(open=True), name="activities_gatereading_overridden_is_open"
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="activities_gates_of_case")]

    class Privacy:
        personal = {
            "place_key": Datum.LEAD_ADDRESS,
            "place_kind": Datum.ACTIVITY_PLACE,
            "answers": Datum.LEAD_CHECKS,
        }
        plain = {
            *("case", "moment", "open", "overridden", "policy_version", "office"),
            *("read_at", "read_on", "read_by"),
        }


class GateOverride(models.Model):
    """A gate that somebody opened where policy allows it: why, until when, and what it said (PIA-1.5-4).

    A gate about the person is overridden for the case (`place_key` is empty), one about the address for that place.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gate_overrides", db_index=False)
    place_key = models.CharField(max_length=32, blank=True)
    gate = models.CharField(max_length=24)
    sentence = models.TextField("what the gate said")
    reason = models.TextField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    given_on = models.DateField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    until = models.DateField("in force until, that day included")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(gate=NEVER_OVERRIDDEN), name="activities_status_check_never_overridden"
            ),
            models.CheckConstraint(
                condition=Q(gate__regex=r"^G-[A-Z0-9]+(-[A-Z0-9]+)*$"),
                name="activities_gateoverride_names_a_gate",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="activities_gateoverride_says_why"),
            models.CheckConstraint(
                condition=Q(until__gte=F("given_on")), name="activities_gateoverride_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="activities_gateoverride_withdrawn_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="activities_override_of_case")]

    class Privacy:
        personal = {
            "place_key": Datum.LEAD_ADDRESS,
            "sentence": Datum.LEAD_CHECKS,
            "reason": Datum.ACTIVITY_NOTES,
        }
        plain = {
            *("case", "gate", "office", "given_at", "given_on", "given_by", "until"),
            *("withdrawn_at", "withdrawn_by"),
        }


class PlaceKind(models.Model):
    """What kind of place stands at an address, as somebody said last: a home, a school, a court. Never edited."""

    key = models.CharField(max_length=32)
    kind = models.CharField(max_length=24)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(key="") & ~Q(kind=""), name="activities_placekind_says_both")
        ]
        indexes = [models.Index(fields=["key", "-id"], name="activities_kind_of_place")]

    class Privacy:
        personal = {"key": Datum.LEAD_ADDRESS, "kind": Datum.ACTIVITY_PLACE}
        plain = {"said_at", "said_by"}
