"""The score of an address."""

from __future__ import annotations

from django.db import models

from fcms.pia.datum import Datum


class AddressScore(models.Model):
    """How likely a subject is at an address: the sum, its parts with their reasons, the version of the points."""

    address = models.OneToOneField(
        "subjects.Address", on_delete=models.CASCADE, primary_key=True, related_name="score"
    )
    points = models.SmallIntegerField()
    parts = models.JSONField(default=list)
    version = models.SmallIntegerField()
    ranked_at = models.DateTimeField()

    class Meta:
        ordering = ["-points"]

    class Privacy:
        personal = {"points": Datum.ADDRESS, "parts": Datum.ADDRESS}
        plain = {"address", "version", "ranked_at"}
