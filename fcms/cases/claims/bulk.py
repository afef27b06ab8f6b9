"""Raising the claims that an extract tells of, in one go."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.utils import timezone

_RAISE = """
with fresh as (
  insert into cases_citizenshipclaim
    (subject_id, status, trigger, indicia, note, raised_at, raised_by_id, intake, advises, advice, outcome, reason)
  select s.id, 'RAISED', 'CLAIM', '{}', %(note)s, %(at)s, %(person)s, %(intake)s, '', '', '', ''
  from subjects_subject s
  where s.id = any(%(subjects)s) and s.citizenship_claim and s.merged_into_id is null and s.withdrawn_at is null
    and exists (
      select from cases_case c where c.subject_id = s.id and c.status in ('OPEN', 'COLD', 'IN_CUSTODY'))
    and not exists (
      select from cases_citizenshipclaim o
      where o.subject_id = s.id and o.status in ('RAISED', 'WITH_COUNSEL', 'ADVISED'))
  order by s.id
  returning id, subject_id
), steps as (
  insert into cases_citizenshipclaimstep (claim_id, step, status, outcome, note, at, by_id)
  select id, 'RAISED', 'RAISED', '', %(note)s, %(at)s, %(person)s from fresh order by id
)
select subject_id from fresh order by subject_id
"""


def raise_set(subjects: Collection[int], *, person: int, intake: str, note: str) -> list[int]:
    """Raise a claim on each of these subjects that has a live case and no open claim; return on whom."""
    given: dict[str, Any] = {
        "subjects": list(subjects),
        "person": person,
        "intake": intake,
        "note": note,
        "at": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, given)
        return [row[0] for row in cursor.fetchall()]
