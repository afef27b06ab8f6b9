from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("subjects", "0005_address_scores")]
    operations = []
