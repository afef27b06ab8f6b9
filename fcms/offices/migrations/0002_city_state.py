"""The postal City State product: editions by month, county codes, what stored addresses have otherwise."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("offices", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="zipedition",
            name="month",
            field=models.DateField(null=True, verbose_name="month of the City State product"),
        ),
        migrations.AddField(
            model_name="zipedition",
            name="intake",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="zipedition", name="withdrawn_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="zipcode",
            name="county_code",
            field=models.CharField(
                blank=True, default="", max_length=5, verbose_name="state and county by their FIPS codes"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="zipedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("intake", ""), ("month__isnull", True)),
                    models.Q(("month__isnull", False), models.Q(("intake", ""), _negated=True)),
                    _connector="OR",
                ),
                name="offices_zipedition_postal_has_its_intake",
            ),
        ),
        migrations.AddConstraint(
            model_name="zipedition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("intake", ""), _negated=True),
                fields=("intake",),
                name="offices_zipedition_of_intake_once",
            ),
        ),
        migrations.RemoveConstraint(model_name="zipcode", name="offices_zipcode_once"),
        migrations.AddConstraint(
            model_name="zipcode",
            constraint=models.UniqueConstraint(
                fields=("edition", "zip", "state", "county"),
                name="offices_zipcode_once",
                nulls_distinct=False,
            ),
        ),
        migrations.CreateModel(
            name="PlaceDoubt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("zip", models.CharField(max_length=5)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(blank=True, max_length=2)),
                (
                    "doubt",
                    models.CharField(
                        choices=[
                            ("UNKNOWN", "ZIP code unknown"),
                            ("STATE", "Another state"),
                            ("CITY", "Another city"),
                        ],
                        max_length=8,
                    ),
                ),
                ("addresses", models.PositiveIntegerField(verbose_name="addresses of subjects that say so")),
                ("leads", models.PositiveIntegerField(verbose_name="open leads that say so")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubts",
                        to="offices.zipedition",
                        to_field="number",
                    ),
                ),
            ],
            options={"ordering": ["zip", "id"]},
        ),
        migrations.AddConstraint(
            model_name="placedoubt",
            constraint=models.UniqueConstraint(
                fields=("edition", "zip", "city", "state"), name="offices_placedoubt_once"
            ),
        ),
    ]
