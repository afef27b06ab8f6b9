"""The tables of leads: numbered by the database, moved only along their life, every step kept."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fcms.database.defaults
import fcms.database.fields
from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"
MOVES = (
    "NEW>ROUTED",
    "NEW>CLOSED",
    "ROUTED>WORKING",
    "ROUTED>CLOSED",
    "WORKING>ROUTED",
    "WORKING>CLOSED",
    "CLOSED>ROUTED",
)
"""The moves of a lead's life, as `fcms/leads/lifecycle.py` declares them: a test compares the two."""
LIFE = f"""
    create trigger leads_lead_life before update of status, number on leads_lead
    for each row execute function leads_lead_life({", ".join(repr(move) for move in MOVES)})
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_grants"),
        ("audit", "0001_initial"),
        ("cases", "0001_initial"),
        ("offices", "0001_initial"),
        ("subjects", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Sql("create sequence leads_number", reverse="drop sequence leads_number"),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        db_default=fcms.database.defaults.NextNumber("L", "leads_number"),
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("OTHER_DHS", "Other DHS system"),
                            ("FEDERAL_CORRECTIONS", "Federal corrections"),
                            ("STATE_CORRECTIONS", "State corrections"),
                            ("PROBATION_PAROLE", "Probation or parole"),
                            ("PUBLIC_RECORD", "Public record"),
                            ("TIP", "Tip"),
                            ("OTHER_LEA", "Other law enforcement agency"),
                            ("EID_EXTRACT", "EID extract"),
                            ("COMMERCIAL_AGGREGATOR", "Commercial aggregator"),
                            ("OFFICER_DEVELOPED", "Developed by an officer"),
                            ("FOSC_ANALYSIS", "Analysis at headquarters"),
                        ],
                        max_length=24,
                        verbose_name="kind of source",
                    ),
                ),
                ("source_agency", models.CharField(blank=True, max_length=120)),
                ("source_officer", models.CharField(blank=True, max_length=120)),
                ("source_reference", models.CharField(blank=True, max_length=60)),
                ("received_on", models.DateField(verbose_name="received on")),
                ("a_number", models.CharField(blank=True, max_length=10, verbose_name="A-Number")),
                ("family_name", models.CharField(blank=True, max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=80)),
                (
                    "birth_on",
                    fcms.database.fields.PartialDateField(
                        blank=True, max_length=10, verbose_name="date of birth"
                    ),
                ),
                ("line_1", models.CharField(blank=True, max_length=100, verbose_name="street address")),
                ("line_2", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                ("city", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("zip", models.CharField(blank=True, max_length=5, verbose_name="ZIP code")),
                ("address_key", models.CharField(blank=True, max_length=32)),
                ("first_seen_on", models.DateField(blank=True, null=True, verbose_name="first seen")),
                ("last_seen_on", models.DateField(blank=True, null=True, verbose_name="last seen")),
                ("notes", models.TextField(blank=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("NEW", "New"),
                            ("ROUTED", "Routed"),
                            ("WORKING", "Working"),
                            ("CLOSED", "Closed"),
                        ],
                        default="NEW",
                        max_length=8,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=20, verbose_name="routing rule")),
                ("waiting_since", models.DateTimeField(verbose_name="in this state since")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
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
                        ],
                        max_length=20,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("entered_at", models.DateTimeField()),
                ("intake", models.CharField(blank=True, max_length=20)),
                ("file", models.CharField(blank=True, max_length=60)),
                ("row", models.IntegerField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="cases.case",
                    ),
                ),
                (
                    "closed_by",
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
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="offices.office",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="subjects.subject",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="offices.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="LeadNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
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
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="leads.lead"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="LeadStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "Received"),
                            ("ROUTED", "Routed"),
                            ("ACCEPTED", "Accepted"),
                            ("ASSIGNED", "Assigned"),
                            ("TRANSFERRED", "Transferred"),
                            ("CLOSED", "Closed"),
                            ("REOPENED", "Re-opened"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("NEW", "New"),
                            ("ROUTED", "Routed"),
                            ("WORKING", "Working"),
                            ("CLOSED", "Closed"),
                        ],
                        max_length=8,
                        verbose_name="state afterwards",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("edition", models.IntegerField(null=True, verbose_name="ZIP edition")),
                ("zip", models.CharField(blank=True, max_length=5)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
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
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="leads.lead",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.team",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("status", "CLOSED"), _negated=True),
                fields=["office", "waiting_since", "id"],
                include=("status", "team", "officer"),
                name="leads_lead_office_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("status", "CLOSED"), _negated=True),
                fields=["team", "waiting_since", "id"],
                include=("status", "officer"),
                name="leads_lead_team_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(models.Q(("status", "CLOSED"), _negated=True), ("officer__isnull", False)),
                fields=["officer", "waiting_since", "id"],
                include=("status",),
                name="leads_lead_officer_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("status", "NEW")),
                fields=["waiting_since", "id"],
                name="leads_lead_unrouted_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(models.Q(("status", "CLOSED"), _negated=True), ("subject__isnull", True)),
                fields=["waiting_since", "id"],
                name="leads_lead_unlinked_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("status", "CLOSED")),
                fields=["office", "waiting_since", "id"],
                name="leads_lead_closed_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("status", "CLOSED"), _negated=True),
                fields=["waiting_since", "id"],
                name="leads_lead_live_anywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("status", "CLOSED")),
                fields=["waiting_since", "id"],
                name="leads_lead_closed_anywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["case", "id"], name="leads_lead_of_case"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["subject", "id"], name="leads_lead_of_subject"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["source_agency", "source_reference"], name="leads_lead_reference"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["a_number"], name="leads_lead_by_a_number"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["received_on"], name="leads_lead_by_day"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("intake", ""), _negated=True),
                fields=["intake"],
                name="leads_lead_of_intake",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["NEW", "ROUTED", "WORKING", "CLOSED"])),
                name="leads_lead_status_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "source_kind__in",
                        [
                            "OTHER_DHS",
                            "FEDERAL_CORRECTIONS",
                            "STATE_CORRECTIONS",
                            "PROBATION_PAROLE",
                            "PUBLIC_RECORD",
                            "TIP",
                            "OTHER_LEA",
                            "EID_EXTRACT",
                            "COMMERCIAL_AGGREGATOR",
                            "OFFICER_DEVELOPED",
                            "FOSC_ANALYSIS",
                        ],
                    )
                ),
                name="leads_lead_source_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("zip", ""), ("zip__regex", "^\\d{5}$"), _connector="OR"),
                name="leads_lead_zip",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("a_number", ""), ("a_number__regex", "^A\\d{9}$"), _connector="OR"),
                name="leads_lead_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        (
                            "outcome__in",
                            [
                                "ARRESTED",
                                "LOCATED_ELSEWHERE",
                                "CONFIRMED_ABSENT",
                                "ADDRESS_BAD",
                                "IN_CUSTODY",
                                "LEFT_THE_COUNTRY",
                                "LEGAL_STATUS",
                                "DUPLICATE",
                                "NOT_ENOUGH",
                                "NOT_A_FUGITIVE",
                            ],
                        ),
                        ("status", "CLOSED"),
                    ),
                    models.Q(
                        models.Q(("status", "CLOSED"), _negated=True),
                        ("closed_at", None),
                        ("closed_by", None),
                        ("outcome", ""),
                    ),
                    _connector="OR",
                ),
                name="leads_lead_closed_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["ROUTED", "WORKING"]), _negated=True),
                    ("office__isnull", False),
                    _connector="OR",
                ),
                name="leads_lead_routed_has_an_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_by__isnull", False), models.Q(("intake", ""), _negated=True), _connector="OR"
                ),
                name="leads_lead_has_an_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("case__isnull", True), ("subject__isnull", False), _connector="OR"),
                name="leads_lead_case_has_a_subject",
            ),
        ),
        migrations.AddIndex(
            model_name="leadstep",
            index=models.Index(
                fields=["lead", "at", "id"], include=("status", "office"), name="leads_step_of_lead"
            ),
        ),
        migrations.AddIndex(
            model_name="leadstep",
            index=models.Index(
                condition=models.Q(("step", "CLOSED")), fields=["at"], name="leads_step_closings"
            ),
        ),
        migrations.AddConstraint(
            model_name="leadstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        ["RECEIVED", "ROUTED", "ACCEPTED", "ASSIGNED", "TRANSFERRED", "CLOSED", "REOPENED"],
                    )
                ),
                name="leads_step_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="leadstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["NEW", "ROUTED", "WORKING", "CLOSED"])),
                name="leads_step_status_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="leadstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "CLOSED"), _negated=True),
                    models.Q(
                        (
                            "outcome__in",
                            [
                                "ARRESTED",
                                "LOCATED_ELSEWHERE",
                                "CONFIRMED_ABSENT",
                                "ADDRESS_BAD",
                                "IN_CUSTODY",
                                "LEFT_THE_COUNTRY",
                                "LEGAL_STATUS",
                                "DUPLICATE",
                                "NOT_ENOUGH",
                                "NOT_A_FUGITIVE",
                            ],
                        ),
                        ("status", "CLOSED"),
                    ),
                    _connector="OR",
                ),
                name="leads_step_closed_says_what",
            ),
        ),
        AppendOnly("leads_leadstep"),
        AppendOnly("leads_leadnote"),
        Watch("leads_lead"),
        Watch("leads_leadstep"),
        Watch("leads_leadnote"),
        Sql(SQL / "keepers.sql", reverse=SQL / "no_keepers.sql"),
        Sql(LIFE, reverse="drop trigger leads_lead_life on leads_lead; drop function leads_lead_life()"),
    ]
