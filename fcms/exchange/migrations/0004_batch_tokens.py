"""Tokens that stand for a subject in a batch for a vendor."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("exchange", "0003_matches")]
    operations: ClassVar = []
