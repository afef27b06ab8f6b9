"""What the nightly run of the rules found and who settles it, and what each run did."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from fcms.accounts.models import User
from fcms.exchange.lifecycle import Severity
from fcms.leads.models import Lead
from fcms.offices.models import Office
from fcms.pia.datum import Datum
from fcms.subjects.models import Subject


class How(models.TextChoices):
    """How a finding came to its end."""

    GONE = "GONE", "No longer so"
    PERSON = "PERSON", "Settled by a person"


OPEN = Q(settled_at=None)


class StandingFinding(models.Model):
    """Something in what is stored that a rule doubts. It names a class of value, never the value.

    While it is still so it stands here once, settled or not: what a person settled is not opened again.
    """

    rule = models.CharField(max_length=20)
    severity = models.CharField(max_length=8, choices=Severity)
    subject = models.ForeignKey(
        Subject, on_delete=models.CASCADE, null=True, related_name="standing_findings"
    )
    other = models.ForeignKey(Subject, on_delete=models.CASCADE, null=True, related_name="+")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, null=True, related_name="standing_findings")
    record = models.CharField("number of the subject or lead", max_length=20)
    column = models.CharField(max_length=40, blank=True)
    key = models.CharField("which value of the record", max_length=60, blank=True)
    message = models.CharField(max_length=300)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    how = models.CharField(max_length=6, choices=How, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    gone_at = models.DateTimeField("since when it is no longer so", null=True)

    class Meta:
        app_label = "exchange"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "record", "key"],
                condition=Q(gone_at=None),
                name="exchange_standing_opened_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, how="", reason="", gone_at=None)
                | Q(settled_at__isnull=False, how="GONE", settled_by=None, reason="", gone_at=F("settled_at"))
                | Q(settled_at__isnull=False, how="PERSON", settled_by__isnull=False) & ~Q(reason=""),
                name="exchange_standing_settled_says_how",
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=False) | Q(lead__isnull=False),
                name="exchange_standing_about_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "opened_at", "id"], condition=OPEN, name="exchange_standing_queue"
            ),
            models.Index(fields=["opened_at", "id"], condition=OPEN, name="exchange_standing_anywhere"),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {
            *("rule", "severity", "subject", "other", "lead", "record", "column", "key", "message", "office"),
            *("person", "opened_at", "last_seen_at", "settled_at", "settled_by", "how", "reason", "gone_at"),
        }

    def __str__(self) -> str:
        return f"{self.rule} {self.record}"

    def get_absolute_url(self) -> str:
        return reverse("findings:finding", args=[self.pk])


class RuleRun(models.Model):
    """One run of the rules over everything: when, how far it is, and by rule what it found, opened and closed."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=60, blank=True)
    done = models.JSONField(default=dict)
    addresses = models.IntegerField("addresses standardised", default=0)
    opened = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    standing = models.IntegerField("findings that are so", default=0)

    class Meta:
        app_label = "exchange"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finished_at"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
                name="exchange_rulerun_one_at_a_time",
            )
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"started_at", "finished_at", "step", "done", "addresses", "opened", "closed", "standing"}
