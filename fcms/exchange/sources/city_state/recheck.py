"""Compares stored addresses with the edition in force, place by place (PIA-1.3-3): each distinct one once, in SQL."""

from __future__ import annotations

from django.db import connection

_FOLD = "regexp_replace(regexp_replace(regexp_replace(upper({0}), '\\mSAINT\\M', 'ST', 'g'), '\\mFORT\\M', 'FT', 'g'), '[^A-Z]', '', 'g')"  # noqa: E501
_SAID = """
said as materialized (
  select zip, city, state, sum(addresses)::int as addresses, sum(leads)::int as leads
  from (select zip, upper(city) as city, state, count(*) as addresses, 0 as leads
        from subjects_address where withdrawn_at is null and zip <> '' group by 1, 2, 3
        union all
        select zip, upper(city), state, 0, count(*)
        from leads_lead where status <> 'CLOSED' and zip <> '' group by 1, 2, 3) every
  group by zip, city, state
)
"""
_KNOWN = f"""
known as materialized (
  select zip, array_agg(distinct state) as states, array_agg(distinct {_FOLD.format("name")}) as names
  from offices_zipcode, unnest(array_append(other_cities, city)) as name
  where edition_id = %(edition)s group by zip
)
"""
_JUDGED = f"""
judged as materialized (
  select said.*, case when known.zip is null then 'UNKNOWN'
                      when said.state <> '' and said.state <> all (known.states) then 'STATE'
                      when said.city <> '' and {_FOLD.format("said.city")} <> all (known.names) then 'CITY'
                 end as doubt
  from said left join known on known.zip = said.zip
)
"""
_RECHECK = f"""
with {_SAID.strip()}, {_KNOWN.strip()}, {_JUDGED.strip()},
kept as (
  insert into offices_placedoubt (edition_id, zip, city, state, doubt, addresses, leads)
  select %(edition)s, zip, city, state, doubt, addresses, leads from judged where doubt is not null
)
select coalesce(sum(addresses + leads), 0)::bigint,
       coalesce(sum(addresses + leads) filter (where doubt is null), 0)::bigint,
       coalesce(sum(addresses + leads) filter (where doubt = 'UNKNOWN'), 0)::bigint,
       coalesce(sum(addresses + leads) filter (where doubt = 'STATE'), 0)::bigint,
       coalesce(sum(addresses + leads) filter (where doubt = 'CITY'), 0)::bigint
from judged
"""
COUNTS = (
    "addresses compared",
    "addresses that agree",
    "with an unknown ZIP code",
    "in another state",
    "in another city",
)


def recheck(edition: int) -> dict[str, int]:
    """Compare the addresses of subjects and of open leads with an edition; keep what differs and return the counts."""
    with connection.cursor() as cursor:
        cursor.execute(_RECHECK, {"edition": edition})
        return dict(zip(COUNTS, cursor.fetchone(), strict=True))
