"""What a person may see of what was done, and what may be recorded where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from fcms.accounts.models import User
from fcms.audit.queries import HistoryLine, history_of
from fcms.cases.models import Case
from fcms.cases.queries import live_case_of as live_case
from fcms.leads.models import Lead
from fcms.leads.permissions import within_reach as lead_within_reach
from fcms.subjects.queries import subject_by_a_number

from .models import Activity, ActivityType

SORTS = {"-date": ("-acted_on", "-pk")}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How a list of activities is narrowed; what is empty does not narrow."""

    office: int | None = None
    type: str = ""
    officer: int | None = None
    since: date | None = None
    until: date | None = None


def activities_for(user: User, by: Narrowing = Narrowing()) -> QuerySet[Activity]:
    """What the teams of this person's office did; of every office, for headquarters."""
    found = _with_people(Activity.objects.all())
    if not user.reads_all_offices:
        found = found.filter(office_id=user.office.field_office_id)
    elif by.office:
        found = found.filter(office_id=by.office)
    if by.type:
        found = found.filter(type=by.type)
    if by.officer:
        found = found.filter(officer_id=by.officer)
    if by.since:
        found = found.filter(acted_on__gte=by.since)
    if by.until:
        found = found.filter(acted_on__lte=by.until)
    return found


def activity_numbered(number: int) -> Activity | None:
    """The activity with this number, whoever may see it: ask `permissions.within_reach` before showing it."""
    return _with_people(Activity.objects.filter(pk=number)).first()


def done_on_lead(lead: Lead) -> QuerySet[Activity]:
    """What was done on a lead, newest first."""
    return _with_people(Activity.objects.filter(lead=lead)).order_by("-acted_on", "-id")


def done_on_case(case: Case) -> QuerySet[Activity]:
    """What was done on a case and on its leads, newest first."""
    return _with_people(Activity.objects.filter(Q(case=case) | Q(lead__case=case))).order_by(
        "-acted_on", "-id"
    )


def last_status_check(lead: Lead) -> Activity | None:
    """The latest records check of the person whom a lead is about: on this lead or on its case."""
    about = Q(lead=lead)
    if lead.case_id:
        about |= Q(case_id=lead.case_id)
    checks = Activity.objects.filter(about, type=ActivityType.RECORDS_CHECK)
    return checks.order_by("-acted_on", "-id").first()


def last_of(user: User, count: int = 6) -> list[Activity]:
    """The last actions of an officer."""
    return list(_with_people(Activity.objects.filter(officer=user)).order_by("-acted_on", "-id")[:count])


def open_leads_on(case: Case, user: User) -> list[Lead]:
    """The open leads on a case that the person may work, oldest first."""
    leads = Lead.objects.live().filter(case=case).with_people().order_by("id")
    return [lead for lead in leads if lead_within_reach(user, lead)]


def live_case_of(a_number: str) -> str:
    """The number and office of the live case under an A-Number (canonical), or nothing."""
    subject = subject_by_a_number(a_number)
    case = live_case(subject) if subject else None
    return f"{case.number}, {case.office}" if case else ""


def history_of_activity(activity: Activity) -> list[HistoryLine]:
    """Who entered and corrected an activity, and its arrest."""
    records: list[tuple[str, int]] = [("activities_activity", activity.pk)]
    if arrest := getattr(activity, "arrest", None):
        records.append(("activities_arrest", arrest.pk))
    return history_of(records)


def _with_people(found: QuerySet[Activity]) -> QuerySet[Activity]:
    return found.select_related("officer", "office", "team", "lead", "case", "arrest")
