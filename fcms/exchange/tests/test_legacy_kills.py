"""A takeover that is killed, wherever, was never made; done again, it ends as one that nothing happened to."""

from __future__ import annotations

import os
import signal

import pytest

from fcms.accounts.models import User
from fcms.activities.models import Activity
from fcms.cases.models import Case, CaseStep
from fcms.encounters.models import StatisticalArrest
from fcms.exchange import actions
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake
from fcms.exchange.takeover import queries
from fcms.exchange.takeover.models import Dumped, TakenOver
from fcms.leads.models import Lead, LeadStep
from fcms.subjects.models import Address, Statement, Subject

from . import process
from .legacy import stage
from .make import make_analyst
from .test_kills import patiently

pytestmark = pytest.mark.django_db(transaction=True)

MADE = (
    Subject,
    Statement,
    Address,
    Case,
    CaseStep,
    Lead,
    LeadStep,
    Activity,
    StatisticalArrest,
    TakenOver,
    Dumped,
)
STEPS = (
    "taking over users",
    "taking over cases",
    "taking over leads",
    "taking over activities",
    "counting non-fugitive arrests",
    "accounting for every record",
    "before the end",
)


def dump(by: User) -> Intake:
    """A dump with something of everything, some of it wrong."""
    numbers = [f"OLD-{n}" for n in range(12)]
    people = [{"legacy_case_number": one, "a_number": f"A9007000{n:02}"} for n, one in enumerate(numbers, 10)]
    return stage(
        by,
        users=[{}, {"username": "b.sample", "name": "Bo Sample"}],
        cases=[*people, {"legacy_case_number": "OLD-99", "a_number": "nonsense"}],
        addresses=[{"a_number": one["a_number"]} for one in people],
        case_steps=[{"legacy_case_number": one} for one in numbers[:4]],
        leads=[{"legacy_lead_number": f"OL-{one}", "legacy_case_number": one} for one in numbers],
        activities=[{"legacy_case_number": one} for one in [*numbers, numbers[0], "OLD-99"]],
        non_fugitive_arrests=[{"a_number": f"A90500000{n}"} for n in range(5)],
    )


def made() -> dict[str, int]:
    """How much of everything there is, and who cannot sign in."""
    counts = {model.__name__: model._default_manager.count() for model in MADE}
    return counts | {"users": User.objects.filter(is_active=False).count()}


@pytest.mark.promise("PIA-0-15")
def test_a_takeover_that_was_killed_at_any_step_was_never_made_and_is_whole_when_done_again() -> None:
    by = make_analyst()
    intake = actions.accept_all_clean(dump(by), by=by)
    for step in STEPS:
        running = process.start("apply", intake.number, step)
        os.kill(running.pid, signal.SIGKILL)
        process.end(running)
        intake.refresh_from_db()
        assert (step, intake.status) == (step, Status.REVIEW)
        assert (step, {name: count for name, count in made().items() if count}) == (step, {})
    intake = patiently(lambda: actions.apply(intake, by=by))
    assert intake.status == Status.APPLIED
    assert [one.file for one in queries.accounts(intake) if not one.adds_up] == []
    assert outcomes() == {"TAKEN_OVER": 59, "MERGED": 1, "REFUSED": 2}
    assert made()["users"] == 4  # two of the dump, and who stands for the officers of two offices


def outcomes() -> dict[str, int]:
    """How many records came to what."""
    found: dict[str, int] = {}
    for outcome in TakenOver.objects.order_by().values_list("outcome", flat=True):
        found[outcome] = found.get(outcome, 0) + 1
    return found
