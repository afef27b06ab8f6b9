"""Steps of a case that follow from its category: another basis, work stopped, work free again."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

STEPS = [
    ("OPENED", "Opened"),
    ("WENT_COLD", "Went cold"),
    ("REVIVED", "Revived"),
    ("TRANSFERRED", "Transferred"),
    ("ARRESTED", "Taken into custody"),
    ("RELEASED", "Released"),
    ("REMOVED", "Removed"),
    ("CLOSED", "Closed"),
    ("REOPENED", "Re-opened"),
    ("REBASED", "Basis changed"),
    ("STOPPED", "Stopped by its case category"),
    ("FREED", "May be worked again"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0007_reviews")]
    operations: ClassVar = [
        migrations.AlterField("casestep", "step", models.CharField(choices=STEPS, max_length=12)),
        migrations.RemoveConstraint("casestep", "cases_step_listed"),
        migrations.AddConstraint(
            "casestep",
            models.CheckConstraint(
                condition=models.Q(step__in=[code for code, _ in STEPS]), name="cases_step_listed"
            ),
        ),
    ]
