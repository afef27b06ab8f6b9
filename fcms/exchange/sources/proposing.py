"""What rosters, benefits and departures have in common: a confirmed row puts news before the office of a case.

Nothing becomes a fact by being applied. A row whose subject a person confirmed becomes news about that subject's live
case; a row whose subject nobody confirmed does nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.cases.models import Case
from fcms.cases.proposals.actions import News, propose_set, withdraw_news_of
from fcms.cases.proposals.queries import live_cases_of, standing_on, what_became
from fcms.exchange.actions import accepted_rows
from fcms.exchange.changes import Change, Changes, Effect
from fcms.exchange.intake.staging import Report
from fcms.exchange.layout import FileLayout
from fcms.exchange.linkage.models import Match
from fcms.exchange.linkage.queries import confirmed
from fcms.exchange.linkage.zones import Choice
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.undoing.blockers import ENOUGH, Blocker
from fcms.subjects.models import SourceKind
from fcms.subjects.origin import Origin

CONFIRMED = "Confirmed to be this person"
"""The label of the evidence that a person compared the row with the subject."""
BATCH = 2_000
"""Rows looked at in one go."""

Cells = dict[str, str | None]
NewsOf = Callable[[Cells, Case, Origin], News | None]
"""What a row says of the subject of a case, or None where it says too little to propose anything."""


def in_words(day: date | str | None) -> str:
    """A date as evidence shows it, "" for none."""
    if not day:
        return ""
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{known.day} {known:%b %Y}"


def shown(*pairs: tuple[str, str | None]) -> list[tuple[str, str]]:
    """The pairs of a label and a text, without those that say nothing."""
    return [(label, text) for label, text in pairs if text]


def origin_of(intake: Intake, file: str, row: int | None) -> Origin:
    """Where what a row says comes from."""
    system = intake.producer or intake.kind
    return Origin(SourceKind.GOVERNMENT, system, intake.as_of, intake.number, file, row)


def propose_confirmed(
    intake: Intake, by: User, report: Report, *, layout: FileLayout, news_of: NewsOf
) -> dict[str, Any]:
    """Put news before the offices for each accepted row whose subject a person confirmed; return what came of them."""
    known, who = confirmed(intake), _who_confirmed(intake, layout)
    rows = accepted_rows(intake).filter(file=layout.name).order_by("row").values_list("row", "canonical")
    total, seen, done = rows.count(), 0, Counter[str]()
    for batch in _batched(rows.iterator(BATCH)):
        named = {row: known[layout.name, row] for row, _ in batch if (layout.name, row) in known}
        done["rows about nobody confirmed"] += len(batch) - len(named)
        cases = live_cases_of(set(named.values()))
        news = []
        for row, canonical in batch:
            case = cases.get(named[row]) if row in named else None
            if row in named and case is None:
                done["rows about somebody without a live case"] += 1
            elif case is not None:
                cells = dict(zip(layout.index, canonical, strict=True))
                one = news_of(cells, case, origin_of(intake, layout.name, row))
                news += [replace(one, evidence=[*one.evidence, (CONFIRMED, who[row])])] if one else []
                done["rows that say too little"] += one is None
        if news:
            done += propose_set(news, by=by)
        seen += len(batch)
        report("putting news before the offices", seen, total)
    return dict(+done)


def _who_confirmed(intake: Intake, layout: FileLayout) -> dict[int, str]:
    """Who said whom each row is about, and when, in words; by row."""
    found = Match.objects.filter(intake=intake, file=layout.name, decision=Choice.CONFIRMED).order_by()
    said = found.values_list("row", "decided_by__name", "decided_at")
    return {row: f"by {name}, {in_words(timezone.localdate(at))}" for row, name, at in said}


def _batched(rows: Iterator[tuple[int, list[str | None]]]) -> Iterator[list[tuple[int, list[str | None]]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def would_change(intake: Intake, rows: list[StagedRow], *, layout: FileLayout, news_of: NewsOf) -> Changes:
    """What applying each row would put before an office, for rows whose subject a person has confirmed."""
    known = confirmed(intake)
    named = {(row.file, row.row): known.get((row.file, row.row)) for row in rows}
    cases = live_cases_of({subject for subject in named.values() if subject})
    found: Changes = {}
    for row in rows:
        subject = named[row.file, row.row]
        cells = dict(zip(layout.index, row.canonical, strict=True))
        found[row.file, row.row] = [
            _nothing("Nothing comes of it until a person has confirmed whom it is about.")
            if subject is None
            else _would(cells, cases.get(subject), origin_of(intake, row.file, row.row), news_of)
        ]
    return found


def _would(cells: Cells, case: Case | None, origin: Origin, news_of: NewsOf) -> Change:
    if case is None:
        return _nothing("The subject has no case that is open, cold or in custody, so nothing comes of it.")
    news = news_of(cells, case, origin)
    if news is None:
        return _nothing("It says too little to propose anything.")
    effect = (
        f"A supervisor of the office that holds case {case.number} decides. Until then it stays as it is."
    )
    return Change("", case.get_status_display(), news.road.label, effect, Effect.ASKS)


def _nothing(sentence: str) -> Change:
    return Change("", "", "", sentence, Effect.SAME)


def became(intake: Intake, rows: list[StagedRow]) -> dict[tuple[str, int], str]:
    """Which case `rows` brought news about, by file and row."""
    found = what_became(intake.number, [row.row for row in rows])
    return {place: f"news about case {one.case.number}" for place, one in found.items()}


def stands_on(intake: Intake) -> list[Blocker]:
    """The cases that were moved because news of this extract was accepted, and stand so."""
    return [
        Blocker(
            one.case.number,
            f"A supervisor accepted its news about case {one.case.number}"
            f" ({one.get_road_display().lower()}). Re-open that case first.",
        )
        for one in standing_on(intake.number)[:ENOUGH]
    ]


def undo(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Withdraw the news that nobody has decided; what was refused or lapsed is kept as it was decided."""
    withdrawn = withdraw_news_of(intake.number, by=by, reason=intake.undo_reason)
    report("withdrawing news", withdrawn, withdrawn)
    return {"news withdrawn": withdrawn}
