"""May a case be handed over, and who decides? Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.cases import rules as cases
from fcms.cases.lifecycle import LIVE, Status, TransferLife, TransferStatus
from fcms.lib.verdict import Verdict, first_no, no, yes

SAY_WHY = "Say why your office does not take the case, so that the one that holds it knows what to do."
NOT_YOURS = (
    "A transfer is accepted or refused by the director of the office that would take the case. Ask yours."
)
ELSEWHERE = "The case would go to another office, and the director there decides."
OWN = "You proposed this transfer, so somebody else accepts or refuses it. You can withdraw it."
NOT_PROPOSED_HERE = (
    "A transfer is withdrawn by a supervisor of the office that proposed it. Refuse it instead."
)


def may_propose(
    status: Status,
    *,
    waiting: str = "",
    office: str | None = None,
    to: str | None = None,
    note: str | None = None,
) -> Verdict:
    """Say whether the case may be offered to the field office with code `to`; `waiting` is where it is offered now."""
    return first_no(
        no(f"A transfer to {waiting} waits for an answer. Withdraw it before you propose another.")
        if waiting
        else yes(),
        cases.may_transfer(status, office=office, to=to, note=note),
    )


def may_decide(status: TransferStatus) -> Verdict:
    """Say whether the transfer is still to be decided: it is decided once."""
    if TransferLife.accept.allows(status):
        return yes()
    return no(f"This transfer was decided already: it is {status.label.lower()}. Nothing was decided twice.")


def may_decide_here(*, right: bool, receives: bool, proposed: bool) -> Verdict:
    """Say whether the person decides: with the right, for the office that would take the case, never on their own."""
    return first_no(
        yes() if right else no(NOT_YOURS),
        yes() if receives else no(ELSEWHERE),
        no(OWN) if proposed else yes(),
    )


def may_withdraw_here(*, may_transfer: bool, gives: bool) -> Verdict:
    """Say whether the person may take the proposal back: in the office that made it."""
    return yes() if may_transfer and gives else no(NOT_PROPOSED_HERE)


def may_refuse(reason: str) -> Verdict:
    """Say whether the transfer may be refused, which takes a reason."""
    return yes() if reason.strip() else no(SAY_WHY)


def still_possible(status: Status, *, held: bool) -> Verdict:
    """Say whether the case can still be handed over; the sentence is why the transfer lapses."""
    if status not in LIVE:
        return no(f"The case is {status.label.lower()} now, so the transfer lapsed.")
    return yes() if held else no("The case went to another office meanwhile, so the transfer lapsed.")
