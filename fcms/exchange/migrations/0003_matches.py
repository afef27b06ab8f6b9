"""Rows of rosters, benefits, departures and leads are matched to subjects by a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("exchange", "0002_undo")]
    operations: ClassVar = []
