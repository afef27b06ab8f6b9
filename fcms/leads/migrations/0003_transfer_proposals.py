"""Leads whose ZIP code moved to another office."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("leads", "0002_scores")]
    operations: ClassVar = []
