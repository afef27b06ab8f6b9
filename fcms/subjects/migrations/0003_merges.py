"""Two subjects who are one person."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("subjects", "0002_conflicts")]
    operations: ClassVar = []
