"""Which subject was merged into which, and every value that this changed, so that it can be taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum


class Merge(models.Model):
    """A person's decision that two subjects are one (PIA-1.5-3); it is undone, never deleted."""

    kept = models.ForeignKey("subjects.Subject", on_delete=models.CASCADE, related_name="merges")
    other = models.ForeignKey("subjects.Subject", on_delete=models.CASCADE, related_name="merged_by")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("other")), name="subjects_merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="subjects_merge_says_why"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")
                | Q(undone_at=None, undone_by=None, undone_reason=""),
                name="subjects_merge_undone_says_why",
            ),
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="subjects_merge_into_one"
            ),
        ]

    class Privacy:
        personal = dict.fromkeys(("reason", "evidence", "undone_reason"), Datum.SOURCE_STATEMENT)
        plain = {"kept", "other", "at", "by", "undone_at", "undone_by"}


class MergeMove(models.Model):
    """One value that a merge changed: what it was and became, in which row; unmerging reads these backwards."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves")
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    column = models.CharField(max_length=40)
    was = models.JSONField(null=True)
    became = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]

    class Privacy:
        personal = {"was": Datum.SOURCE_STATEMENT, "became": Datum.SOURCE_STATEMENT}
        plain = {"merge", "table", "row", "column"}
