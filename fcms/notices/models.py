"""What a person has seen of their notices, and the digest by e-mail. The notices themselves are kept nowhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum


class Seen(models.Model):
    """That a person has seen a notice; its key names records by their ids and nobody."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="notices_seen_once"),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"user", "kind", "key", "at"}


class Digest(models.Model):
    """That a person wants the daily digest, and their work address; the row goes with the wish."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="+")
    address = models.CharField("work e-mail address", max_length=120)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(address__regex=r"^[^@\s,;<>]+@[^@\s,;<>]+$"), name="notices_digest_one_address"
            ),
        ]

    class Privacy:
        personal = {"address": Datum.USER_EMAIL}
        plain = {"user", "since"}


class DigestSent(models.Model):
    """One day's digest of one person: claimed before it is sent, so that it is never sent twice.

    `notices` is how many it counted; none, and nothing is sent. A fault is the class of an error, never its text.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("day at the person's office")
    notices = models.IntegerField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="notices_digestsent_once_a_day"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(fault="", notices__gt=0), name="notices_digestsent_or_failed"
            ),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"user", "day", "notices", "claimed_at", "sent_at", "fault"}
