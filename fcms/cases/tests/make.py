"""Cases for the tests of every storey; a status is reached by performing the real actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from fcms.accounts.models import User
from fcms.cases import actions
from fcms.cases.evidence.needs import need_of
from fcms.cases.lifecycle import Status
from fcms.cases.models import Case, CaseTransfer
from fcms.cases.rules import basis_of_category
from fcms.cases.transfers import actions as transfers
from fcms.lib.actor import Actor, Job
from fcms.offices.models import Office
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_officer, make_subject

SINCE = date(2004, 5, 6)
HELD_ON = date(2026, 3, 4)
GONE_ON = date(2026, 4, 5)


def make_case(
    *,
    by: Actor | None = None,
    subject: Subject | None = None,
    office: str = "",
    status: str = Status.OPEN,
    opened_on: date = date(2005, 1, 10),
    **values: Any,
) -> Case:
    """A case of the field office `office` (a code; without one, the docket's), moved on to `status`."""
    if subject is None:
        subject = make_subject(docket_office=office or "DAL", **values)
    holder = Office.objects.get(code=office) if office else subject.docket_office
    said = subject.statements.first()
    basis = basis_of_category(subject.case_category)
    assert holder is not None
    assert said is not None
    assert basis is not None
    case = actions.open_case(
        subject,
        by=by or Job("tests"),
        office=holder,
        basis=basis,
        basis_on=subject.final_order_on or subject.failed_to_report_on or SINCE,
        statement=said,
        opened_on=opened_on,
    )
    return moved_to(case, status, by=by if isinstance(by, User) else None)


def offer(case: Case, to: str = "HOU", *, by: User | None = None) -> CaseTransfer:
    """The transfer of a case to another office, proposed by a supervisor and not decided."""
    by = by or make_officer(case.office.code, "supervisor")
    office = Office.objects.get(code=to)
    return transfers.propose(case, by=by, office=office, note="The subject was seen there.")


def shown(code: str, **given: Any) -> dict[str, Any]:
    """What policy asks of a reason or a step, answered with the first choice, a record and a day of the past."""
    answer = {"text": "R-2026-1", "date": date(2026, 1, 5)}
    answers = {f.name: next(iter(f.choices), None) or answer[f.kind] for f in need_of(code)}
    return {**answers, **given}


def moved_to(case: Case, status: str, *, by: User | None = None) -> Case:
    """An open case moved on to `status`."""
    if status == Status.OPEN:
        return case
    by = by or make_officer(case.office.code)
    if status == Status.COLD:
        return actions.go_cold(case, by=by, note="Every lead was followed up.", evidence=shown("WENT_COLD"))
    if status == Status.CLOSED:
        return end(case, by=by, note="I-94 record of departure.")
    case = actions.arrest(case, by=by, custody_on=HELD_ON)
    if status == Status.REMOVED:
        case = actions.remove(case, by=by, removed_on=GONE_ON, evidence=shown("REMOVED"))
    return case


def end(case: Case, *, by: User, reason: str = "LEFT_THE_COUNTRY", note: str = "Seen.", **given: Any) -> Case:
    """A case closed for a reason, with the evidence that the reason needs."""
    return actions.close(case, by=by, reason=reason, note=note, evidence=shown(reason), **given)
