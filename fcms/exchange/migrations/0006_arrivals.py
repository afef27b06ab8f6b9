"""Extracts that partners drop in a folder: what lay there, and intakes that nobody loaded by hand."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from fcms.audit.operations import Watch

OUTCOMES = [
    ("RECEIVED", "Received"),
    ("ALREADY", "Came before"),
    ("WAITING", "Waits for the one before it"),
    ("REFUSED", "Refused"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("exchange", "0005_standing_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            "intake",
            "received_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("intake", "came_by_itself", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "intake",
            models.CheckConstraint(
                condition=Q(came_by_itself=True, received_by=None)
                | Q(came_by_itself=False, received_by__isnull=False),
                name="exchange_intake_received_by_someone",
            ),
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "mark",
                    models.CharField(
                        max_length=64, verbose_name="digest of which file it is and when it was changed last"
                    ),
                ),
                ("content", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file")),
                ("size", models.BigIntegerField()),
                ("producer", models.CharField(blank=True, max_length=80)),
                ("sequence", models.IntegerField(null=True)),
                ("outcome", models.CharField(choices=OUTCOMES, max_length=8)),
                ("reason", models.TextField(blank=True)),
                (
                    "intake",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrivals",
                        to="exchange.intake",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("put_away_at", models.DateTimeField(null=True, verbose_name="when it left the folder")),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(outcome__in=[code for code, _ in OUTCOMES]),
                        name="exchange_arrival_listed",
                    ),
                    models.CheckConstraint(
                        condition=~Q(outcome__in=["RECEIVED", "ALREADY"]) | Q(intake__isnull=False),
                        name="exchange_arrival_names_its_intake",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome="RECEIVED") | ~Q(reason=""), name="exchange_arrival_says_why"
                    ),
                    models.UniqueConstraint(
                        condition=Q(put_away_at=None), fields=("mark",), name="exchange_arrival_once"
                    ),
                ],
            },
        ),
        Watch("exchange_arrival"),
    ]
