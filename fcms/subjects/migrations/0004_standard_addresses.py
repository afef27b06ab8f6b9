"""Each distinct address, standardised once."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

from fcms.database.operations import AllowDelete


class Migration(migrations.Migration):
    dependencies: ClassVar = [("subjects", "0003_merges")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="StandardAddress",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("street", models.CharField(blank=True, max_length=160)),
                ("unit", models.CharField(blank=True, max_length=80)),
                ("zip", models.CharField(blank=True, max_length=5)),
                ("parts", models.JSONField(default=dict)),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("version", models.SmallIntegerField()),
                ("standardised_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("street", ""), _negated=True),
                        fields=["street", "zip"],
                        name="subjects_standard_building",
                    )
                ],
            },
        ),
        # Made from the addresses, like search keys from names: no record of its own, so not watched.
        AllowDelete("subjects_standardaddress"),
    ]
