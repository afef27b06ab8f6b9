"""A value that a person settled, and a source that says otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum


class Kept(models.TextChoices):
    """Which of the two sides a settlement kept."""

    HELD = "HELD", "What was held"
    SAID = "SAID", "What the source said"


class Conflict(models.Model):
    """One column of a subject on which a source contradicts what stands; it waits for a person (PIA-1.5-3)."""

    subject = models.ForeignKey("subjects.Subject", on_delete=models.CASCADE, related_name="conflicts")
    column = models.CharField(max_length=40)
    held = models.JSONField(null=True)
    said = models.JSONField(null=True)
    statement = models.ForeignKey("subjects.Statement", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept = models.CharField(max_length=4, choices=Kept, blank=True)
    reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False, settled_by__isnull=False, kept__in=Kept.values)
                & ~Q(reason="")
                | Q(settled_at=None, settled_by=None, kept="", reason=""),
                name="subjects_conflict_settled_says_how",
            ),
            models.UniqueConstraint(
                fields=["subject", "column", "said"],
                condition=Q(settled_at__isnull=True, withdrawn_at__isnull=True),
                name="subjects_conflict_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opened_at", "id"],
                condition=Q(settled_at__isnull=True, withdrawn_at__isnull=True),
                name="subjects_conflict_queue",
            )
        ]

    class Privacy:
        personal = {
            "held": Datum.SOURCE_STATEMENT,
            "said": Datum.SOURCE_STATEMENT,
            "reason": Datum.SOURCE_STATEMENT,
        }
        plain = {
            *("subject", "column", "statement", "opened_at", "settled_at", "settled_by", "kept"),
            "withdrawn_at",
        }
