"""The restricted role's rights, the schema of counts, append-only tables and human numbers."""

from pathlib import Path

from django.db import migrations

from fcms.database.operations import AllowDelete, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        Sql(SQL / "grants.sql", reverse=""),
        Sql(SQL / "append_only.sql", reverse="drop function fcms_append_only()"),
        Sql(SQL / "number.sql", reverse="drop function fcms_number(text, int, bigint)"),
        AllowDelete("django_session"),
        AllowDelete("procrastinate_jobs"),
        AllowDelete("procrastinate_events"),
        AllowDelete("procrastinate_periodic_defers"),
        AllowDelete("procrastinate_workers"),
    ]
