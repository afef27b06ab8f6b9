"""The ledger of addresses: what was found at each, and which are to be left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import DateField, ExpressionWrapper, F, Q

import fcms.database.defaults
from fcms.audit.operations import Watch
from fcms.database.operations import AppendOnly, Sql

SQL = Path(__file__).resolve().parents[1] / "sql"
KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
PROTECT = django.db.models.deletion.PROTECT

# Derived from what stands in the lead and the arrest, so it is no change that anybody made: not in the trail.
KEYS = """
alter table activities_activity disable trigger user;
update activities_activity a set address_key = l.address_key from leads_lead l
where l.id = a.lead_id and a.type in ('ADDRESS_CHECK', 'VISIT', 'SURVEILLANCE') and l.address_key <> ''
  and (a.location = '' or starts_with(fcms_address_line(a.location), fcms_address_line(l.line_1)));
update activities_activity a set address_key = fcms_address_key(r.line_1, r.line_2, r.zip)
from activities_arrest r where r.activity_id = a.id;
alter table activities_activity enable trigger user;
"""
RECORDS = """
insert into activities_addressrecord (key, line, opened_at)
select distinct on (door) address_key, line, now() from (
  select a.address_key, a.acted_on, a.id, coalesce(w.street || '|' || w.unit || '|' || w.zip, a.address_key) as door,
         left(concat_ws(', ', nullif(fcms_address_line(coalesce(r.line_1, l.line_1)
                || ' ' || coalesce(r.line_2, l.line_2)), ''),
              nullif(btrim(upper(coalesce(r.city, l.city)) || ' ' || coalesce(r.state, l.state) || ' '
                || coalesce(r.zip, l.zip)), '')), 260) as line
  from activities_activity a
  left join leads_lead l on l.id = a.lead_id
  left join activities_arrest r on r.activity_id = a.id
  left join subjects_standardaddress w on w.key = a.address_key and w.street <> '' and w.zip <> ''
  where a.address_key <> ''
    and (a.type in ('VISIT', 'ARREST') or a.type = 'ADDRESS_CHECK' and a.check_result <> 'UNCLEAR')
) visited
where line <> ''
order by door, acted_on, id
"""
MARKS = """
insert into activities_donotreturn
  (address_id, subject_id, reason, words, activity_id, office_id, set_on, until, most, set_at, lift_reason)
select activities_record_at(a.address_key),
       case when not p.everybody then coalesce(c.subject_id, l.subject_id) end,
       p.code, '', a.id, a.office_id, a.acted_on, a.acted_on + p.days, p.most, now(), ''
from jsonb_to_recordset(%s) as p (outcome text, code text, everybody boolean, days int, most int)
join activities_activity a on a.type = 'VISIT' and a.visit_outcome = p.outcome and a.address_key <> ''
left join leads_lead l on l.id = a.lead_id
left join cases_case c on c.id = a.case_id
where a.acted_on + p.days >= current_date and (p.everybody or coalesce(c.subject_id, l.subject_id) is not null)
  and activities_record_at(a.address_key) is not null
order by a.id
"""


def take_in(apps: Any, editor: Any) -> None:
    """Open the records of the addresses that were visited, and mark those that policy says are to be left alone."""
    from fcms.activities.ledger.policy import table

    with editor.connection.cursor() as cursor:
        cursor.execute(
            "select set_config('fcms.actor', 'job:ledger', true), set_config('fcms.event', 'ledger opened', true)"
        )
        cursor.execute(RECORDS)
        marked = [
            {
                "outcome": outcome,
                "code": one.code,
                "everybody": one.everybody,
                "days": one.days,
                "most": one.most,
            }
            for outcome, one in table().of_outcome.items()
        ]
        cursor.execute(MARKS, [json.dumps(marked)])
        cursor.execute("select set_config('fcms.actor', '', true), set_config('fcms.event', '', true)")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("activities", "0001_initial"),
        ("leads", "0005_vendor_answers"),
        ("subjects", "0004_standard_addresses"),
        ("offices", "0002_city_state"),
        ("database", "0001_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        Sql("create sequence activities_address", reverse="drop sequence activities_address"),
        migrations.AddField(
            model_name="activity",
            name="address_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.CreateModel(
            name="AddressRecord",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                (
                    "number",
                    models.CharField(
                        db_default=fcms.database.defaults.NextNumber("P", "activities_address"),
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                (
                    "line",
                    models.CharField(max_length=260, verbose_name="the address as it was written first"),
                ),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(key="") & ~Q(line=""), name="activities_addressrecord_is_an_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoNotReturn",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("reason", models.CharField(max_length=20)),
                (
                    "words",
                    models.CharField(blank=True, max_length=300, verbose_name="in words, naming nobody"),
                ),
                ("set_on", models.DateField(verbose_name="from")),
                ("until", models.DateField(verbose_name="expires after")),
                ("most", models.SmallIntegerField(verbose_name="days that policy allowed at most")),
                ("set_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lift_reason", models.CharField(blank=True, max_length=300)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="marks",
                        to="activities.activity",
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="marks",
                        to="activities.addressrecord",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False, on_delete=PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["address", "until"], name="activities_marks_of_address"),
                    models.Index(
                        condition=Q(subject__isnull=False),
                        fields=["subject"],
                        name="activities_marks_of_subject",
                    ),
                    models.Index(
                        condition=Q(activity__isnull=False),
                        fields=["activity"],
                        name="activities_marks_of_visit",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            until__gte=F("set_on"),
                            until__lte=ExpressionWrapper(F("set_on") + F("most"), output_field=DateField()),
                            most__gte=1,
                            most__lte=1826,
                        ),
                        name="activities_mark_expires",
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="activities_mark_says_why"),
                    models.CheckConstraint(
                        condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                        | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason=""),
                        name="activities_mark_lifted_by_someone",
                    ),
                ],
            },
        ),
        Watch("activities_addressrecord"),
        AppendOnly("activities_addressrecord"),
        Watch("activities_donotreturn"),
        # A mark is never rewritten: it is lifted, or follows its subject into a merge and back.
        Sql(
            "revoke update on activities_donotreturn from fcms_app;"
            "grant update (lifted_at, lifted_by_id, lift_reason, subject_id) on activities_donotreturn to fcms_app",
            reverse="grant update on activities_donotreturn to fcms_app",
        ),
        Sql(
            SQL / "ledger.sql",
            reverse="drop function activities_record_at(text); drop function fcms_same_door(text)",
        ),
        Sql(SQL / "ledger_counts.sql", reverse="drop view counts.activities_visits"),
        Sql(KEYS, reverse="select 1"),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=~Q(address_key=""),
                fields=["address_key", "acted_on"],
                name="activities_at_address",
            ),
        ),
        migrations.RunPython(take_in, migrations.RunPython.noop),
    ]
