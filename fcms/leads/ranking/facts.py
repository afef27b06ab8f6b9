"""Reads what scores are made of, in sets: one statement for many leads or addresses."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from fcms.lib.ranking import Facts, points
from fcms.offices.queries import today

Place = tuple[str, int]
"""An address, by the key that addresses are compared by, and the subject (by key; 0 for nobody)."""

VISITS: list[Callable[[Sequence[Place]], dict[Place, str]]] = []
"""Each says of places what the last visit found: NOT_THERE, LIVES_THERE or FOUND. Higher storeys add to it."""

_WHO_LEAD = """
case o.source_kind
  when 'COMMERCIAL_AGGREGATOR'
    then 'vendor ' || upper(coalesce(%(producers)s::jsonb ->> o.source_agency, o.source_agency))
  when 'EID_EXTRACT' then 'EID' when 'OFFICER_DEVELOPED' then 'officers' when 'FOSC_ANALYSIS' then 'officers'
  when 'TIP' then 'tips' else 'agency ' || coalesce(nullif(upper(o.source_agency), ''), o.source_kind) end
"""
_WHO_SAID = """
case st.source when 'EID' then 'EID' when 'OFFICER' then 'officers'
  when 'COMMERCIAL' then 'vendor ' || upper(coalesce(%(producers)s::jsonb ->> st.system, st.system))
  else 'agency ' || upper(st.system) end
"""
_SOURCES = f"""
select count(distinct who)::int as number from (
  select {_WHO_LEAD} as who from leads_lead o
  where o.subject_id = {{subject}} and o.address_key = {{key}} and o.outcome <> 'ENTERED_IN_ERROR'
  union all
  select {_WHO_SAID} from subjects_address sa join subjects_statement st on st.id = sa.statement_id
  where sa.subject_id = {{subject}} and sa.key = {{key}} and sa.withdrawn_at is null
  union all
  select {_WHO_SAID} from subjects_address sa join subjects_echo e on e.what = 'address' and e.fact = sa.id
  join subjects_statement st on st.id = e.statement_id
  where sa.subject_id = {{subject}} and sa.key = {{key}} and sa.withdrawn_at is null) every
"""
_NEWER = """
exists (select from subjects_address sa where sa.subject_id = {subject} and sa.withdrawn_at is null
        and sa.key <> {key} and sa.seen_on > {seen})
or exists (select from leads_lead o where o.subject_id = {subject} and o.address_key not in ('', {key})
           and o.last_seen_on > {seen} and o.outcome not in ('ADDRESS_BAD', 'DUPLICATE', 'ENTERED_IN_ERROR'))
"""
_ENDED = """
case when s.died_on is not null or c.closure_reason = 'DIED' then 'DIED'
     when s.removed_on is not null or s.custody_status = 'REMOVED' or c.status = 'REMOVED'
       or c.closure_reason = 'LEFT_THE_COUNTRY' then 'LEFT'
     when s.custody_status in ('ICE_CUSTODY', 'OTHER_CUSTODY') or c.status = 'IN_CUSTODY'
       or c.closure_reason = 'IN_CUSTODY_ELSEWHERE' then 'CUSTODY' else '' end
"""
# Where the standard writing of an address is known, its flags say more than the words do.
_DOOR = r"""
case when {line} = '' then 'NO_DOOR'
     when w.flags && array['PO_BOX', 'GENERAL']::varchar[] or {line} ~* '^\s*(p\.?\s*o\.?\s*)?box\s' then 'NO_DOOR'
     when 'UNIT_MISSING' = any (w.flags) then 'UNIT_MISSING'
     when {unit} <> '' or coalesce(w.unit, '') <> '' then 'WHOLE' else 'PLAIN' end
"""
_SEEN = "coalesce(l.last_seen_on, l.received_on)"
_OF_LEADS = f"""
select l.id, %(today)s::date - {_SEEN} as days, coalesce(src.number, 1),
  case when s.id is null or l.family_name = '' then null
       else upper(l.family_name) = upper(s.family_name)
            or exists (select from subjects_alias x where x.subject_id = s.id and x.withdrawn_at is null
                       and upper(x.family_name) = upper(l.family_name)) end,
  case when s.id is null or length(l.birth_on) < 10 or length(s.birth_on) < 10
            or l.birth_on like '%%-01-01' or s.birth_on like '%%-01-01' then null
       else l.birth_on = s.birth_on end,
  case when s.id is null or l.a_number = '' or v.lead_id is not null then null -- a vendor answers a token
       else exists (select from subjects_anumber n where n.subject_id = s.id and n.number = l.a_number
                    and n.withdrawn_at is null) end,
  {_DOOR.format(line="l.line_1", unit="l.line_2")},
  v.vendor, v.score::float,
  s.id is not null and l.address_key <> '' and ({_NEWER.format(subject="s.id", key="l.address_key", seen=_SEEN)}),
  case when s.id is null then '' else {_ENDED} end,
  case l.source_kind when 'COMMERCIAL_AGGREGATOR' then 'COMMERCIAL' when 'TIP' then 'OTHER'
       when 'OFFICER_DEVELOPED' then 'OFFICER' when 'FOSC_ANALYSIS' then 'OFFICER' else 'GOVERNMENT' end,
  l.address_key, coalesce(l.subject_id, 0)
from leads_lead l
left join subjects_subject s on s.id = l.subject_id
left join cases_case c on c.id = l.case_id
left join leads_vendoranswer v on v.lead_id = l.id
left join subjects_standardaddress w on w.key = l.address_key and l.address_key <> ''
left join lateral ({_SOURCES.format(subject="l.subject_id", key="l.address_key")}) src
  on l.subject_id is not null and l.address_key <> ''
where {{which}}
order by l.id
"""
_OF_ADDRESSES = f"""
select a.id, %(today)s::date - a.seen_on, greatest(src.number, 1), null::boolean, null::boolean, null::boolean,
  {_DOOR.format(line="a.line_1", unit="a.line_2")},
  null::text, null::float,
  a.seen_on is not null and ({_NEWER.format(subject="a.subject_id", key="a.key", seen="a.seen_on")}),
  {_ENDED},
  case when a.provided_by_subject then 'SUBJECT' when t.source = 'OFFICER' then 'OFFICER'
       when t.source = 'COMMERCIAL' then 'COMMERCIAL' else 'GOVERNMENT' end,
  a.key, a.subject_id
from subjects_address a
join subjects_subject s on s.id = a.subject_id
join subjects_statement t on t.id = a.statement_id
left join lateral (select status, closure_reason from cases_case where subject_id = a.subject_id
                   order by id desc limit 1) c on true
left join subjects_standardaddress w on w.key = a.key
left join lateral ({_SOURCES.format(subject="a.subject_id", key="a.key")}) src on true
where a.withdrawn_at is null and {{which}}
order by a.id
"""


class Ranked(NamedTuple):
    """A lead or an address, by key, with what its score is made of."""

    key: int
    facts: Facts


class Cuts:
    """The place of a vendor's score among all scores of the same vendor, by hundredths."""

    def __init__(self) -> None:
        self.by_vendor: dict[str, list[float]] = {}

    def place(self, vendor: str | None, score: float | None) -> int | None:
        """0 to 100; None without a score."""
        if vendor is None or score is None:
            return None
        if vendor not in self.by_vendor:
            with connection.cursor() as cursor:
                cursor.execute(_CUTS, {"vendor": vendor})
                self.by_vendor[vendor] = [float(cut) for cut in cursor.fetchone()[0] or []]
        return min(bisect_right(self.by_vendor[vendor], score), 100)


_CUTS = """
select percentile_disc(array(select n / 100.0 from generate_series(1, 100) n)) within group (order by score)
from leads_vendoranswer where vendor = %(vendor)s and score is not null
"""


def of_leads(which: str, given: Mapping[str, Any], cuts: Cuts) -> Iterator[Ranked]:
    """The facts of the leads that `which` (SQL over `l`, written in this code) chooses."""
    return _read(_OF_LEADS.format(which=which), given, cuts)


def of_addresses(which: str, given: Mapping[str, Any], cuts: Cuts) -> Iterator[Ranked]:
    """The facts of the addresses that `which` (SQL over `a`, written in this code) chooses."""
    return _read(_OF_ADDRESSES.format(which=which), given, cuts)


def _read(sql: str, given: Mapping[str, Any], cuts: Cuts) -> Iterator[Ranked]:
    producers = json.dumps(points().producers)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**given, "today": _today(), "producers": producers})
        rows = cursor.fetchall()
    visits = _visits([(row[12], row[13]) for row in rows if row[12]])
    for (
        key,
        days,
        sources,
        name,
        birth,
        number,
        door,
        vendor,
        score,
        newer,
        ended,
        source,
        place,
        who,
    ) in rows:
        yield Ranked(
            key,
            Facts(
                days=days,
                sources=sources,
                name=name,
                birth_date=birth,
                a_number=number,
                door=door,
                vendor=cuts.place(vendor, score),
                newer_elsewhere=newer,
                ended=ended,
                visit=visits.get((place, who), ""),
                source=source,
            ),
        )


def _today() -> date:
    return today()


def _visits(places: Sequence[Place]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for visits in VISITS:
        found |= visits(places)
    return found
