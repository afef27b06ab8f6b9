"""Rows of rosters, benefits, departures and leads are matched to subjects by a person."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AllowDelete, AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("exchange", "0002_undo"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Linking",
            fields=[
                (
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="exchange.intake",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "model",
                    models.CharField(max_length=16, verbose_name="digest of the model and its figures"),
                ),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("forgets", models.BooleanField(verbose_name="rows about nobody here are deleted")),
                ("stale", models.BooleanField(default=False, verbose_name="rows were corrected since")),
                ("rows", models.IntegerField()),
                ("proposed", models.IntegerField()),
                ("review", models.IntegerField()),
                ("none", models.IntegerField()),
                ("forgotten", models.IntegerField(default=0, verbose_name="rows about nobody here, deleted")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("proposed"), "+", models.F("review")
                                    ),
                                    "+",
                                    models.F("none"),
                                ),
                            )
                        ),
                        name="exchange_linking_adds_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=40)),
                ("row", models.IntegerField()),
                (
                    "zone",
                    models.CharField(
                        choices=[("PROPOSED", "Proposed"), ("REVIEW", "To be reviewed")], max_length=8
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("IDENTIFIER", "An identifier agrees"),
                            ("LIKENESS", "Names and dates are alike"),
                        ],
                        max_length=10,
                    ),
                ),
                ("score", models.FloatField(verbose_name="weight of all evidence together, in bits")),
                ("evidence", models.JSONField(default=list)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "Waiting"), ("CONFIRMED", "Confirmed"), ("REJECTED", "Rejected")],
                        db_default="",
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, db_default="", max_length=300)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="exchange.intake",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="subjects.subject"
                    ),
                ),
            ],
            options={
                "ordering": ["file", "row", "-score", "id"],
            },
        ),
        migrations.CreateModel(
            name="MatchStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("CONFIRMED", "Confirmed"),
                            ("REJECTED", "Rejected"),
                            ("TAKEN_BACK", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="exchange.match"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                fields=("intake", "file", "row", "subject"), name="exchange_match_subject_once_a_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                condition=models.Q(("zone", "PROPOSED")),
                fields=("intake", "file", "row"),
                name="exchange_match_one_proposed_a_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                condition=models.Q(("zone", "PROPOSED")),
                fields=("intake", "file", "subject"),
                name="exchange_match_one_row_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", "CONFIRMED")),
                fields=("intake", "file", "row"),
                name="exchange_match_one_confirmed_a_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(("zone__in", ["PROPOSED", "REVIEW"])), name="exchange_match_zone_listed"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["IDENTIFIER", "LIKENESS"])),
                name="exchange_match_method_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision__in", ["CONFIRMED", "REJECTED"]),
                    ),
                    _connector="OR",
                ),
                name="exchange_match_decided_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "REJECTED"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="exchange_match_rejected_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("said__in", ["CONFIRMED", "REJECTED", "TAKEN_BACK"])),
                name="exchange_matchstep_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("said", "CONFIRMED"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="exchange_matchstep_says_why",
            ),
        ),
        Watch("exchange_linking", key="intake_id"),
        Watch("exchange_match", quiet=("evidence",)),
        Watch("exchange_matchstep"),
        AppendOnly("exchange_matchstep"),
        AllowDelete("exchange_match"),
        Sql(SQL / "forget_nobody.sql", reverse="drop function exchange_forget_nobody(int)"),
    ]
