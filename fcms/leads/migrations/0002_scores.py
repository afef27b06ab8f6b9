"""How good a lead is, part by part."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("leads", "0001_initial")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=~Q(address_key=""), fields=["address_key"], name="leads_lead_by_address"
            ),
        ),
        migrations.CreateModel(
            name="LeadScore",
            fields=[
                (
                    "lead",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="score",
                        serialize=False,
                        to="leads.lead",
                    ),
                ),
                ("points", models.SmallIntegerField()),
                ("parts", models.JSONField(default=list)),
                ("version", models.SmallIntegerField()),
                ("ranked_at", models.DateTimeField()),
            ],
            options={"ordering": ["-points"]},
        ),
    ]
