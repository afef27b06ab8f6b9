"""On which values that a gate needs do the sources disagree? For one subject or for many, in a few questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from fcms.cases.lifecycle import LIVE, NewsStatus, Road
from fcms.cases.models import Case, Proposal
from fcms.lib.verdict import Verdict
from fcms.subjects import reach
from fcms.subjects.conflicts.queries import may_settle as settling
from fcms.subjects.conflicts.queries import open_ones, settled_columns
from fcms.subjects.conflicts.queries import shown as shown_conflict
from fcms.subjects.models import STANDING, Statement, Subject
from fcms.subjects.queries import as_said, source_of
from fcms.subjects.words import label_of, said_value

from . import rules

ROAD_COLUMNS = {
    **dict.fromkeys((Road.IN_CUSTODY_ELSEWHERE, Road.ICE_CUSTODY, Road.RELEASED), "custody_status"),
    Road.REMOVED: "removed_on",
    Road.DIED: "died_on",
    Road.CITIZEN: "citizenship_claim",
    Road.LEGAL_STATUS: "case_category",
    Road.ORDER_NOT_IN_FORCE: "case_category",
    Road.LEFT_THE_COUNTRY: "removed_on",
}
"""On which value news of each kind speaks against what is in force."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A value on which sources disagree: both sides in words, who says the other, and where it is settled.

    `conflict` is the row that waits, None where none was opened yet; `news` the news that waits, if it is news.
    `statement` said otherwise, and `word` as it is kept there.
    """

    column: str
    label: str
    held: Any
    said: Any
    source: str
    statement: int | None = None
    conflict: int | None = None
    news: int | None = None
    word: Any = None

    @property
    def sentence(self) -> str:
        """What disagrees, and who says so."""
        held, said = self.held or "nothing", self.said or "nothing"
        return f"{self.label}: the record says {held}, {self.source} says {said}."


def open_conflicts(subject_ids: Collection[int]) -> dict[int, list[Disagreement]]:
    """By subject (key), what sources disagree on that a gate needs and nobody has settled; only those with any.

    Conflicts that wait, news about a live case that waits, and systems whose last words contradict each other.
    """
    found: dict[int, list[Disagreement]] = defaultdict(list)
    if not subject_ids:
        return found
    for subject, one in _waiting_conflicts(subject_ids):
        found[subject].append(one)
    for subject, one in _waiting_news(subject_ids):
        found[subject].append(one)
    for subject, one in contradictions(subject_ids):
        if one.column not in {known.column for known in found.get(subject, [])}:
            found[subject].append(one)
    return dict(found)


def _waiting_conflicts(subject_ids: Collection[int]) -> list[tuple[int, Disagreement]]:
    waiting = open_ones().filter(subject__in=subject_ids, column__in=rules.COLUMNS).order_by("id")
    return [
        (
            one.subject_id,
            Disagreement(
                one.column,
                label_of(one.column),
                said_value(one.column, one.held),
                said_value(one.column, one.said),
                shown_conflict(one).source,
                statement=one.statement_id,
                conflict=one.pk,
            ),
        )
        for one in waiting
    ]


def _waiting_news(subject_ids: Collection[int]) -> list[tuple[int, Disagreement]]:
    waiting = Proposal.objects.filter(
        case__subject__in=subject_ids, case__status__in=LIVE, status=NewsStatus.WAITING
    )
    rows = waiting.order_by("id").select_related("case")
    return [
        (
            one.case.subject_id,
            Disagreement(
                ROAD_COLUMNS[Road(one.road)],
                "News about the case",
                one.case.get_status_display().lower(),
                one.get_road_display().lower(),
                one.system,
                news=one.pk,
            ),
        )
        for one in rows
    ]


_WORDS = """
with members as (
  select p.id as owner, p.id from subjects_subject p where p.id = any(%(ids)s::bigint[])
  union all
  select p.merged_into_id, p.id from subjects_subject p where p.merged_into_id = any(%(ids)s::bigint[])
)
select m.owner, key, s.source, s.system, s.said ->> key as value, max(s.as_of), max(s.id)
from members m
join subjects_statement s on s.subject_id = m.id and s.said ?| %(columns)s::text[]
cross join unnest(%(columns)s::text[]) key
where coalesce(s.said ->> key, '') <> ''
  and not (key = any(s.heard) and key = any(%(news)s::text[]) and s.source <> 'LEGACY')
  and (s.source <> 'OFFICER' or key = any(%(protecting)s::text[]))
  and not exists (select from subjects_retraction r where r.intake = s.intake)
group by m.owner, key, s.source, s.system, value
"""


def words_of(subject_ids: Collection[int]) -> dict[tuple[int, str], list[rules.Word]]:
    """What each system said of each value that a gate needs, by subject and column, with the last day of each.

    What an officer entered by hand is brought up to date by an extract, so it contradicts nothing, but for the flags
    that protect a person. What officers corrected is settled.
    """
    found: dict[tuple[int, str], list[rules.Word]] = defaultdict(list)
    given: dict[str, Any] = {
        "ids": list(subject_ids),
        "columns": list(rules.COLUMNS),
        "news": list(rules.NEWS),
        "protecting": list(rules.PROTECTING),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, given)
        rows: list[tuple[int, str, str, str, str, date, int]] = cursor.fetchall()
    for owner, column, source, system, value, as_of, statement in rows:
        found[owner, column].append(rules.Word(source, system, value, as_of, statement))
    return found


def contradictions(subject_ids: Collection[int]) -> list[tuple[int, Disagreement]]:
    """Systems whose last words contradict each other, by subject; what a person settled is settled."""
    pairs = {
        at: pair for at, words in words_of(subject_ids).items() if (pair := rules.disagreeing(at[1], words))
    }
    if not pairs:
        return []
    settled = settled_columns({subject for subject, _ in pairs})
    standing = _in_force({subject for subject, _ in pairs})
    found = []
    for (subject, column), pair in sorted(pairs.items()):
        if subject in standing and column not in settled.get(subject, set()):
            found.append((subject, column, *_sides(standing[subject][column], pair)))
    statements = Statement.objects.select_related("recorded_by").in_bulk(
        [word.statement for *_, word in found]
    )
    return [
        (
            subject,
            Disagreement(
                column,
                label_of(column),
                said_value(column, held),
                said_value(column, _value(word.value)),
                source_of(statements[word.statement]).words,
                statement=word.statement,
                word=_value(word.value),
            ),
        )
        for subject, column, held, word in found
    ]


def _sides(held: Any, pair: tuple[rules.Word, rules.Word]) -> tuple[Any, rules.Word]:
    """What is in force, and the word that says otherwise."""
    newest, other = pair
    return (held, other) if _value(newest.value) == held else (held, newest)


def _in_force(subject_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What is in force of the subjects that stand, as statements keep it."""
    rows = Subject.objects.filter(STANDING, pk__in=subject_ids).order_by()
    return {
        row.pop("pk"): {name: as_said(value) for name, value in row.items()}
        for row in rows.values("pk", *rules.COLUMNS)
    }


def _value(text: str) -> Any:
    """A value out of JSON text: flags as they are kept."""
    return {"true": True, "false": False}.get(text, text)


def may_settle(user: Any, case: Case) -> Verdict:
    """Whether the person settles what the sources of this case disagree on."""
    return settling(user, case.subject)


def settles(user: Any, case: Case) -> bool:
    """Whether the conflicts of the subject lie with the person's office."""
    return reach.holds(user, case.subject)
