"""The version before this one, record by record."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("exchange", "0006_arrivals")]
    operations: ClassVar = []
