"""What is known of an address across all subjects: its marks, what verifies it, what visits found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from fcms.activities.models import (
    Activity,
    ActivityType,
    AddressRecord,
    CheckSystem,
    DoNotReturn,
    VisitOutcome,
)
from fcms.leads.lifecycle import SourceKind as LeadSource

from . import policy
from .doors import Door, doors

Pair = tuple[str, int]
"""An address, by the key that addresses are compared by, and a subject, by key."""


# --- marks


def marks(keys: Iterable[str], on: date) -> dict[str, DoNotReturn]:
    """Of each address that everybody is to leave alone on that day, the mark that lasts longest."""
    asked = doors(keys)
    standing = _in_force(asked, on, Q(subject=None))
    return {key: found[0] for key, door in asked.items() if (found := _at(door, standing))}


def marks_of(
    pairs: Iterable[Pair], on: date, known: dict[str, Door] | None = None
) -> dict[Pair, DoNotReturn]:
    """Of each address, the mark in force that day for this subject: one for everybody, else the subject's own.

    `known` are the doors of these addresses, where they were asked for already.
    """
    given = [pair for pair in pairs if pair[0]]
    asked = doors(key for key, _ in given) if known is None else known
    whose = Q(subject=None) | Q(subject__in={subject for _, subject in given})
    standing = _in_force(asked, on, whose)
    found: dict[Pair, DoNotReturn] = {}
    for key, subject in given:
        mine = [one for one in _at(asked[key], standing) if one.subject_id in (None, subject)]
        if mine:
            found[key, subject] = min(mine, key=lambda one: one.subject_id is not None)
    return found


def _in_force(asked: dict[str, Door], on: date, whose: Q) -> dict[str, list[DoNotReturn]]:
    """The marks in force at these doors, by the key of their record, the longest lasting first."""
    keys = {key for door in asked.values() for key in door.keys}
    if not keys:
        return {}
    rows = DoNotReturn.objects.filter(
        whose, address__key__in=keys, set_on__lte=on, until__gte=on, lifted_at=None
    )
    found: dict[str, list[DoNotReturn]] = {}
    for one in rows.select_related("address", "office").order_by("-until", "-id"):
        found.setdefault(one.address.key, []).append(one)
    return found


def _at(door: Door, standing: dict[str, list[DoNotReturn]]) -> list[DoNotReturn]:
    found = [one for key in door.keys for one in standing.get(key, ())]
    return sorted(found, key=lambda one: (one.until, one.pk), reverse=True)


# --- what verifies an address


@dataclass(frozen=True, slots=True)
class Verification:
    """The latest word that a subject is to be found at an address, from a source that is not commercial."""

    on: date
    source: str
    has_unit: bool
    needs_unit: bool


_CONFIRMED = """
with asked as (
  select * from unnest(%(keys)s::text[], %(subjects)s::bigint[], %(doors)s::text[]) as a (key, subject, door)),
done as (
  select p.key, p.subject, a.acted_on as day, a.type, a.check_system, a.check_result, a.visit_outcome,
         coalesce(c.subject_id, l.subject_id) = p.subject as own
  from asked p
  join activities_activity a on a.address_key = p.door and a.address_key <> '' and a.acted_on <= %(on)s
  left join leads_lead l on l.id = a.lead_id
  left join cases_case c on c.id = a.case_id),
said as (
  select key, subject, day,
         case type when 'ARREST' then 'ARREST' when 'VISIT' then 'VISIT:' || visit_outcome
                   else 'CHECK:' || check_system end as source
  from done
  where own and (type = 'ARREST' or visit_outcome in ('FOUND', 'NOT_THERE')
    or type = 'ADDRESS_CHECK' and check_result = 'ADDRESS_CONFIRMED' and check_system = any(%(systems)s))
  union all
  select p.key, p.subject, coalesce(l.last_seen_on, l.received_on), 'LEAD:' || l.source_kind || ':' || l.source_agency
  from asked p
  join leads_lead l on l.address_key = p.door and l.address_key <> '' and l.subject_id = p.subject
  where l.source_kind = any(%(leads)s)
    and l.outcome not in ('ADDRESS_BAD', 'LOCATED_ELSEWHERE', 'DUPLICATE', 'ENTERED_IN_ERROR')
  union all
  select p.key, p.subject, coalesce(a.seen_on, s.as_of), 'SAID:' || s.system
  from asked p
  join subjects_address a on a.key = p.door and a.subject_id = p.subject and a.withdrawn_at is null
  join subjects_statement s on s.id = a.statement_id
  where s.source = any(%(statements)s) and s.intake not in (select intake from subjects_retraction)
  union all -- said again later counts by its own date alone, not by that of the extract that repeats it
  select p.key, p.subject, (s.said -> 'address' ->> 'seen_on')::date, 'SAID:' || s.system
  from asked p
  join subjects_address a on a.key = p.door and a.subject_id = p.subject and a.withdrawn_at is null
  join subjects_echo e on e.what = 'address' and e.fact = a.id
  join subjects_statement s on s.id = e.statement_id
  where s.source = any(%(statements)s) and s.intake not in (select intake from subjects_retraction)
    and s.said -> 'address' ->> 'seen_on' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
against as (
  select key, subject, max(day) as day from done
  where visit_outcome in ('VACANT', 'NO_SUCH_UNIT') or own and
    (visit_outcome in ('MOVED', 'UNRELATED') or type = 'ADDRESS_CHECK' and check_result = 'ADDRESS_NOT_CONFIRMED')
  group by key, subject)
select distinct on (s.key, s.subject) s.key, s.subject, s.day, s.source
from said s left join against n on n.key = s.key and n.subject = s.subject
where s.day <= %(on)s and (n.day is null or s.day > n.day)
order by s.key, s.subject, s.day desc, s.source
"""


def verifications(
    pairs: Iterable[Pair], on: date, *, known: dict[str, Door] | None = None
) -> dict[Pair, Verification]:
    """By address and subject, the latest word as of that day that the subject is there, unless contradicted since.

    Which sources count stands in `policy/ledger.toml`; commercial ones never do (PIA-1.5-4). What was said later
    against it (a visit that found the subject gone, a check that did not confirm) takes it away. `known` are the doors
    behind these keys, where they were asked for already.
    """
    given = sorted({pair for pair in pairs if pair[0]})
    asked = doors(key for key, _ in given) if known is None else known
    rows = [(key, subject, door) for key, subject in given for door in sorted(asked[key].keys)]
    if not rows:
        return {}
    table = policy.table()
    keys, subjects, written = (list(column) for column in zip(*rows, strict=True))
    values: dict[str, Any] = {
        "keys": keys,
        "subjects": subjects,
        "doors": written,
        "on": on,
        "systems": list(table.check_systems),
        "leads": list(table.lead_sources),
        "statements": list(table.statement_sources),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRMED, values)
        found = cursor.fetchall()
    return {
        (key, subject): Verification(day, _words(source), asked[key].has_unit, asked[key].needs_unit)
        for key, subject, day, source in found
    }


def _words(source: str) -> str:
    """The source as a page says it."""
    kind, _, rest = source.partition(":")
    if kind == "ARREST":
        return "arrested there"
    if kind == "VISIT":
        return f"visit: {VisitOutcome(rest).label.lower()}"
    if kind == "CHECK":
        return f"address check in {CheckSystem(rest).label}"
    if kind == "LEAD":
        code, _, agency = rest.partition(":")
        label = LeadSource(code).label
        return f"lead from {agency}" if agency else f"lead: {label}"
    return rest


# --- visits


def visits(key: str) -> list[Activity]:
    """The visits and arrests at an address, whomever they were for, newest first."""
    door = doors([key]).get(key)
    if door is None:
        return []
    found = Activity.objects.filter(
        address_key__in=door.keys, type__in=(ActivityType.VISIT, ActivityType.ARREST)
    )
    return list(found.select_related("office").order_by("-acted_on", "-id"))


def record_at(key: str) -> AddressRecord | None:
    """The ledger's record of an address; None where it was never visited, marked or verified."""
    return records_at([key]).get(key)


def records_at(keys: Sequence[str], known: dict[str, Door] | None = None) -> dict[str, AddressRecord]:
    """The ledger's records of several addresses, by the key that was asked for."""
    asked = doors(keys) if known is None else known
    rows = AddressRecord.objects.filter(key__in={key for door in asked.values() for key in door.keys})
    held = {one.key: one for one in rows.order_by("-id")}
    found = {}
    for key, door in asked.items():
        mine = [held[one] for one in door.keys if one in held]
        if mine:
            found[key] = min(mine, key=lambda one: one.pk)
    return found


# --- who reads it

_THERE = """
select exists (select from leads_lead l where l.address_key = any(%(keys)s) and l.address_key <> ''
               and (l.office_id = %(office)s or l.case_id in (select id from cases_case k where k.id = l.case_id
                                                              and k.office_id = %(office)s)))
    or exists (select from subjects_address a join cases_case k on k.subject_id = a.subject_id
               where a.key = any(%(keys)s) and a.withdrawn_at is null and k.office_id = %(office)s)
    or exists (select from activities_activity v where v.address_key = any(%(keys)s) and v.address_key <> ''
               and v.office_id = %(office)s)
"""


def office_is_there(office: int | None, key: str) -> bool:
    """Whether an office (by key) has a lead, a case or a visit at the address."""
    door = doors([key]).get(key)
    if door is None or office is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_THERE, {"keys": sorted(door.keys), "office": office})
        return bool(cursor.fetchone()[0])
