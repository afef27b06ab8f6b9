"""Who decides news about a case."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.lifecycle import NewsStatus
from fcms.cases.models import Case, Proposal
from fcms.cases.permissions import holds
from fcms.lib.verdict import Verdict, first_no

from . import rules

DECIDE = Permission.DECIDE_NEWS


def may_decide_on(user: User, case: Case) -> Verdict:
    """The rule's answer for this person and this case."""
    return rules.may_decide_here(right=user.may(DECIDE), holds=holds(user, case))


def may_decide(user: User, proposal: Proposal) -> Verdict:
    """The rule's answer for this person and this news: the state speaks first."""
    return first_no(
        rules.may_decide(NewsStatus(proposal.status)),
        may_decide_on(user, proposal.case),
    )
