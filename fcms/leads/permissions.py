"""Who may do what with a lead: how a person stands to it, and the rule's answer for that person."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.basis.queries import stops_lead
from fcms.lib.actor import Actor
from fcms.lib.verdict import Verdict, first_no

from . import rules
from .lifecycle import Status
from .models import Lead
from .rules import Standing

OF_A_JOB = Standing(
    within=True, holds=False, may_update=True, may_lead=True, may_assign=True, national=True, person=False
)


def standing(by: Actor, lead: Lead) -> Standing:
    """How the person, or a job of the program itself, stands to this lead."""
    if not isinstance(by, User):
        return OF_A_JOB
    mine = by.office.field_office_id
    holds = lead.office_id is not None and lead.office_id == mine
    return Standing(
        within=within_reach(by, lead),
        holds=holds,
        may_update=by.may(Permission.LEADS_UPDATE),
        may_lead=by.may(Permission.LEADS_FULL),
        may_assign=by.may(Permission.ASSIGN),
        national=by.reads_all_offices,
        person=True,
    )


def within_reach(user: User, lead: Lead) -> bool:
    """Whether the lead is read without a purpose: held by the person's field office, or read nationally.

    A lead that no office holds yet is also read by the person who entered it.
    """
    if not user.may(Permission.LEADS_READ):
        return False
    if user.reads_all_offices:
        return True
    if lead.office_id is None:
        return lead.entered_by_id == user.pk
    return lead.office_id == user.office.field_office_id


def may_enter(by: Actor) -> Verdict:
    """Whether the person may enter a lead."""
    return rules.may_receive(may_update=not isinstance(by, User) or by.may(Permission.LEADS_UPDATE))


def verdicts(user: User, lead: Lead) -> dict[str, Verdict]:
    """Each thing that can be done with a lead, with the rule's answer, for the buttons of its page."""
    status, who, worked = Status(lead.status), standing(user, lead), stops_lead(lead)
    return {
        "accept": first_no(rules.may_accept(status, who), worked),
        "assign": first_no(rules.may_assign(status, who, other=who.may_assign), worked),
        "transfer": rules.may_transfer(status, who),
        "close": rules.may_close(status, who),
        "reopen": rules.may_reopen(status, who, outcome=lead.outcome),
        "note": rules.may_note(status, who),
        "correct": rules.may_correct(status, who),
        "link": rules.may_link(status, who),
        "route": rules.may_route(status, who, own_office=True),
    }
