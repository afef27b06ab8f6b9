"""How good an address is, part by part."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("subjects", "0004_standard_addresses")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="AddressScore",
            fields=[
                (
                    "address",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="score",
                        serialize=False,
                        to="subjects.address",
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
