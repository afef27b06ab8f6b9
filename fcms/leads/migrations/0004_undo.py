"""Leads of an extract that was undone: closed as entered in error, and counted nowhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

from fcms.database.operations import Sql

OUTCOMES = [
    ("ARRESTED", "Subject arrested"),
    ("LOCATED_ELSEWHERE", "Subject located elsewhere"),
    ("CONFIRMED_ABSENT", "Address confirmed, subject absent"),
    ("ADDRESS_BAD", "Address bad"),
    ("IN_CUSTODY", "Already in custody"),
    ("LEFT_THE_COUNTRY", "Left the country"),
    ("LEGAL_STATUS", "Legal status found"),
    ("DUPLICATE", "Duplicate"),
    ("NOT_ENOUGH", "Not enough to act on"),
    ("NOT_A_FUGITIVE", "Not a fugitive"),
    ("ENTERED_IN_ERROR", "Entered in error"),
]
LISTED = [code for code, _ in OUTCOMES]
COUNTED = "create or replace view counts.leads_received as select id as lead_id, received_on from leads_lead"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("leads", "0003_transfer_proposals")]
    operations: ClassVar = [
        *(
            migrations.AlterField(
                model, "outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=20)
            )
            for model in ("lead", "leadstep")
        ),
        migrations.AddField(
            "lead",
            "changed_at",
            models.DateTimeField(blank=True, null=True, verbose_name="corrected or linked by a person"),
        ),
        migrations.RemoveConstraint("lead", "leads_lead_closed_says_what"),
        migrations.AddConstraint(
            "lead",
            models.CheckConstraint(
                condition=Q(
                    status="CLOSED", closed_at__isnull=False, closed_by__isnull=False, outcome__in=LISTED
                )
                | (~Q(status="CLOSED") & Q(closed_at=None, closed_by=None, outcome="")),
                name="leads_lead_closed_says_what",
            ),
        ),
        migrations.RemoveConstraint("leadstep", "leads_step_closed_says_what"),
        migrations.AddConstraint(
            "leadstep",
            models.CheckConstraint(
                condition=~Q(step="CLOSED") | Q(status="CLOSED", outcome__in=LISTED),
                name="leads_step_closed_says_what",
            ),
        ),
        Sql(f"{COUNTED} where outcome <> 'ENTERED_IN_ERROR'", reverse=COUNTED),
    ]
