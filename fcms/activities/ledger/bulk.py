"""The ledger of many activities at once, in sets."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.offices.queries import today

from . import policy

_KEYS = """
select id, address_key, line_1 from leads_lead where id = any(%(leads)s) and address_key <> ''
"""
_RECORDS = """
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
  where a.id = any(%(ids)s) and a.address_key <> ''
    and (a.type in ('VISIT', 'ARREST') or a.type = 'ADDRESS_CHECK' and a.check_result <> 'UNCLEAR')
    and activities_record_at(a.address_key) is null
) visited
where line <> ''
order by door, acted_on, id
on conflict (key) do nothing
"""
_MARKS = """
insert into activities_donotreturn
  (address_id, subject_id, reason, words, activity_id, office_id, set_on, until, most, set_at, lift_reason)
select activities_record_at(a.address_key),
       case when not p.everybody then coalesce(c.subject_id, l.subject_id) end,
       p.code, '', a.id, a.office_id, a.acted_on, a.acted_on + p.days, p.most, now(), ''
from jsonb_to_recordset(%(policy)s) as p (outcome text, code text, everybody boolean, days int, most int)
join activities_activity a on a.type = 'VISIT' and a.visit_outcome = p.outcome and a.address_key <> ''
left join leads_lead l on l.id = a.lead_id
left join cases_case c on c.id = a.case_id
where a.id = any(%(ids)s) and a.acted_on + p.days >= %(today)s
  and (p.everybody or coalesce(c.subject_id, l.subject_id) is not null)
  and activities_record_at(a.address_key) is not null
order by a.id
"""


def leads_at(leads: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The address of each lead: the key it is compared by and its street line."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, {"leads": list(leads)})
        return {lead: (key, line_1) for lead, key, line_1 in cursor.fetchall()}


@action(Event.ADDRESS_ENTERED_IN_LEDGER)
def enter_set(activities: Sequence[int], *, by: Actor) -> None:
    """Open the records of the addresses of many activities (by key), and mark those that policy says."""
    if not activities:
        return
    given = [
        {"outcome": outcome, "code": one.code, "everybody": one.everybody, "days": one.days, "most": one.most}
        for outcome, one in policy.table().of_outcome.items()
    ]
    ids = list(activities)
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS, {"ids": ids})
        cursor.execute(_MARKS, {"ids": ids, "policy": json.dumps(given), "today": today()})
