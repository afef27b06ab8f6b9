"""Who may record, correct and read what was done: by role, by office, by an open lead that the office holds."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.lifecycle import Status as CaseStatus
from fcms.cases.models import Case
from fcms.cases.queries import within_reach as case_within_reach
from fcms.leads.lifecycle import Status as LeadStatus
from fcms.leads.models import Lead
from fcms.leads.permissions import within_reach as lead_within_reach
from fcms.lib.verdict import Verdict, first_no, no

from . import rules
from .models import Activity


def within_reach(user: User, activity: Activity) -> bool:
    """Whether the person's office did it, or may read the lead or the case that it was about."""
    if of_own_office(user, activity):
        return True
    return bool(
        (activity.lead and lead_within_reach(user, activity.lead))
        or (activity.case and case_within_reach(user, activity.case))
    )


def of_own_office(user: User, activity: Activity) -> bool:
    """Whether the person's office did it; for headquarters, any office."""
    return user.reads_all_offices or activity.office_id == user.office.field_office_id


def reaches(user: User, *, lead: Lead | None = None, case: Case | None = None) -> bool:
    """Whether the person may act on the lead or on the case; on neither, there is nothing to reach.

    One that is reached opens the other only where the lead is on this very case.
    """
    about = [lead_within_reach(user, lead)] if lead else []
    about += [case_within_reach(user, case)] if case else []
    linked = lead is not None and case is not None and lead.case_id == case.pk
    return any(about) if linked else all(about)


def may_record(user: User, *, lead: Lead | None = None, case: Case | None = None) -> Verdict:
    """Whether the person may record on this lead or case, with the sentence to show if not."""
    permitted = user.may(Permission.ACTIVITIES_UPDATE)
    return rules.may_record(permitted=permitted, within=reaches(user, lead=lead, case=case))


def may_arrest(user: User, *, case: Case | None, lead: Lead | None = None) -> Verdict:
    """Whether the person may record the arrest of a case's subject, from the case or from a lead on it."""
    if case is None:
        return no("This lead is not linked to a live case. Link it to its subject first.")
    lead_status = LeadStatus(lead.status) if lead else None
    return first_no(
        rules.may_arrest(CaseStatus(case.status), lead_status=lead_status),
        may_record(user, case=case),
    )


def may_correct(user: User, activity: Activity) -> Verdict:
    """Whether the person may correct this activity."""
    return rules.may_correct(
        own=activity.officer_id == user.pk and user.may(Permission.ACTIVITIES_UPDATE),
        supervises=user.may(Permission.ACTIVITIES_FULL),
        within=of_own_office(user, activity),
    )
