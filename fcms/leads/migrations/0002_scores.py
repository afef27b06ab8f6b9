"""How good a lead is, part by part."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly


def of_lead(related_name: str) -> models.OneToOneField:
    """The lead that a row says something of, one row each."""
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE,
        primary_key=True,
        related_name=related_name,
        serialize=False,
        to="leads.lead",
    )


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
                ("lead", of_lead("score")),
                ("points", models.SmallIntegerField()),
                ("parts", models.JSONField(default=list)),
                ("version", models.SmallIntegerField()),
                ("ranked_at", models.DateTimeField()),
            ],
            options={"ordering": ["-points"]},
        ),
        migrations.CreateModel(
            name="VendorScore",
            fields=[
                ("lead", of_lead("vendor_score")),
                ("vendor", models.CharField(max_length=80)),
                ("score", models.DecimalField(decimal_places=2, max_digits=5)),
                ("rank", models.SmallIntegerField(null=True)),
            ],
            options={
                "ordering": ["lead"],
                "indexes": [models.Index(fields=["vendor", "score"], name="leads_vendorscore_by_vendor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(score__gte=0, score__lte=100), name="leads_vendorscore_within_bounds"
                    )
                ],
            },
        ),
        AppendOnly("leads_vendorscore"),
        Watch("leads_vendorscore", key="lead_id"),
    ]
