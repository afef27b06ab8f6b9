"""Activities and arrests, every change of them watched, and what reports may count of them."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_grants"),
        ("audit", "0001_initial"),
        ("cases", "0001_initial"),
        ("leads", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("RECORDS_CHECK", "Records check"),
                            ("ADDRESS_CHECK", "Address check"),
                            ("INTERVIEW", "Interview"),
                            ("SURVEILLANCE", "Surveillance"),
                            ("VISIT", "Visit"),
                            ("ARREST", "Arrest"),
                            ("ASSISTANCE", "Assistance to another agency"),
                            ("DOCUMENT_REVIEW", "Document review"),
                            ("OTHER_DUTY", "Duty outside the programme"),
                        ],
                        max_length=16,
                        verbose_name="type of action",
                    ),
                ),
                ("officer_name", models.CharField(max_length=120)),
                ("officer_title", models.CharField(max_length=120)),
                ("acted_on", models.DateField(verbose_name="date")),
                ("location", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("operation_name", models.CharField(blank=True, max_length=80)),
                (
                    "check_system",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EID", "EID"),
                            ("NCIC", "NCIC"),
                            ("TECS", "TECS"),
                            ("CIS", "CIS"),
                            ("COURT", "Immigration court"),
                            ("STATE", "State records"),
                            ("COMMERCIAL", "Commercial records"),
                            ("OTHER", "Other"),
                        ],
                        max_length=12,
                        verbose_name="system asked",
                    ),
                ),
                (
                    "check_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("STILL_FUGITIVE", "Still a fugitive"),
                            ("NOT_FUGITIVE", "No longer a fugitive"),
                            ("IN_CUSTODY", "In custody"),
                            ("ADDRESS_CONFIRMED", "Address confirmed"),
                            ("ADDRESS_NOT_CONFIRMED", "Address not confirmed"),
                            ("NO_RECORD", "No record found"),
                            ("UNCLEAR", "Unclear"),
                        ],
                        max_length=24,
                        verbose_name="result",
                    ),
                ),
                (
                    "visit_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FOUND", "Subject found"),
                            ("NOT_THERE", "Subject not there, lives there"),
                            ("MOVED", "Moved"),
                            ("UNRELATED", "Current resident unrelated"),
                            ("VACANT", "Vacant"),
                            ("NO_SUCH_UNIT", "No such unit"),
                            ("NOT_ANSWERED", "Nobody answered"),
                        ],
                        max_length=16,
                        verbose_name="what the visit found",
                    ),
                ),
                (
                    "verification",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="how identity and status were verified (non-fugitive arrest)",
                    ),
                ),
                (
                    "verified_on",
                    models.DateField(blank=True, null=True, verbose_name="when they were verified"),
                ),
                ("notes", models.TextField(blank=True)),
                ("late", models.BooleanField(default=False, verbose_name="entered late")),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="cases.case",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="leads.lead",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="offices.office",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="offices.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-acted_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Arrest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("arrested_on", models.DateField()),
                ("line_1", models.CharField(max_length=100, verbose_name="street address")),
                ("line_2", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                ("city", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=2)),
                ("zip", models.CharField(blank=True, max_length=5, verbose_name="ZIP code")),
                ("criminal", models.BooleanField(verbose_name="convicted at the time of arrest")),
                (
                    "targeted",
                    models.BooleanField(default=True, verbose_name="the person the team was looking for"),
                ),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrest",
                        to="activities.activity",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrests", to="cases.case"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrests",
                        to="offices.office",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrests",
                        to="offices.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-arrested_on", "-id"],
            },
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["acted_on", "id"], name="activities_by_day"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["officer", "acted_on", "id"], name="activities_by_officer"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["office", "acted_on", "id"], name="activities_by_office"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["lead", "id"], name="activities_of_lead"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["case", "id"], name="activities_of_case"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "type__in",
                        [
                            "RECORDS_CHECK",
                            "ADDRESS_CHECK",
                            "INTERVIEW",
                            "SURVEILLANCE",
                            "VISIT",
                            "ARREST",
                            "ASSISTANCE",
                            "DOCUMENT_REVIEW",
                            "OTHER_DUTY",
                        ],
                    )
                ),
                name="activities_activity_type_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("type", "RECORDS_CHECK"), _negated=True),
                    models.Q(
                        models.Q(("check_system", ""), _negated=True),
                        models.Q(("check_result", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="activities_check_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("type", "VISIT"), _negated=True),
                    models.Q(("visit_outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="activities_visit_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "check_system__in",
                        ["", "EID", "NCIC", "TECS", "CIS", "COURT", "STATE", "COMMERCIAL", "OTHER"],
                    ),
                    (
                        "check_result__in",
                        [
                            "",
                            "STILL_FUGITIVE",
                            "NOT_FUGITIVE",
                            "IN_CUSTODY",
                            "ADDRESS_CONFIRMED",
                            "ADDRESS_NOT_CONFIRMED",
                            "NO_RECORD",
                            "UNCLEAR",
                        ],
                    ),
                    (
                        "visit_outcome__in",
                        [
                            "",
                            "FOUND",
                            "NOT_THERE",
                            "MOVED",
                            "UNRELATED",
                            "VACANT",
                            "NO_SUCH_UNIT",
                            "NOT_ANSWERED",
                        ],
                    ),
                ),
                name="activities_activity_codes_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("verification", ""),
                        ("verified_on", None),
                        models.Q(
                            models.Q(("type", "ARREST"), _negated=True),
                            ("case__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("case", None),
                        ("lead", None),
                        ("notes", ""),
                        ("type", "ARREST"),
                        ("verified_on__isnull", False),
                        models.Q(("verification", ""), _negated=True),
                        models.Q(("check_system", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="activities_arrest_of_a_case_or_verified",
            ),
        ),
        migrations.AddIndex(
            model_name="arrest",
            index=models.Index(fields=["arrested_on"], name="activities_arrest_by_day"),
        ),
        migrations.AddConstraint(
            model_name="arrest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("line_1", ""), _negated=True),
                    models.Q(("city", ""), _negated=True),
                    ("state__regex", "^[A-Z]{2}$"),
                ),
                name="activities_arrest_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrest",
            constraint=models.CheckConstraint(
                condition=models.Q(("zip", ""), ("zip__regex", "^\\d{5}$"), _connector="OR"),
                name="activities_arrest_zip",
            ),
        ),
        Watch("activities_activity"),
        Watch("activities_arrest"),
        Sql(SQL / "counts.sql", reverse="drop view counts.activities_arrests"),
    ]
