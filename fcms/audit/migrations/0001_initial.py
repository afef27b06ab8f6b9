"""The trail and its keepers: triggers that record, and refuse a change by nobody."""

from pathlib import Path

from django.db import migrations, models

from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"

CHANGE_OPERATIONS = [("I", "entered"), ("U", "changed"), ("D", "deleted")]
ACCESS_KINDS = [
    ("SIGN_IN", "signed in"),
    ("SIGN_OUT", "signed out"),
    ("SIGN_IN_FAILED", "failed to sign in"),
    ("VIEW", "viewed"),
    ("SEARCH", "searched"),
    ("REVEAL", "revealed an identifier"),
    ("EXPORT", "exported"),
    ("PRINT", "printed"),
    ("REFUSED", "was refused"),
]


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_grants")]
    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, auto_created=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("event", models.CharField(max_length=80)),
                ("reason", models.TextField(blank=True)),
                ("table", models.CharField(max_length=80)),
                ("row", models.BigIntegerField(null=True)),
                ("operation", models.CharField(choices=CHANGE_OPERATIONS, max_length=1)),
                ("fields", models.JSONField(null=True)),
                ("rows", models.IntegerField(default=1)),
                ("digest", models.BinaryField(null=True)),
                ("transaction", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["table", "row", "id"], name="audit_change_record")]},
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, auto_created=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("kind", models.CharField(choices=ACCESS_KINDS, max_length=20)),
                ("view", models.CharField(max_length=100)),
                ("record", models.CharField(blank=True, max_length=100)),
                ("results", models.IntegerField(null=True)),
                ("purpose", models.TextField(blank=True)),
                ("query_digest", models.BinaryField(null=True)),
                ("address", models.GenericIPAddressField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["record", "id"], name="audit_access_record"),
                    models.Index(fields=["actor", "id"], name="audit_access_actor"),
                    models.Index(fields=["at"], name="audit_access_at"),
                ]
            },
        ),
        Sql(SQL / "watch.sql", reverse=SQL / "unwatch.sql"),
        AppendOnly("audit_change"),
        AppendOnly("audit_access"),
        # A change is written by the triggers alone: the program itself cannot add one.
        Sql(
            "revoke insert on audit_change from fcms_app", reverse="grant insert on audit_change to fcms_app"
        ),
    ]
