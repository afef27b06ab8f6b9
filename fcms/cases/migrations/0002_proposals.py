"""News that would take a case off the backlog, for a supervisor to decide."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "road",
                    models.CharField(
                        choices=[
                            ("IN_CUSTODY_ELSEWHERE", "In custody elsewhere"),
                            ("LEFT_THE_COUNTRY", "Left the country"),
                            ("LEGAL_STATUS", "Obtained legal status"),
                            ("CITIZEN", "United States citizen"),
                            ("ORDER_NOT_IN_FORCE", "Order no longer in force"),
                            ("DIED", "Died"),
                            ("REMOVED", "Removed from the United States"),
                            ("ICE_CUSTODY", "In ICE custody"),
                            ("RELEASED", "At large again"),
                        ],
                        max_length=20,
                        verbose_name="what it would mean",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="since")),
                ("summary", models.CharField(max_length=300, verbose_name="what is said")),
                (
                    "evidence",
                    models.JSONField(
                        default=list, verbose_name="what shows it, as pairs of a label and a text"
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="document")),
                ("weak", models.BooleanField(default=False, verbose_name="does not verify by itself")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("EID", "Enforcement Integrated Database"),
                            ("GOVERNMENT", "government extract"),
                            ("COMMERCIAL", "commercial extract"),
                            ("LEGACY", "version before this one"),
                            ("OFFICER", "officer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("system", models.CharField(max_length=80)),
                ("as_of", models.DateField()),
                ("intake", models.CharField(blank=True, max_length=20)),
                ("file", models.CharField(blank=True, max_length=60)),
                ("row", models.IntegerField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("WAITING", "To be decided"),
                            ("ACCEPTED", "Accepted"),
                            ("REFUSED", "Refused"),
                            ("LAPSED", "Lapsed"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="WAITING",
                        max_length=9,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["case", "id"], name="cases_proposal_of_case"),
                    models.Index(
                        condition=models.Q(("status", "WAITING")),
                        fields=["proposed_at", "id"],
                        name="cases_proposal_queue",
                    ),
                    models.Index(fields=["intake", "file", "row"], name="cases_proposal_of_row"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "road__in",
                                [
                                    "IN_CUSTODY_ELSEWHERE",
                                    "LEFT_THE_COUNTRY",
                                    "LEGAL_STATUS",
                                    "CITIZEN",
                                    "ORDER_NOT_IN_FORCE",
                                    "DIED",
                                    "REMOVED",
                                    "ICE_CUSTODY",
                                    "RELEASED",
                                ],
                            )
                        ),
                        name="cases_proposal_road_listed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["EID", "GOVERNMENT", "COMMERCIAL", "LEGACY", "OFFICER"])
                        ),
                        name="cases_proposal_source_listed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("reason", ""),
                                ("status", "WAITING"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status", "ACCEPTED"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status", "REFUSED"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("status__in", ["LAPSED", "WITHDRAWN"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_proposal_decided_says_who",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "WAITING")),
                        fields=("case", "road", "system"),
                        name="cases_proposal_waits_once",
                    ),
                ],
            },
        ),
        Watch("cases_proposal"),
        Sql(SQL / "proposals.sql", reverse="drop function cases_proposal_decided_once() cascade"),
    ]
