"""What later stands on what an intake said: why it cannot be taken back without more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from fcms.subjects.fields import SUBJECT
from fcms.subjects.models import Merge, Retraction, SourceKind, Statement
from fcms.subjects.words import day_words, label_of

MOST = 1000
"""More reasons than these are not listed; one is enough."""

_LATER = """
with mine as (
  select coalesce(p.merged_into_id, p.id) as owner, min(s.id) as first,
         array_agg(distinct key) filter (where key = any(%(columns)s) and key <> all(s.heard)) as keys
  from subjects_statement s
  join subjects_subject p on p.id = s.subject_id
  cross join lateral jsonb_object_keys(s.said) key
  where s.intake = %(intake)s
  group by 1
)
select p.number, later.id, later.again
from mine
join subjects_subject p on p.id = mine.owner
join lateral (
  select l.id, array(
    select key from unnest(mine.keys) key where l.said ? key and key <> all(l.heard)
  ) as again
  from subjects_statement l
  where l.subject_id = mine.owner and l.id > mine.first and l.intake <> %(intake)s
    and not exists (select from subjects_retraction r where r.intake = l.intake)
    and (exists (select from unnest(mine.keys) key where l.said ? key and key <> all(l.heard))
         or not exists (
           select from subjects_statement b
           where b.subject_id = mine.owner and b.id < mine.first
             and not exists (select from subjects_retraction r where r.intake = b.intake)))
  order by l.id limit 1
) later on true
order by mine.owner
limit %(most)s
"""


def later_than(intake: str, most: int = MOST) -> list[tuple[str, str]]:
    """What later stands on what an intake said, as (number of the subject, sentence); empty where nothing does."""
    with connection.cursor() as cursor:
        cursor.execute(_LATER, {"intake": intake, "columns": list(SUBJECT), "most": most})
        rows = cursor.fetchall()
    statements = Statement.objects.select_related("recorded_by").in_bulk([key for _, key, _ in rows])
    found = [(number, _sentence(statements[key], again)) for number, key, again in rows]
    for merge in merges_since(intake).select_related("kept", "other")[:most]:
        day = day_words(merge.at.date())
        found.append((merge.kept.number, f"It was merged with subject {merge.other.number} on {day}."))
    return found[:most]


def merges_since(intake: str) -> QuerySet[Merge]:
    """The merges that stand and came after what an intake said of either subject."""
    mine = Statement.objects.filter(intake=intake).order_by()
    either = Q(kept__in=mine.values("subject")) | Q(other__in=mine.values("subject"))
    since = mine.values("intake").annotate(at=Min("recorded_at")).values("at")
    return Merge.objects.filter(either, undone_at=None, at__gt=since).order_by("id")


def _sentence(statement: Statement, again: Iterable[str]) -> str:
    """Name who spoke later, when, and of what."""
    what = _listed([label_of(name) for name in sorted(again)]) or "the subject that this extract entered"
    day = day_words(statement.recorded_at.date())
    if statement.source == SourceKind.OFFICER and statement.recorded_by:
        return f"{statement.recorded_by.name} spoke of it on {day}: {what}."
    return f"Intake {statement.intake} spoke of it on {day}: {what}."


def _listed(words: list[str]) -> str:
    return ", ".join(words[:6]) + (" and more" if len(words) > 6 else "")


def retracted(outer: str = "intake") -> Exists:
    """Over statements: whether the intake that said so was taken back."""
    return Exists(Retraction.objects.filter(intake=OuterRef(outer)))
