"""Reviewed gang affiliations."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from fcms.audit.operations import Watch
from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"
KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
PROTECT, CASCADE = django.db.models.deletion.PROTECT, django.db.models.deletion.CASCADE
USER = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("subjects", "0005_address_scores"),
        migrations.swappable_dependency(USER),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="GangReview",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                (
                    "subject",
                    models.ForeignKey("subjects.subject", on_delete=CASCADE, related_name="gang_reviews"),
                ),
                (
                    "statement",
                    models.ForeignKey("subjects.statement", on_delete=PROTECT, related_name="+"),
                ),
                ("affiliation", models.CharField(max_length=120, verbose_name="affiliation as said")),
                ("transnational", models.BooleanField(verbose_name="the gang is transnational")),
                (
                    "basis",
                    django.contrib.postgres.fields.ArrayField(
                        models.CharField(max_length=20), size=None, verbose_name="factors that it rests on"
                    ),
                ),
                ("reviewed_on", models.DateField()),
                ("reviewed_at", models.DateTimeField()),
                ("reviewed_by", models.ForeignKey(USER, on_delete=PROTECT, related_name="+")),
                ("review_by", models.DateField(verbose_name="holds until")),
                (
                    "renews",
                    models.OneToOneField(
                        "subjects.gangreview",
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="renewed_as",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(USER, blank=True, null=True, on_delete=PROTECT, related_name="+"),
                ),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[("RENEWED", "Renewed by a later review"), ("WITHDRAWN", "Withdrawn")],
                        max_length=10,
                        verbose_name="how it ended",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it was withdrawn")),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=Q(("ended_at", None)),
                        fields=["review_by"],
                        name="subjects_gangreview_lapses",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(Q(("affiliation", ""), _negated=True), ("basis__len__gte", 2)),
                        name="subjects_gangreview_two_factors",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("review_by__gt", F("reviewed_on")),
                            ("review_by__lte", F("reviewed_on") + timedelta(days=1827)),
                        ),
                        name="subjects_gangreview_five_years",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("end", ""), ("ended_at", None), ("ended_by", None), ("reason", "")),
                            Q(
                                ("end", "RENEWED"),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("reason", ""),
                            ),
                            Q(
                                ("end", "WITHDRAWN"),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="subjects_gangreview_ended_says_how",
                    ),
                ],
            },
        ),
        Watch("subjects_gangreview"),
        Sql(SQL / "gangs.sql", reverse=SQL / "gangs_back.sql"),
    ]
