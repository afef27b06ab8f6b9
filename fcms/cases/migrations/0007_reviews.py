"""Looks into the A-file and at the state of an appeal."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0006_priority"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="CaseReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="cases.case",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("A_FILE", "A-file"), ("APPEAL", "Appeal and motions")],
                        max_length=6,
                        verbose_name="what was looked at",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("NO_BAR", "Nothing stands in the way"),
                            ("BAR", "Something stands in the way"),
                            ("UNKNOWN", "It could not be told"),
                        ],
                        max_length=7,
                    ),
                ),
                ("reviewed_on", models.DateField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reference", models.CharField(max_length=120, verbose_name="document or screen")),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["case", "what", "reviewed_on", "id"], name="cases_casereview_latest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["A_FILE", "APPEAL"])),
                        name="cases_casereview_what_listed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finding", "NO_BAR"),
                            models.Q(
                                ("finding__in", ["BAR", "UNKNOWN"]), models.Q(("note", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="cases_casereview_bar_says_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="cases_casereview_says_from_what",
                    ),
                ],
            },
        ),
        Watch("cases_casereview"),
        AppendOnly("cases_casereview"),
    ]
