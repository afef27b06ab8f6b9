"""Ranks leads and addresses: their scores are made anew and kept where anything changed. Nothing acts on a score."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from fcms.lib.ranking import points, score, total

from .facts import Cuts, Ranked, of_addresses, of_leads

CHUNK = 20_000
"""Leads or addresses ranked by one statement, in a transaction of its own."""

Report = Callable[[str, int, int], None]

_KEEP = """
insert into {table} as old ({key}, points, parts, version, ranked_at)
select key, points, parts, %(version)s, now()
from unnest(%(keys)s::bigint[], %(points)s::smallint[], %(parts)s::text[]::jsonb[]) as fresh (key, points, parts)
order by key
on conflict ({key}) do update set points = excluded.points, parts = excluded.parts, version = excluded.version,
                                  ranked_at = excluded.ranked_at
where (old.points, old.parts, old.version) is distinct from (excluded.points, excluded.parts, excluded.version)
"""
_KEEP_LEADS = _KEEP.format(table="leads_leadscore", key="lead_id")
_KEEP_ADDRESSES = _KEEP.format(table="subjects_addressscore", key="address_id")


def rank_leads(leads: Iterable[int]) -> int:
    """Rank these leads (by key) anew; return how many scores changed."""
    return _keep(_KEEP_LEADS, of_leads("l.id = any(%(keys)s)", {"keys": list(leads)}, Cuts()))


def rank_intake(intake: str) -> int:
    """Rank the leads that an extract brought; return how many scores changed."""
    with connection.cursor() as cursor:
        cursor.execute("select min(id), max(id) from leads_lead where intake = %s and intake <> ''", [intake])
        first, last = cursor.fetchone()
    return _leads_between(first, last, "l.intake = %(intake)s", {"intake": intake}, quiet)


def rank_subject(subject: int) -> int:
    """Rank the open leads on a subject (by key) and its addresses anew; return how many scores changed."""
    given, cuts = {"subject": subject}, Cuts()
    leads = of_leads("l.subject_id = %(subject)s and l.status <> 'CLOSED'", given, cuts)
    addresses = of_addresses("a.subject_id = %(subject)s", given, cuts)
    return _keep(_KEEP_LEADS, leads) + _keep(_KEEP_ADDRESSES, addresses)


def rank_lead(lead: int, subject: int | None) -> int:
    """Rank a lead anew and, where its subject is known, what else is said of where that subject is."""
    return rank_subject(subject) if subject is not None else rank_leads([lead])


def rank_place(address_key: str) -> int:
    """Rank the open leads and the addresses at a place anew, after a visit; return how many scores changed."""
    if not address_key:
        return 0
    given, cuts = {"place": address_key}, Cuts()
    leads = of_leads(
        "l.address_key = %(place)s and l.address_key <> '' and l.status <> 'CLOSED'", given, cuts
    )
    return _keep(_KEEP_LEADS, leads) + _keep(_KEEP_ADDRESSES, of_addresses("a.key = %(place)s", given, cuts))


def quiet(step: str, done: int, total: int) -> None:
    """A report that tells nobody."""


def rank_everything(report: Report = quiet) -> dict[str, int]:
    """Rank every open lead and every address of a subject with a live case; return how many scores changed."""
    with connection.cursor() as cursor:
        cursor.execute("select min(id), max(id) from leads_lead where status <> 'CLOSED'")
        first, last = cursor.fetchone()
        cursor.execute("select min(id), max(id) from subjects_address")
        start, end = cursor.fetchone()
    return {
        "leads": _leads_between(first, last, "l.status <> 'CLOSED'", {}, report),
        "addresses": _addresses_between(start, end, report),
    }


def _leads_between(
    first: int | None, last: int | None, which: str, given: dict[str, Any], report: Report
) -> int:
    changed, cuts = 0, Cuts()
    condition = f"l.id >= %(first)s and l.id < %(beyond)s and {which}"
    for start in _starts(first, last):
        bounds = {**given, "first": start, "beyond": start + CHUNK}
        changed += _keep(_KEEP_LEADS, of_leads(condition, bounds, cuts))
        report("ranking leads", start - (first or 0), (last or 0) - (first or 0))
    return changed


def _addresses_between(first: int | None, last: int | None, report: Report) -> int:
    changed, cuts = 0, Cuts()
    condition = (
        "a.id >= %(first)s and a.id < %(beyond)s and exists (select from cases_case k"
        " where k.subject_id = a.subject_id and k.status in ('OPEN', 'COLD', 'IN_CUSTODY'))"
    )
    for start in _starts(first, last):
        bounds = {"first": start, "beyond": start + CHUNK}
        changed += _keep(_KEEP_ADDRESSES, of_addresses(condition, bounds, cuts))
        report("ranking addresses", start - (first or 0), (last or 0) - (first or 0))
    return changed


def _starts(first: int | None, last: int | None) -> Sequence[int]:
    return range(first, last + 1, CHUNK) if first is not None and last is not None else ()


def _keep(sql: str, ranked: Iterable[Ranked]) -> int:
    table = points()
    keys, sums, parts = [], [], []
    with transaction.atomic():
        for one in ranked:
            made = score(one.facts, table)
            keys.append(one.key)
            sums.append(total(made))
            parts.append(json.dumps(made))
        if not keys:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(sql, {"version": table.version, "keys": keys, "points": sums, "parts": parts})
            return cursor.rowcount
