"""How many leads: numbers by office, nothing of a person. The one room that reports enter."""

from __future__ import annotations

from datetime import date

from fcms.database.counting import counted

# Asking for the day in an office's own time costs more than comparing moments, so it is asked only near the bounds:
# a moment a day or more before a date lies before its end everywhere, one two days after its start lies after it.
_LEADS = """
    with counted as (
        select lead_id from counts.leads_received where received_on between %(since)s and %(until)s
        union
        select lead_id from counts.leads_steps
        where step = 'CLOSED' and at >= %(since)s::date - 2 and at < %(until)s::date + 3
          and (at >= %(since)s::date + 2 or day >= %(since)s) and (at < %(until)s::date - 1 or day <= %(until)s)
    )
    select held.office_id,
           count(*) filter (where lead.received_on between %(since)s and %(until)s)::int as leads_received,
           count(*) filter (
               where held.status = 'CLOSED' and (held.at >= %(since)s::date + 2 or held.day >= %(since)s)
           )::int as leads_closed,
           count(*) filter (
               where held.status = 'CLOSED' and lead.received_on between %(since)s and %(until)s
           )::int as received_and_closed
    from counted join counts.leads_received lead using (lead_id)
    left join lateral (
        select step.office_id, step.status, step.at, step.day from counts.leads_steps step
        where step.lead_id = counted.lead_id and (step.at < %(until)s::date - 1 or step.day <= %(until)s)
        order by step.at desc, step.id desc limit 1
    ) held on true
    group by held.office_id
"""


def leads(since: date, until: date) -> dict[int | None, dict[str, int]]:
    """Columns of the leads report by the key of the office; both days inclusive, in each office's own time.

    A lead counts at the office that held it at the end of the period, under None where none did (PIA-1.1-7).
    Received are the leads received in the period; closed, those closed at its end whose last closing lies in it;
    received and closed, those received in it and closed at its end. Offices with none of it are left out.
    """
    found = {}
    for row in counted(_LEADS, {"since": since, "until": until}):
        office = row.pop("office_id")
        if any(row.values()):
            found[office] = row
    return found
