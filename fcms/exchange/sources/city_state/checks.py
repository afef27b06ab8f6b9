"""Checks of the directory over the whole file, in SQL."""

from __future__ import annotations

from fcms.exchange.layout import SetCheck

REPEATED = SetCheck(
    "R-REPEATED",
    "city_key",
    """
    select row, format('Record %%s says the same of this ZIP code already. Reject one of them.', first), ''
    from (select row, min(row) over (partition by zip, city_key, state, county_number) as first
          from {rows} r where zip is not null and city_key is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("zip", "city_key", "state", "county_number"),
)
# The name that most records give is taken for right, so that one wrong record does not make the others look wrong.
COUNTY_NAMES = SetCheck(
    "R-COUNTY",
    "county",
    """
    select r.row, format('Most records name county %%s of %%s otherwise: %%s. Compare both.',
                         r.county_number, r.state, f.county), ''
    from {rows} r
    join (select distinct on (state, county_number) state, county_number, county from {rows} g
          where county_number is not null and county is not null
          group by state, county_number, county
          order by state, county_number, count(*) desc, county) f
      on f.state = r.state and f.county_number = r.county_number
    where r.county <> f.county
    """,
    compares=("state", "county_number", "county"),
)
CLASSES = SetCheck(
    "R-ZIP-CLASS",
    "zip_class",
    """
    select r.row, 'The records of this ZIP code are of several classes. The first of them counts.', ''
    from {rows} r
    join (select zip from {rows} g where zip is not null group by zip
          having count(distinct coalesce(zip_class, '')) > 1) several on several.zip = r.zip
    """,
    compares=("zip", "zip_class"),
)

SET_CHECKS = (REPEATED, COUNTY_NAMES, CLASSES)
