"""What is recorded as done with its checks was done by the officer who was assigned."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"
NAME = "function activities_checked_was_under_way"


def before() -> str:
    """The keeper as it was first written."""
    text = (SQL / "fieldwork.sql").read_text()
    begins = text.index(f"create {NAME}")
    ends = text.index("end $$;", begins) + len("end $$;")
    return text[begins:ends].replace("create function", "create or replace function", 1)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("activities", "0005_fewer_indexes")]

    operations: ClassVar = [Sql(SQL / "checked_by_who_went.sql", reverse=before())]
