"""Offices, teams, areas and the ZIP directory, under the audit triggers."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from fcms.audit.operations import Watch


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ZipEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("source", models.CharField(max_length=80)),
                ("loaded_at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="no longer in force from")),
                ("code", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[("HQ", "Headquarters"), ("FIELD", "Field office"), ("SUB", "Sub-office")],
                        max_length=5,
                    ),
                ),
                ("city", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=2)),
                ("time_zone", models.CharField(max_length=40)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sub_offices",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="no longer in force from")),
                ("state", models.CharField(max_length=2)),
                ("county", models.CharField(blank=True, max_length=60, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jurisdictions",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["state", models.OrderBy(models.F("county"), nulls_first=True), "id"],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="no longer in force from")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                (
                    "based_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams_based_here",
                        to="offices.office",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="offices.office"
                    ),
                ),
            ],
            options={
                "ordering": ["office__code", "number"],
            },
        ),
        migrations.CreateModel(
            name="TeamArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="no longer in force from")),
                ("zip_prefix", models.CharField(max_length=5)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="offices.team"
                    ),
                ),
            ],
            options={
                "ordering": ["zip_prefix", "id"],
            },
        ),
        migrations.CreateModel(
            name="ZipCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("zip", models.CharField(max_length=5)),
                ("city", models.CharField(max_length=60)),
                (
                    "other_cities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("state", models.CharField(max_length=2)),
                ("county", models.CharField(max_length=60, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("STANDARD", "STANDARD"),
                            ("PO_BOX", "PO_BOX"),
                            ("UNIQUE", "UNIQUE"),
                            ("MILITARY", "MILITARY"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zip_codes",
                        to="offices.zipedition",
                        to_field="number",
                    ),
                ),
            ],
            options={
                "ordering": ["zip", "id"],
            },
        ),
        migrations.CreateModel(
            name="ZipRoute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("zip", models.CharField(max_length=5, unique=True)),
                ("rule", models.CharField(max_length=20)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("county", models.CharField(max_length=60, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.zipedition",
                        to_field="number",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
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
                "ordering": ["zip"],
            },
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Z]{2,3}(-[A-Z]{3})?$")),
                name="offices_office_code_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "SUB"), ("parent__isnull", False)),
                    models.Q(("kind__in", ["HQ", "FIELD"]), ("parent__isnull", True)),
                    _connector="OR",
                ),
                name="offices_office_only_a_sub_office_has_a_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="offices_office_days",
                violation_error_message="The last day must come after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("state", "county"),
                name="offices_jurisdiction_one_office",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("county__isnull", True), models.Q(("county", ""), _negated=True), _connector="OR"
                ),
                name="offices_jurisdiction_county_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="offices_jurisdiction_days",
                violation_error_message="The last day must come after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(fields=("office", "number"), name="offices_team_number_once"),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="offices_team_days",
                violation_error_message="The last day must come after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamarea",
            constraint=models.CheckConstraint(
                condition=models.Q(("zip_prefix__regex", "^\\d{3,5}$")), name="offices_teamarea_prefix"
            ),
        ),
        migrations.AddConstraint(
            model_name="teamarea",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("team", "zip_prefix"),
                name="offices_teamarea_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamarea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="offices_teamarea_days",
                violation_error_message="The last day must come after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="zipcode",
            constraint=models.UniqueConstraint(
                fields=("edition", "zip", "county"), name="offices_zipcode_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="zipcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("zip__regex", "^\\d{5}$")), name="offices_zipcode_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="ziproute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("office__isnull", False),
                        ("rule__in", ["ZIP_ONE_OFFICE", "ZIP_COUNTY"]),
                        ("team__isnull", False),
                    ),
                    models.Q(
                        ("office__isnull", True),
                        (
                            "rule__in",
                            [
                                "NO_ZIP",
                                "UNKNOWN_ZIP",
                                "MILITARY",
                                "NO_AREA",
                                "UNIQUE",
                                "PO_BOX",
                                "NO_COUNTY",
                                "TIE",
                            ],
                        ),
                        ("team__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="offices_ziproute_goes_where_its_rule_says",
            ),
        ),
        Watch("offices_office"),
        Watch("offices_team"),
        Watch("offices_jurisdiction"),
        Watch("offices_teamarea"),
        Watch("offices_zipedition"),
        Watch("offices_zipcode"),
        # A new edition renews the number on every route; only where a ZIP code goes is worth the trail.
        Watch("offices_ziproute", ignored=("edition_id",)),
    ]
