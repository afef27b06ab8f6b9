"""The priority of cases, and its history."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

from fcms.database.operations import AppendOnly, Sql
from fcms.lib.priority import system

SQL = Path(__file__).resolve().parents[1] / "sql"
CASCADE = django.db.models.deletion.CASCADE


def score(apps: Any, editor: Any) -> None:
    """Score the cases that are there already."""
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "select cases_score(array(select id from cases_case order by id), %s::jsonb, current_date, 'FIRST')",
            [system().as_json],
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0005_life"), ("subjects", "0006_gangs")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="CasePriority",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        "cases.case",
                        on_delete=CASCADE,
                        primary_key=True,
                        related_name="priority",
                        serialize=False,
                    ),
                ),
                ("points", models.SmallIntegerField()),
                ("parts", models.JSONField(default=list)),
                ("version", models.SmallIntegerField()),
                ("scored_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-points"],
                "indexes": [models.Index(fields=["-points", "-case"], name="cases_priority_by_points")],
            },
        ),
        migrations.CreateModel(
            name="PriorityChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        "cases.case", db_index=False, on_delete=CASCADE, related_name="priority_changes"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("before", models.SmallIntegerField(null=True)),
                ("before_version", models.SmallIntegerField(null=True)),
                ("after", models.SmallIntegerField()),
                ("parts", models.JSONField(default=list)),
                ("version", models.SmallIntegerField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("FIRST", "First computed"),
                            ("RECORD", "The record of the subject changed"),
                            ("DAY", "A day passed: a review began to hold or lapsed"),
                            ("SYSTEM", "The written system changed"),
                        ],
                        max_length=6,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["case", "id"], name="cases_prioritychange_of_case")],
            },
        ),
        AppendOnly("cases_prioritychange"),
        Sql(SQL / "priority.sql", reverse=SQL / "priority_gone.sql"),
        migrations.RunPython(score, migrations.RunPython.noop),
    ]
