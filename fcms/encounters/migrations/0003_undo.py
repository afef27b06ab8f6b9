"""A removal that an extract brought goes when the extract is undone."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("encounters", "0002_takeover")]
    operations: ClassVar = [
        migrations.AddField(
            "statisticalarrest",
            "removed_in",
            models.CharField(max_length=20, null=True, verbose_name="extract that told of the removal"),
        ),
        migrations.AddIndex(
            "statisticalarrest",
            models.Index(
                condition=Q(removed_in__isnull=False),
                fields=["removed_in"],
                name="encounters_removed_in_extract",
            ),
        ),
        Sql(SQL / "take_back.sql", reverse=SQL / "take_back_no_more.sql"),
    ]
