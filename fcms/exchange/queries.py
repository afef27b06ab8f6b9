"""What a reviewer may see of what came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from fcms.lib import numbers

from . import sources
from .actions import CLEAN
from .changes import MASK, NO_CHANGE, Change, changes_of, effects_of, in_short, weight_of
from .intake.staging import unsealed
from .layout import FileLayout
from .lifecycle import GONE, ONCE_APPLIED, Decision, RowState, Status
from .models import Finding, Intake, Progress, StagedRow
from .rulebook import Rule, rules


def intakes() -> QuerySet[Intake]:
    """Every extract received, newest first."""
    return Intake.objects.select_related("received_by", "applied_by", "accepts_clean_by", "undone_by")


def intake_named(number: str) -> Intake | None:
    """The intake with this number, written with or without its dashes."""
    return intakes().filter(number=numbers.tidy(number)).first()


def in_hand() -> QuerySet[Intake]:
    """The extracts that wait for a reviewer or are under way, oldest first."""
    return intakes().exclude(status__in=(Status.APPLIED, *GONE)).order_by("id")


def findings_of(intake: Intake) -> QuerySet[Finding]:
    """All findings of an intake, by file and row."""
    return Finding.objects.filter(intake=intake)


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of an intake by state and by decision; each group adds up to all rows."""

    rows: int
    without_finding: int
    warnings: int
    errors: int
    repeated: int
    accepted: int
    rejected: int
    waiting: int

    @property
    def clean(self) -> int:
        """Rows without an error: warnings do not stop a row."""
        return self.without_finding + self.warnings


def counts_of(intake: Intake) -> Counts:
    """Count the rows of an intake."""
    by_state = {state: Count("pk", filter=Q(state=state)) for state in RowState.values}
    accepted = Q(decision=Decision.ACCEPTED)
    if intake.accepts_clean:
        accepted |= Q(decision="", state__in=CLEAN)
    found = StagedRow.objects.filter(intake=intake).aggregate(
        rows=Count("pk"),
        **by_state,
        accepted=Count("pk", filter=accepted),
        rejected=Count("pk", filter=Q(decision=Decision.REJECTED)),
    )
    return Counts(
        rows=found["rows"],
        without_finding=found[RowState.CLEAN],
        warnings=found[RowState.WARNING],
        errors=found[RowState.ERROR],
        repeated=found[RowState.REPEATED],
        accepted=found["accepted"],
        rejected=found["rejected"],
        waiting=found["rows"] - found["accepted"] - found["rejected"],
    )


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was broken in an intake, and how many rows break it alone and wait for a single decision."""

    rule: Rule
    number: int
    alone: int


_BY_RULE = """
with broken as (
  select file, row, count(distinct rule) as rules, count(distinct rule) filter (where severity = 'ERROR') as errors
  from exchange_finding where intake_id = %(intake)s and row > 0 group by file, row)
select f.rule, count(*), count(distinct (b.file, b.row)) filter (
         where s.decision = '' and case f.severity when 'ERROR' then b.errors else b.rules end = 1)
from exchange_finding f
left join broken b on b.file = f.file and b.row = f.row
left join exchange_stagedrow s on s.intake_id = f.intake_id and s.file = f.file and s.row = f.row
where f.intake_id = %(intake)s group by f.rule
"""


def findings_by_rule(intake: Intake) -> list[RuleCount]:
    """The rules that were broken, worst first, then most often."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_RULE, {"intake": intake.pk})
        counted = cursor.fetchall()
    found = [RuleCount(rules()[rule], number, alone) for rule, number, alone in counted]
    return sorted(found, key=lambda one: (one.rule.severity != "ERROR", -one.number))


def progress_of(intake: Intake) -> Progress | None:
    """How far the step under way is."""
    return Progress.objects.filter(pk=intake.pk).first()


def rows_of(
    intake: Intake, *, state: str = "", rule: str = "", decision: str = "", file: str = "", effect: str = ""
) -> QuerySet[StagedRow]:
    """The staged rows, narrowed by state, by a rule they break, by decision, by file and by what they change."""
    found = StagedRow.objects.filter(intake=intake).order_by("file", "row")
    if file:
        found = found.filter(file=file)
    if state:
        found = found.filter(state=state)
    if decision:
        found = found.filter(_decided(intake, decision))
    if rule:
        broken = findings_of(intake).filter(rule=rule, file=OuterRef("file"), row=OuterRef("row"))
        found = found.filter(Exists(broken.order_by()))
    if effect:
        condition = effects_of(intake.kind)[effect].sql
        found = found.filter(RawSQL(condition, [], output_field=BooleanField()))  # noqa: S611 - written in this code
    return found


def _decided(intake: Intake, decision: str) -> Q:
    """The condition on rows that are accepted (singly or as clean), rejected, or waiting."""
    as_clean = Q(decision=Decision.WAITING, state__in=CLEAN) if intake.accepts_clean else Q(pk__in=[])
    if decision == "WAITING":
        return Q(decision=Decision.WAITING) & ~as_clean
    return Q(decision=decision) | as_clean if decision == Decision.ACCEPTED else Q(decision=decision)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the reviewer sees it: as received, as it stands now, what was found in it."""

    column: str
    received: str
    value: str
    sealed: bool
    edited: bool
    findings: list[Finding]
    change: Change = NO_CHANGE


def cells_of(intake: Intake, staged: StagedRow, changes: Iterable[Change] = ()) -> list[Cell]:
    """The cells of a row with their findings and what they would change; sensitive ones are masked."""
    by_column = {change.field: change for change in changes if change.field}
    layout = layout_of(intake, staged.file)
    found: dict[str, list[Finding]] = {}
    for finding in findings_of(intake).filter(file=staged.file, row=staged.row):
        found.setdefault(finding.column, []).append(finding)
    edits: dict[str, Any] = staged.edits or {}
    cells = []
    for column, received in zip(layout.columns, staged.received, strict=True):
        value = edits.get(column.name, received)
        masked = bool(column.sealed)
        cells.append(
            Cell(
                column=column.name,
                received=MASK if masked and received else received,
                value=MASK if masked and value else value,
                sealed=masked,
                edited=column.name in edits and edits[column.name] != received,
                findings=found.get(column.name, []),
                change=by_column.get(column.name, NO_CHANGE),
            )
        )
    return cells


def layout_of(intake: Intake, file: str) -> FileLayout:
    """The layout of a file of an intake."""
    layout = sources.kind_named(intake.kind).file(file)
    if layout is None:
        raise LookupError(file)
    return layout


def row_of(intake: Intake, file: str, row: int) -> StagedRow | None:
    """One staged row."""
    found = StagedRow.objects.filter(intake=intake, file=file, row=row)
    return next(iter(with_what_became(intake, found.select_related("decided_by", "edited_by"))), None)


def changes_of_row(intake: Intake, staged: StagedRow) -> list[Change]:
    """What one row would change while it is under review; nothing once that is decided."""
    if intake.status != Status.REVIEW:
        return []
    return changes_of(intake, [staged]).get((staged.file, staged.row), [])


def with_what_became(intake: Intake, rows: Iterable[StagedRow]) -> list[StagedRow]:
    """Note in each row the number of what it became, once the extract is applied."""
    found = list(rows)
    if intake.status in ONCE_APPLIED:
        accepted = [row for row in found if _is_accepted(intake, row)]
        numbers = sources.tracer(intake.kind)(intake, accepted)
        for row in accepted:
            row.became = numbers.get((row.file, row.row), "")
    return found


def _is_accepted(intake: Intake, row: StagedRow) -> bool:
    return row.decision == Decision.ACCEPTED or (
        intake.accepts_clean and row.decision == "" and row.state in CLEAN
    )


def neighbours(intake: Intake, staged: StagedRow, **narrowed: str) -> tuple[int | None, int | None]:
    """The row before and after this one in the same file and filter, for the keys j and k."""
    same = rows_of(intake, **{**narrowed, "file": staged.file})
    before = same.filter(row__lt=staged.row).order_by("-row").values_list("row", flat=True).first()
    after = same.filter(row__gt=staged.row).order_by("row").values_list("row", flat=True).first()
    return before, after


def unsealed_cells(intake: Intake, staged: StagedRow) -> dict[str, str]:
    """The sensitive cells of a row in plain, for a reviewer who asked to see them; the caller records it."""
    layout = layout_of(intake, staged.file)
    edits = staged.edits or {}
    return {
        column.name: unsealed(intake.key_slot, column.sealed, value)
        for column, received in zip(layout.columns, staged.received, strict=True)
        if column.sealed and (value := edits.get(column.name, received))
    }


def files_of(intake: Intake) -> list[str]:
    """The files of an intake that have rows."""
    return list(
        StagedRow.objects.filter(intake=intake).order_by("file").values_list("file", flat=True).distinct()
    )


def findings_of_file(intake: Intake) -> QuerySet[Finding]:
    """What was found in a file as a whole, not in a row."""
    return findings_of(intake).filter(row=0)


SHOWN = ("a_number", "family_name", "given_name", "line_1", "city", "state", "zip")
"""The columns that stand for a row in the list of rows, where its file has them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A row in the list: who or what it is about in a few words, and what was found."""

    staged: StagedRow
    words: str
    findings: list[Finding]
    accepted: bool
    change: str = ""
    weight: str = ""


def summaries(intake: Intake, rows: list[StagedRow]) -> list[Summary]:
    """Sum up a page of rows: what each is about, what was found and, under review, what it would change."""
    changes = changes_of(intake, rows) if intake.status == Status.REVIEW else {}
    found: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings_of(intake).filter(row__in=[row.row for row in rows]):
        found.setdefault((finding.file, finding.row), []).append(finding)
    return [
        Summary(
            staged=row,
            words=_words(intake, row),
            findings=found.get((row.file, row.row), []),
            accepted=_is_accepted(intake, row),
            change=in_short(changes.get((row.file, row.row), [])),
            weight=weight_of(changes.get((row.file, row.row), [])),
        )
        for row in with_what_became(intake, rows)
    ]


def _words(intake: Intake, row: StagedRow) -> str:
    layout = layout_of(intake, row.file)
    edits = row.edits or {}
    values = {
        column.name: edits.get(column.name, received)
        for column, received in zip(layout.columns, row.received, strict=True)
        if not column.sealed
    }
    chosen = [values[name] for name in SHOWN if values.get(name)]
    return " · ".join(chosen or [value for value in values.values() if value][:4])
