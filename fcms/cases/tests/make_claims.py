"""Claims to citizenship and clearances for tests, made by the real actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.cases.claims import actions
from fcms.cases.claims.lifecycle import Outcome
from fcms.cases.clearances import actions as clearances
from fcms.cases.models import Case, CitizenshipClaim, Clearance
from fcms.disclosures.actions import Leaving, account_for
from fcms.disclosures.models import Method
from fcms.lib.actor import Job
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_officer

from .make import make_case

SAID = "Says that his mother was born in Ohio."
WHY = "The certificate of naturalization was seen."


def raised(case: Case | None = None, by: User | None = None, **values: Any) -> CitizenshipClaim:
    subject = (case or make_case()).subject
    given = {"trigger": "CLAIM", "note": SAID, **values}
    return actions.raise_claim(subject, by=by or make_officer("DAL"), **given)


def asked(case: Case | None = None) -> CitizenshipClaim:
    return actions.ask_counsel(raised(case), by=make_officer("DAL"))


def advised(
    case: Case | None = None, advises: str = Outcome.NONE, by: User | None = None
) -> CitizenshipClaim:
    by = by or make_officer("HQ", "counsel")
    return actions.advise(asked(case), by=by, advises=advises, advice="Nothing supports it.")


def decided(outcome: str, case: Case | None = None) -> CitizenshipClaim:
    supervisor = make_officer("DAL", "supervisor")
    return actions.decide(advised(case, outcome), by=supervisor, outcome=outcome, reason=WHY)


def disclosed(subject: Subject, recipient: str = "Samples Data Inc.") -> None:
    leaving = Leaving(
        nature="Name and last address",
        fields=["name", "address"],
        method=Method.BATCH,
        purpose="To find an address.",
        authority="Routine use",
        recipient=recipient,
        recipient_address="1 Sample Way",
    )
    account_for([subject.number], leaving, by=Job("tests"), found_proper=True)


def cleared(case: Case, *, days: int = 3, **values: Any) -> Clearance:
    """A clearance from today for some more days, on a case whose subject is protected."""
    today = timezone.localdate()
    given = {"allows": "A visit.", "reason": "Asked by herself.", "from_on": today, **values}
    return clearances.give(
        case.subject, by=make_officer("DAL", "director"), until_on=today + timedelta(days=days), **given
    )
