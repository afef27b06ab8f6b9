"""Findings of the nightly rules that somebody owns."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("exchange", "0004_batch_tokens"),
        ("leads", "0001_initial"),
        ("offices", "0001_initial"),
        ("subjects", "0003_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="RuleRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("step", models.CharField(blank=True, max_length=60)),
                ("done", models.JSONField(default=dict)),
                ("addresses", models.IntegerField(default=0, verbose_name="addresses standardised")),
                ("opened", models.IntegerField(default=0)),
                ("closed", models.IntegerField(default=0)),
                ("standing", models.IntegerField(default=0, verbose_name="findings that are so")),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("finished_at",),
                        name="exchange_rulerun_one_at_a_time",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=20)),
                (
                    "severity",
                    models.CharField(choices=[("WARNING", "Warning"), ("ERROR", "Error")], max_length=8),
                ),
                ("record", models.CharField(max_length=20, verbose_name="number of the subject or lead")),
                ("column", models.CharField(blank=True, max_length=40)),
                (
                    "key",
                    models.CharField(blank=True, max_length=60, verbose_name="which value of the record"),
                ),
                ("message", models.CharField(max_length=300)),
                ("opened_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("GONE", "No longer so"), ("PERSON", "Settled by a person")],
                        default="",
                        max_length=6,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("gone_at", models.DateTimeField(null=True, verbose_name="since when it is no longer so")),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing_findings",
                        to="leads.lead",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing_findings",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["office", "opened_at", "id"],
                        name="exchange_standing_queue",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["opened_at", "id"],
                        name="exchange_standing_anywhere",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gone_at", None)),
                        fields=("rule", "record", "key"),
                        name="exchange_standing_opened_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("gone_at", None),
                                ("how", ""),
                                ("reason", ""),
                                ("settled_at", None),
                                ("settled_by", None),
                            ),
                            models.Q(
                                ("gone_at", models.F("settled_at")),
                                ("how", "GONE"),
                                ("reason", ""),
                                ("settled_at__isnull", False),
                                ("settled_by", None),
                            ),
                            models.Q(
                                ("how", "PERSON"),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exchange_standing_settled_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject__isnull", False), ("lead__isnull", False), _connector="OR"
                        ),
                        name="exchange_standing_about_something",
                    ),
                ],
            },
        ),
        Watch("exchange_standingfinding", ignored=("last_seen_at",)),
    ]
