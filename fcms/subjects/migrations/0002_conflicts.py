"""Sources that disagree, and what was taken back."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
PERSON = {"on_delete": django.db.models.deletion.PROTECT, "null": True, "related_name": "+"}
OPEN = Q(("settled_at__isnull", True), ("withdrawn_at__isnull", True))


def statement(name: str) -> models.ForeignKey:
    """What a row rests on."""
    protect = django.db.models.deletion.PROTECT
    return models.ForeignKey("subjects.statement", on_delete=protect, related_name=name)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("subjects", "0001_initial"),
        ("audit", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="subject", name="withdrawn_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="statement",
            name="heard",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("column", models.CharField(max_length=40)),
                ("held", models.JSONField(null=True)),
                ("said", models.JSONField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kept",
                    models.CharField(
                        blank=True,
                        choices=[("HELD", "What was held"), ("SAID", "What the source said")],
                        max_length=4,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.ForeignKey(settings.AUTH_USER_MODEL, blank=True, **PERSON)),
                ("statement", statement("+")),
                (
                    "subject",
                    models.ForeignKey(
                        "subjects.subject",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(condition=OPEN, fields=["opened_at", "id"], name="subjects_conflict_queue")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            Q(
                                ("kept__in", ["HELD", "SAID"]),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                Q(("reason", ""), _negated=True),
                            ),
                            Q(("kept", ""), ("reason", ""), ("settled_at", None), ("settled_by", None)),
                            _connector="OR",
                        ),
                        name="subjects_conflict_settled_says_how",
                    ),
                    models.UniqueConstraint(
                        condition=OPEN,
                        fields=("subject", "column", "said"),
                        name="subjects_conflict_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Retraction",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("intake", models.CharField(max_length=20, unique=True)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(Q(("reason", ""), _negated=True), Q(("intake", ""), _negated=True)),
                        name="subjects_retraction_says_what_and_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Echo",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("what", models.CharField(max_length=16)),
                ("fact", models.BigIntegerField()),
                ("statement", statement("echoes")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["what", "fact"], name="subjects_echo_of_fact")],
            },
        ),
        Watch("subjects_conflict"),
        # What was contradicted is never rewritten; it is settled, or withdrawn with the statement (PIA-1.5-3).
        Sql(
            "revoke update on subjects_conflict from fcms_app;"
            "grant update (settled_at, settled_by_id, kept, reason, withdrawn_at) on subjects_conflict to fcms_app",
            reverse="grant update on subjects_conflict to fcms_app",
        ),
        AppendOnly("subjects_retraction"),
        Watch("subjects_retraction"),
        AppendOnly("subjects_echo"),
        Watch("subjects_echo"),
    ]
