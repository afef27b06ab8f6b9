"""The accounting of disclosures."""

import django.contrib.postgres.fields
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial"), ("database", "0001_grants")]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_number", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("nature", models.CharField(max_length=200, verbose_name="what was disclosed")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("BATCH", "Batch to a vendor"),
                            ("SEARCH", "Search at a vendor"),
                            ("LIST", "List taken out of the program"),
                            ("PLAN", "Copy of a plan"),
                            ("PAPER", "On paper"),
                            ("ORAL", "By word of mouth"),
                            ("ELECTRONIC", "Electronically"),
                        ],
                        max_length=12,
                    ),
                ),
                ("purpose", models.CharField(max_length=300)),
                (
                    "authority",
                    models.CharField(max_length=120, verbose_name="routine use or other authority"),
                ),
                ("recipient", models.CharField(max_length=120)),
                ("recipient_address", models.CharField(max_length=200)),
                ("officer", models.CharField(max_length=120, verbose_name="who disclosed it")),
                (
                    "found_proper",
                    models.BooleanField(verbose_name="the officer found it reasonable and appropriate"),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="batch, plan or list it was part of"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["subject_number", "id"], name="disclosures_of_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("found_proper", True)), name="disclosures_found_proper"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recipient", ""), _negated=True),
                            models.Q(("purpose", ""), _negated=True),
                        ),
                        name="disclosures_say_whom_and_why",
                    ),
                ],
            },
        ),
        Watch("disclosures_disclosure"),
        AppendOnly("disclosures_disclosure"),
    ]
