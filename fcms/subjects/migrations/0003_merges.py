"""Two subjects who are one person."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"
KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
PROTECT, CASCADE = django.db.models.deletion.PROTECT, django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    dependencies: ClassVar = [("subjects", "0002_conflicts")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="subject",
            name="merged_into",
            field=models.ForeignKey(
                "subjects.subject",
                blank=True,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="merged",
            ),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                condition=Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="subjects_merged_into",
            ),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("evidence", models.TextField(blank=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_reason", models.TextField(blank=True)),
                ("by", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")),
                ("kept", models.ForeignKey("subjects.subject", on_delete=CASCADE, related_name="merges")),
                ("other", models.ForeignKey("subjects.subject", on_delete=CASCADE, related_name="merged_by")),
                (
                    "undone_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, blank=True, null=True, on_delete=PROTECT, related_name="+"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("kept", F("other")), _negated=True), name="subjects_merge_of_two"
                    ),
                    models.CheckConstraint(
                        condition=Q(("reason", ""), _negated=True), name="subjects_merge_says_why"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                                Q(("undone_reason", ""), _negated=True),
                            ),
                            Q(("undone_at", None), ("undone_by", None), ("undone_reason", "")),
                            _connector="OR",
                        ),
                        name="subjects_merge_undone_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("undone_at__isnull", True)),
                        fields=("other",),
                        name="subjects_merge_into_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeMove",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("table", models.CharField(max_length=60)),
                ("row", models.BigIntegerField()),
                ("column", models.CharField(max_length=40)),
                ("was", models.JSONField(null=True)),
                ("became", models.JSONField(null=True)),
                ("merge", models.ForeignKey("subjects.merge", on_delete=CASCADE, related_name="moves")),
            ],
            options={"ordering": ["id"]},
        ),
        Watch("subjects_merge"),
        Sql(
            "revoke update on subjects_merge from fcms_app;"
            "grant update (undone_at, undone_by_id, undone_reason) on subjects_merge to fcms_app",
            reverse="grant update on subjects_merge to fcms_app",
        ),
        AppendOnly("subjects_mergemove"),
        Watch("subjects_mergemove", quiet=("was", "became")),
        Sql(SQL / "fact_moves.sql", reverse=SQL / "fact_moves_back.sql"),
    ]
