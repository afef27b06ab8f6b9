"""A clearance to act on a person whom 8 USC 1367 protects: by a named person, for a time, with what it allows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum


class Clearance(models.Model):
    """What may be done about a protected person, from when until when, who answers for it, and why."""

    subject = models.ForeignKey(
        "subjects.Subject", on_delete=models.CASCADE, related_name="clearances", db_index=False
    )
    allows = models.CharField("what it allows", max_length=300)
    reason = models.TextField()
    from_on = models.DateField("from")
    until_on = models.DateField("until")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(allows="") & ~Q(reason="") & Q(until_on__gte=F("from_on")),
                name="cases_clearance_says_what_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
                name="cases_clearance_withdrawn_says_who_and_why",
            ),
        ]
        indexes = [models.Index(fields=["subject", "id"], name="cases_clearance_of_subject")]

    class Privacy:
        personal = {
            "allows": Datum.CONFIDENTIALITY_FLAG,
            "reason": Datum.CONFIDENTIALITY_FLAG,
            "withdrawn_because": Datum.CONFIDENTIALITY_FLAG,
        }
        plain = {
            *("subject", "from_on", "until_on", "given_at", "given_by"),
            *("withdrawn_at", "withdrawn_by"),
        }
