"""What was taken back, and which facts more than one source has said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum


class Retraction(models.Model):
    """An intake whose statements no longer count: it was undone."""

    intake = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(intake=""), name="subjects_retraction_says_what_and_why"
            )
        ]

    class Privacy:
        personal = {"reason": Datum.SOURCE_STATEMENT}
        plain = {"intake", "at", "by"}


class Echo(models.Model):
    """A fact on record that a later source said again: `fact` is its key in the table of its sort."""

    what = models.CharField(max_length=16)
    fact = models.BigIntegerField()
    statement = models.ForeignKey("subjects.Statement", on_delete=models.PROTECT, related_name="echoes")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["what", "fact"], name="subjects_echo_of_fact")]

    class Privacy:
        plain = {"what", "fact", "statement"}
