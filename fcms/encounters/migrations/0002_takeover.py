"""Many arrests of the version before are asked for at once: which of them are counted already."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("encounters", "0001_initial")]
    operations: ClassVar = [
        Sql(
            SQL / "seen_of_many.sql",
            reverse="drop function encounters_seen_of_many(text[], date[]),"
            " encounters_note_removals(text[], date[])",
        )
    ]
