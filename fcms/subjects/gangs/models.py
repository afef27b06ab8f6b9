"""The review of a gang affiliation."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum

LONGEST = timedelta(days=5 * 365 + 2)
"""No review holds longer than five years, with the leap days that may lie in them."""


class End(models.TextChoices):
    """How a review ended before its day."""

    RENEWED = "RENEWED", "Renewed by a later review"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class GangReview(models.Model):
    """That a supervisor reviewed what a source says of a gang: on which factors, and until when the review holds.

    What it says is never rewritten. It is renewed by another review or withdrawn, and lapses by itself.
    """

    subject = models.ForeignKey("subjects.Subject", on_delete=models.CASCADE, related_name="gang_reviews")
    statement = models.ForeignKey("subjects.Statement", on_delete=models.PROTECT, related_name="+")
    affiliation = models.CharField("affiliation as said", max_length=120)
    transnational = models.BooleanField("the gang is transnational")
    basis = ArrayField(models.CharField(max_length=20), verbose_name="factors that it rests on")
    reviewed_on = models.DateField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_by = models.DateField("holds until")
    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_as"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end = models.CharField("how it ended", max_length=10, choices=End, blank=True)
    reason = models.TextField("why it was withdrawn", blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(affiliation="") & Q(basis__len__gte=2), name="subjects_gangreview_two_factors"
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("reviewed_on"), review_by__lte=F("reviewed_on") + LONGEST),
                name="subjects_gangreview_five_years",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end="", reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, end="RENEWED", reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, end="WITHDRAWN") & ~Q(reason=""),
                name="subjects_gangreview_ended_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["review_by"], condition=Q(ended_at=None), name="subjects_gangreview_lapses")
        ]

    class Privacy:
        personal = {
            "affiliation": Datum.GANG,
            "transnational": Datum.GANG,
            "basis": Datum.GANG,
            "reason": Datum.GANG,
        }
        plain = {
            "subject",
            "statement",
            "reviewed_on",
            "reviewed_at",
            "reviewed_by",
            "review_by",
            "renews",
            "ended_at",
            "ended_by",
            "end",
        }
