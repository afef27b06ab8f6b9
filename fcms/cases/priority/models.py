"""The priority of a case, and every change of it."""

from __future__ import annotations

from django.db import models

from fcms.pia.datum import Datum


class Why(models.TextChoices):
    """Why a priority was computed anew."""

    FIRST = "FIRST", "First computed"
    RECORD = "RECORD", "The record of the subject changed"
    DAY = "DAY", "A day passed: a review began to hold or lapsed"
    SYSTEM = "SYSTEM", "The written system changed"


class CasePriority(models.Model):
    """How the written system scores a case now: the sum and its parts, each with its ground, words, day and points.

    The program cannot write it: the database function `cases_score` does, from the listed grounds.
    """

    case = models.OneToOneField(
        "cases.Case", on_delete=models.CASCADE, primary_key=True, related_name="priority"
    )
    points = models.SmallIntegerField()
    parts = models.JSONField(default=list)
    version = models.SmallIntegerField()
    scored_at = models.DateTimeField()

    class Meta:
        ordering = ["-points"]
        indexes = [models.Index(fields=["-points", "-case"], name="cases_priority_by_points")]

    class Privacy:
        personal = {"points": Datum.CONVICTION_SUMMARY, "parts": (Datum.CONVICTION_SUMMARY, Datum.GANG)}
        plain = {"case", "version", "scored_at"}


class PriorityChange(models.Model):
    """A change of a case's points, or of the version that made them; never edited. A first score of 0 is no change."""

    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, related_name="priority_changes", db_index=False
    )
    at = models.DateTimeField()
    before = models.SmallIntegerField(null=True)
    before_version = models.SmallIntegerField(null=True)
    after = models.SmallIntegerField()
    parts = models.JSONField(default=list)
    version = models.SmallIntegerField()
    why = models.CharField(max_length=6, choices=Why)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["case", "id"], name="cases_prioritychange_of_case")]

    class Privacy:
        personal = {
            "before": Datum.CONVICTION_SUMMARY,
            "after": Datum.CONVICTION_SUMMARY,
            "parts": (Datum.CONVICTION_SUMMARY, Datum.GANG),
        }
        plain = {"case", "at", "before_version", "version", "why"}
