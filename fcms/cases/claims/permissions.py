"""How a person stands to a claim on a subject, and the rules' answers for that person."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.models import CitizenshipClaim, CitizenshipClaimStep
from fcms.lib.verdict import Verdict

from . import rules
from .lifecycle import ClaimStatus, ClaimStep

RAISE = Permission.HOLD
ADVISE = Permission.ADVISE_CLAIM
DECIDE = Permission.DECIDE_CLAIM
TAKE_BACK = Permission.REOPEN_CLAIM


def standing(user: User, *, reads: bool, holds: bool) -> rules.Who:
    """How the person stands; `reads` and `holds` are what the room of cases says of the subject's case."""
    return rules.Who(
        reads=reads,
        holds=holds,
        may_raise=user.may(RAISE),
        advises=user.may(ADVISE),
        decides=user.may(DECIDE),
        takes_back=user.may(TAKE_BACK),
    )


def advised_on(user: User, claim: CitizenshipClaim) -> bool:
    """Whether the person gave advice on this claim, in whichever round: who did decides it in none."""
    if claim.advised_by_id == user.pk:
        return True
    return CitizenshipClaimStep.objects.filter(claim=claim, step=ClaimStep.ADVISED, by=user).exists()


def verdicts(claim: CitizenshipClaim, who: rules.Who, user: User) -> dict[str, Verdict]:
    """Each step of a claim with the rule's answer for this person, for the buttons of its page."""
    status = ClaimStatus(claim.status)
    return {
        "ask": rules.may_ask(status, who),
        "advise": rules.may_advise(status, who),
        "decide": rules.may_decide(status, who, adviser=advised_on(user, claim)),
        "take-back": rules.may_take_back(status, claim.outcome, who),
    }
