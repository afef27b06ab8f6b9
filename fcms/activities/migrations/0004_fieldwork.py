"""Field work: planned at an address, let on by a reading of the gates, and what was recorded without its checks."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fcms.database.defaults
from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"

# The moves of `lifecycle.FieldLife` as pairs of states; a test compares them.
MOVES = (
    ("PLANNED", "ASSIGNED"),
    ("PLANNED", "CALLED_OFF"),
    ("ASSIGNED", "PLANNED"),
    ("ASSIGNED", "UNDER_WAY"),
    ("ASSIGNED", "STOPPED"),
    ("ASSIGNED", "CALLED_OFF"),
    ("UNDER_WAY", "STOPPED"),
    ("UNDER_WAY", "DONE"),
    ("UNDER_WAY", "CALLED_OFF"),
    ("STOPPED", "PLANNED"),
    ("STOPPED", "CALLED_OFF"),
)
MAY_MOVE = f"""
create function activities_field_may_move(was text, becomes text) returns boolean
language sql immutable parallel safe as $$
  select (was, becomes) in ({", ".join(f"('{was}', '{becomes}')" for was, becomes in MOVES)})
$$
"""

# What was recorded before there were gates was taken over; nobody says so of any single row, so the trail does not.
TAKEN_OVER = """
alter table activities_activity disable trigger audit_updated;
update activities_activity set gates = 'TAKEN_OVER'
  where type in ('VISIT', 'SURVEILLANCE') or type = 'ARREST' and case_id is not null;
alter table activities_activity enable trigger audit_updated;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0001_grants"),
        ("activities", "0003_gates"),
        ("cases", "0001_initial"),
        ("leads", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Sql("create sequence activities_field_number", reverse="drop sequence activities_field_number"),
        migrations.CreateModel(
            name="FieldActionStep",
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
                            ("PLANNED", "Planned"),
                            ("REPLANNED", "Planned anew"),
                            ("JOINED", "Entered an operation"),
                            ("ASSIGNED", "Assigned"),
                            ("STARTED", "Started"),
                            ("STOPPED", "Stopped"),
                            ("LIFTED", "Free to be assigned again"),
                            ("DONE", "Recorded"),
                            ("CALLED_OFF", "Called off"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PLANNED", "Planned"),
                            ("ASSIGNED", "Assigned"),
                            ("UNDER_WAY", "Under way"),
                            ("STOPPED", "Stopped"),
                            ("DONE", "Done"),
                            ("CALLED_OFF", "Called off"),
                        ],
                        max_length=10,
                        verbose_name="state afterwards",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="day")),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="gates",
            field=models.CharField(
                blank=True,
                choices=[
                    ("OPEN", "With its checks"),
                    ("OVERRIDDEN", "With its checks, one overridden"),
                    ("SHUT", "Recorded without its checks"),
                    ("TAKEN_OVER", "Taken over from before"),
                ],
                max_length=10,
                verbose_name="how the gates stood",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="reading",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="activities.gatereading",
            ),
        ),
        migrations.CreateModel(
            name="FieldAction",
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
                        db_default=fcms.database.defaults.NextNumber("F", "activities_field_number"),
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("VISIT", "Visit"), ("SURVEILLANCE", "Surveillance"), ("ARREST", "Arrest")],
                        max_length=12,
                        verbose_name="what is to be done",
                    ),
                ),
                ("line_1", models.CharField(max_length=100, verbose_name="street address")),
                ("line_2", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                ("city", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("zip", models.CharField(blank=True, max_length=5, verbose_name="ZIP code")),
                ("address_key", models.CharField(max_length=32)),
                ("planned_on", models.DateField(verbose_name="day")),
                ("operation_name", models.CharField(blank=True, max_length=80)),
                ("notes", models.TextField(blank=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PLANNED", "Planned"),
                            ("ASSIGNED", "Assigned"),
                            ("UNDER_WAY", "Under way"),
                            ("STOPPED", "Stopped"),
                            ("DONE", "Done"),
                            ("CALLED_OFF", "Called off"),
                        ],
                        default="PLANNED",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it was stopped or called off")),
                (
                    "check_hours",
                    models.SmallIntegerField(
                        blank=True, null=True, verbose_name="hours that the check stood"
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_actions",
                        to="cases.case",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_actions",
                        to="leads.lead",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_actions",
                        to="offices.office",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.gatereading",
                    ),
                ),
                (
                    "status_check",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_actions",
                        to="offices.team",
                    ),
                ),
            ],
            options={
                "ordering": ["planned_on", "id"],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="field_action",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activity",
                to="activities.fieldaction",
            ),
        ),
        migrations.AddField(
            model_name="fieldactionstep",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fieldactionstep",
            name="field_action",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="activities.fieldaction",
            ),
        ),
        migrations.AddField(
            model_name="fieldactionstep",
            name="officer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fieldactionstep",
            name="reading",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="let_on",
                to="activities.gatereading",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldaction",
            index=models.Index(fields=["office", "planned_on", "id"], name="activities_field_of_office"),
        ),
        migrations.AddIndex(
            model_name="fieldaction",
            index=models.Index(
                condition=models.Q(("status__in", ("PLANNED", "ASSIGNED", "UNDER_WAY", "STOPPED"))),
                fields=["officer", "planned_on", "id"],
                name="activities_field_of_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldaction",
            index=models.Index(
                condition=models.Q(("status__in", ("PLANNED", "ASSIGNED", "UNDER_WAY", "STOPPED"))),
                fields=["team", "planned_on", "id"],
                name="activities_field_of_team",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldaction",
            index=models.Index(fields=["case", "id"], name="activities_field_of_case"),
        ),
        migrations.AddIndex(
            model_name="fieldaction",
            index=models.Index(
                condition=models.Q(("operation_name", ""), _negated=True),
                fields=["office", "operation_name"],
                name="activities_field_of_operation",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldaction",
            index=models.Index(
                condition=models.Q(("status__in", ("ASSIGNED", "UNDER_WAY"))),
                fields=["address_key"],
                name="activities_field_at_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["VISIT", "SURVEILLANCE", "ARREST"]),
                    ("status__in", ["PLANNED", "ASSIGNED", "UNDER_WAY", "STOPPED", "DONE", "CALLED_OFF"]),
                ),
                name="activities_field_codes_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("line_1", ""), _negated=True), models.Q(("address_key", ""), _negated=True)
                ),
                name="activities_field_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("zip", ""), ("zip__regex", "^\\d{5}$"), _connector="OR"),
                name="activities_field_zip",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["ASSIGNED", "UNDER_WAY", "DONE"]), _negated=True),
                    models.Q(
                        ("check_hours__gte", 1),
                        ("check_hours__lte", 168),
                        ("officer__isnull", False),
                        ("reading__isnull", False),
                        ("status_check__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="activities_field_goes_on_a_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ["STOPPED", "CALLED_OFF"]), models.Q(("reason", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("status__in", ["STOPPED", "CALLED_OFF"]), _negated=True), ("reason", "")
                    ),
                    _connector="OR",
                ),
                name="activities_field_stopped_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldactionstep",
            index=models.Index(fields=["field_action", "id"], name="activities_step_of_field"),
        ),
        migrations.AddConstraint(
            model_name="fieldactionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "PLANNED",
                            "REPLANNED",
                            "JOINED",
                            "ASSIGNED",
                            "STARTED",
                            "STOPPED",
                            "LIFTED",
                            "DONE",
                            "CALLED_OFF",
                        ],
                    ),
                    ("status__in", ["PLANNED", "ASSIGNED", "UNDER_WAY", "STOPPED", "DONE", "CALLED_OFF"]),
                ),
                name="activities_fieldstep_codes_listed",
            ),
        ),
        Sql(TAKEN_OVER, reverse="select 1"),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("gates", "SHUT")),
                fields=["office", "acted_on", "id"],
                name="activities_without_checks",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("type__in", ["VISIT", "SURVEILLANCE"]),
                            models.Q(("case__isnull", False), ("type", "ARREST")),
                            _connector="OR",
                        ),
                        ("gates__in", ["OPEN", "OVERRIDDEN", "SHUT", "TAKEN_OVER"]),
                    ),
                    models.Q(
                        models.Q(
                            ("type__in", ["VISIT", "SURVEILLANCE"]),
                            models.Q(("case__isnull", False), ("type", "ARREST")),
                            _connector="OR",
                            _negated=True,
                        ),
                        ("field_action", None),
                        ("gates", ""),
                    ),
                    _connector="OR",
                ),
                name="activities_gated_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("field_action", None), ("gates__in", ["", "TAKEN_OVER"]), ("reading", None)),
                    models.Q(
                        ("gates", "SHUT"),
                        models.Q(("reading__isnull", False), ("case", None), _connector="OR"),
                    ),
                    models.Q(
                        ("case__isnull", False),
                        ("field_action__isnull", False),
                        ("gates__in", ("OPEN", "OVERRIDDEN")),
                        ("reading__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="activities_checked_has_its_action",
            ),
        ),
        AppendOnly("activities_fieldactionstep"),
        Watch("activities_fieldaction"),
        Watch("activities_fieldactionstep"),
        Sql(MAY_MOVE, reverse="drop function activities_field_may_move(text, text)"),
        Sql(SQL / "fieldwork.sql", reverse=SQL / "fieldwork_gone.sql"),
    ]
