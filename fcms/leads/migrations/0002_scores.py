"""How good a lead is, part by part."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("leads", "0001_initial")]
    operations: ClassVar = []
