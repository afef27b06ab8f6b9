"""Leads whose ZIP code moved to another office."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from fcms.audit.operations import Watch

OPEN = Q(accepted=None)


def person() -> models.ForeignKey:
    """A key to somebody, which is never searched by."""
    return models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def office(*, null: bool) -> models.ForeignKey:
    """A key to an office."""
    return models.ForeignKey(
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="offices.office",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("leads", "0002_scores"),
        ("offices", "0002_city_state"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="TransferProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("edition", models.IntegerField(verbose_name="ZIP edition")),
                ("opened_at", models.DateTimeField()),
                ("accepted", models.BooleanField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("decided_by", person()),
                ("from_office", office(null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfer_proposals",
                        to="leads.lead",
                    ),
                ),
                ("opened_by", person()),
                ("to_office", office(null=False)),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(condition=OPEN, fields=["from_office", "id"], name="leads_transfers_open"),
                    models.Index(fields=["edition", "id"], name="leads_transfers_of_edition"),
                    models.Index(fields=["lead", "id"], name="leads_transfers_of_lead"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(accepted=None, decided_at=None, decided_by=None, reason="")
                        | Q(accepted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                        name="leads_transferproposal_decided_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=OPEN | Q(accepted=True) | ~Q(reason=""),
                        name="leads_transferproposal_declined_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=OPEN, fields=("lead",), name="leads_transferproposal_one_open"
                    ),
                ],
            },
        ),
        Watch("leads_transferproposal"),
    ]
