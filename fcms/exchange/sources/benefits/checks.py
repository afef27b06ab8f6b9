"""Checks of benefits over the whole file and against what is stored, in SQL."""

from __future__ import annotations

from fcms.exchange.layout import SetCheck
from fcms.exchange.sources.government_leads.checks import DOB_TWO, NAME_TWO, NO_CASE

REPEATED_IN_FILE = SetCheck(
    "R-REPEATED",
    "a_number",
    """
    select row, format('The same benefit of this person stands in row %%s already. Reject one of them.', first), ''
    from (select row, min(row) over (partition by a_number, coalesce(benefit_class, ''),
                                     coalesce(document_reference, ''), coalesce(granted_on, '')) as first
          from {rows} r where a_number is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("a_number", "benefit_class", "document_reference", "granted_on"),
)

SET_CHECKS = (REPEATED_IN_FILE, NO_CASE, NAME_TWO, DOB_TWO)
