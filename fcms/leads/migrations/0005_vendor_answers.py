"""The rank and the score that a commercial vendor gave to the lead that its answer became."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("leads", "0004_undo")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="VendorAnswer",
            fields=[
                (
                    "lead",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="vendor_answer",
                        serialize=False,
                        to="leads.lead",
                    ),
                ),
                ("vendor", models.CharField(max_length=80)),
                ("batch", models.CharField(max_length=40, verbose_name="batch that was answered")),
                (
                    "rank",
                    models.IntegerField(
                        null=True, verbose_name="place in the vendor's order, the best being 1"
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="relevance score, 0 to 100",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score", None),
                            models.Q(("score__gte", 0), ("score__lte", 100)),
                            _connector="OR",
                        ),
                        name="leads_vendoranswer_score",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank", None), ("rank__gte", 1), _connector="OR"),
                        name="leads_vendoranswer_rank",
                    ),
                ],
            },
        ),
        AppendOnly("leads_vendoranswer"),
        Watch("leads_vendoranswer", key="lead_id"),
    ]
