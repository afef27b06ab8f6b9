"""Which of two live cases goes on when their subjects are merged. Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.cases.lifecycle import ClosureReason, Status
from fcms.lib.verdict import Verdict, no, yes


def may_join(one: Status | None, other: Status | None) -> Verdict:
    """Two live cases become one unless the subject is in custody on both; None stands for no live case."""
    if one == other == Status.IN_CUSTODY:
        return no(
            "Both subjects have a case in custody, and one arrest cannot be told from two. Record a release or a"
            " closing on the case that is wrong, then merge."
        )
    return yes()


def other_goes_on(kept: Status, other: Status) -> bool:
    """Whether the case of the merged subject goes on: only where its subject is in custody on that one alone."""
    return other == Status.IN_CUSTODY and kept != Status.IN_CUSTODY


def opens_again(status: Status, reason: str, live: str) -> bool:
    """Whether a case that a merge closed opens again when it is undone: nobody has decided about it since."""
    return status == Status.CLOSED and reason == ClosureReason.MERGED and not live
