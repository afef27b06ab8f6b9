"""Subjects, their facts and statements, and what the database itself keeps about them."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import fcms.database.defaults
import fcms.database.fields
from fcms.audit.operations import Watch
from fcms.database.operations import AllowDelete, AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = (
    "alias",
    "address",
    "anumber",
    "apprehension",
    "conviction",
    "identifier",
    "photograph",
    "removalcharge",
)
QUIET = {"identifier": ("sealed", "blind"), "photograph": ("sealed",)}


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_grants"),
        ("audit", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Sql("create sequence subjects_number", reverse="drop sequence subjects_number"),
        Sql(
            "create sequence subjects_key_slot minvalue 0 start 0", reverse="drop sequence subjects_key_slot"
        ),
        Sql(
            SQL / "address_key.sql",
            reverse="drop function fcms_address_key(text, text, text); drop function fcms_address_line(text)",
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        max_length=12,
                    ),
                ),
                ("system", models.CharField(max_length=80)),
                ("intake", models.CharField(blank=True, max_length=20)),
                ("file", models.CharField(blank=True, max_length=60)),
                ("row", models.IntegerField(null=True)),
                ("as_of", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("said", models.JSONField(default=dict)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-recorded_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("AKA", "Also known as"),
                            ("ALIAS", "Alias"),
                            ("FKA", "Formerly known as"),
                            ("MONIKER", "Moniker"),
                        ],
                        max_length=8,
                    ),
                ),
                ("family_name", models.CharField(max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=80)),
                ("middle_name", models.CharField(blank=True, max_length=80)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Subject",
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
                        db_default=fcms.database.defaults.NextNumber("S", "subjects_number"),
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "key_slot",
                    models.BigIntegerField(
                        db_default=fcms.database.defaults.NextValue("subjects_key_slot"), unique=True
                    ),
                ),
                ("family_name", models.CharField(max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=80)),
                ("middle_name", models.CharField(blank=True, max_length=80)),
                ("suffix", models.CharField(blank=True, max_length=10)),
                (
                    "sex",
                    models.CharField(
                        choices=[("M", "Male"), ("F", "Female"), ("X", "Another"), ("U", "Unknown")],
                        default="U",
                        max_length=1,
                    ),
                ),
                (
                    "birth_on",
                    fcms.database.fields.PartialDateField(
                        blank=True, max_length=10, verbose_name="date of birth"
                    ),
                ),
                ("birth_place", models.CharField(blank=True, max_length=120, verbose_name="place of birth")),
                ("gang_affiliation", models.CharField(blank=True, max_length=120)),
                (
                    "last_entry_on",
                    fcms.database.fields.PartialDateField(
                        blank=True, max_length=10, verbose_name="date of last known entry"
                    ),
                ),
                (
                    "last_entry_place",
                    models.CharField(blank=True, max_length=120, verbose_name="place of last known entry"),
                ),
                ("entry_class", models.CharField(blank=True, max_length=10)),
                (
                    "case_category",
                    models.CharField(blank=True, max_length=4, verbose_name="removal case category"),
                ),
                ("case_category_on", models.DateField(blank=True, null=True, verbose_name="category as of")),
                (
                    "order_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("REMOVAL", "Removal"),
                            ("DEPORTATION", "Deportation"),
                            ("EXCLUSION", "Exclusion"),
                        ],
                        max_length=12,
                        verbose_name="kind of order",
                    ),
                ),
                (
                    "final_order_on",
                    models.DateField(blank=True, null=True, verbose_name="date of final order"),
                ),
                (
                    "failed_to_report_on",
                    models.DateField(blank=True, null=True, verbose_name="failed to report on"),
                ),
                (
                    "custody_status",
                    models.CharField(
                        choices=[
                            ("AT_LARGE", "At large"),
                            ("ICE_CUSTODY", "In ICE custody"),
                            ("OTHER_CUSTODY", "In custody elsewhere"),
                            ("REMOVED", "Removed"),
                        ],
                        default="AT_LARGE",
                        max_length=14,
                    ),
                ),
                ("custody_on", models.DateField(blank=True, null=True, verbose_name="in custody since")),
                ("removed_on", models.DateField(blank=True, null=True, verbose_name="removed on")),
                ("stay_kind", models.CharField(blank=True, max_length=40, verbose_name="stay of removal")),
                ("stay_until", models.DateField(blank=True, null=True, verbose_name="stay until")),
                (
                    "citizenship_claim",
                    models.BooleanField(blank=True, null=True, verbose_name="claim of citizenship"),
                ),
                (
                    "confidential_1367",
                    models.BooleanField(blank=True, null=True, verbose_name="8 USC 1367 confidentiality"),
                ),
                ("died_on", models.DateField(blank=True, null=True, verbose_name="died on")),
                ("entered_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "docket_office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="docketed",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "ordering": ["family_name", "given_name", "id"],
            },
        ),
        migrations.AddField(
            model_name="statement",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="subjects.subject"
            ),
        ),
        migrations.CreateModel(
            name="RemovalCharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("charge", models.CharField(max_length=20)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Photograph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("sealed", models.BinaryField()),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NameKeys",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=260)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=90), size=None
                    ),
                ),
                (
                    "alias",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subjects.alias",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_keys",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SSN", "Social Security number"),
                            ("FBI", "FBI number"),
                            ("FIN", "Fingerprint Identification Number"),
                            ("SID", "State Identification number"),
                            ("TECS", "TECS number"),
                        ],
                        max_length=4,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("blind", models.BinaryField(max_length=32)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Conviction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("offense_code", models.CharField(blank=True, max_length=4)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("convicted_on", fcms.database.fields.PartialDateField(blank=True, max_length=10)),
                (
                    "jurisdiction",
                    models.CharField(
                        choices=[("US", "United States"), ("FOREIGN", "Foreign")], default="US", max_length=7
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Apprehension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("apprehended_on", models.DateField()),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ANumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.CharField(max_length=10)),
                ("primary", models.BooleanField(default=True)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="alias",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="subjects.subject"
            ),
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("line_1", models.CharField(max_length=100)),
                ("line_2", models.CharField(blank=True, max_length=60)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("zip", models.CharField(blank=True, max_length=5)),
                ("provided_by_subject", models.BooleanField(default=False)),
                ("seen_on", models.DateField(blank=True, null=True, verbose_name="as of")),
                ("key", models.CharField(max_length=32)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["family_name", "given_name", "id"], name="subjects_by_name"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["birth_on"], name="subjects_by_birth"),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("family_name", ""), _negated=True), name="subjects_subject_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["M", "F", "X", "U"])), name="subjects_subject_sex_listed"
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("custody_status__in", ["AT_LARGE", "ICE_CUSTODY", "OTHER_CUSTODY", "REMOVED"])
                ),
                name="subjects_subject_custody_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_kind__in", ["", "REMOVAL", "DEPORTATION", "EXCLUSION"])),
                name="subjects_subject_order_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("custody_status", "REMOVED"), _negated=True),
                    ("removed_on__isnull", False),
                    _connector="OR",
                ),
                name="subjects_subject_removed_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("birth_on", ""),
                    ("birth_on__regex", "^(18|19|20)\\d\\d(-\\d\\d(-\\d\\d)?)?$"),
                    _connector="OR",
                ),
                name="subjects_subject_birth_is_a_date",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["intake"], name="subjects_statement_intake"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recorded_by__isnull", False), models.Q(("intake", ""), _negated=True), _connector="OR"
                ),
                name="subjects_statement_has_a_source",
            ),
        ),
        migrations.AddIndex(
            model_name="namekeys",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["keys"], name="subjects_namekeys_keys"
            ),
        ),
        migrations.AddConstraint(
            model_name="namekeys",
            constraint=models.UniqueConstraint(
                condition=models.Q(("alias__isnull", True)),
                fields=("subject",),
                name="subjects_namekeys_one_own",
            ),
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(fields=["blind"], name="subjects_identifier_blind"),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["SSN", "FBI", "FIN", "SID", "TECS"])),
                name="subjects_identifier_kind_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("subject", "kind", "blind"),
                name="subjects_identifier_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="conviction",
            constraint=models.CheckConstraint(
                condition=models.Q(("jurisdiction__in", ["US", "FOREIGN"])), name="subjects_conviction_where"
            ),
        ),
        migrations.AddConstraint(
            model_name="anumber",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^A\\d{9}$")), name="subjects_anumber_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="anumber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("number",),
                name="subjects_anumber_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="anumber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("primary", True), ("withdrawn_at__isnull", True)),
                fields=("subject",),
                name="subjects_anumber_one_primary",
            ),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["AKA", "ALIAS", "FKA", "MONIKER"])),
                name="subjects_alias_kind_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(fields=["key"], name="subjects_address_key"),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(fields=["zip"], name="subjects_address_by_zip"),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("line_1"), name="text_pattern_ops"
                ),
                name="subjects_address_by_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(("zip", ""), ("zip__regex", "^\\d{5}$"), _connector="OR"),
                name="subjects_address_zip",
            ),
        ),
        AppendOnly("subjects_statement"),
        Watch("subjects_statement"),
        Watch("subjects_subject", ignored=("changed_at",)),
        *(Watch(f"subjects_{fact}", quiet=QUIET.get(fact, ())) for fact in FACTS),
        # A fact is entered and may be withdrawn; what it says is never rewritten (PIA-1.2-1).
        *(
            Sql(
                f"revoke update on subjects_{fact} from fcms_app;"
                f"grant update (withdrawn_at) on subjects_{fact} to fcms_app",
                reverse=f"grant update on subjects_{fact} to fcms_app",
            )
            for fact in FACTS
        ),
        Sql(
            'grant update ("primary") on subjects_anumber to fcms_app',
            reverse='revoke update ("primary") on subjects_anumber from fcms_app',
        ),
        AllowDelete("subjects_namekeys"),
    ]
