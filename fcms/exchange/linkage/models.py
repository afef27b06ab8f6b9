"""Candidates for whom a row is about, with their evidence, and what persons said of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum
from fcms.subjects.models import Subject

from .zones import Choice, Method, Said, Zone


class Linking(models.Model):
    """That the rows of an intake were compared with all subjects: when, by which model, and how many in each zone."""

    intake = models.OneToOneField("exchange.Intake", on_delete=models.CASCADE, primary_key=True)
    at = models.DateTimeField()
    model = models.CharField("digest of the model and its figures", max_length=16)
    files = ArrayField(models.CharField(max_length=40))
    forgets = models.BooleanField("rows about nobody here are deleted")
    stale = models.BooleanField("rows were corrected since", default=False)
    rows = models.IntegerField()
    proposed = models.IntegerField()
    review = models.IntegerField()
    none = models.IntegerField()
    forgotten = models.IntegerField("rows about nobody here, deleted", default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows=models.F("proposed") + models.F("review") + models.F("none")),
                name="exchange_linking_adds_up",
            )
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {
            *("intake", "at", "model", "files", "forgets", "stale"),
            *("rows", "proposed", "review", "none", "forgotten"),
        }


class Match(models.Model):
    """A subject whom a row may be about, with the evidence; a fact only once a person has confirmed it."""

    intake = models.ForeignKey(
        "exchange.Intake", on_delete=models.CASCADE, related_name="matches", db_index=False
    )
    file = models.CharField(max_length=40)
    row = models.IntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=8, choices=Zone)
    method = models.CharField(max_length=10, choices=Method)
    score = models.FloatField("weight of all evidence together, in bits")
    evidence = models.JSONField(default=list)
    decision = models.CharField(max_length=9, choices=Choice, blank=True, db_default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        ordering = ["file", "row", "-score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "file", "row", "subject"], name="exchange_match_subject_once_a_row"
            ),
            models.UniqueConstraint(
                fields=["intake", "file", "row"],
                condition=Q(zone="PROPOSED"),
                name="exchange_match_one_proposed_a_row",
            ),
            models.UniqueConstraint(
                fields=["intake", "file", "subject"],
                condition=Q(zone="PROPOSED"),
                name="exchange_match_one_row_a_subject",
            ),
            models.UniqueConstraint(
                fields=["intake", "file", "row"],
                condition=Q(decision="CONFIRMED"),
                name="exchange_match_one_confirmed_a_row",
            ),
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="exchange_match_zone_listed"),
            models.CheckConstraint(
                condition=Q(method__in=Method.values), name="exchange_match_method_listed"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | Q(
                    decision__in=["CONFIRMED", "REJECTED"], decided_by__isnull=False, decided_at__isnull=False
                ),
                name="exchange_match_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(decision="REJECTED") | ~Q(reason=""), name="exchange_match_rejected_says_why"
            ),
        ]

    class Privacy:
        personal = {"evidence": Datum.RECORD_KEY, "score": Datum.RECORD_KEY}
        plain = {
            *("intake", "file", "row", "subject", "zone", "method"),
            *("decision", "decided_by", "decided_at", "reason"),
        }


class MatchStep(models.Model):
    """A decision about a candidate, or that it was taken back; never edited."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="steps")
    said = models.CharField(max_length=10, choices=Said)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(said__in=Said.values), name="exchange_matchstep_listed"),
            models.CheckConstraint(
                condition=Q(said="CONFIRMED") | ~Q(reason=""), name="exchange_matchstep_says_why"
            ),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"match", "said", "at", "by", "reason"}
