"""Cases of an extract that was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_proposals")]
    operations: ClassVar = []
