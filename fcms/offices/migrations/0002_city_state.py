"""The postal City State product."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("offices", "0001_initial")]
    operations: ClassVar = []
