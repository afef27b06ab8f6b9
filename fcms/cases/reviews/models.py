"""A look into the A-file or at the state of an appeal: who looked, when, and what it said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum


class What(models.TextChoices):
    """What was looked at."""

    A_FILE = "A_FILE", "A-file"
    APPEAL = "APPEAL", "Appeal and motions"


class Finding(models.TextChoices):
    """What the look found; what is not known stops as a bar does."""

    NO_BAR = "NO_BAR", "Nothing stands in the way"
    BAR = "BAR", "Something stands in the way"
    UNKNOWN = "UNKNOWN", "It could not be told"


class CaseReview(models.Model):
    """One look, never edited: a later one takes its place."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="reviews", db_index=False)
    what = models.CharField("what was looked at", max_length=6, choices=What)
    finding = models.CharField(max_length=7, choices=Finding)
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField("document or screen", max_length=120)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=What.values), name="cases_casereview_what_listed"),
            models.CheckConstraint(
                condition=Q(finding="NO_BAR") | Q(finding__in=["BAR", "UNKNOWN"]) & ~Q(note=""),
                name="cases_casereview_bar_says_which",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="cases_casereview_says_from_what"),
        ]
        indexes = [models.Index(fields=["case", "what", "reviewed_on", "id"], name="cases_casereview_latest")]

    class Privacy:
        personal = {
            "finding": Datum.ORDER_AND_STAY,
            "reference": Datum.ACTIVITY_NOTES,
            "note": Datum.ACTIVITY_NOTES,
        }
        plain = {"case", "what", "reviewed_on", "reviewed_by", "recorded_at"}
