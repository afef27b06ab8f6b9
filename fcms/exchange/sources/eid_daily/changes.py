"""What the rows of the extract would change: the subject's values old beside new, new facts, a case that opens."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from fcms.cases.models import Case
from fcms.cases.rules import basis_of_category, may_open, may_open_on
from fcms.exchange.changes import MASK, Change, Changes, Effect, Narrowing
from fcms.exchange.models import Intake, StagedRow
from fcms.lib.dates import local_day
from fcms.offices.models import Office
from fcms.subjects.bulk import FACTS
from fcms.subjects.conflicts.queries import settled_columns
from fcms.subjects.models import ANumber, Identifier, Subject
from fcms.subjects.queries import as_said
from fcms.subjects.words import said_value

from .accepted import COLUMN_OF, FACT_OF, FLAGS, IDENTIFIERS, Row
from .apply import CONFIRMED_BY_THE_OFFICE, LIVE
from .layout import EID_DAILY, SUBJECTS

FIELD_OF = {ours: theirs for theirs, ours in COLUMN_OF.items()}
NEWS = {
    "alias": "another name",
    "address": "an address",
    "removal_charge": "a charge",
    "apprehension": "an apprehension",
    "conviction": "a conviction",
}
DECIDE_ON_A_CASE = (
    *("case_category", "docket_office", "final_order_on", "failed_to_report_on"),
    *("custody_status", "died_on"),
)
_AT = "exchange_stagedrow.canonical"
_HELD = (
    f"exists (select from subjects_anumber a where a.number = {_AT}[1] and a.withdrawn_at is null"
    " and exchange_stagedrow.file = 'subjects.csv')"
)


def _differing() -> str:
    """SQL: the row says something of its subject that is not held; what it leaves empty counts for nothing."""
    at = {name: f"{_AT}[{n + 1}]" for name, n in SUBJECTS.index.items()}
    said = []
    for theirs, ours in COLUMN_OF.items():
        if ours in FLAGS:
            said.append(f"({at[theirs]} = 'Y') <> s.{ours}")
        elif ours == "docket_office":
            said.append(f"upper({at[theirs]}) <> coalesce(o.code, '')")
        else:
            said.append(f"{at[theirs]} <> coalesce(s.{ours}::text, '')")
    for column, kind in IDENTIFIERS.items():
        said.append(
            f"({at[column]} is not null and not exists (select from subjects_identifier i where i.subject_id = s.id"
            f" and i.kind = '{kind}' and i.withdrawn_at is null"
            f" and encode(i.blind, 'hex') = split_part({at[column]}, '.', 2)))"
        )
    return (
        f"exists (select from subjects_anumber a join subjects_subject s on s.id = a.subject_id"
        f" left join offices_office o on o.id = s.docket_office_id where a.number = {_AT}[1] and a.withdrawn_at is null"
        f" and exchange_stagedrow.file = 'subjects.csv' and ({' or '.join(said)}))"
    )


EFFECTS = {
    "NEW": Narrowing("A new subject", f"(exchange_stagedrow.file = 'subjects.csv' and not {_HELD})"),
    "CHANGES": Narrowing("Something of a subject held", _differing()),
    "SAME": Narrowing("Nothing of a subject held", f"({_HELD} and not {_differing()})"),
}
"""By what the rows of `subjects.csv` change."""
IN_FORCE = "Put in force; the old value stays in the history."


def changes(intake: Intake, rows: list[StagedRow]) -> Changes:
    """What each row would change, by file and row; the values held are looked up for all rows together."""
    read = [_read(row) for row in rows]
    held = Held(intake, [row for row in read if row.owner])
    return {(row.file, row.number): held.changes(row) for row in read if row.owner}


def _read(row: StagedRow) -> Row:
    layout = EID_DAILY.file(row.file)
    assert layout is not None, row.file  # noqa: S101 - it was staged by this layout
    cells = dict(zip(layout.index, row.canonical, strict=True))
    return Row(cells, cells["a_number"] or "", row.file, row.row)


@dataclass
class Held:
    """What is held of the persons that some rows are about."""

    intake: Intake
    rows: list[Row]
    subjects: dict[str, Subject] = field(default_factory=dict)
    cases: dict[int, list[Case]] = field(default_factory=lambda: defaultdict(list))
    settled: dict[int, set[str]] = field(default_factory=dict)
    numbers: set[tuple[int, str, str]] = field(default_factory=set)
    kinds: set[tuple[int, str]] = field(default_factory=set)
    facts: dict[str, set[tuple[Any, ...]]] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)

    def __post_init__(self) -> None:
        owners = {row.owner for row in self.rows}
        numbers = ANumber.objects.filter(number__in=owners, withdrawn_at=None)
        self.subjects = {
            one.number: one.subject for one in numbers.select_related("subject__docket_office__parent")
        }
        ids = {subject.pk for subject in self.subjects.values()}
        if any(row.file == "subjects.csv" for row in self.rows):
            self._look_at_subjects(ids)
        for what in {FACT_OF[row.file] for row in self.rows if row.file in FACT_OF}:
            standing = FACTS[what].model._default_manager.filter(subject_id__in=ids, withdrawn_at=None)
            self.facts[what] = {
                tuple(map(as_said, one)) for one in standing.values_list("subject_id", *FACTS[what].same)
            }
        if missing := owners - self.subjects.keys():
            entering = StagedRow.objects.filter(intake=self.intake, file="subjects.csv")
            found = entering.filter(canonical__0__in=missing).exclude(decision="REJECTED")
            self.named = {owner: row for row, owner in found.values_list("row", "canonical__0")}

    def _look_at_subjects(self, ids: set[int]) -> None:
        for case in Case.objects.filter(subject__in=ids, taken_back_at=None).select_related("office"):
            self.cases[case.subject_id].append(case)
        self.settled = dict(settled_columns(ids))
        for subject, kind, blind in Identifier.objects.filter(subject__in=ids, withdrawn_at=None).values_list(
            "subject_id", "kind", "blind"
        ):
            self.numbers.add((subject, kind, bytes(blind).hex()))
            self.kinds.add((subject, kind))
        self.offices = {one.code: one for one in Office.objects.select_related("parent")}

    def changes(self, row: Row) -> list[Change]:
        """What one row would change."""
        if row.file == "non_fugitive_removals.csv":
            return [Change("", "", "", "A removal is counted, where the arrest was.", Effect.CHANGES)]
        subject = self.subjects.get(row.owner)
        if row.file != "subjects.csv":
            return [self._fact(row, subject)]
        if subject is None:
            entered = Change("", "", "", "A new subject is entered.", Effect.NEW)
            return [entered, *self._values_of_new(row), *self._case(row, None)]
        about = Change("", "", "", f"About subject {subject.number}, who is held already.", Effect.SAME)
        return [
            about,
            *self._values(row, subject),
            *self._identifiers(row, subject),
            *self._case(row, subject),
        ]

    # --- the subject's own columns

    def _values_of_new(self, row: Row) -> list[Change]:
        said = [
            Change(FIELD_OF[name], "", _words(name, value), "", Effect.NEW)
            for name, value in row.said().items()
        ]
        sealed = [
            Change(column, "", MASK, "Kept sealed.", Effect.NEW)
            for column in IDENTIFIERS
            if row.cells[column]
        ]
        return [*said, *sealed]

    def _values(self, row: Row, subject: Subject) -> list[Change]:
        live = next((case for case in self.cases[subject.pk] if case.status in LIVE), None)
        settled = self.settled.get(subject.pk, set())
        found = []
        for name, value in row.said().items():
            held = as_said(getattr(subject, name))
            old, new = _words(name, held), _words(name, value)
            if held == value:
                effect, weight = "Held already.", Effect.SAME
            elif live and name in CONFIRMED_BY_THE_OFFICE:
                effect = f"Goes to {live.office.name} to confirm, which holds case {live.number}."
                weight = Effect.ASKS
            elif name in settled and held not in ("", None):
                effect, weight = (
                    "A person settled the value held: it stays, and a conflict opens.",
                    Effect.ASKS,
                )
            elif held in ("", None):
                effect, weight = "Put in force; nothing was held.", Effect.CHANGES
            else:
                effect, weight = IN_FORCE, Effect.CHANGES
            found.append(Change(FIELD_OF[name], old, new, effect, weight))
        return found

    def _identifiers(self, row: Row, subject: Subject) -> list[Change]:
        found = []
        for column, kind in IDENTIFIERS.items():
            if not row.cells[column]:
                continue
            index = row.cells[column].partition(".")[2]
            if (subject.pk, kind, index) in self.numbers:
                found.append(Change(column, MASK, MASK, "Held already.", Effect.SAME))
            elif (subject.pk, kind) in self.kinds:
                found.append(Change(column, MASK, MASK, "Another number is added beside the one held."))
            else:
                found.append(Change(column, "", MASK, "Added, sealed."))
        return found

    # --- the case

    def _case(self, row: Row, subject: Subject | None) -> list[Change]:
        if subject is not None and self.cases[subject.pk]:
            ended = not any(case.status in LIVE for case in self.cases[subject.pk])
            sentence = "The case has ended; it is not opened again by an extract."
            return [Change("", "", "", sentence, Effect.SAME)] if ended else []
        sentence, weight = self._opening(_as_applied(row, subject))
        return [Change("", "", "", sentence, weight)] if sentence else []

    def _opening(self, values: dict[str, Any]) -> tuple[str, Effect]:
        """What comes of the category, in the words of the apply: a case at the docket office, or why none."""
        category = values["case_category"] or ""
        basis = basis_of_category(category)
        dated = values["final_order_on"] if basis == "FINAL_ORDER" else values["failed_to_report_on"]
        if basis is None or not dated or values["custody_status"] != "AT_LARGE":
            return "", Effect.SAME
        docket = self.offices.get(values["docket_office"] or "")
        if docket is None:
            return "No case opens: there is no docket office.", Effect.CHANGES
        holder = docket.parent or docket
        today = local_day(timezone.now(), holder.time_zone)
        allowed = may_open(category, basis=basis, died=bool(values["died_on"]))
        allowed = allowed and may_open_on(date.fromisoformat(dated), today, today)
        if not allowed:
            return f"No case opens. {allowed.sentence}", Effect.CHANGES
        return f"A case opens at {holder.name}.", Effect.NEW

    # --- facts

    def _fact(self, row: Row, subject: Subject | None) -> Change:
        if subject is None:
            if row.owner in self.named:
                sentence = f"Added to the subject that row {self.named[row.owner]} of subjects.csv enters."
                return Change("", "", "", sentence, Effect.NEW)
            return Change("", "", "", "Left out: nobody has this A-Number.", Effect.SAME)
        if row.file == "photographs.csv":
            return Change("", "", "", f"Added to {subject.number}, unless it is held already.", Effect.NEW)
        what = FACT_OF[row.file]
        table = FACTS[what]
        values = dict(zip(table.columns, table.row(subject.key_slot, row.fact()), strict=True))
        if (subject.pk, *(as_said(values[name]) for name in table.same)) in self.facts[what]:
            return Change("", "", "", f"{subject.number} has it already.", Effect.SAME)
        return Change("", "", "", f"Adds {NEWS[what]} to {subject.number}.", Effect.NEW)


def _as_applied(row: Row, subject: Subject | None) -> dict[str, Any]:
    """The values that decide on a case as they would stand afterwards."""
    said = row.said()
    values = {
        name: said.get(name, as_said(getattr(subject, name)) if subject else None)
        for name in DECIDE_ON_A_CASE
    }
    values["custody_status"] = values["custody_status"] or "AT_LARGE"
    return values


def _words(name: str, value: Any) -> str:
    return "" if value in ("", None) else str(said_value(name, value))
