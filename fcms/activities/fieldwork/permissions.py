"""Who plans, assigns, starts, records and calls off field work: by role, office, and who is to act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.activities import permissions as activities
from fcms.activities.lifecycle import FieldLife, FieldStatus
from fcms.activities.models import FieldAction
from fcms.cases.lifecycle import BACKLOG
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.lib.dates import local_day
from fcms.lib.purpose import refuse_beyond_reach
from fcms.lib.verdict import Verdict, first_no, no, yes
from fcms.offices.models import Office

from . import rules

PLAN = Permission.ACTIVITIES_UPDATE
ASSIGN_OTHERS = Permission.ASSIGN


def office_of(user: User) -> Office:
    """The office that what this person plans is of."""
    return user.team.office if user.team else user.office.parent or user.office


def within_reach(user: User, action: FieldAction) -> bool:
    """Whether the person reads it: their office does it, or they reach the case or the lead that it is on."""
    if user.reads_all_offices or (
        user.policy.reach == "office" and action.office_id == user.office.field_office_id
    ):
        return True
    return activities.reaches(user, lead=action.lead, case=action.case)


def of_own_office(user: User, action: FieldAction) -> bool:
    """Whether the person's office does it; for headquarters, any office."""
    return user.reads_all_offices or action.office_id == user.office.field_office_id


def may_plan(user: User, *, case: Case | None, lead: Lead | None = None, doubled: str = "") -> Verdict:
    """Whether the person plans field work on a case, with the sentence to show if not."""
    if case is None:
        return activities.may_arrest(user, case=None)
    permitted = activities.may_record(user, lead=lead, case=case)
    return rules.may_plan(permitted=permitted, backlog=case.status in BACKLOG, doubled=doubled)


def may_work(user: User, action: FieldAction) -> Verdict:
    """Whether the person has to do with it at all: the role, in the office that does it."""
    return activities.rules.may_record(
        permitted=user.may(PLAN),
        within=of_own_office(user, action) and activities.reaches(user, lead=action.lead, case=action.case),
    )


def may_assign(user: User, action: FieldAction, officer: User | None = None) -> Verdict:
    """Whether the person gives it to an officer (themselves without one), the gates apart."""
    who = officer or user
    return first_no(
        rules.may_assign(FieldStatus(action.status), day=action.planned_on, today=today_of(action.office)),
        may_work(user, action),
        rules.may_be_assigned(
            themselves=who == user,
            assigns=user.may(ASSIGN_OTHERS),
            same_office=who.office.field_office_id == action.office_id and who.may(PLAN) and who.is_active,
        ),
    )


def may_start(user: User, action: FieldAction) -> Verdict:
    """Whether the person starts it now, the gates apart."""
    return first_no(
        rules.may_start(
            FieldStatus(action.status),
            theirs=action.officer_id == user.pk,
            day=action.planned_on,
            today=today_of(action.office),
        ),
        may_work(user, action),
    )


def may_record(user: User, action: FieldAction) -> Verdict:
    """Whether the person records what came of it: who was assigned, or a supervisor for them."""
    supervises = user.may(Permission.ACTIVITIES_FULL) and of_own_office(user, action)
    return rules.may_record(FieldStatus(action.status), theirs=action.officer_id == user.pk or supervises)


def may_replan(user: User, action: FieldAction, *, held: str = "") -> Verdict:
    """Whether the person plans it anew; `held` is what still holds its subject."""
    return first_no(rules.may_replan(FieldStatus(action.status), held=held), may_work(user, action))


def may_join(user: User, action: FieldAction, name: str | None = None) -> Verdict:
    """Whether the person enters it into an operation, the gates apart."""
    return first_no(rules.may_join(FieldStatus(action.status), name), may_work(user, action))


def may_call_off(user: User, action: FieldAction, *, reason: str | None = None) -> Verdict:
    """Whether the person calls it off."""
    return first_no(rules.may_call_off(FieldStatus(action.status), reason=reason), may_work_off(user, action))


def may_work_off(user: User, action: FieldAction) -> Verdict:
    """Whether the person may end it: in the office that does it, even where the case has gone elsewhere."""
    return activities.rules.may_record(permitted=user.may(PLAN), within=of_own_office(user, action))


def refuse_elsewhere(user: User, lead: Lead | None, case: Case | None) -> None:
    """Refuse to plan on a record of another office."""
    refuse_beyond_reach(activities.reaches(user, lead=lead, case=case))


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with a field action: its page, its word, the rule's answer, how it looks."""

    page: str
    label: str
    verdict: Verdict
    primary: bool = False
    post: bool = False


def acts(user: User, action: FieldAction, *, ready: bool) -> list[Act]:
    """What can be done with a field action by this person, the next step first; `ready`: every gate stands open.

    What its state has left behind is not offered; what its state allows is, with the sentence where it may not be.
    """
    status = FieldStatus(action.status)
    shut = yes() if ready else no(rules.SHUT)
    hand_out = user.may(ASSIGN_OTHERS)
    first = {
        FieldStatus.PLANNED: Act(
            "field-assign",
            "Assign" if hand_out else "Assign to me",
            first_no(may_assign(user, action), shut),
            primary=True,
            post=not hand_out,
        ),
        FieldStatus.ASSIGNED: Act(
            "field-start", "Start", first_no(may_start(user, action), shut), primary=True, post=True
        ),
        FieldStatus.UNDER_WAY: Act(
            "field-record",
            "Record the surveillance" if action.kind == "SURVEILLANCE" else "Record the visit",
            may_record(user, action),
            primary=True,
        ),
    }
    found = [first[status]] if status in first else []
    if FieldLife.replan.allows(status):
        found.append(Act("field-replan", "Plan anew", may_replan(user, action)))
    if status in (FieldStatus.PLANNED, FieldStatus.ASSIGNED) and not action.operation_name:
        found.append(Act("field-join", "Enter an operation", first_no(may_join(user, action), shut)))
    if FieldLife.call_off.allows(status):
        found.append(Act("field-call-off", "Call off", may_call_off(user, action)))
    return found


def today_of(office: Office, now: datetime | None = None) -> date:
    """The day it is in an office."""
    return local_day(now or timezone.now(), office.time_zone)
