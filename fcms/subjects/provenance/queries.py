"""What was said of a subject's values, by whom, and which of it is in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from fcms.subjects.conflicts.queries import settlements
from fcms.subjects.models import SourceKind, Statement, Subject
from fcms.subjects.retraction.queries import retracted
from fcms.subjects.words import day_words, label_of, said_value, words_of

from . import rules

SPARING = frozenset(
    (
        *("middle_name", "suffix", "died_on", "case_category_on", "failed_to_report_on"),
        *("stay_kind", "stay_until", "custody_on", "removed_on"),
    )
)
"""Columns that are shown only where there is something to show."""
MOST = 1000
"""The newest statements that are asked what is in force."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it, in a word, and in full where and when it was said."""

    words: str
    where: str


NOWHERE = Source("", "")
"""The source of a value that nobody gave."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What a source said last of a value, where that is not what is in force."""

    value: Any
    source: Source


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a subject in force: its name, the value in words, whether it is a date, its source.

    `reason` says why it is in force, `otherwise` which sources last said something else.
    """

    name: str
    label: str
    value: Any
    is_date: bool
    source: Source
    reason: str = ""
    otherwise: tuple[Otherwise, ...] = ()

    @property
    def why(self) -> str:
        """Why it is in force, and where its source said so."""
        return (
            f"{self.reason[:1].upper()}{self.reason[1:]}. {self.source.where}"
            if self.reason
            else self.source.where
        )


def statements_of(subject: Subject) -> QuerySet[Statement]:
    """Everything that any source said of the subject and of those merged into it, newest first.

    `retracted` says of each whether its intake was taken back.
    """
    # The keys are asked first: "or" over a join would read every statement there is.
    merged = Subject.objects.filter(merged_into=subject).order_by().values_list("pk", flat=True)
    return (
        Statement.objects.filter(subject__in=[subject.pk, *merged])
        .select_related("recorded_by", "subject")
        .annotate(retracted=retracted())
        .order_by("-recorded_at", "-id")
    )


def standing_statements(subject: Subject) -> QuerySet[Statement]:
    """What still counts of everything that was said of the subject, newest first."""
    return statements_of(subject).exclude(retracted())


def newest_statements(subject: Subject, most: int = 400) -> list[Statement]:
    """The newest of what still counts, read once for all the cards of one page: the list stays with this instance."""
    kept: dict[str, Any] = subject.__dict__
    if "newest_statements" not in kept:
        kept["newest_statements"] = list(standing_statements(subject)[:most])
    found: list[Statement] = kept["newest_statements"]
    return found


def lines_of(subject: Subject, columns: Iterable[str]) -> list[Line]:
    """Values in words, each with the statement that it rests on, why it is in force, and who says otherwise."""
    columns = tuple(columns)
    rows = standing_statements(subject).filter(said__has_any_keys=list(columns)).order_by("-id")
    said = list(rows[:MOST])
    settled = settlements(subject)
    lines = (_line(subject, name, said, settled.get(name)) for name in columns)
    return [line for line in lines if line.value or line.otherwise or line.name not in SPARING]


def _line(subject: Subject, name: str, statements: list[Statement], settled: rules.Settled | None) -> Line:
    said = {statement.pk: statement for statement in statements if name in statement.said}
    value = as_said(getattr(subject, name))
    voices = [_voice(subject, name, statement) for statement in said.values()]
    found = rules.standing(value, voices, settled)
    known = value not in ("", None)
    return Line(
        name=name,
        label=label_of(name),
        value=words_of(name, getattr(subject, name)),
        is_date=name.endswith(("_on", "_until")),
        source=source_of(said[found.rests_on]) if known and found.rests_on else NOWHERE,
        reason=found.reason if known or found.otherwise else "",
        otherwise=tuple(
            Otherwise(said_value(name, said[key].said[name]), source_of(said[key]))
            for key in found.otherwise
            if said[key].said[name] not in ("", None) or known
        ),
    )


def _voice(subject: Subject, name: str, statement: Statement) -> rules.Voice:
    by_officer = statement.source == SourceKind.OFFICER
    return rules.Voice(
        key=statement.pk,
        said=statement.said[name],
        source=(statement.source, statement.system),
        by_officer=by_officer,
        corrects=by_officer and "a_number" not in statement.said,
        heard=name in statement.heard,
        own=statement.subject_id == subject.pk,
    )


def as_said(value: Any) -> Any:
    """A value as a statement keeps it: a date as `YYYY-MM-DD`, an office by its code."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return getattr(value, "code", value)


def source_of(statement: Statement) -> Source:
    """Name the source of a statement, and say where and when it was said."""
    if statement.source == SourceKind.OFFICER and statement.recorded_by:
        words = statement.recorded_by.name
    else:
        words = statement.system or statement.get_source_display()
    named = statement.get_source_display()
    parts = [f"{named[:1].upper()}{named[1:]}", f"as of {day_words(statement.as_of)}"]
    if statement.intake:
        row = f", row {statement.row}" if statement.row is not None else ""
        parts.append(f"intake {statement.intake}{', ' + statement.file if statement.file else ''}{row}")
    if statement.recorded_by:
        parts.append(f"entered by {statement.recorded_by.name}, {statement.recorded_by.position_title}")
    return Source(words, "; ".join(parts))
