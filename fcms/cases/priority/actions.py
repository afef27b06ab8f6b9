"""Has priorities computed anew: by one database function, for one case and for all alike. Nothing acts on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, transaction

from fcms.lib.priority import system
from fcms.offices.queries import today

from .models import Why

CHUNK = 25_000
"""Cases scored by one statement, in a transaction of its own when all are."""

Report = Callable[[str, int, int], None]


def score(cases: Sequence[int], *, why: Why = Why.RECORD) -> int:
    """Score these cases (by key) anew; return how many priorities are new or other than before."""
    if not cases:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "select cases_score(%s, %s::jsonb, %s, %s)",
            [list(cases), system().as_json, today(), why.value],
        )
        changed: int = cursor.fetchone()[0]
    return changed


def score_subject(subject: int) -> int:
    """Score the cases of a subject (by key) anew: something of the subject changed.

    The subject is locked first, as it is by most who change it, so that of two changes at the same moment the later
    sees the earlier.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select from subjects_subject where id = %s for no key update", [subject])
        cursor.execute("select id from cases_case where subject_id = %s order by id", [subject])
        return score([key for (key,) in cursor.fetchall()])


def score_subjects(subjects: Iterable[int]) -> int:
    """Score the cases of these subjects (by key) anew, as sets."""
    wanted, changed = sorted(set(subjects)), 0
    for start in range(0, len(wanted), CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(
                "select id from cases_case where subject_id = any(%s) order by id",
                [wanted[start : start + CHUNK]],
            )
            keys = [key for (key,) in cursor.fetchall()]
        changed += score(keys)
    return changed


def score_of_intake(intake: str) -> int:
    """Score the cases of every subject of whom an extract spoke; return how many priorities changed."""
    with connection.cursor() as cursor:
        cursor.execute("select distinct subject_id from subjects_statement where intake = %s", [intake])
        return score_subjects([key for (key,) in cursor.fetchall()])


def quiet(step: str, done: int, total: int) -> None:
    """A report that tells nobody."""


def score_everything(report: Report = quiet) -> int:
    """Score every case anew: reviews have lapsed, or the written system has a new version."""
    with connection.cursor() as cursor:
        cursor.execute("select min(id), max(id) from cases_case")
        first, last = cursor.fetchone()
    changed = 0
    for start in range(first, last + 1, CHUNK) if first is not None else ():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select id from cases_case where id >= %s and id < %s order by id", [start, start + CHUNK]
            )
            changed += score([key for (key,) in cursor.fetchall()], why=Why.DAY)
        report("scoring cases", start - first, last - first)
    return changed
