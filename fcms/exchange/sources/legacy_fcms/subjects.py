"""Subjects of the version before: entered where new, else merged into the one who has the A-Number already."""

from __future__ import annotations

from typing import Any

from fcms.cases.conflicting.actions import open_found
from fcms.exchange.sources.eid_daily.accepted import FACT_OF
from fcms.lib.verdict import Refused
from fcms.subjects import actions as subjects
from fcms.subjects.bulk import NewFact, NewSubject, add_each, enter_set
from fcms.subjects.models import ANumber, Statement, Subject
from fcms.subjects.queries import as_said

from .accepted import Batch, Row
from .work import Work

OF_THE_OFFICE = ("custody_status", "custody_on", "removed_on", "died_on")
"""What is known here of custody, removal and death stands: what the version before said is kept beside it."""
UNKNOWN = ("", None)


def take_over(work: Work, batch: Batch) -> dict[str, Subject]:
    """Enter or complete the subjects of a batch; return everybody whom its rows name and who is here, by A-Number."""
    held = held_by({row.owner for rows in batch.values() for row in rows})
    before = set(held)
    leading: dict[str, Row] = {}
    for row in batch["cases.csv"]:
        if row.owner not in held:
            ahead = leading.get(row.owner)
            if ahead is None or row.text("opened_on") > ahead.text("opened_on"):
                leading[row.owner] = row
    held |= _enter(work, list(leading.values()))
    again = [row for row in batch["cases.csv"] if leading.get(row.owner) is not row]
    for row in again:
        complete(work, held[row.owner], row)
    add_each([number for row in again for number in _numbers(work, held[row.owner], row)], by=work.by)
    if contradicted := open_found({held[row.owner].pk for row in again}, by=work.by):
        work.done["conflicts between sources"] += contradicted
    work.done["subjects completed"] += len(before & {row.owner for row in batch["cases.csv"]})
    return held


def held_by(numbers: set[str]) -> dict[str, Subject]:
    """The subjects who have these A-Numbers."""
    found = ANumber.objects.filter(number__in=numbers, withdrawn_at=None).select_related("subject")
    return {one.number: one.subject for one in found}


def _enter(work: Work, rows: list[Row]) -> dict[str, Subject]:
    if not rows:
        return {}
    entered = enter_set([_new(work, row) for row in rows], by=work.by)
    work.done["subjects entered"] += len(rows)
    found = Subject.objects.in_bulk([one.subject_id for one in entered])
    return {row.owner: found[one.subject_id] for row, one in zip(rows, entered, strict=True)}


def _new(work: Work, row: Row) -> NewSubject:
    said = row.said()
    values = {name: value for name, value in said.items() if name != "docket_office"}
    office = work.office(said.get("docket_office", ""))
    if office is not None:
        values["docket_office_id"] = office.pk
    if "case_category" in values:
        values["case_category_on"] = work.intake.as_of
    return NewSubject(
        row.owner, row.origin(work.intake), values, said, identifiers=row.identifiers(work.intake)
    )


def complete(work: Work, subject: Subject, row: Row) -> None:
    """Put in force what nobody knew of a subject; what is known stands, and what differs is kept as said."""
    values: dict[str, Any] = {}
    heard: dict[str, Any] = {}
    for name, value in row.said().items():
        held = getattr(subject, name)
        if held in UNKNOWN or (name == "sex" and held == "U"):
            (heard if name in OF_THE_OFFICE else values)[name] = value
        elif as_said(held) != value:
            heard[name] = value
    origin = row.origin(work.intake)
    if values or heard:
        try:
            subjects.correct_subject(subject, by=work.by, origin=origin, values=values, heard=heard)
        except Refused:
            heard |= values
            subjects.correct_subject(subject, by=work.by, origin=origin, values={}, heard=heard)


def _numbers(work: Work, subject: Subject, row: Row) -> list[NewFact]:
    origin = row.origin(work.intake)
    return [
        NewFact(subject.pk, subject.key_slot, "identifier", {"kind": kind, "number": plain}, origin)
        for kind, plain in row.identifiers(work.intake).items()
    ]


def take_over_facts(work: Work, batch: Batch, held: dict[str, Subject]) -> None:
    """Add the facts beside the cases: each is a fact of its subject here, new or on record already."""
    facts: list[tuple[Row, Subject, NewFact]] = []
    for file, what in FACT_OF.items():
        for row in batch[file]:
            subject = held.get(row.owner)
            if subject is None:
                work.ledger.refused(row, "Its subject was not taken over.")
                continue
            fact = NewFact(subject.pk, subject.key_slot, what, row.fact(), row.origin(work.intake))
            facts.append((row, subject, fact))
    fresh = add_each([fact for *_, fact in facts], by=work.by)
    for (row, subject, _), new in zip(facts, fresh, strict=True):
        if new:
            work.ledger.taken_over(row, "SUBJECT", subject.pk, subject.number)
        else:
            note = "On record already."
            work.ledger.merged(row, "SUBJECT", subject.pk, subject.number, note=note)
    work.done["facts added"] += sum(fresh)
    work.done["facts on record already"] += len(fresh) - sum(fresh)


def latest_statements(subject_ids: set[int]) -> dict[int, int]:
    """The last thing that was said of each subject, by key: what a case opened now rests on."""
    said = Statement.objects.filter(subject__in=subject_ids).order_by("id").values_list("subject_id", "id")
    return dict(said)
