"""Leads of an extract that was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("leads", "0003_transfer_proposals")]
    operations: ClassVar = []
