"""Who is in the database already: samples speak of them, so that leads link and updates meet their subject."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

MOST = 20_000
"""Stored subjects that a sample speaks of; more would only cost memory."""


class Known(NamedTuple):
    """A stored subject as its source would say it; every date as ISO text, unknown as ''."""

    a_number: str
    family_name: str
    given_name: str
    middle_name: str
    suffix: str
    sex: str
    birth_on: str
    birth_place: str
    last_entry_on: str
    last_entry_place: str
    entry_class: str
    case_category: str
    docket_office: str
    order_kind: str
    final_order_on: str
    failed_to_report_on: str
    zip: str


_KNOWN = """
select a.number, s.family_name, s.given_name, s.middle_name, s.suffix, s.sex, s.birth_on, s.birth_place,
       s.last_entry_on, s.last_entry_place, s.entry_class, s.case_category, coalesce(o.code, ''), s.order_kind,
       coalesce(s.final_order_on::text, ''), coalesce(s.failed_to_report_on::text, ''), coalesce(d.zip, '')
from subjects_subject s
join subjects_anumber a on a.subject_id = s.id and a."primary" and a.withdrawn_at is null
left join offices_office o on o.id = s.docket_office_id
left join lateral (select zip from subjects_address d where d.subject_id = s.id and d.withdrawn_at is null
                   order by id limit 1) d on true
where length(s.birth_on) = 10 and s.birth_on not like '%%-01-01' and a.number like 'A9%%'
  and {exists} (select from cases_case c where c.subject_id = s.id and c.status = any(%(status)s))
  and exists (select from cases_case c where c.subject_id = s.id)
order by md5(a.number || %(seed)s::text), a.number
limit %(most)s
"""


def with_live_case(seed: int, *, at_large: bool = False) -> list[Known]:
    """Stored subjects whose case has not ended, in an order that follows from the seed; `at_large`, not in custody."""
    status = ["OPEN", "COLD"] if at_large else ["OPEN", "COLD", "IN_CUSTODY"]
    return _known("exists", status, seed, MOST)


def without_live_case(seed: int) -> list[Known]:
    """Stored subjects all of whose cases have ended."""
    return _known("not exists", ["OPEN", "COLD", "IN_CUSTODY"], seed, 200)


def _known(exists: str, status: list[str], seed: int, most: int) -> list[Known]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN.format(exists=exists), {"status": status, "seed": seed, "most": most})
        return [Known(*row) for row in cursor.fetchall()]


def taken(a_numbers: list[str]) -> set[str]:
    """Which of these A-Numbers a subject has."""
    with connection.cursor() as cursor:
        cursor.execute("select number from subjects_anumber where number = any(%s)", [a_numbers])
        return {row[0] for row in cursor.fetchall()}


def references_taken(start: str) -> bool:
    """Whether a lead with a reference that begins with `start` was received."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from leads_lead where starts_with(source_reference, %s))", [start]
        )
        return bool(cursor.fetchone()[0])


def next_sequence(kind: str, producer: str) -> int:
    """The sequence that the next extract of a producer must have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select max(sequence) from exchange_intake where kind = %s and producer = %s and status <> 'REFUSED'",
            [kind, producer],
        )
        last = cursor.fetchone()[0]
    return last + 1 if last is not None else 412
