"""Taking back the leads that an extract brought."""

from __future__ import annotations

from typing import Any

from fcms.accounts.models import User
from fcms.activities.models import Activity
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.exchange.undoing.blockers import ENOUGH, Blocker
from fcms.leads.actions import take_back
from fcms.leads.bulk import worked_on


def stands_on(intake: Intake) -> list[Blocker]:
    """The leads of an extract that somebody has worked on, and what was done on them."""
    found = [Blocker(one.number, one.sentence) for one in worked_on(intake.number, ENOUGH)]
    acted = Activity.objects.filter(lead__intake=intake.number).order_by("lead", "pk")
    known = {one.record for one in found}
    return found + [
        Blocker(number, f"Something was recorded on lead {number}.")
        for number in dict.fromkeys(acted.values_list("lead__number", flat=True)[:ENOUGH])
        if number not in known
    ]


def undo(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Close the leads of an extract as entered in error; return how many."""
    return {"leads taken back": take_back(intake.number, by=by, reason=intake.undo_reason, report=report)}
