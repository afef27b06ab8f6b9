"""Takes over a dump of the version before, in one transaction, and accounts for every record of it (PIA-0-15)."""

from __future__ import annotations

from typing import Any

from fcms.accounts.models import User
from fcms.exchange.actions import accepted_rows
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake

from . import activities, cases, encounters, leads, subjects, users
from .accepted import people, steps_by_case
from .ledger import Ledger
from .work import Work


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Make records of the accepted rows, note what became of every row, and return counts."""
    work = Work(intake, by, report, accepted_rows(intake).count(), Ledger(intake))
    users.take_over(work)
    told = steps_by_case(intake)
    for batch in people(intake):
        held = subjects.take_over(work, batch)
        subjects.take_over_facts(work, batch, held)
        cases.take_over(work, batch, held, told)
        work.ledger.flush()
        work.told("taking over cases", sum(map(len, batch.values())))
    cases.refuse_the_rest(work, told)
    leads.take_over(work)
    activities.take_over(work)
    encounters.take_over(work)  # last: it keeps others from counting until the end
    report("accounting for every record", work.total, work.total)
    work.ledger.close()
    work.ledger.forget_non_fugitives()
    return dict(+work.done)
