"""What came in: the extract, its rows as staged, and what the checks found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from fcms.accounts.models import User
from fcms.database.defaults import NextNumber, NextValue
from fcms.pia.datum import Datum

from .lifecycle import GONE, ONCE_APPLIED, Decision, RowState, Severity, Status


class Intake(models.Model):
    """An extract received, from the door to its application."""

    number = models.CharField(
        max_length=20, unique=True, db_default=NextNumber("I", "exchange_intake_number")
    )
    key_slot = models.BigIntegerField(unique=True, db_default=NextValue("exchange_intake_slot"))
    kind = models.CharField(max_length=20)
    producer = models.CharField(max_length=80, blank=True)
    extract_id = models.CharField(max_length=80, blank=True)
    sequence = models.IntegerField(null=True)
    as_of = models.DateField()
    content = models.CharField("SHA-256 of the file", max_length=64)
    size = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    refusal = models.TextField(blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    came_by_itself = models.BooleanField(default=False)
    staged_at = models.DateTimeField(null=True)
    rows = models.IntegerField(default=0)
    accepts_clean = models.BooleanField("all clean rows accepted", default=False)
    accepts_clean_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    undo_reason = models.TextField(blank=True, default="")
    undo_result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(came_by_itself=True, received_by=None)
                | Q(came_by_itself=False, received_by__isnull=False),
                name="exchange_intake_received_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="exchange_intake_status_listed"
            ),
            models.UniqueConstraint(
                fields=["content"], condition=~Q(status__in=list(GONE)), name="exchange_intake_same_file_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "producer", "sequence"],
                condition=~Q(status__in=list(GONE)) & Q(sequence__isnull=False),
                name="exchange_intake_sequence_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(ONCE_APPLIED), applied_at__isnull=False, applied_by__isnull=False)
                | (~Q(status__in=list(ONCE_APPLIED)) & Q(applied_at=None)),
                name="exchange_intake_applied_says_who",
            ),
            models.CheckConstraint(
                condition=Q(status="REFUSED") & ~Q(refusal="") | ~Q(status="REFUSED") & Q(refusal=""),
                name="exchange_intake_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status="UNDONE", undone_at__isnull=False, undone_by__isnull=False)
                | (~Q(status="UNDONE") & Q(undone_at=None, undone_by=None)),
                name="exchange_intake_undone_says_who",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["UNDOING", "UNDONE"]) & ~Q(undo_reason="")
                | ~Q(status__in=["UNDOING", "UNDONE"]) & Q(undo_reason=""),
                name="exchange_intake_undone_says_why",
            ),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {
            "number",
            "key_slot",
            "kind",
            "producer",
            "extract_id",
            "sequence",
            "as_of",
            "content",
            "size",
            "status",
            "refusal",
            "received_at",
            "received_by",
            "came_by_itself",
            "staged_at",
            "rows",
            "accepts_clean",
            "accepts_clean_by",
            "applied_at",
            "applied_by",
            "result",
            "undone_at",
            "undone_by",
            "undo_reason",
            "undo_result",
        }

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("exchange:intake", args=[self.number])


class StagedRow(models.Model):
    """A row of an extract: as received, as understood, and what was decided. Nothing here is a fact yet."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="staged", db_index=False)
    file = models.CharField(max_length=40)
    row = models.IntegerField("number of the row, the first after the header being 1")
    cells = ArrayField(models.TextField(), default=list)
    canonical = ArrayField(models.TextField(null=True), default=list)
    edits = models.JSONField(null=True)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    edited_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=RowState, db_default=RowState.CLEAN)
    decision = models.CharField(max_length=8, choices=Decision, blank=True, db_default="")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True, db_default="")
    became: str = ""
    """The number of what it became, where `queries.with_what_became` looked it up."""

    class Meta:
        ordering = ["file", "row"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "file", "row"], name="exchange_row_once"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="exchange_row_state_listed"),
            models.CheckConstraint(
                condition=~Q(decision="ACCEPTED") | Q(state__in=["CLEAN", "WARNING"]),
                name="exchange_row_no_error_accepted",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False), name="exchange_row_decided_by_someone"
            ),
            models.CheckConstraint(
                condition=~Q(decision="REJECTED") | ~Q(reason=""), name="exchange_row_rejected_says_why"
            ),
        ]

    class Privacy:
        personal = {
            "cells": Datum.SOURCE_STATEMENT,
            "canonical": Datum.SOURCE_STATEMENT,
            "edits": Datum.SOURCE_STATEMENT,
        }
        plain = {
            "intake",
            "file",
            "row",
            "edited_by",
            "edited_at",
            "state",
            "decision",
            "decided_by",
            "reason",
        }

    @property
    def place(self) -> str:
        """Where the row stands, as a person names it: `leads.csv:418`."""
        return f"{self.file}:{self.row}"

    @property
    def received(self) -> list[str]:
        """The cells as received; they are kept only where the canonical ones say something else."""
        return self.cells or [value or "" for value in self.canonical]


class Finding(models.Model):
    """What a check found in a row: the rule, the column, a class of value and what to correct; never the value."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="findings", db_index=False)
    file = models.CharField(max_length=40)
    row = models.IntegerField(default=0)
    column = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=20)
    severity = models.CharField(max_length=8, choices=Severity)
    message = models.CharField(max_length=300)
    value_class = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["file", "row", "id"]
        indexes = [
            models.Index(fields=["intake", "file", "row"], name="exchange_finding_of_row"),
            models.Index(fields=["intake", "rule"], name="exchange_finding_of_rule"),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"intake", "file", "row", "column", "rule", "severity", "message", "value_class"}


class Progress(models.Model):
    """How far a long step is, written beside its transaction so that others can watch. No foreign key, so
    that a step under way in a transaction of its own can be reported."""

    intake_id = models.BigIntegerField(primary_key=True)
    step = models.CharField(max_length=60)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"intake_id", "step", "done", "total", "at"}


from .batches.models import BatchToken  # noqa: E402, F401 - a model of this app
from .inbox.models import Arrival  # noqa: E402, F401 - a model of this app
from .linkage.models import Linking, Match, MatchStep  # noqa: E402, F401 - they are models of this app
from .standing.models import RuleRun, StandingFinding  # noqa: E402, F401 - they are models of this app
from .takeover.models import Dumped, TakenOver  # noqa: E402, F401 - they are models of this app
