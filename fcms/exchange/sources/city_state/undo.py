"""Takes an edition back, so that the one before it is in force again."""

from __future__ import annotations

from typing import Any

from fcms.accounts.models import User
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.exchange.undoing.blockers import ENOUGH, Blocker
from fcms.leads.models import LeadStep
from fcms.leads.proposals.actions import withdraw_set
from fcms.leads.proposals.queries import accepted_of
from fcms.offices.actions import recompute_routes, withdraw_edition
from fcms.offices.queries import edition_of_intake, later_editions


def stands_on(intake: Intake) -> list[Blocker]:
    """A later edition, leads that were routed by this one, and transfers that were accepted because of it."""
    edition = edition_of_intake(intake.number)
    if edition is None:
        return []
    found = []
    if later_editions(edition.number):
        found.append(Blocker("", "A newer edition of the ZIP directory is in force. Undo that one first."))
    routed = LeadStep.objects.filter(edition=edition.number).select_related("lead").order_by("pk")[:ENOUGH]
    found += [
        Blocker(step.lead.number, f"Lead {step.lead.number} was routed by this edition.") for step in routed
    ]
    found += [
        Blocker(one.lead.number, f"Lead {one.lead.number} was transferred because of this edition.")
        for one in accepted_of(edition.number)[:ENOUGH]
    ]
    return found


def undo(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Put the edition before in force again, route by it, and close the transfers that were proposed."""
    edition = edition_of_intake(intake.number)
    assert edition is not None, intake.number  # noqa: S101 - an applied load made one
    report("taking the edition back", 0, 0)
    withdraw_edition(edition, by=by, reason=intake.undo_reason)
    recompute_routes(by=by)
    reason = f"Edition {edition.number} of the ZIP directory was taken back."
    return {
        "editions taken back": 1,
        "proposals closed": withdraw_set(by=by, edition=edition.number, reason=reason),
    }
