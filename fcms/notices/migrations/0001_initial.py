"""What a person has seen of their notices, who wants the digest, and which was sent."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from fcms.audit.operations import Watch
from fcms.database.operations import AllowDelete

KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [
        ("database", "0001_grants"),
        ("audit", "0001_initial"),
        ("accounts", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, db_index=False, on_delete=PROTECT, related_name="+"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind", "key"), name="notices_seen_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        settings.AUTH_USER_MODEL,
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                    ),
                ),
                ("address", models.CharField(max_length=120, verbose_name="work e-mail address")),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(address__regex=r"^[^@\s,;<>]+@[^@\s,;<>]+$"),
                        name="notices_digest_one_address",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DigestSent",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("day", models.DateField(verbose_name="day at the person's office")),
                ("notices", models.IntegerField()),
                ("claimed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=60)),
                (
                    "user",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL, db_index=False, on_delete=PROTECT, related_name="+"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="notices_digestsent_once_a_day"),
                    models.CheckConstraint(
                        condition=Q(("sent_at", None)) | Q(("fault", ""), ("notices__gt", 0)),
                        name="notices_digestsent_or_failed",
                    ),
                ]
            },
        ),
        Watch("notices_digest", key="user_id", quiet=("address",)),
        AllowDelete("notices_seen"),
        AllowDelete("notices_digest"),
        AllowDelete("notices_digestsent"),
    ]
