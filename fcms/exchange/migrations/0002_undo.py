"""An extract applied wrongly is taken back: who, when and why; the corrected file may come then."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

STATUSES = [
    ("RECEIVED", "Received"),
    ("STAGING", "Being read"),
    ("REVIEW", "Under review"),
    ("APPLYING", "Being applied"),
    ("APPLIED", "Applied"),
    ("UNDOING", "Being undone"),
    ("UNDONE", "Undone"),
    ("REFUSED", "Refused"),
]
GONE = ["REFUSED", "UNDONE"]
ONCE_APPLIED = ["APPLIED", "UNDOING", "UNDONE"]
UNDOING = ["UNDOING", "UNDONE"]
CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(status__in=[code for code, _ in STATUSES]), name="exchange_intake_status_listed"
    ),
    models.UniqueConstraint(
        fields=["content"], condition=~Q(status__in=GONE), name="exchange_intake_same_file_once"
    ),
    models.UniqueConstraint(
        fields=["kind", "producer", "sequence"],
        condition=~Q(status__in=GONE) & Q(sequence__isnull=False),
        name="exchange_intake_sequence_once",
    ),
    models.CheckConstraint(
        condition=Q(status__in=ONCE_APPLIED, applied_at__isnull=False, applied_by__isnull=False)
        | (~Q(status__in=ONCE_APPLIED) & Q(applied_at=None)),
        name="exchange_intake_applied_says_who",
    ),
    models.CheckConstraint(
        condition=Q(status="UNDONE", undone_at__isnull=False, undone_by__isnull=False)
        | (~Q(status="UNDONE") & Q(undone_at=None, undone_by=None)),
        name="exchange_intake_undone_says_who",
    ),
    models.CheckConstraint(
        condition=Q(status__in=UNDOING) & ~Q(undo_reason="") | ~Q(status__in=UNDOING) & Q(undo_reason=""),
        name="exchange_intake_undone_says_why",
    ),
]
NEW = {"exchange_intake_undone_says_who", "exchange_intake_undone_says_why"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("exchange", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            "intake", "status", models.CharField(choices=STATUSES, default="RECEIVED", max_length=10)
        ),
        migrations.AddField("intake", "undone_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "intake",
            "undone_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("intake", "undo_reason", models.TextField(blank=True, default="")),
        migrations.AddField("intake", "undo_result", models.JSONField(default=dict)),
        *(migrations.RemoveConstraint("intake", one.name) for one in CONSTRAINTS if one.name not in NEW),
        *(migrations.AddConstraint("intake", one) for one in CONSTRAINTS),
    ]
