"""The ledger of an address: its number, and the marks that say it is to be left alone. Nobody is named here."""

from __future__ import annotations

from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, Q

from fcms.accounts.models import User
from fcms.database.defaults import NextNumber
from fcms.offices.models import Office
from fcms.pia.datum import Datum
from fcms.subjects.models import Subject

MOST_DAYS = 1826
"""No mark lasts longer than five years, whatever policy says."""


class AddressRecord(models.Model):
    """An address that was visited, verified or marked, under a number that says nothing of where it is."""

    number = models.CharField(max_length=20, unique=True, db_default=NextNumber("P", "activities_address"))
    key = models.CharField(max_length=32, unique=True)
    line = models.CharField("the address as it was written first", max_length=260)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(line=""), name="activities_addressrecord_is_an_address"
            )
        ]

    class Privacy:
        personal = {"key": Datum.ACTIVITY_PLACE, "line": Datum.ACTIVITY_PLACE}
        plain = {"number", "opened_at"}

    def __str__(self) -> str:
        return self.number


class DoNotReturn(models.Model):
    """An address to be left alone until a day: for everybody, or for one subject who is not to be found there.

    Never changed afterwards but to be lifted; who prolongs it sets a mark of their own.
    """

    address = models.ForeignKey(AddressRecord, on_delete=models.PROTECT, related_name="marks", db_index=False)
    subject = models.ForeignKey(
        Subject, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=20)
    words = models.CharField("in words, naming nobody", max_length=300, blank=True)
    activity = models.ForeignKey(
        "activities.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="marks",
        db_index=False,
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_on = models.DateField("from")
    until = models.DateField("expires after")
    most = models.SmallIntegerField("days that policy allowed at most")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            # A mark ends: at the latest after as many days as policy allowed when it was set.
            models.CheckConstraint(
                condition=Q(
                    until__gte=F("set_on"),
                    until__lte=ExpressionWrapper(F("set_on") + F("most"), output_field=DateField()),
                    most__gte=1,
                    most__lte=MOST_DAYS,
                ),
                name="activities_mark_expires",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="activities_mark_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason=""),
                name="activities_mark_lifted_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["address", "until"], name="activities_marks_of_address"),
            models.Index(
                fields=["subject"], condition=Q(subject__isnull=False), name="activities_marks_of_subject"
            ),
            models.Index(
                fields=["activity"], condition=Q(activity__isnull=False), name="activities_marks_of_visit"
            ),
        ]

    class Privacy:
        personal = {
            "reason": Datum.ACTIVITY_NOTES,
            "words": Datum.ACTIVITY_NOTES,
            "office": Datum.OFFICER,
            "lift_reason": Datum.ACTIVITY_NOTES,
        }
        plain = {
            *("address", "subject", "activity", "set_on", "until", "most", "set_at", "set_by"),
            *("lifted_at", "lifted_by"),
        }
