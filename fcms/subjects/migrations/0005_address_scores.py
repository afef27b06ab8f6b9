"""How good an address is, part by part."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("subjects", "0004_standard_addresses")]
    operations: ClassVar = []
