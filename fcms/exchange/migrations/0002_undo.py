"""An extract applied wrongly is taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("exchange", "0001_initial")]
    operations: ClassVar = []
