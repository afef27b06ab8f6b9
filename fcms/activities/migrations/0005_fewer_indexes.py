"""Keys of an activity that lead a compound index, or by which nothing is looked up, need no index of their own."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def key(name: str, to: str, related_name: str = "activities", **options: bool) -> migrations.AlterField:
    """The key `name` of an activity, without an index of its own."""
    field = models.ForeignKey(
        to,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        db_index=False,
        **options,
    )
    return migrations.AlterField("activity", name, field)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("activities", "0004_fieldwork"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        key("lead", "leads.lead", null=True, blank=True),
        key("case", "cases.case", null=True, blank=True),
        key("officer", settings.AUTH_USER_MODEL),
        key("office", "offices.office"),
        key("recorded_by", settings.AUTH_USER_MODEL, related_name="+", null=True),
    ]
