"""Claims to citizenship with their steps, and clearances to act on protected persons."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0003_undo"),
        ("subjects", "0006_gangs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="CitizenshipClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citizenship_claims",
                        to="subjects.subject",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("RAISED", "Raised"),
                            ("WITH_COUNSEL", "With counsel"),
                            ("ADVISED", "Advised"),
                            ("DECIDED", "Decided"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="RAISED",
                        max_length=12,
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[("CLAIM", "Somebody says so"), ("INDICIA", "Something points to it")],
                        max_length=8,
                        verbose_name="what it began with",
                    ),
                ),
                (
                    "indicia",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        default=list,
                        size=None,
                        verbose_name="what points to it",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what was said or seen")),
                ("raised_at", models.DateTimeField()),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "intake",
                    models.CharField(blank=True, max_length=20, verbose_name="extract that raised it"),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="counsel asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("advised_at", models.DateTimeField(blank=True, null=True)),
                (
                    "advised_by",
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
                    "advises",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CITIZEN", "A citizen of the United States"),
                            ("PROBATIVE", "Some evidence, not conclusive"),
                            ("NONE", "No evidence of citizenship"),
                        ],
                        max_length=9,
                        verbose_name="what counsel advises",
                    ),
                ),
                ("advice", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CITIZEN", "A citizen of the United States"),
                            ("PROBATIVE", "Some evidence, not conclusive"),
                            ("NONE", "No evidence of citizenship"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["subject", "id"], name="cases_claim_of_subject"),
                    models.Index(
                        condition=models.Q(("status__in", ("RAISED", "WITH_COUNSEL", "ADVISED"))),
                        fields=["raised_at", "id"],
                        name="cases_claim_queue",
                    ),
                    models.Index(
                        condition=models.Q(("intake", ""), _negated=True),
                        fields=["intake"],
                        name="cases_claim_of_intake",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["RAISED", "WITH_COUNSEL", "ADVISED", "DECIDED", "WITHDRAWN"])
                        ),
                        name="cases_claim_status_listed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trigger", "CLAIM"), models.Q(("note", ""), _negated=True)),
                            models.Q(("trigger", "INDICIA"), models.Q(("indicia", []), _negated=True)),
                            models.Q(("intake", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_claim_says_what_it_rests_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "RAISED"),
                                ("withdrawn_at", None),
                                ("asked_at", None),
                                ("asked_by", None),
                                ("advice", ""),
                                ("advised_at", None),
                                ("advised_by", None),
                                ("advises", ""),
                                ("decided_at", None),
                                ("decided_by", None),
                                ("outcome", ""),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("status", "WITH_COUNSEL"),
                                ("withdrawn_at", None),
                                ("asked_at__isnull", False),
                                ("asked_by__isnull", False),
                                ("advice", ""),
                                ("advised_at", None),
                                ("advised_by", None),
                                ("advises", ""),
                                ("decided_at", None),
                                ("decided_by", None),
                                ("outcome", ""),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("status", "ADVISED"),
                                ("withdrawn_at", None),
                                ("asked_at__isnull", False),
                                ("asked_by__isnull", False),
                                ("advised_at__isnull", False),
                                ("advised_by__isnull", False),
                                ("advises__in", ["CITIZEN", "PROBATIVE", "NONE"]),
                                models.Q(("advice", ""), _negated=True),
                                ("decided_at", None),
                                ("decided_by", None),
                                ("outcome", ""),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("status", "DECIDED"),
                                ("withdrawn_at", None),
                                ("asked_at__isnull", False),
                                ("asked_by__isnull", False),
                                ("advised_at__isnull", False),
                                ("advised_by__isnull", False),
                                ("advises__in", ["CITIZEN", "PROBATIVE", "NONE"]),
                                models.Q(("advice", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("outcome__in", ["CITIZEN", "NONE"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("outcome", ""),
                                ("status", "WITHDRAWN"),
                                ("withdrawn_at__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_claim_status_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(("decided_by", models.F("advised_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_claim_not_decided_by_its_adviser",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("RAISED", "WITH_COUNSEL", "ADVISED"))),
                        fields=("subject",),
                        name="cases_claim_one_open_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CitizenshipClaimStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="cases.citizenshipclaim",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("RAISED", "Raised"),
                            ("ASKED", "Counsel asked"),
                            ("ADVISED", "Counsel advised"),
                            ("DECIDED", "Decided"),
                            ("REOPENED", "Decision taken back"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("RAISED", "Raised"),
                            ("WITH_COUNSEL", "With counsel"),
                            ("ADVISED", "Advised"),
                            ("DECIDED", "Decided"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="state afterwards",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CITIZEN", "A citizen of the United States"),
                            ("PROBATIVE", "Some evidence, not conclusive"),
                            ("NONE", "No evidence of citizenship"),
                        ],
                        max_length=9,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "adviser",
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
                "indexes": [models.Index(fields=["claim", "id"], name="cases_claimstep_of_claim")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ["RAISED", "ASKED", "ADVISED", "DECIDED", "REOPENED", "WITHDRAWN"])
                        ),
                        name="cases_claimstep_listed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome__in", ["CITIZEN", "PROBATIVE", "NONE"]),
                                ("step__in", ["ADVISED", "DECIDED"]),
                                models.Q(("note", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("step__in", ["ADVISED", "DECIDED"]), _negated=True), ("outcome", "")
                            ),
                            _connector="OR",
                        ),
                        name="cases_claimstep_says_what_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adviser__isnull", False),
                                ("step", "DECIDED"),
                                models.Q(("adviser", models.F("by")), _negated=True),
                            ),
                            models.Q(models.Q(("step", "DECIDED"), _negated=True), ("adviser", None)),
                            _connector="OR",
                        ),
                        name="cases_claimstep_not_decided_by_the_adviser",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                        to="subjects.subject",
                    ),
                ),
                ("allows", models.CharField(max_length=300, verbose_name="what it allows")),
                ("reason", models.TextField()),
                ("from_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(verbose_name="until")),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_because", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["subject", "id"], name="cases_clearance_of_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("allows", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            ("until_on__gte", models.F("from_on")),
                        ),
                        name="cases_clearance_says_what_why_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_clearance_withdrawn_says_who_and_why",
                    ),
                ],
            },
        ),
        Watch("cases_citizenshipclaim"),
        Watch("cases_citizenshipclaimstep"),
        AppendOnly("cases_citizenshipclaimstep"),
        Sql(SQL / "claims.sql", reverse=SQL / "claims_back.sql"),
        Watch("cases_clearance"),
        # What was cleared is never rewritten; it runs out, or is withdrawn.
        Sql(
            "revoke update on cases_clearance from fcms_app;"
            "grant update (subject_id, withdrawn_at, withdrawn_by_id, withdrawn_because) on cases_clearance"
            " to fcms_app",
            reverse="grant update on cases_clearance to fcms_app",
        ),
    ]
