"""An action of an earlier dump that this one tells in other words: it has no number, so it is known by what it was.

The same type on the same day by the same officer on the same case and lead is the same action, if an earlier dump
brought it, this one does not repeat its words, and as many were told then as now. Where the numbers differ nobody can
say which is which, and each is taken as it is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from fcms.activities.bulk import PastActivity

from .accepted import Row
from .work import Work

Told = tuple[Row, PastActivity]
What = tuple[int | None, int | None, str, str, str]

_NOT_REPEATED = """
with said as materialized (
  select encode(sha256(convert_to(array_to_string(s.canonical, chr(31), ''), 'UTF8')), 'hex') as key
  from exchange_stagedrow s
  where s.intake_id = %(intake)s and s.file = 'activities.csv' and s.decision <> 'REJECTED'),
before as (
  select distinct t.record_id from exchange_takenover t
  where t.system = %(system)s and t.file = 'activities.csv' and t.outcome <> 'REFUSED' and t.intake_id <> %(intake)s)
select a.id, a.lead_id, a.case_id, a.type, a.acted_on::text, a.officer_name
from activities_activity a join before b on b.record_id = a.id
where (a.case_id = any(%(cases)s) or a.lead_id = any(%(leads)s))
  and not exists (select from exchange_takenover t join said on said.key = t.key
                  where t.record_id = a.id and t.system = %(system)s and t.file = 'activities.csv')
order by a.id
"""


def known_in_other_words(work: Work, told: Iterable[Told]) -> list[tuple[Row, int]]:
    """The rows that tell an action anew which is here already, each with the key of that action."""
    by_what: dict[What, list[Row]] = defaultdict(list)
    for row, one in told:
        what = (one.lead_id, one.case_id, str(one.type), one.acted_on.isoformat(), one.officer_name.upper())
        by_what[what].append(row)
    found = []
    for what, here in _here(work, by_what).items():
        rows = by_what.get(what, [])
        if len(rows) == len(here):
            found += list(zip(rows, here, strict=True))
    return found


def _here(work: Work, wanted: Iterable[What]) -> dict[What, list[int]]:
    leads = {lead for lead, *_rest in wanted if lead}
    cases = {case for _lead, case, *_rest in wanted if case}
    given: dict[str, Any] = {
        "intake": work.intake.pk,
        "system": work.ledger.system,
        "leads": sorted(leads),
        "cases": sorted(cases),
    }
    found: dict[What, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_NOT_REPEATED, given)
        for key, lead, case, sort, day, officer in cursor.fetchall():
            found[lead, case, sort, day, officer.upper()].append(key)
    return found
