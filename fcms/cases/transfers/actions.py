"""Make it so: a transfer is proposed, accepted (which moves the case), refused or withdrawn."""

from __future__ import annotations

from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases import actions as cases
from fcms.cases import permissions as case_permissions
from fcms.cases.evidence.rules import Line, in_words
from fcms.cases.lifecycle import Status, TransferStatus
from fcms.cases.models import Case
from fcms.cases.rules import may_change
from fcms.lib.action import action
from fcms.lib.verdict import Verdict
from fcms.offices.models import Office

from . import permissions, queries, rules
from .models import CaseTransfer

# Each takes the case first, so that the case is locked before its transfer, as everywhere.


@action(Event.CASE_TRANSFER_PROPOSED)
def propose(case: Case, *, by: User, office: Office, note: str) -> CaseTransfer:
    """Offer a live case to another field office; it stays where it is until that office has accepted."""
    may_change(case_permissions.standing(by, case), transferring=True).or_refuse()
    waiting = queries.waiting_on(case)
    rules.may_propose(
        Status(case.status),
        waiting=waiting.to_office.name if waiting else "",
        office=case.office.code,
        to=office.code,
        note=note,
    ).or_refuse()
    return CaseTransfer.objects.create(
        case=case,
        from_office=case.office,
        to_office=office,
        reason=note.strip(),
        proposed_at=timezone.now(),
        proposed_by=by,
    )


@action(Event.CASE_TRANSFER_ACCEPTED)
def accept(case: Case, *, by: User, transfer: CaseTransfer, note: str = "") -> CaseTransfer:
    """Take the case over, which moves it; a transfer that can no longer be made lapses instead and says so."""
    transfer = _waiting(case, transfer, permissions.may_decide(by, transfer))
    possible = rules.still_possible(Status(case.status), held=case.office_id == transfer.from_office_id)
    if not possible:
        return _decided(transfer, TransferStatus.LAPSED, None, possible.sentence)
    transfer = _decided(transfer, TransferStatus.ACCEPTED, by, note)
    cases.transfer(
        case, by=by, office=transfer.to_office, note=transfer.reason, evidence=_who(transfer, note.strip())
    )
    return transfer


@action(Event.CASE_TRANSFER_REFUSED)
def refuse(case: Case, *, by: User, transfer: CaseTransfer, reason: str) -> CaseTransfer:
    """Leave the case with the office that holds it, and tell it why."""
    transfer = _waiting(case, transfer, permissions.may_decide(by, transfer))
    rules.may_refuse(reason).or_refuse()
    return _decided(transfer, TransferStatus.REFUSED, by, reason)


@action(Event.CASE_TRANSFER_WITHDRAWN)
def withdraw(case: Case, *, by: User, transfer: CaseTransfer, reason: str = "") -> CaseTransfer:
    """Take a proposal back that nobody has decided."""
    transfer = _waiting(case, transfer, permissions.may_withdraw(by, transfer))
    return _decided(transfer, TransferStatus.WITHDRAWN, by, reason)


def _waiting(case: Case, transfer: CaseTransfer, may: Verdict) -> CaseTransfer:
    """The transfer as it stands now, locked, if this person may take the step."""
    fresh = CaseTransfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk, case=case)
    rules.may_decide(TransferStatus(fresh.status)).or_refuse()
    may.or_refuse()
    fresh.case = case
    return fresh


def _decided(transfer: CaseTransfer, status: TransferStatus, by: User | None, answer: str) -> CaseTransfer:
    transfer.status, transfer.decided_at, transfer.decided_by = status, timezone.now(), by
    transfer.answer = answer.strip()
    transfer.save(update_fields=["status", "decided_at", "decided_by", "answer"])
    return transfer


def _who(transfer: CaseTransfer, answer: str) -> list[Line]:
    """Who proposed it, and what was answered, as the step keeps it."""
    day = in_words(timezone.localdate(transfer.proposed_at))
    lines: list[Line] = [("", "Proposed by", f"{transfer.proposed_by.name}, {day}")]
    return [*lines, ("", "On accepting it", answer)] if answer else lines
