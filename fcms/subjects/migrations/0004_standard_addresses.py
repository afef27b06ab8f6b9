"""Each distinct address, standardised once."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("subjects", "0003_merges")]
    operations: ClassVar = []
