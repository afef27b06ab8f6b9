"""Who proposes the transfer of a case, who decides it, and who takes it back."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.lifecycle import TransferStatus
from fcms.cases.permissions import TRANSFER, holds
from fcms.lib.verdict import Verdict, first_no

from . import rules
from .models import CaseTransfer

ACCEPT = Permission.ACCEPT_TRANSFER


def receives(user: User, transfer: CaseTransfer) -> bool:
    """Whether the case would come to the person's field office (or to any, for a national role)."""
    if user.reads_all_offices:
        return True
    return user.policy.reach == "office" and transfer.to_office_id == user.office.field_office_id


def gives(user: User, transfer: CaseTransfer) -> bool:
    """Whether the transfer was proposed by the person's field office (or any, for a national role)."""
    if user.reads_all_offices:
        return True
    return user.policy.reach == "office" and transfer.from_office_id == user.office.field_office_id


def may_decide(user: User, transfer: CaseTransfer) -> Verdict:
    """The rule's answer for this person and this transfer: the state speaks first."""
    return first_no(
        rules.may_decide(TransferStatus(transfer.status)),
        rules.may_decide_here(
            right=user.may(ACCEPT),
            receives=receives(user, transfer),
            proposed=transfer.proposed_by_id == user.pk,
        ),
    )


def may_withdraw(user: User, transfer: CaseTransfer) -> Verdict:
    """The rule's answer for this person who would take the proposal back."""
    return first_no(
        rules.may_decide(TransferStatus(transfer.status)),
        rules.may_withdraw_here(may_transfer=user.may(TRANSFER), gives=gives(user, transfer)),
    )


def reads_about(user: User, transfer: CaseTransfer) -> bool:
    """Whether a list names the subject and the reason: to who decides, and to the office that holds the case."""
    return holds(user, transfer.case) or bool(may_decide(user, transfer))
