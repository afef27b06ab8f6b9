"""What was found in the watched folder, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.pia.datum import Datum


class Outcome(models.TextChoices):
    """What came of a file that lay in the folder."""

    RECEIVED = "RECEIVED", "Received"
    ALREADY = "ALREADY", "Came before"
    WAITING = "WAITING", "Waits for the one before it"
    REFUSED = "REFUSED", "Refused"


class Arrival(models.Model):
    """Something that lay in the watched folder. Its name, which a stranger chose, is kept nowhere."""

    kind = models.CharField(max_length=20)
    mark = models.CharField("digest of which file it is and when it was changed last", max_length=64)
    content = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    size = models.BigIntegerField()
    producer = models.CharField(max_length=80, blank=True)
    sequence = models.IntegerField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.TextField(blank=True)
    intake = models.ForeignKey(
        "exchange.Intake", on_delete=models.PROTECT, null=True, related_name="arrivals"
    )
    at = models.DateTimeField()
    put_away_at = models.DateTimeField("when it left the folder", null=True)

    class Meta:
        app_label = "exchange"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="exchange_arrival_listed"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["RECEIVED", "ALREADY"]) | Q(intake__isnull=False),
                name="exchange_arrival_names_its_intake",
            ),
            models.CheckConstraint(
                condition=Q(outcome="RECEIVED") | ~Q(reason=""), name="exchange_arrival_says_why"
            ),
            models.UniqueConstraint(
                fields=["mark"], condition=Q(put_away_at=None), name="exchange_arrival_once"
            ),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {
            "kind",
            "mark",
            "content",
            "size",
            "producer",
            "sequence",
            "outcome",
            "reason",
            "intake",
            "at",
            "put_away_at",
        }
