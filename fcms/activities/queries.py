"""What a person may see of what was done: lists, one activity, and what is known before one is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.accounts.queries import officers_of
from fcms.audit.queries import HistoryLine, history_of
from fcms.cases.models import Case
from fcms.cases.queries import case_named
from fcms.cases.queries import live_case_of as live_case
from fcms.leads.models import Lead
from fcms.leads.permissions import within_reach as lead_within_reach
from fcms.leads.queries import lead_named
from fcms.lib.numbers import tidy
from fcms.offices.queries import office_choices, office_of
from fcms.subjects.models import Subject
from fcms.subjects.queries import criminal_on, subject_by_a_number

from .models import Activity, ActivityType

SORTS = {"-date": ("-acted_on", "-pk")}


# --- what was done


def activities_for(
    user: User,
    *,
    office: str = "",
    type: str = "",
    officer: str = "",
    since: date | None = None,
    until: date | None = None,
    gates: str = "",
) -> QuerySet[Activity]:
    """What the teams of this person's office did, or those of `office` (its code) for headquarters; narrowed."""
    found = _with_people(Activity.objects.all())
    if not user.may(Permission.ACTIVITIES_READ):
        return found.none()
    if not user.reads_all_offices:
        found = found.filter(office_id=user.office.field_office_id)
    elif office:
        found = found.filter(office__code=office)
    given = {"type": type, "officer_id": officer, "acted_on__gte": since}
    given |= {"acted_on__lte": until, "gates": gates}
    return found.filter(**{name: value for name, value in given.items() if value})


def activity_numbered(number: int) -> Activity:
    """The activity with this key, whoever may see it: ask `permissions.within_reach` before showing it."""
    rows = _with_people(Activity.objects.filter(pk=number))
    found = rows.select_related("recorded_by", "field_action", "reading").first()
    if found is None:
        raise Http404("There is no activity with this number.")
    return found


def done_on_lead(lead: Lead) -> list[Activity]:
    """What was done on a lead, newest first."""
    return list(_with_people(Activity.objects.filter(lead=lead)).order_by("-acted_on", "-id")[:100])


def done_on_case(case: Case) -> list[Activity]:
    """What was done on a case and on its leads, newest first."""
    leads = list(Lead.objects.filter(case=case).order_by("id").values_list("pk", flat=True))
    about = Q(case=case) | Q(lead__in=leads)
    return list(_with_people(Activity.objects.filter(about)).order_by("-acted_on", "-id")[:100])


def last_status_check(lead: Lead) -> Activity | None:
    """The latest records check of the person whom a lead is about: on this lead or on its case."""
    about = Q(lead=lead)
    if lead.case_id:
        about |= Q(case_id=lead.case_id)
    return (
        Activity.objects.filter(about, type=ActivityType.RECORDS_CHECK).order_by("-acted_on", "-id").first()
    )


def last_of(user: User, count: int = 5) -> list[Activity]:
    """The last actions of an officer."""
    return list(_with_people(Activity.objects.filter(officer=user)).order_by("-acted_on", "-id")[:count])


def history_of_activity(activity: Activity) -> list[HistoryLine]:
    """Who entered and corrected an activity, and its arrest."""
    records: list[tuple[str, int]] = [("activities_activity", activity.pk)]
    if arrest := activity.arrest_made:
        records.append(("activities_arrest", arrest.pk))
    lines = history_of(records)
    return [line for line in lines if line.changes or line.table != "activities_arrest"]


def shown_in_history(column: str, value: Any) -> Any:
    """The words for a coded value in the history of an activity."""
    field = next((one for one in Activity._meta.concrete_fields if one.column == column), None)
    return dict(field.flatchoices).get(value, value) if field is not None and field.choices else value


def _with_people(found: QuerySet[Activity]) -> QuerySet[Activity]:
    return found.select_related(
        "officer",
        "office",
        "team",
        "lead__subject",
        "lead__office",
        "case__subject",
        "case__office",
        "arrest",
    )


# --- what is known before something is recorded


@dataclass(frozen=True, slots=True)
class Matter:
    """What an action is about: a lead, a case, both or neither."""

    lead: Lead | None
    case: Case | None

    @property
    def subject(self) -> Subject | None:
        """The person it is about, where that is known."""
        record = self.case or self.lead
        return record.subject if record else None

    @property
    def address(self) -> dict[str, str]:
        """The address that the lead gives."""
        names = ("line_1", "line_2", "city", "state", "zip")
        return {name: getattr(self.lead, name) for name in names} if self.lead else {}

    @property
    def location(self) -> str:
        """The same in one line."""
        given = self.address
        if not given:
            return ""
        street = f"{given['line_1']} {given['line_2']}".strip()
        town = f"{given['city']} {given['state']} {given['zip']}".strip()
        return ", ".join(part for part in (street, town) if part)

    @property
    def asked(self) -> str:
        """The part of an address that names it: `lead=L26-…&case=C26-…`."""
        named = {"lead": self.lead, "case": self.case}
        return "&".join(f"{name}={record.number}" for name, record in named.items() if record)


def matter_of(lead: str, case: str) -> Matter:
    """What the numbers of an address name; the case of a lead comes with it. `Http404` for a number of nothing."""
    about = lead_named(tidy(lead)) if lead else None
    if lead and about is None:
        raise Http404("There is no lead with this number.")
    found = case_named(case) if case else about.case if about else None
    return Matter(about, found)


def open_leads_on(case: Case, user: User) -> list[Lead]:
    """The open leads on a case that the person may work, oldest first."""
    leads = Lead.objects.live().filter(case=case).select_related("office").order_by("id")
    return [lead for lead in leads if lead_within_reach(user, lead)]


def lead_choices(case: Case, user: User) -> list[tuple[str, str]]:
    """The same for a list of choices: number, and number with its address."""
    leads = open_leads_on(case, user)
    return [(lead.number, f"{lead.number}: {Matter(lead, None).location or 'no address'}") for lead in leads]


def consequences(case: Case, lead: Lead | None, day: date, user: User) -> list[str]:
    """What recording an arrest does, each in a sentence, before it is done."""
    office = user.team.office if user.team else user.office.parent or user.office
    kind = "criminal" if criminal_on(case.subject, day) else "non-criminal"
    shown = f"{day.day} {day:%b %Y}"
    found = [f"Case {case.number} goes into custody as of {shown}, and its subject with it."]
    if lead:
        found.append(f"Lead {lead.number} is closed with the outcome “Subject arrested”.")
    found.append(
        f"It counts as one {kind} fugitive arrest of {office}, by the convictions that are known as of that day."
    )
    others = len([one for one in open_leads_on(case, user) if one != lead])
    if others:
        leads = "1 other open lead on this case stays" if others == 1 else f"{others} other open leads stay"
        found.append(f"{leads} open until somebody closes {'it' if others == 1 else 'them'}.")
    return found


def live_case_of(a_number: str) -> str:
    """The number and office of the live case under an A-Number (canonical), or nothing."""
    subject = subject_by_a_number(a_number)
    case = live_case(subject) if subject else None
    return f"{case.number}, {case.office}" if case else ""


def officer_choices(user: User) -> list[tuple[str, str]]:
    """Officers for whom the person may record, themselves first; empty for those who record only their own."""
    if not user.may(Permission.ACTIVITIES_FULL):
        return []
    others = [one for one in officers_of(user.office.field_office_id) if one != user]
    return [(str(user.pk), f"{user.name} (you)"), *((str(one.pk), one.name) for one in others)]


def officer_with(key: str) -> User | None:
    """The officer behind a choice; None for the person themselves."""
    return User.objects.select_related("office", "team__office").filter(pk=key).first() if key else None


def narrowing_choices(user: User, office: str) -> dict[str, list[tuple[str, str]]]:
    """Offices and officers that the list of activities can be narrowed by; `office` is a code."""
    national = user.reads_all_offices
    chosen = office_of(office) if national and office else user.office.parent or user.office
    officers = officers_of(chosen.pk) if chosen and (office or not national) else []
    return {
        "offices": office_choices(headquarters=True) if national else [],
        "officers": [(str(one.pk), one.name) for one in officers],
    }
