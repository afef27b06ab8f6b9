"""A correction that an earlier recipient has to be told of, and what came of it. Both rows are added, never edited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.pia.datum import Datum


class CorrectionOwed(models.Model):
    """One earlier disclosure whose recipient has to be told that the record was corrected (5 USC 552a(c)(4))."""

    disclosure = models.ForeignKey(
        "disclosures.Disclosure", on_delete=models.PROTECT, related_name="corrections", db_index=False
    )
    cause = models.CharField("what it goes back to", max_length=60)
    because = models.CharField("what has to be said", max_length=300)
    opened_at = models.DateTimeField()
    opened_by = models.CharField("who corrected the record", max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(because="") & ~Q(cause=""), name="disclosures_correction_says_why"
            ),
            models.UniqueConstraint(fields=["disclosure", "cause"], name="disclosures_correction_once"),
        ]
        indexes = [models.Index(fields=["cause"], name="disclosures_correction_cause")]

    class Privacy:
        personal = {"opened_by": Datum.OFFICER}
        plain = {"disclosure", "cause", "because", "opened_at"}


class End(models.TextChoices):
    """What came of a correction."""

    TOLD = "TOLD", "The recipient was told"
    NO_LONGER = "NO_LONGER", "No longer owed"


class CorrectionEnd(models.Model):
    """That the recipient was told, by whom and how; or that what was to be corrected was taken back first."""

    owed = models.OneToOneField(CorrectionOwed, on_delete=models.PROTECT, related_name="ended")
    end = models.CharField(max_length=9, choices=End)
    at = models.DateTimeField()
    by = models.CharField("who told or took back", max_length=120)
    how = models.CharField("how, or why no longer", max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__in=End.values) & ~Q(how=""), name="disclosures_correction_end_says_how"
            )
        ]

    class Privacy:
        personal = {"by": Datum.OFFICER}
        plain = {"owed", "end", "at", "how"}
