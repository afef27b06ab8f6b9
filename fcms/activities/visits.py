"""What the last visit to an address found, for the ranking of leads and addresses."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from fcms.leads.ranking.facts import Place

_LAST = """
select distinct on (p.key, p.subject) p.key, p.subject,
  case when a.visit_outcome = 'FOUND' then 'FOUND'
       when a.visit_outcome = 'NOT_THERE' then 'LIVES_THERE' else 'NOT_THERE' end
from unnest(%(keys)s::text[], %(subjects)s::bigint[]) as p (key, subject)
join activities_activity a on a.address_key = p.key and a.address_key <> ''
  and a.type = 'VISIT' and a.visit_outcome <> 'NOT_ANSWERED'
left join leads_lead l on l.id = a.lead_id
left join cases_case c on c.id = a.case_id
where a.visit_outcome in ('VACANT', 'NO_SUCH_UNIT') or coalesce(c.subject_id, l.subject_id) = p.subject
order by p.key, p.subject, a.acted_on desc, a.id desc
"""


def last_visits(places: Sequence[Place]) -> dict[Place, str]:
    """By place and subject: FOUND, LIVES_THERE or NOT_THERE. An empty or missing home counts for every subject."""
    if not places:
        return {}
    given = sorted(set(places))
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"keys": [one[0] for one in given], "subjects": [one[1] for one in given]})
        return {(key, subject): found for key, subject, found in cursor.fetchall()}
