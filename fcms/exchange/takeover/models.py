"""What the dump of the version before held, and what became of each of its records; never changed (PIA-0-15)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.exchange.models import Intake
from fcms.pia.datum import Datum


class Outcome(models.TextChoices):
    """What became of a record of the version before."""

    TAKEN_OVER = "TAKEN_OVER", "Taken over"
    MERGED = "MERGED", "Merged"
    REFUSED = "REFUSED", "Refused"


class Record(models.TextChoices):
    """What sort of record it is here; a non-fugitive arrest is counted and names none."""

    SUBJECT = "SUBJECT", "Subject"
    CASE = "CASE", "Case"
    LEAD = "LEAD", "Lead"
    ACTIVITY = "ACTIVITY", "Activity"
    USER = "USER", "User"


class Dumped(models.Model):
    """How many records of a file the manifest says that the dump holds."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="dumped", db_index=False)
    file = models.CharField(max_length=40)
    rows = models.IntegerField("records by the manifest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "file"], name="exchange_dumped_once")]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"intake", "file", "rows"}


class TakenOver(models.Model):
    """What became of one record: taken over or merged into which, or refused why; `key` is what it was called there."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="taken_over", db_index=False)
    file = models.CharField(max_length=40)
    row = models.IntegerField()
    system = models.CharField(max_length=80)
    key = models.CharField("what it was called there", max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    record = models.CharField(max_length=8, choices=Record, blank=True)
    record_id = models.BigIntegerField(null=True)
    number = models.CharField("number here", max_length=60, blank=True)
    differs = models.BooleanField("says something else than is held", db_default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["file", "row"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "file", "row"], name="exchange_takenover_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="exchange_takenover_outcome_listed"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="REFUSED") | ~Q(reason=""), name="exchange_takenover_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(outcome="REFUSED", record="", record_id=None, number="")
                | Q(file="non_fugitive_arrests.csv", record="", record_id=None, number="", key="")
                | ~Q(outcome="REFUSED")
                & ~Q(file="non_fugitive_arrests.csv")
                & ~Q(record="")
                & Q(record_id__isnull=False),
                name="exchange_takenover_says_into_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["system", "file", "key"], condition=~Q(key=""), name="exchange_takenover_by_key"
            ),
            models.Index(
                fields=["record_id", "record"],
                condition=Q(file__in=["cases.csv", "activities.csv"]),
                name="exchange_takenover_origin",
            ),
        ]

    class Privacy:
        personal = {"key": Datum.RECORD_KEY, "number": Datum.RECORD_KEY, "record_id": Datum.RECORD_KEY}
        plain = {"intake", "file", "row", "system", "outcome", "record", "differs", "reason"}
