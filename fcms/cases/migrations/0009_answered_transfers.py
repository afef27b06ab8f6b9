"""Who proposed a transfer is told what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0008_basis")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(
                condition=Q(("status__in", ["ACCEPTED", "REFUSED"])),
                fields=["proposed_by", "decided_at"],
                name="cases_transfer_answered",
            ),
        ),
    ]
