"""Gates: what was asked before somebody acted, what was overridden, what kind of place stands where."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0001_grants"),
        ("activities", "0002_ledger"),
        ("cases", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GateOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_key", models.CharField(blank=True, max_length=32)),
                ("gate", models.CharField(max_length=24)),
                ("sentence", models.TextField(verbose_name="what the gate said")),
                ("reason", models.TextField()),
                ("given_at", models.DateTimeField()),
                ("given_on", models.DateField()),
                ("until", models.DateField(verbose_name="in force until, that day included")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="GateReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place_key", models.CharField(blank=True, max_length=32)),
                ("place_kind", models.CharField(blank=True, max_length=24)),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("PLAN", "When it was planned"),
                            ("ASSIGN", "When it was assigned"),
                            ("START", "On the day, before it began"),
                            ("RECORD", "When it was recorded"),
                        ],
                        max_length=6,
                    ),
                ),
                ("open", models.BooleanField(verbose_name="every gate was open or overridden")),
                (
                    "overridden",
                    models.BooleanField(
                        default=False, verbose_name="a gate was open only because somebody overrode it"
                    ),
                ),
                ("answers", models.JSONField(default=list)),
                ("policy_version", models.SmallIntegerField()),
                ("read_at", models.DateTimeField()),
                ("read_on", models.DateField()),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="PlaceKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=24)),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="gateoverride",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="gate_overrides",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="gateoverride",
            name="given_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="gateoverride",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.office",
            ),
        ),
        migrations.AddField(
            model_name="gateoverride",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="gatereading",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="gate_readings",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="gatereading",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.office",
            ),
        ),
        migrations.AddField(
            model_name="gatereading",
            name="read_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="placekind",
            name="said_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="gateoverride",
            index=models.Index(fields=["case", "id"], name="activities_override_of_case"),
        ),
        migrations.AddConstraint(
            model_name="gateoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("gate", "G-STATUS"), _negated=True),
                name="activities_status_check_never_overridden",
            ),
        ),
        migrations.AddConstraint(
            model_name="gateoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("gate__regex", "^G-[A-Z0-9]+(-[A-Z0-9]+)*$")),
                name="activities_gateoverride_names_a_gate",
            ),
        ),
        migrations.AddConstraint(
            model_name="gateoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="activities_gateoverride_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="gateoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("given_on"))),
                name="activities_gateoverride_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="gateoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="activities_gateoverride_withdrawn_by_someone",
            ),
        ),
        migrations.AddIndex(
            model_name="gatereading",
            index=models.Index(fields=["case", "id"], name="activities_gates_of_case"),
        ),
        migrations.AddConstraint(
            model_name="gatereading",
            constraint=models.CheckConstraint(
                condition=models.Q(("moment__in", ["PLAN", "ASSIGN", "START", "RECORD"])),
                name="activities_gatereading_moment_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatereading",
            constraint=models.CheckConstraint(
                condition=models.Q(("overridden", False), ("open", True), _connector="OR"),
                name="activities_gatereading_overridden_is_open",
            ),
        ),
        migrations.AddIndex(
            model_name="placekind",
            index=models.Index(fields=["key", "-id"], name="activities_kind_of_place"),
        ),
        migrations.AddConstraint(
            model_name="placekind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key", ""), _negated=True), models.Q(("kind", ""), _negated=True)
                ),
                name="activities_placekind_says_both",
            ),
        ),
        Sql(SQL / "gates.sql", reverse=SQL / "gates_gone.sql"),
        Watch("activities_gatereading"),
        Watch("activities_gateoverride"),
        Watch("activities_placekind"),
        AppendOnly("activities_gatereading"),
        AppendOnly("activities_placekind"),
    ]
