"""Proposes transfers in sets, and decides them one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.leads.actions import route, transfer
from fcms.leads.lifecycle import Status
from fcms.leads.models import TransferProposal
from fcms.leads.permissions import standing
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused

from . import rules


class Rerouted(NamedTuple):
    """The office (by key) that a ZIP code went to, and where it goes since."""

    before: int | None
    after: int | None


_CHANGED = (
    "json_to_recordset(%(changed)s) as c (zip text, before bigint, after bigint)"
    " join leads_lead l on l.zip = c.zip and l.status in ('NEW', 'ROUTED', 'WORKING')"
)
_OVERTAKE = f"""
update leads_transferproposal p
set accepted = false, decided_at = now(), decided_by_id = %(person)s, reason = %(reason)s
from {_CHANGED}
where p.lead_id = l.id and p.accepted is null
returning p.lead_id
"""
_PROPOSE = f"""
insert into leads_transferproposal
  (lead_id, from_office_id, to_office_id, why, edition, opened_at, opened_by_id, reason)
select l.id, l.office_id, c.after, %(why)s, %(edition)s, now(), %(person)s, ''
from {_CHANGED}
where c.after is not null and l.office_id is distinct from c.after
  and (l.office_id is not distinct from c.before or l.id = any(%(overtaken)s))
order by l.id
"""


@action(Event.TRANSFERS_PROPOSED)
def propose_set(*, by: Actor, changed: Mapping[str, Rerouted], edition: int, why: str) -> int:
    """Propose, for every open lead that stands where its ZIP code sent it, to follow the code to its new office.

    A lead that a person sent elsewhere stays out of it. Nothing moves. Returns how many transfers are proposed.
    """
    given: dict[str, Any] = {
        "changed": json.dumps([{"zip": zip, **one._asdict()} for zip, one in changed.items()]),
        "person": by.pk if isinstance(by, Model) else None,
        "edition": edition,
        "why": why,
        "reason": f"Overtaken by edition {edition} of the ZIP directory.",
    }
    with connection.cursor() as cursor:
        cursor.execute(_OVERTAKE, given)
        overtaken = [row[0] for row in cursor.fetchall()]
        cursor.execute(_PROPOSE, {**given, "overtaken": overtaken})
        return cursor.rowcount


@action(Event.TRANSFER_DECLINED)
def withdraw_set(*, by: User, edition: int, reason: str) -> int:
    """Close the proposals of an edition that are still open, because the edition is taken back."""
    return TransferProposal.objects.filter(edition=edition, accepted=None).update(
        accepted=False, decided_at=timezone.now(), decided_by=by, reason=reason
    )


@action(Event.TRANSFER_ACCEPTED)
def accept(proposal: TransferProposal, *, by: User) -> TransferProposal:
    """Send the lead where its ZIP code belongs now; it waits there to be accepted."""
    _may_decide(proposal, by)
    lead = proposal.lead
    moved = lead.office_id != proposal.from_office_id
    rules.may_accept(Status(lead.status), moved=moved).or_refuse()
    if lead.office_id is None:
        route(lead, by=by, office=proposal.to_office, note=proposal.why)
    else:
        transfer(lead, by=by, office=proposal.to_office, note=proposal.why)
    return _decide(proposal, by=by, accepted=True)


@action(Event.TRANSFER_DECLINED)
def decline(proposal: TransferProposal, *, by: User, reason: str) -> TransferProposal:
    """Leave the lead where it is, and say why."""
    _may_decide(proposal, by)
    rules.may_decline(reason).or_refuse()
    return _decide(proposal, by=by, accepted=False, reason=reason.strip()[:300])


def each(
    proposals: Iterable[TransferProposal], verb: Callable[..., TransferProposal], **given: Any
) -> tuple[int, list[str]]:
    """Decide several alike, each in its own transaction; return how many were, and why the others were not."""
    done, refused = 0, []
    for proposal in proposals:
        try:
            verb(proposal, **given)
            done += 1
        except Refused as refusal:
            refused.append(f"{proposal.lead.number}: {refusal.sentence}")
    return done, refused


def _may_decide(proposal: TransferProposal, by: User) -> None:
    who = standing(by, proposal.lead)
    rules.may_decide(
        open=proposal.accepted is None, may_lead=who.may_lead, within=who.holds or who.national
    ).or_refuse()


def _decide(proposal: TransferProposal, *, by: User, accepted: bool, reason: str = "") -> TransferProposal:
    proposal.accepted, proposal.reason = accepted, reason
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save(update_fields=["accepted", "reason", "decided_at", "decided_by"])
    return proposal
