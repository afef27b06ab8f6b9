"""Cases of an extract that was undone: closed as entered in error, and counted nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_proposals")]
    operations: ClassVar = [
        migrations.AddField(
            "case",
            "taken_back_at",
            models.DateTimeField(blank=True, null=True, verbose_name="taken back with its extract"),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(status="CLOSED", closure_reason="ENTERED_IN_ERROR"),
                name="cases_case_taken_back_is_closed",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=Q(taken_back_at__isnull=False), fields=["id"], name="cases_case_taken_back"
            ),
        ),
        Sql(SQL / "counts_taken_back.sql", reverse=SQL / "counts_all.sql"),
    ]
