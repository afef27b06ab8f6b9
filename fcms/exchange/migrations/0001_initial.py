"""Intakes, their staged rows and findings."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fcms.database.defaults
from fcms.audit.operations import Watch
from fcms.database.operations import AllowDelete, Sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
        ("database", "0001_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Sql("create sequence exchange_intake_number", reverse="drop sequence exchange_intake_number"),
        Sql("create sequence exchange_intake_slot", reverse="drop sequence exchange_intake_slot"),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("intake_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("step", models.CharField(max_length=60)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        db_default=fcms.database.defaults.NextNumber("I", "exchange_intake_number"),
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "key_slot",
                    models.BigIntegerField(
                        db_default=fcms.database.defaults.NextValue("exchange_intake_slot"), unique=True
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("producer", models.CharField(blank=True, max_length=80)),
                ("extract_id", models.CharField(blank=True, max_length=80)),
                ("sequence", models.IntegerField(null=True)),
                ("as_of", models.DateField()),
                ("content", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("size", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "Received"),
                            ("STAGING", "Being read"),
                            ("REVIEW", "Under review"),
                            ("APPLYING", "Being applied"),
                            ("APPLIED", "Applied"),
                            ("REFUSED", "Refused"),
                        ],
                        default="RECEIVED",
                        max_length=10,
                    ),
                ),
                ("refusal", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("staged_at", models.DateTimeField(null=True)),
                ("rows", models.IntegerField(default=0)),
                ("accepts_clean", models.BooleanField(default=False, verbose_name="all clean rows accepted")),
                ("applied_at", models.DateTimeField(null=True)),
                ("result", models.JSONField(default=dict)),
                (
                    "accepts_clean_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "applied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=40)),
                ("row", models.IntegerField(default=0)),
                ("column", models.CharField(blank=True, max_length=40)),
                ("rule", models.CharField(max_length=20)),
                (
                    "severity",
                    models.CharField(choices=[("WARNING", "Warning"), ("ERROR", "Error")], max_length=8),
                ),
                ("message", models.CharField(max_length=300)),
                ("value_class", models.CharField(blank=True, max_length=60)),
                (
                    "intake",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="exchange.intake",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "row", "id"],
            },
        ),
        migrations.CreateModel(
            name="StagedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=40)),
                (
                    "row",
                    models.IntegerField(verbose_name="number of the row, the first after the header being 1"),
                ),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "canonical",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(null=True), default=list, size=None
                    ),
                ),
                ("edits", models.JSONField(null=True)),
                ("edited_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("CLEAN", "Clean"),
                            ("WARNING", "Warnings"),
                            ("ERROR", "Errors"),
                            ("REPEATED", "Repeated"),
                        ],
                        db_default="CLEAN",
                        max_length=8,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "Waiting"), ("ACCEPTED", "Accepted"), ("REJECTED", "Rejected")],
                        db_default="",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, db_default="", max_length=300)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staged",
                        to="exchange.intake",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "row"],
            },
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["RECEIVED", "STAGING", "REVIEW", "APPLYING", "APPLIED", "REFUSED"])
                ),
                name="exchange_intake_status_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "REFUSED"), _negated=True),
                fields=("content",),
                name="exchange_intake_same_file_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("status", "REFUSED"), _negated=True), ("sequence__isnull", False)
                ),
                fields=("kind", "producer", "sequence"),
                name="exchange_intake_sequence_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("applied_at__isnull", False), ("applied_by__isnull", False), ("status", "APPLIED")
                    ),
                    models.Q(models.Q(("status", "APPLIED"), _negated=True), ("applied_at", None)),
                    _connector="OR",
                ),
                name="exchange_intake_applied_says_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "REFUSED"), models.Q(("refusal", ""), _negated=True)),
                    models.Q(models.Q(("status", "REFUSED"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="exchange_intake_refused_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["intake", "file", "row"], name="exchange_finding_of_row"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["intake", "rule"], name="exchange_finding_of_rule"),
        ),
        migrations.AddConstraint(
            model_name="stagedrow",
            constraint=models.UniqueConstraint(fields=("intake", "file", "row"), name="exchange_row_once"),
        ),
        migrations.AddConstraint(
            model_name="stagedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["CLEAN", "WARNING", "ERROR", "REPEATED"])),
                name="exchange_row_state_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "ACCEPTED"), _negated=True),
                    ("state__in", ["CLEAN", "WARNING"]),
                    _connector="OR",
                ),
                name="exchange_row_no_error_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), ("decided_by__isnull", False), _connector="OR"),
                name="exchange_row_decided_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "REJECTED"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="exchange_row_rejected_says_why",
            ),
        ),
        Watch("exchange_intake"),
        AllowDelete("exchange_stagedrow"),
        AllowDelete("exchange_finding"),
        AllowDelete("exchange_progress"),
    ]
