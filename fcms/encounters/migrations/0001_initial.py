"""The table of non-fugitive arrests, shut: what the program may do with it and what reports may count."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_grants"),
        ("audit", "0001_initial"),
        ("offices", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatisticalArrest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("a_number", models.CharField(max_length=10, verbose_name="A-Number")),
                ("arrested_on", models.DateField()),
                ("city", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=2)),
                ("criminal", models.BooleanField(verbose_name="convicted at the time of arrest")),
                ("removed_on", models.DateField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["arrested_on"], name="encounters_arrest_by_day"),
                    models.Index(
                        condition=models.Q(("removed_on__isnull", False)),
                        fields=["removed_on"],
                        name="encounters_arrest_by_removal",
                    ),
                    models.Index(fields=["a_number", "arrested_on", "id"], name="encounters_arrest_once"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("a_number__regex", "^A\\d{9}$")),
                        name="encounters_arrest_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("city", ""), _negated=True), ("state__regex", "^[A-Z]{2}$")
                        ),
                        name="encounters_arrest_has_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_on__isnull", True),
                            ("removed_on__gte", models.F("arrested_on")),
                            _connector="OR",
                        ),
                        name="encounters_arrest_removed_after",
                    ),
                ],
            },
        ),
        Watch("encounters_statisticalarrest", quiet=("a_number",)),
        Sql(SQL / "shut.sql", SQL / "unshut.sql"),
    ]
