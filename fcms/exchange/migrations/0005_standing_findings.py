"""What the rules find in everything stored, and who owns it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("exchange", "0004_batch_tokens")]
    operations: ClassVar = []
