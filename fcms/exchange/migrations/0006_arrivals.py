"""Bundles that partners drop in a folder."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("exchange", "0005_standing_findings")]
    operations: ClassVar = []
