"""Cases and their steps, and what the database itself keeps about them."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fcms.database.defaults
from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"

# The moves of `lifecycle.py` as pairs of states; a test compares them, a change of the life brings its migration.
MOVES = (
    ("OPEN", "COLD"),
    ("COLD", "OPEN"),
    ("OPEN", "IN_CUSTODY"),
    ("COLD", "IN_CUSTODY"),
    ("IN_CUSTODY", "OPEN"),
    ("IN_CUSTODY", "REMOVED"),
    ("OPEN", "CLOSED"),
    ("COLD", "CLOSED"),
    ("IN_CUSTODY", "CLOSED"),
    ("REMOVED", "OPEN"),
    ("CLOSED", "OPEN"),
)
MAY_MOVE = f"""
create function cases_may_move(was text, becomes text) returns boolean language sql immutable parallel safe as $$
  select (was, becomes) in ({", ".join(f"('{was}', '{becomes}')" for was, becomes in MOVES)})
$$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_grants"),
        ("audit", "0001_initial"),
        ("offices", "0001_initial"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Sql("create sequence cases_number", reverse="drop sequence cases_number"),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        db_default=fcms.database.defaults.NextNumber("C", "cases_number"),
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("COLD", "Cold"),
                            ("IN_CUSTODY", "In custody"),
                            ("REMOVED", "Removed"),
                            ("CLOSED", "Closed"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("FINAL_ORDER", "Final order"),
                            ("FAILED_TO_REPORT", "Failed to report after notice"),
                        ],
                        max_length=16,
                    ),
                ),
                ("basis_on", models.DateField(verbose_name="basis as of")),
                ("opened_at", models.DateTimeField()),
                ("opened_on", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closure_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("LEFT_THE_COUNTRY", "Left the country"),
                            ("IN_CUSTODY_ELSEWHERE", "In custody elsewhere"),
                            ("LEGAL_STATUS", "Obtained legal status"),
                            ("CITIZEN", "United States citizen"),
                            ("ORDER_NOT_IN_FORCE", "Order no longer in force"),
                            ("DIED", "Died"),
                            ("ENTERED_IN_ERROR", "Entered in error"),
                            ("MERGED", "Merged with another case"),
                        ],
                        max_length=20,
                    ),
                ),
                ("custody_on", models.DateField(blank=True, null=True, verbose_name="in custody since")),
                ("removed_on", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="offices.office",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("OPENED", "Opened"),
                            ("WENT_COLD", "Went cold"),
                            ("REVIVED", "Revived"),
                            ("TRANSFERRED", "Transferred"),
                            ("ARRESTED", "Taken into custody"),
                            ("RELEASED", "Released"),
                            ("REMOVED", "Removed"),
                            ("CLOSED", "Closed"),
                            ("REOPENED", "Re-opened"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("COLD", "Cold"),
                            ("IN_CUSTODY", "In custody"),
                            ("REMOVED", "Removed"),
                            ("CLOSED", "Closed"),
                        ],
                        max_length=10,
                        verbose_name="state afterwards",
                    ),
                ),
                (
                    "was",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("OPEN", "Open"),
                            ("COLD", "Cold"),
                            ("IN_CUSTODY", "In custody"),
                            ("REMOVED", "Removed"),
                            ("CLOSED", "Closed"),
                        ],
                        max_length=10,
                        verbose_name="state before",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("LEFT_THE_COUNTRY", "Left the country"),
                            ("IN_CUSTODY_ELSEWHERE", "In custody elsewhere"),
                            ("LEGAL_STATUS", "Obtained legal status"),
                            ("CITIZEN", "United States citizen"),
                            ("ORDER_NOT_IN_FORCE", "Order no longer in force"),
                            ("DIED", "Died"),
                            ("ENTERED_IN_ERROR", "Entered in error"),
                            ("MERGED", "Merged with another case"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("effective_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="cases.case",
                    ),
                ),
                (
                    "from_office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["office", "status", "id"], name="cases_case_queue"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["opened_on", "id"], name="cases_case_by_opening"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["subject", "id"], name="cases_case_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["OPEN", "COLD", "IN_CUSTODY", "REMOVED", "CLOSED"])),
                name="cases_case_status_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["FINAL_ORDER", "FAILED_TO_REPORT"])),
                name="cases_case_basis_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("OPEN", "COLD", "IN_CUSTODY"))),
                fields=("subject",),
                name="cases_case_one_live_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        (
                            "closure_reason__in",
                            [
                                "LEFT_THE_COUNTRY",
                                "IN_CUSTODY_ELSEWHERE",
                                "LEGAL_STATUS",
                                "CITIZEN",
                                "ORDER_NOT_IN_FORCE",
                                "DIED",
                                "ENTERED_IN_ERROR",
                                "MERGED",
                            ],
                        ),
                        ("status", "CLOSED"),
                    ),
                    models.Q(
                        models.Q(("status", "CLOSED"), _negated=True),
                        ("closed_at", None),
                        ("closed_by", None),
                        ("closure_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="cases_case_closed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("custody_on__isnull", False), ("status__in", ["IN_CUSTODY", "REMOVED"])),
                    models.Q(("status__in", ["IN_CUSTODY", "REMOVED"]), _negated=True),
                    _connector="OR",
                ),
                name="cases_case_custody_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_on__isnull", False), ("status", "REMOVED")),
                    models.Q(models.Q(("status", "REMOVED"), _negated=True), ("removed_on", None)),
                    _connector="OR",
                ),
                name="cases_case_removed_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="casestep",
            index=models.Index(fields=["case", "id"], name="cases_step_of_case"),
        ),
        migrations.AddIndex(
            model_name="casestep",
            index=models.Index(fields=["step", "effective_on"], name="cases_step_by_day"),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "OPENED",
                            "WENT_COLD",
                            "REVIVED",
                            "TRANSFERRED",
                            "ARRESTED",
                            "RELEASED",
                            "REMOVED",
                            "CLOSED",
                            "REOPENED",
                        ],
                    )
                ),
                name="cases_step_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["OPEN", "COLD", "IN_CUSTODY", "REMOVED", "CLOSED"])),
                name="cases_step_status_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_office__isnull", False), ("step", "TRANSFERRED")),
                    models.Q(models.Q(("step", "TRANSFERRED"), _negated=True), ("from_office", None)),
                    _connector="OR",
                ),
                name="cases_step_transferred_says_from_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "CLOSED"), _negated=True),
                    (
                        "reason__in",
                        [
                            "LEFT_THE_COUNTRY",
                            "IN_CUSTODY_ELSEWHERE",
                            "LEGAL_STATUS",
                            "CITIZEN",
                            "ORDER_NOT_IN_FORCE",
                            "DIED",
                            "ENTERED_IN_ERROR",
                            "MERGED",
                        ],
                    ),
                    _connector="OR",
                ),
                name="cases_step_closed_says_why",
            ),
        ),
        AppendOnly("cases_casestep"),
        Watch("cases_case", ignored=("changed_at",)),
        Watch("cases_casestep"),
        Sql(MAY_MOVE, reverse="drop function cases_may_move(text, text)"),
        Sql(SQL / "life.sql", reverse=SQL / "life_back.sql"),
        Sql(SQL / "counts.sql", reverse="drop view counts.cases_steps"),
    ]
