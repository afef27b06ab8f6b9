"""Checks of departures over the whole file and against what is stored, in SQL."""

from __future__ import annotations

from fcms.exchange.layout import SetCheck
from fcms.exchange.sources.government_leads.checks import DOB_TWO, NAME_TWO, NO_CASE

REPEATED_IN_FILE = SetCheck(
    "R-REPEATED",
    "a_number",
    """
    select row, format('The same departure of this person stands in row %%s already. Reject one of them.', first), ''
    from (select row, min(row) over (partition by a_number, departed_on, coalesce(port, ''),
                                     coalesce(evidence, '')) as first
          from {rows} r where a_number is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("a_number", "departed_on", "port", "evidence"),
)
LEFT_BEFORE = SetCheck(
    "R-LEFT-BEFORE",
    "departed_on",
    """
    select r.row, 'The person left before the basis of the case: it opened on somebody who had gone, or who came back '
                  'since. Ask before deciding.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join cases_case c on c.subject_id = a.subject_id and c.status in ('OPEN', 'COLD', 'IN_CUSTODY')
    where r.departed_on is not null and r.departed_on::date < c.basis_on
    """,
)

SET_CHECKS = (REPEATED_IN_FILE, NO_CASE, NAME_TWO, DOB_TWO, LEFT_BEFORE)
