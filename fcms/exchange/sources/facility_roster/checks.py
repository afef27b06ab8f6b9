"""Checks of a roster over the whole file and against what is stored, in SQL."""

from __future__ import annotations

from fcms.exchange.layout import SetCheck
from fcms.exchange.sources.government_leads.checks import DOB_TWO, NAME_TWO, NO_CASE

REPEATED_IN_FILE = SetCheck(
    "R-REPEATED",
    "inmate_number",
    """
    select row, format('This inmate of the facility stands in row %%s already. Reject one of them.', first), ''
    from (select row, min(row) over (partition by inmate_number, coalesce(facility_code, ''),
                                     coalesce(facility_name, '')) as first
          from {rows} r where inmate_number is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("inmate_number", "facility_code", "facility_name"),
)

SET_CHECKS = (REPEATED_IN_FILE, NO_CASE, NAME_TWO, DOB_TWO)
