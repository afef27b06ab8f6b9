"""The standard writing of every distinct address that is stored, made once, in batches; the text as received stays."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from fcms.exchange.intake.staging import Report
from fcms.subjects.models import StandardAddress
from fcms.subjects.standard import UNIT_MISSING, VERSION, ZIP_STATE, standardise

BATCH = 5_000
"""Addresses between two commits."""
LOOKED_AT = 50_000
"""Rows that are looked through for new addresses at once."""

_NEW = """
select distinct on (a.key) a.key, a.line_1, a.line_2, a.zip
from (select {key} as key, line_1, line_2, zip from {table}
      where id > %(after)s and id <= %(upto)s and {key} <> '' and line_1 <> '') a
where not exists (select from subjects_standardaddress k where k.key = a.key and k.version >= %(version)s)
order by a.key
"""
_SOURCES = (("subjects_address", "key"), ("leads_lead", "address_key"))

_OWN = f"array_remove(array_remove(k.flags, '{UNIT_MISSING}'), '{ZIP_STATE}')"
_NONE = "array[]::varchar[]"
_FLAGS = f"""
with held as materialized (
  select key, state, zip from subjects_address where withdrawn_at is null and state <> ''
  union all select address_key, state, zip from leads_lead where state <> '' and address_key <> ''),
strayed as materialized (
  select distinct h.key from held h join offices_ziproute z on z.zip = h.zip
  where z.state <> '' and z.state <> h.state),
buildings as materialized (
  select distinct street, zip from subjects_standardaddress where unit <> '' and street <> '' and zip <> ''),
told as (
  select k.key,
         {_OWN}
         || case when k.unit = '' and cardinality({_OWN}) = 0 and b.street is not null
                 then array['{UNIT_MISSING}']::varchar[] else {_NONE} end
         || case when s.key is not null then array['{ZIP_STATE}']::varchar[] else {_NONE} end as flags
  from subjects_standardaddress k
  left join buildings b on b.street = k.street and b.zip = k.zip
  left join strayed s on s.key = k.key)
update subjects_standardaddress k set flags = told.flags from told where told.key = k.key and told.flags <> k.flags
"""
_SWEEP = """
delete from subjects_standardaddress k
where not exists (select from subjects_address a where a.key = k.key)
  and not exists (select from leads_lead l where l.address_key = k.key)
  and not exists (select from activities_activity v where v.address_key = k.key and v.address_key <> '')
"""


def standardise_new(report: Report) -> int:
    """Standardise every address that has no standard writing yet, or an older one; return how many."""
    count = 0
    for table, key in _SOURCES:
        for batch in _new(table, key):
            with transaction.atomic():
                _keep(batch)
            count += len(batch)
            report("standardising addresses", count, 0)
    return count


def _new(table: str, key: str) -> Iterator[list[tuple[str, str, str, str]]]:
    after, last = 0, _last(table)
    while after < last:
        upto = after + LOOKED_AT
        with connection.cursor() as cursor:
            cursor.execute(
                _NEW.format(table=table, key=key), {"after": after, "upto": upto, "version": VERSION}
            )
            found = cursor.fetchall()
        yield from (found[start : start + BATCH] for start in range(0, len(found), BATCH))
        after = upto


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(max(id), 0) from {table}")
        return int(cursor.fetchone()[0])


def _keep(batch: list[tuple[str, str, str, str]]) -> None:
    now = timezone.now()
    rows = []
    for key, line_1, line_2, zip_code in batch:
        found = standardise(line_1, line_2)
        rows.append(
            StandardAddress(
                key=key,
                street=found.street[:160],
                unit=found.unit[:80],
                zip=zip_code,
                parts=dict(found.parts),
                flags=list(found.flags),
                version=VERSION,
                standardised_at=now,
            )
        )
    StandardAddress.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["street", "unit", "zip", "parts", "flags", "version", "standardised_at"],
    )


def tell_flags() -> None:
    """Say of each address what follows from the others: a unit missing in its building, a ZIP code elsewhere."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, value in (("work_mem", "128MB"), ("jit", "off")):
            cursor.execute("select set_config(%s, %s, true)", [name, value])
        cursor.execute(_FLAGS)


def sweep() -> int:
    """Delete the standard writing of addresses that nothing stored has any more; return how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SWEEP)
        return int(cursor.rowcount)
