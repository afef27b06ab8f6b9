"""The tokens under which subjects are asked about, so that an answer finds its subject and nobody else's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum
from fcms.subjects.models import Subject


class BatchToken(models.Model):
    """An opaque token that stands for one subject in one batch for one vendor; never changed, never used again."""

    token = models.CharField(max_length=40, unique=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    vendor = models.CharField(max_length=80)
    batch = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    answers_until = models.DateField("day until which answers are wanted")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "subject"], name="exchange_batchtoken_subject_once"),
            models.CheckConstraint(
                condition=Q(token__regex=r"^[A-Za-z0-9_-]{20,40}$"),  # noqa: S106 - a form, not a secret
                name="exchange_batchtoken_is_opaque",
            ),
        ]

    class Privacy:
        personal = {"subject": Datum.RECORD_KEY}
        plain = {"token", "vendor", "batch", "issued_at", "issued_by", "answers_until"}
