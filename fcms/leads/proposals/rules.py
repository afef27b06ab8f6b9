"""May a proposed transfer be decided? Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.leads.lifecycle import LIVE, Status
from fcms.lib.verdict import Verdict, no, yes


def may_decide(*, open: bool, may_lead: bool, within: bool) -> Verdict:
    """Whoever transfers leads decides, in the office that holds the lead or at headquarters, once."""
    if not open:
        return no("This proposal was decided already.")
    if not may_lead or not within:
        return no("The supervisor of the office that holds this lead decides, or headquarters.")
    return yes()


def may_accept(status: Status, *, moved: bool) -> Verdict:
    """A transfer is made as it was proposed, or not at all."""
    if status not in LIVE:
        return no("The lead was closed meanwhile. Decline the proposal.")
    if moved:
        return no("The lead went to another office meanwhile. Decline the proposal.")
    return yes()


def may_decline(reason: str) -> Verdict:
    """A refusal says why."""
    return yes() if reason.strip() else no("Say why the lead stays where it is.")
