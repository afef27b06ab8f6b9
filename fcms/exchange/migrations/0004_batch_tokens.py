"""Tokens that stand for a subject in a batch for a vendor."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("exchange", "0003_matches"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="BatchToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=40, unique=True)),
                ("vendor", models.CharField(max_length=80)),
                ("batch", models.CharField(max_length=40)),
                ("issued_at", models.DateTimeField()),
                ("answers_until", models.DateField(verbose_name="day until which answers are wanted")),
                (
                    "issued_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.subject"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "subject"), name="exchange_batchtoken_subject_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("token__regex", "^[A-Za-z0-9_-]{20,40}$")),
                        name="exchange_batchtoken_is_opaque",
                    ),
                ],
            },
        ),
        AppendOnly("exchange_batchtoken"),
        Watch("exchange_batchtoken"),
    ]
