"""Sources that disagree, and what was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("subjects", "0001_initial")]
    operations: ClassVar = []
