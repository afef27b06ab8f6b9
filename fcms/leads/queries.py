"""What a person may see of leads: the only way a view reaches one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.queries import HistoryLine, history_of
from fcms.cases.models import Case
from fcms.cases.queries import live_case_of as case_of
from fcms.lib import numbers
from fcms.lib.dates import parse_partial
from fcms.lib.verdict import Verdict
from fcms.offices.models import Office, Team
from fcms.offices.queries import (
    Routing,
    route_of,
    rule_sentence,
    zip_facts,
)
from fcms.subjects import reach
from fcms.subjects.addresses import plain_line
from fcms.subjects.models import Subject
from fcms.subjects.queries import Written, standards_of, subject_by_a_number

from . import permissions, rules
from .lifecycle import HELD, Outcome, SourceKind, Status, Step
from .models import Lead, LeadNote, LeadQuerySet, LeadStep
from .permissions import within_reach
from .queues import ALL as QUEUES
from .queues import Load, Queue, counts_of, default_queue, end_of_day, leads_in, loads, queues_of

SORTS = {
    "waiting": ("-waiting_since", "-pk"),
    "received": ("received_on", "pk"),
    "zip": ("zip", "pk"),
    "number": ("pk",),
    "score": ("points", "pk"),
    "priority": ("priority", "pk"),
}
"""How a list of leads can be sorted: `waiting` by days, fewest first."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How a list of leads is narrowed; what is empty does not narrow. `officer` is a key, or `none`."""

    status: str = ""
    source: str = ""
    zip: str = ""
    waiting: int | None = None
    priority: str = ""
    officer: str = ""
    team: int | None = None
    office: int | None = None

    def condition(self) -> Q:
        """The condition on leads that this amounts to."""
        found = Q()
        if self.status:
            found &= Q(status=self.status)
        if self.source:
            found &= Q(source_kind=self.source)
        if self.zip:
            found &= Q(zip__startswith=self.zip)
        if self.waiting is not None:
            found &= Q(waiting_since__lt=end_of_day(self.waiting))
        if self.priority:
            found &= Q(case__priority__points__gt=0)
        if self.officer:
            found &= Q(officer__isnull=True) if self.officer == "none" else Q(officer_id=self.officer)
        if self.team:
            found &= Q(team_id=self.team)
        if self.office:
            found &= Q(office_id=self.office)
        return found


def leads_for(user: User) -> LeadQuerySet:
    """Every lead that the person reads without stating a purpose."""
    if not user.may(Permission.LEADS_READ):
        return Lead.objects.none()
    if user.reads_all_offices:
        return Lead.objects.all()
    return Lead.objects.filter(
        Q(office_id=user.office.field_office_id) | Q(office__isnull=True, entered_by=user)
    )


def listed(user: User, queue: str, narrowing: Narrowing) -> LeadQuerySet:
    """The leads of a queue, narrowed, with what a line of the list shows and no more."""
    found = leads_in(user, queue).filter(narrowing.condition()).with_people().only(*_OF_A_LINE)
    return found.annotate(points=Coalesce("score__points", 0), priority=Coalesce("case__priority__points", 0))


_OF_A_LINE = (
    *("number", "status", "received_on", "waiting_since", "source_kind", "source_agency", "outcome", "rule"),
    *("a_number", "family_name", "given_name", "line_1", "line_2", "city", "state", "zip"),
    *("subject__family_name", "subject__given_name", "subject__middle_name", "subject__suffix"),
    *(
        "subject__number",
        "case__number",
        "case__status",
        "office__name",
        "office__code",
        "team__name",
        "team__number",
    ),
    *("officer__name",),
)


def queue_named(code: str) -> Queue:
    """The queue with a code."""
    return QUEUES[code]


def sentence(user: User, counts: Mapping[str, int]) -> str:
    """How much waits for the person, in one sentence."""
    if user.reads_all_offices:
        return rules.waits_for_headquarters(counts["unrouted"])
    return rules.waits(counts["accept"] + counts["working"])


def say_why(leads: Iterable[Lead]) -> None:
    """Put beside each lead, as `why`, the sentence of the rule that routed it or could not."""
    for lead in leads:
        lead.why = route_sentence(lead)  # type: ignore[attr-defined]


def total_of(rows: QuerySet[Lead]) -> int:
    """How many leads a list holds on all its pages."""
    return rows.order_by().count()


def lead_named(number: str) -> Lead:
    """The lead with a number, however it was typed, whoever may read it; `Http404` without one."""
    found = Lead.objects.select_related(
        "subject", "case__office", "case__priority", "office", "team", "officer__office", "closed_by", "entered_by"
    ).filter(number=numbers.tidy(number)).first()  # fmt: skip
    if found is None:
        raise Http404("There is no lead with this number.")
    return found


def chosen(user: User, numbers: list[str]) -> list[Lead]:
    """The leads with these numbers that the person reads, in the order of their numbers."""
    return list(leads_for(user).filter(number__in=numbers).with_people().order_by("pk"))


def url_of_number(user: User, number: str) -> str | None:
    """The page of the lead with a number that was typed into the search, for those who read leads."""
    if not number.startswith("L") or not user.may(Permission.LEADS_READ):
        return None
    return reverse("leads:lead", args=[number]) if Lead.objects.filter(number=number).exists() else None


# --- what an open lead opens beside itself


def cases_of_open_leads(user: User) -> Q:
    """The cases that the person's office holds an open lead on: it reads them and acts on them."""
    return Q(pk__in=_held(user).filter(case__isnull=False).values("case"))


def subjects_of_open_leads(user: User) -> Q:
    """The subjects that the person's office holds an open lead on."""
    return Q(pk__in=_held(user).filter(subject__isnull=False).values("subject"))


def _held(user: User) -> LeadQuerySet:
    if not user.may(Permission.LEADS_READ):
        return Lead.objects.none()
    return Lead.objects.live().filter(office_id=user.office.field_office_id, status__in=HELD).order_by()


def leads_on_case(case: Case, user: User) -> list[Lead]:
    """The leads on a case that the person reads, newest first."""
    return list(leads_for(user).filter(case=case).with_people().order_by("-pk")[:50])


# --- a lead's page


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a lead's story: when, what, who, in the words of the page; `tone` colours it."""

    at: datetime
    what: str
    who: str
    detail: str = ""
    text: str = ""
    tone: str = ""


_TONES = {Step.RECEIVED: "", Step.CLOSED: "good", Step.REOPENED: "bad"}


def story_of(lead: Lead) -> list[Told]:
    """The steps of a lead and the notes on it, newest first."""
    steps = LeadStep.objects.filter(lead=lead).select_related("office", "team", "officer", "by")
    notes = LeadNote.objects.filter(lead=lead).select_related("by")
    told = [
        (step.at, 0, step.pk, Told(step.at, step.get_step_display(), _who(step), *_said(step)))
        for step in steps
    ]
    told += [(one.at, 1, one.pk, Told(one.at, "Note", one.by.name, text=one.text, tone="")) for one in notes]
    return [entry[-1] for entry in sorted(told, key=lambda entry: entry[:3], reverse=True)]


def _who(step: LeadStep) -> str:
    return step.by.name if step.by else "the program"


def _said(step: LeadStep) -> tuple[str, str, str]:
    """What a step says beside its name: where the lead went or what came of it, the note, the colour."""
    tone = _TONES.get(Step(step.step), "active")
    if step.step == Step.CLOSED:
        return step.get_outcome_display(), step.note, tone
    if step.step == Step.RECEIVED:
        return "", step.note, tone
    to = step.officer.name if step.officer and step.step in (Step.ACCEPTED, Step.ASSIGNED) else holder(step)
    by = f", by ZIP code {step.zip} (edition {step.edition})" if step.zip else ""
    return f"to {to}{by}", step.note, tone


def holder(record: Lead | LeadStep) -> str:
    """Who holds a lead: `Dallas, team 2`."""
    if record.office is None:
        return "no office yet"
    return f"{record.office.name}, team {record.team.number}" if record.team else record.office.name


def days_waiting(lead: Lead) -> int:
    """Whole days since the lead came into its present state, by the calendar of the person who looks."""
    return (timezone.localdate() - timezone.localdate(lead.waiting_since)).days


def verdicts_on(user: User, lead: Lead) -> dict[str, Verdict]:
    """Each thing that can be done with a lead, with the rule's answer."""
    return permissions.verdicts(user, lead)


def may_enter(user: User) -> Verdict:
    """Whether the person may enter a lead."""
    return permissions.may_enter(user)


def live_case_of(subject: Subject | None) -> Case | None:
    """The live case of a subject, if there is one."""
    return case_of(subject) if subject else None


def differences(lead: Lead, subject: Subject | None) -> list[str]:
    """What the lead and a subject say differently of the person, as sentences for whoever links them."""
    if subject is None:
        return []
    found = []
    if lead.family_name and not same_name(lead.family_name, subject.family_name):
        found.append("The family names differ. It may still be the same person under another name: be sure.")
    if lead.birth_on and subject.birth_on and not _may_be_same_day(lead.birth_on, subject.birth_on):
        found.append("The dates of birth differ.")
    return found


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same apart from case, accents and signs."""
    return plain_line(one) == plain_line(other)


def _may_be_same_day(one: str, other: str) -> bool:
    return parse_partial(one).agrees_with(parse_partial(other))


def subject_known_as(a_number: str) -> Subject | None:
    """The subject with this A-Number (canonical), for linking."""
    return subject_by_a_number(a_number)


def beyond_reach(user: User, a_number: str) -> Subject | None:
    """The subject with this A-Number, where the person reaches them only under a purpose; None otherwise."""
    subject = subject_by_a_number(a_number) if a_number else None
    return None if subject is None or reach.within_reach(user, subject) else subject


def history_of_lead(lead: Lead) -> list[HistoryLine]:
    """Who changed what of a lead, with its steps and notes."""
    steps = lead.steps.values_list("pk", flat=True)
    return history_of([("leads_lead", lead.pk), *(("leads_leadstep", step) for step in steps)])


_NAMED: dict[str, tuple[type[Model], str]] = {
    "office_id": (Office, "name"),
    "team_id": (Team, "name"),
    "officer_id": (User, "name"),
    "closed_by_id": (User, "name"),
    "subject_id": (Subject, "number"),
    "case_id": (Case, "number"),
}
_CHOICES = {"status": Status, "outcome": Outcome, "source_kind": SourceKind}


def shown_in_history(column: str, value: Any) -> Any:
    """A value of a lead as the history tab writes it: names for keys, words for codes."""
    if value in (None, ""):
        return value
    if column in _NAMED:
        model, field = _NAMED[column]
        return model._base_manager.filter(pk=value).values_list(field, flat=True).first() or value
    if column in _CHOICES and value in _CHOICES[column].values:
        return _CHOICES[column](value).label
    return value


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the ZIP directory says of an address: the decision and its sentence, the city, what does not fit."""

    routing: Routing
    city: str
    state: str
    doubt: str

    @property
    def place(self) -> str:
        """Where the ZIP code lies: `Dallas TX`."""
        return f"{self.city} {self.state}".strip()


def standard_of(lead: Lead) -> Written | None:
    """The standard writing of the lead's address; None where it gives no street."""
    if not lead.line_1:
        return None
    return standards_of([(lead.address_key, lead.line_1, lead.line_2)])[lead.address_key]


def whereabouts(zip: str, city: str = "", state: str = "") -> Whereabouts:
    """Look up where a ZIP code lies and where a lead with it goes."""
    routing = route_of(zip)
    facts = zip_facts(routing.zip) if routing.zip else None
    if facts is None:
        return Whereabouts(routing, "", "", "")
    there = min(facts.states)
    doubt = ""
    if state and state not in facts.states:
        doubt = (
            f"{routing.zip} lies in {there}, and the lead says {state}. Find out which of the two is right."
        )
    elif city and not facts.knows_city(city):
        doubt = f"{routing.zip} is {facts.city} {there}, and the lead says {city}. Find out which of the two is right."
    return Whereabouts(routing, facts.city, there, doubt)


def whereto(lead: Lead) -> str:
    """Where a lead went, in a sentence: `It went to Dallas, team 2.`"""
    if lead.office:
        return f"It went to {holder(lead)}."
    return f"No office holds it yet. {rule_sentence(lead.rule)}"


def belongs_elsewhere(lead: Lead) -> str:
    """The office that the ZIP code of an open lead points to, where that is not the one that holds it."""
    routing = route_of(lead.zip)
    if lead.status not in HELD or routing.office is None or routing.office == lead.office:
        return ""
    return routing.office.name


def is_overdue(lead: Lead) -> bool:
    """Whether the lead has waited longer in its state than an office should let it."""
    return rules.overdue(Status(lead.status), days_waiting(lead))


def route_sentence(lead: Lead) -> str:
    """Why a lead is where it is: the sentence of the rule that routed it, or that could not."""
    return rule_sentence(lead.rule) or ("A person chose this office." if lead.rule else "")


# What the views and panels read through this room.
__all__ = ["Load", "counts_of", "default_queue", "loads", "queues_of", "within_reach"]
