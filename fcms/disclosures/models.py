"""The accounting of what left: kept for the record's life or five years, whichever is longer (5 USC 552a(c)).

A low room, so that every door can write in it; it knows a subject by number and key only, and no encounter at all.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fcms.pia.datum import Datum


class Method(models.TextChoices):
    """How something left."""

    BATCH = "BATCH", "Batch to a vendor"
    SEARCH = "SEARCH", "Search at a vendor"
    LIST = "LIST", "List taken out of the program"
    PLAN = "PLAN", "Copy of a plan"
    PAPER = "PAPER", "On paper"
    ORAL = "ORAL", "By word of mouth"
    ELECTRONIC = "ELECTRONIC", "Electronically"


class Disclosure(models.Model):
    """What of one subject went to whom, when, how and why, and the officer's finding that it was proper."""

    subject_number = models.CharField(max_length=20)
    at = models.DateTimeField()
    nature = models.CharField("what was disclosed", max_length=200)
    fields = ArrayField(models.CharField(max_length=60))
    method = models.CharField(max_length=12, choices=Method)
    purpose = models.CharField(max_length=300)
    authority = models.CharField("routine use or other authority", max_length=120)
    recipient = models.CharField(max_length=120)
    recipient_address = models.CharField(max_length=200)
    officer = models.CharField("who disclosed it", max_length=120)
    found_proper = models.BooleanField("the officer found it reasonable and appropriate")
    reference = models.CharField("batch, plan or list it was part of", max_length=40, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_number", "id"], name="disclosures_of_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(found_proper=True), name="disclosures_found_proper"),
            models.CheckConstraint(
                condition=~Q(recipient="") & ~Q(purpose=""), name="disclosures_say_whom_and_why"
            ),
        ]

    class Privacy:
        personal = {
            "recipient": Datum.DISCLOSURE_RECIPIENT,
            "recipient_address": Datum.DISCLOSURE_RECIPIENT,
            "officer": Datum.OFFICER,
        }
        plain = {
            "nature",
            "subject_number",
            "at",
            "fields",
            "method",
            "purpose",
            "authority",
            "found_proper",
            "reference",
        }


# The models of the rooms, so that Django finds them.
from .corrections.models import CorrectionEnd, CorrectionOwed  # noqa: E402, F401
