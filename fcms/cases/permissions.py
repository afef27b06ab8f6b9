"""Who may do what with a case: how a person stands to it, and the rule's answer for that person."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.verdict import Verdict, first_no

from . import rules
from .lifecycle import Status
from .models import Case
from .transfers.rules import may_propose

TRANSFER = Permission.ACTIVITIES_FULL


def holds(user: User, case: Case) -> bool:
    """Whether the case belongs to the person's field office (or to any, for a national role)."""
    if user.reads_all_offices:
        return True
    return user.policy.reach == "office" and case.office_id == user.office.field_office_id


def standing(user: User, case: Case) -> rules.Standing:
    """How the person stands to this case."""
    return rules.Standing(
        holds=holds(user, case),
        may_update=user.may(Permission.ACTIVITIES_UPDATE),
        may_transfer=user.may(TRANSFER),
    )


def verdicts(
    user: User, case: Case, *, live: str = "", citizen: bool = False, offered: str = ""
) -> dict[str, Verdict]:
    """Each move of a case with the rule's answer for this person, for the buttons of its page.

    `live` is the number of another live case of the subject, if any, `citizen` whether the subject is one, `offered`
    the office that was asked to take the case and has not answered. The state speaks first: whoever may not move the
    case is told by `rules.may_change` once, not seven times.
    """
    status = Status(case.status)
    who = standing(user, case)
    found = {
        "go-cold": rules.may_go_cold(status),
        "revive": rules.may_revive(status),
        "release": rules.may_release(status),
        "remove": rules.may_remove(status),
        "close": rules.may_close(status),
        "reopen": rules.may_reopen(
            status, live=live, taken_back=case.taken_back_at is not None, citizen=citizen
        ),
    }
    over = rules.no_citizen(citizen)
    found = {name: first_no(over, verdict, rules.may_change(who)) for name, verdict in found.items()}
    proposing = may_propose(status, waiting=offered)
    found["transfer"] = first_no(over, proposing, rules.may_change(who, transferring=True))
    return found
