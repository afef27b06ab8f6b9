"""May a candidate be decided? Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.exchange.lifecycle import Status
from fcms.lib.verdict import Verdict, no, yes

from .zones import Choice


def may_decide(status: Status, *, afterwards: bool) -> Verdict:
    """Candidates are decided while the extract is under review; those of leads once the leads are there."""
    if status == (Status.APPLIED if afterwards else Status.REVIEW):
        return yes()
    if afterwards:
        return no("The leads of this extract are not there yet. Apply it first, then link them.")
    if status == Status.APPLIED:
        return no("This extract was applied: what was confirmed stands. Undo the extract first.")
    return no(f"This extract is {status.label.lower()}, so nobody can be confirmed or rejected in it.")


def may_confirm(choice: Choice, *, other_confirmed: bool, standing: bool) -> Verdict:
    """One subject is confirmed for a row, and only one that is still there by itself."""
    if choice == Choice.CONFIRMED:
        return no("This subject is confirmed for the row already.")
    if choice == Choice.REJECTED:
        return no("This subject was rejected for the row. Take that back first.")
    if other_confirmed:
        return no(
            "Another subject is confirmed for this row. Take that back first: a row is about one person."
        )
    if not standing:
        return no("This subject was merged or withdrawn since. Link the rows again.")
    return yes()


def may_reject(choice: Choice, reason: str) -> Verdict:
    """A rejection says why."""
    if choice != Choice.WAITING:
        return no("This candidate was decided already. Take that back first.")
    if not reason.strip():
        return no("Say why this is not the person.")
    return yes()


def may_take_back(choice: Choice, reason: str, *, stands_on_it: str) -> Verdict:
    """A decision is taken back until something stands on it, with a reason."""
    if choice == Choice.WAITING:
        return no("Nobody has decided this candidate yet.")
    if stands_on_it:
        return no(stands_on_it)
    if not reason.strip():
        return no("Say why the decision is taken back.")
    return yes()


def may_be_applied(*, linked: bool, stale: bool) -> Verdict:
    """Rows that are about persons are applied once they were compared with the subjects as they stand."""
    if not linked:
        return no("The rows were not compared with the subjects yet. Link them, look at them, then apply.")
    if stale:
        return no(
            "Rows were corrected since they were compared with the subjects. Link them again, then apply."
        )
    return yes()
