"""Cases of the version before, as they stood, with the steps that led there; a live case that is here stays the one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fcms.cases.bulk import PastCase, PastStep
from fcms.cases.bulk import enter_set as enter_cases
from fcms.cases.lifecycle import LIVE, Status
from fcms.cases.models import Case
from fcms.subjects.models import Subject

from .accepted import Batch, Row
from .ledger import Known
from .lives import Life, life_of
from .rows import LIVE as LIVE_THERE
from .rows import basis_of
from .subjects import latest_statements
from .work import Work

KEEPS_ITS_OWN = "Its case was here already and keeps its own steps."


@dataclass
class Round:
    """The cases of one batch: what is here, and what is told of their steps."""

    work: Work
    held: dict[str, Subject]
    told: dict[str, list[Row]]
    known: dict[str, Known] = field(default_factory=dict)
    steps: dict[str, Known] = field(default_factory=dict)
    live: dict[int, Case] = field(default_factory=dict)
    status: dict[int, str] = field(default_factory=dict)
    fresh: list[tuple[Row, Life, PastCase]] = field(default_factory=list)

    def steps_of(self, row: Row) -> list[Row]:
        """The steps told of a case, each handed out once."""
        return self.told.pop(row.text("legacy_case_number"), [])


def take_over(work: Work, batch: Batch, held: dict[str, Subject], told: dict[str, list[Row]]) -> None:
    """Enter the cases of a batch, or merge them into those that are here."""
    rows = sorted(batch["cases.csv"], key=lambda row: (row.text("opened_on"), row.number))
    if not rows:
        return
    this = Round(work, held, told)
    numbers = [row.text("legacy_case_number") for row in rows]
    this.known = work.ledger.known("cases.csv", numbers)
    this.steps = work.ledger.known(
        "case_steps.csv", [step.key for one in numbers if one in this.known for step in told.get(one, [])]
    )
    ids = {subject.pk for subject in held.values()}
    this.live = {one.subject_id: one for one in Case.objects.filter(subject__in=ids, status__in=LIVE)}
    found = Case.objects.filter(pk__in=[one.record_id for one in this.known.values()])
    this.status = dict(found.values_list("pk", "status"))
    statements = latest_statements(ids)
    for row in rows:
        if not _merge(this, row):
            _enter(this, row, statements)
    _write(this)
    work.ledger.flush()


def _merge(this: Round, row: Row) -> bool:
    """Note a case that is here already: taken over before, or live by another road."""
    key, subject = row.text("legacy_case_number"), this.held[row.owner]
    known, live = this.known.get(key), this.live.get(subject.pk)
    said = Status(row.text("status"))
    if known is not None:
        here = Status(this.status.get(known.record_id, said))
        differs = not _same(here, said)
        note = "Taken over before."
        if differs:
            note += f" There it is {said.label.lower()} now, here {here.label.lower()}: the office decides."
        this.work.ledger.merged(
            row, "CASE", known.record_id, known.number, key=key, note=note, differs=differs
        )
        this.work.done["cases taken over before"] += 1
    elif live is not None and said in LIVE_THERE:
        differs = not _same(Status(live.status), said)
        note = "The subject has this live case here already."
        if differs:
            note += f" There it was {said.label.lower()}, here it is {live.get_status_display().lower()}."
        this.work.ledger.merged(row, "CASE", live.pk, live.number, key=key, note=note, differs=differs)
        this.work.done["cases merged into live ones"] += 1
    else:
        return False
    for step in this.steps_of(row):
        _note_step(this.work, step, this.steps.get(step.key))
    return True


def _note_step(work: Work, step: Row, known: Known | None) -> None:
    """A step of a case that is here: taken over with it before, or left to the office that holds the case."""
    if known is None:
        work.ledger.refused(step, KEEPS_ITS_OWN)
    else:
        note = "Taken over before."
        work.ledger.merged(step, "CASE", known.record_id, known.number, key=step.key, note=note)


def _same(here: Status, there: Status) -> bool:
    """Whether two states are one to the version before, which knew no cold cases."""
    return here == there or (here, there) == (Status.COLD, Status.OPEN)


def _enter(this: Round, row: Row, statements: dict[int, int]) -> None:
    work, subject = this.work, this.held[row.owner]
    basis = basis_of(row.cells)
    if basis is None or work.holder(row.text("docket_office")) is None:
        work.ledger.refused(row, "The case has no basis with its day, or no office.")
        for step in this.steps_of(row):
            work.ledger.refused(step, "Its case was not taken over.")
        return
    kind, day = basis
    opened_on = date.fromisoformat(row.text("opened_on") or day)
    life = life_of(row, this.steps_of(row), opened_on, work.holder)
    case = _past(this, life, PastCase(
        subject_id=subject.pk,
        statement_id=statements[subject.pk],
        office_id=life.office_id,
        status=life.status,
        basis=kind,
        basis_on=date.fromisoformat(day),
        opened_at=work.now,
        opened_on=opened_on,
        changed_at=work.now,
    ))  # fmt: skip
    this.fresh.append((row, life, case))


def _past(this: Round, life: Life, case: PastCase) -> PastCase:
    """Give a case its steps and what belongs to its state."""
    work = this.work
    case.steps = [
        PastStep(
            step=one.name,
            status=one.status,
            was=one.was,
            office_id=one.office_id,
            effective_on=one.day,
            at=work.at(one.day, one.office_id, minutes),
            by_id=work.stand_in(one.from_office_id or one.office_id).pk,
            from_office_id=one.from_office_id,
            reason=one.reason,
            note=one.note,
        )
        for minutes, one in enumerate(life.steps)
    ]
    last = case.steps[-1]
    case.opened_at, case.changed_at = case.steps[0].at, last.at
    arrests = [one.day for one in life.steps if one.name == "ARRESTED"]
    if case.status in ("IN_CUSTODY", "REMOVED"):
        case.custody_on = arrests[-1]
    if case.status == "REMOVED":
        case.removed_on = last.effective_on
    if case.status == "CLOSED":
        case.closed_at, case.closure_reason = last.at, last.reason
        case.closed_by_id = work.stand_in(case.office_id).pk
    return case


def _write(this: Round) -> None:
    work = this.work
    keys = enter_cases([case for *_, case in this.fresh], by=work.by)
    numbers = dict(Case.objects.filter(pk__in=keys).values_list("pk", "number"))
    for (row, life, _), key in zip(this.fresh, keys, strict=True):
        number = numbers[key]
        named = row.text("legacy_case_number")
        work.ledger.taken_over(row, "CASE", key, number, key=named)
        for step in life.steps:
            if step.row is not None:
                work.ledger.taken_over(step.row, "CASE", key, number, key=step.row.key)
        for step_row in life.within:
            note = "Within one field office: the case stayed with it."
            work.ledger.merged(step_row, "CASE", key, number, key=step_row.key, note=note)
        for step_row, why in life.left_out:
            work.ledger.refused(step_row, why)
    work.done["cases taken over"] += len(keys)
    work.done["past steps taken over"] += sum(
        step.row is not None for _, life, _ in this.fresh for step in life.steps
    )


def refuse_the_rest(work: Work, told: dict[str, list[Row]]) -> None:
    """Put down the steps whose case was not taken over; of one taken over before, they are the office's to record."""
    known = work.ledger.known("cases.csv", told)
    steps = work.ledger.known("case_steps.csv", [row.key for rows in told.values() for row in rows])
    for number, rows in told.items():
        for row in rows:
            if number in known:
                _note_step(work, row, steps.get(row.key))
            else:
                work.ledger.refused(row, "Its case was not taken over.")
    work.ledger.flush()
