"""Corrections that earlier recipients have to be told of."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disclosures", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="CorrectionOwed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="disclosures.disclosure",
                    ),
                ),
                ("cause", models.CharField(max_length=60, verbose_name="what it goes back to")),
                ("because", models.CharField(max_length=300, verbose_name="what has to be said")),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=120, verbose_name="who corrected the record")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["cause"], name="disclosures_correction_cause")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), _negated=True), models.Q(("cause", ""), _negated=True)
                        ),
                        name="disclosures_correction_says_why",
                    ),
                    models.UniqueConstraint(
                        fields=("disclosure", "cause"), name="disclosures_correction_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owed",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended",
                        to="disclosures.correctionowed",
                    ),
                ),
                (
                    "end",
                    models.CharField(
                        choices=[("TOLD", "The recipient was told"), ("NO_LONGER", "No longer owed")],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120, verbose_name="who told or took back")),
                ("how", models.CharField(max_length=300, verbose_name="how, or why no longer")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__in", ["TOLD", "NO_LONGER"]), models.Q(("how", ""), _negated=True)
                        ),
                        name="disclosures_correction_end_says_how",
                    )
                ],
                "indexes": [],
            },
        ),
        Watch("disclosures_correctionowed"),
        AppendOnly("disclosures_correctionowed"),
        Watch("disclosures_correctionend"),
        AppendOnly("disclosures_correctionend"),
    ]
