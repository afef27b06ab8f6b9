"""A field action at an address, and every step it took."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.activities.gates.models import GateReading
from fcms.activities.lifecycle import GOES_AHEAD, STANDING, FieldStatus, FieldStep
from fcms.cases.models import Case
from fcms.database.defaults import NextNumber
from fcms.leads.models import Lead
from fcms.offices.models import Office, Team
from fcms.pia.datum import Datum


class FieldKind(models.TextChoices):
    """What is to be done at the address."""

    VISIT = "VISIT", "Visit"
    SURVEILLANCE = "SURVEILLANCE", "Surveillance"
    ARREST = "ARREST", "Arrest"


LONGEST_CHECK = 168
"""No status check lets anybody act for more hours than these, whatever policy says."""


class FieldAction(models.Model):
    """Somebody is to go to an address on a case: where, when, who, and on which reading of the gates (PIA-1.5-4).

    `reading` is the last one that let it on, `status_check` the check of EID behind it, and `check_hours` how long
    policy let that check stand then.
    """

    number = models.CharField(
        max_length=20, unique=True, db_default=NextNumber("F", "activities_field_number")
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="field_actions", db_index=False)
    lead = models.ForeignKey(
        Lead, on_delete=models.PROTECT, null=True, blank=True, related_name="field_actions", db_index=False
    )
    kind = models.CharField("what is to be done", max_length=12, choices=FieldKind)
    line_1 = models.CharField("street address", max_length=100)
    line_2 = models.CharField("unit", max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField("ZIP code", max_length=5, blank=True)
    address_key = models.CharField(max_length=32)
    planned_on = models.DateField("day")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="field_actions", db_index=False)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="field_actions", db_index=False
    )
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="field_actions", db_index=False
    )
    operation_name = models.CharField(max_length=80, blank=True)
    notes = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=FieldStatus, default=FieldStatus.PLANNED)
    reason = models.TextField("why it was stopped or called off", blank=True)
    reading = models.ForeignKey(
        GateReading, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status_check = models.ForeignKey(
        "activities.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    check_hours = models.SmallIntegerField("hours that the check stood", null=True, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FieldKind.values) & Q(status__in=FieldStatus.values),
                name="activities_field_codes_listed",
            ),
            models.CheckConstraint(
                condition=~Q(line_1="") & ~Q(address_key=""),
                name="activities_field_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(zip="") | Q(zip__regex=r"^\d{5}$"), name="activities_field_zip"
            ),
            # Nobody goes without a name, a reading of the gates and a status check of so many hours (PIA-1.5-4).
            models.CheckConstraint(
                condition=~Q(status__in=[*GOES_AHEAD, FieldStatus.DONE])
                | Q(
                    officer__isnull=False,
                    reading__isnull=False,
                    status_check__isnull=False,
                    check_hours__gte=1,
                    check_hours__lte=LONGEST_CHECK,
                ),
                name="activities_field_goes_on_a_check",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[FieldStatus.STOPPED, FieldStatus.CALLED_OFF]) & ~Q(reason="")
                | ~Q(status__in=[FieldStatus.STOPPED, FieldStatus.CALLED_OFF]) & Q(reason=""),
                name="activities_field_stopped_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "planned_on", "id"], name="activities_field_of_office"),
            models.Index(
                fields=["officer", "planned_on", "id"],
                condition=Q(status__in=STANDING),
                name="activities_field_of_officer",
            ),
            models.Index(
                fields=["team", "planned_on", "id"],
                condition=Q(status__in=STANDING),
                name="activities_field_of_team",
            ),
            models.Index(fields=["case", "id"], name="activities_field_of_case"),
            models.Index(
                fields=["office", "operation_name"],
                condition=~Q(operation_name=""),
                name="activities_field_of_operation",
            ),
            models.Index(
                fields=["address_key"], condition=Q(status__in=GOES_AHEAD), name="activities_field_at_place"
            ),
        ]

    class Privacy:
        personal = {
            "kind": Datum.ACTIVITY_TYPE,
            "line_1": Datum.ACTIVITY_PLACE,
            "line_2": Datum.ACTIVITY_PLACE,
            "city": Datum.ACTIVITY_PLACE,
            "state": Datum.ACTIVITY_PLACE,
            "zip": Datum.ACTIVITY_PLACE,
            "address_key": Datum.ACTIVITY_PLACE,
            "office": Datum.OFFICER,
            "officer": Datum.OFFICER,
            "operation_name": Datum.OPERATION_NAME,
            "notes": Datum.ACTIVITY_NOTES,
            "reason": Datum.ACTIVITY_NOTES,
        }
        plain = {
            *(
                "number",
                "case",
                "lead",
                "planned_on",
                "team",
                "status",
                "reading",
                "status_check",
                "check_hours",
            ),
            *("planned_at", "planned_by"),
        }

    def __str__(self) -> str:
        return self.number

    @property
    def line(self) -> str:
        """The whole address in one line."""
        street = f"{self.line_1} {self.line_2}".strip()
        town = f"{self.city} {self.state} {self.zip}".strip()
        return ", ".join(part for part in (street, town) if part)

    @property
    def stands(self) -> bool:
        """Whether the action is not ended."""
        return self.status in STANDING


class FieldActionStep(models.Model):
    """A step of a field action, never edited; one through the gates keeps the reading that let it through."""

    field_action = models.ForeignKey(
        FieldAction, on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    step = models.CharField(max_length=10, choices=FieldStep)
    status = models.CharField("state afterwards", max_length=10, choices=FieldStatus)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    planned_on = models.DateField("day")
    reading = models.OneToOneField(GateReading, on_delete=models.PROTECT, null=True, related_name="let_on")
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=FieldStep.values) & Q(status__in=FieldStatus.values),
                name="activities_fieldstep_codes_listed",
            ),
        ]
        indexes = [models.Index(fields=["field_action", "id"], name="activities_step_of_field")]

    class Privacy:
        personal = {"officer": Datum.OFFICER, "note": Datum.ACTIVITY_NOTES}
        plain = {"field_action", "step", "status", "planned_on", "reading", "at", "by", "actor"}

    @property
    def who(self) -> str:
        """Who did it, in words."""
        return self.by.name if self.by else "the program"

    @property
    def tone(self) -> str:
        """The colour of the step."""
        tones = {"DONE": "good", "STOPPED": "bad", "STARTED": "active", "ASSIGNED": "active"}
        return tones.get(self.step, "")
