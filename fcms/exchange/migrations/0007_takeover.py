"""The version before this one, record by record: what its dump held, and what became of each."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly

OUTCOMES = [("TAKEN_OVER", "Taken over"), ("MERGED", "Merged"), ("REFUSED", "Refused")]
RECORDS = [
    ("SUBJECT", "Subject"),
    ("CASE", "Case"),
    ("LEAD", "Lead"),
    ("ACTIVITY", "Activity"),
    ("USER", "User"),
]
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("exchange", "0006_arrivals")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Dumped",
            fields=[
                ID,
                ("file", models.CharField(max_length=40)),
                ("rows", models.IntegerField(verbose_name="records by the manifest")),
                (
                    "intake",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dumped",
                        to="exchange.intake",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("intake", "file"), name="exchange_dumped_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenOver",
            fields=[
                ID,
                ("file", models.CharField(max_length=40)),
                ("row", models.IntegerField()),
                ("system", models.CharField(max_length=80)),
                ("key", models.CharField(blank=True, max_length=64, verbose_name="what it was called there")),
                ("outcome", models.CharField(choices=OUTCOMES, max_length=10)),
                ("record", models.CharField(blank=True, choices=RECORDS, max_length=8)),
                ("record_id", models.BigIntegerField(null=True)),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number here")),
                (
                    "differs",
                    models.BooleanField(db_default=False, verbose_name="says something else than is held"),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "intake",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over",
                        to="exchange.intake",
                    ),
                ),
            ],
            options={
                "ordering": ["file", "row"],
                "indexes": [
                    models.Index(
                        condition=Q(("key", ""), _negated=True),
                        fields=["system", "file", "key"],
                        name="exchange_takenover_by_key",
                    ),
                    models.Index(
                        condition=Q(("file__in", ["cases.csv", "activities.csv"])),
                        fields=["record_id", "record"],
                        name="exchange_takenover_origin",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("intake", "file", "row"), name="exchange_takenover_once"),
                    models.CheckConstraint(
                        condition=Q(("outcome__in", ["TAKEN_OVER", "MERGED", "REFUSED"])),
                        name="exchange_takenover_outcome_listed",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("outcome", "REFUSED"), _negated=True),
                            Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exchange_takenover_refused_says_why",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome="REFUSED", record="", record_id=None, number="")
                        | Q(file="non_fugitive_arrests.csv", record="", record_id=None, number="", key="")
                        | ~Q(outcome="REFUSED")
                        & ~Q(file="non_fugitive_arrests.csv")
                        & ~Q(record="")
                        & Q(record_id__isnull=False),
                        name="exchange_takenover_says_into_what",
                    ),
                ],
            },
        ),
        AppendOnly("exchange_dumped"),
        AppendOnly("exchange_takenover"),
        Watch("exchange_dumped"),
        Watch("exchange_takenover"),
    ]
