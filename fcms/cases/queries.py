"""What a person may see of cases: lists, one case with its page, who reaches it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.queries import HistoryLine, history_of, names_of
from fcms.lib import numbers
from fcms.lib.paging import Page, page_of
from fcms.lib.verdict import Verdict, first_no
from fcms.offices.models import Office
from fcms.offices.queries import office_of
from fcms.subjects.models import ANumber, CustodyStatus, Statement, Subject
from fcms.subjects.provenance.queries import newest_statements
from fcms.subjects.queries import (
    NOWHERE,
    FactLine,
    Line,
    Source,
    a_number_of,
    as_said,
    facts_of,
    label_of,
    source_of,
    subject_numbered,
    words_of,
)
from fcms.subjects.queries import within_reach as reaches_subject

from . import reach, rules
from .claims.queries import is_citizen
from .lifecycle import LIVE, Basis, ClosureReason, Status
from .models import Case, CaseQuerySet, CaseStep
from .permissions import holds

# What the views of this room read through it.
__all__ = ["a_number_of", "office_of", "reaches_subject", "source_of", "subject_numbered"]

SORTS = {
    "-opened": ("-opened_on", "-pk"),
    "-changed": ("-changed_at", "-pk"),
    "number": ("pk",),
    "subject": ("subject__family_name", "subject__given_name", "pk"),
    "-priority": ("-priority__points", "-pk"),
}
COUNTED = 1000
"""A list says how many rows it has up to here, and above only that there are more."""


def cases_for(user: User) -> CaseQuerySet:
    """The cases that the person reads without stating a purpose."""
    if not user.may(Permission.ACTIVITIES_READ):
        return Case.objects.none()
    return Case.objects.filter(reach.reading(user))


def case_named(number: str) -> Case:
    """The case with a number, however it was typed, whoever may read it; `Http404` without one."""
    cases = Case.objects.with_people().select_related(
        "statement__recorded_by", "subject__docket_office__parent", "priority"
    )
    found = cases.filter(number=numbers.tidy(number)).first()
    if found is None:
        raise Http404("There is no case with this number.")
    return found


def within_reach(user: User, case: Case) -> bool:
    """Whether the person reads the case without stating a purpose, and may act on it."""
    if not user.may(Permission.ACTIVITIES_READ):
        return False
    return holds(user, case) or cases_for(user).filter(pk=case.pk).exists()


def live_case_of(subject: Subject) -> Case | None:
    """The one live case of a subject, if there is one."""
    return Case.objects.live().filter(subject=subject).select_related("office").first()


def cases_of(subject: Subject) -> list[Case]:
    """All cases of a subject, newest first."""
    return list(Case.objects.filter(subject=subject).select_related("office"))


# --- the list


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of cases, and how many there are; `total` is None above what is counted."""

    page: Page
    total: int | None


def listing(user: User, chosen: Mapping[str, Any], query: Mapping[str, str]) -> Listing:
    """Cut the page that the URL asks for from the cases within reach, narrowed by what was chosen."""
    rows = narrowed(cases_for(user), **chosen)
    total = rows.order_by()[: COUNTED + 1].count()
    primary = ANumber.objects.filter(primary=True, withdrawn_at=None)
    if query.get("sort", "").removeprefix("-") == "priority":
        rows = rows.filter(priority__points__gte=0)  # each has one: the index of points can be read in order
    shown = (
        rows.with_people()
        .select_related("priority")
        .prefetch_related(Prefetch("subject__anumbers", queryset=primary, to_attr="primary_numbers"))
    )
    page = page_of(shown, query, sorts=SORTS, default="-opened")
    return Listing(page, total if total <= COUNTED else None)


def narrowed(
    rows: CaseQuerySet,
    *,
    office: str = "",
    status: str = "",
    basis: str = "",
    priority: str = "",
    opened_from: date | None = None,
    opened_to: date | None = None,
) -> CaseQuerySet:
    """Keep the cases of an office, status, basis and days of opening, with any priority; without a status, those live.

    A sub-office keeps the cases of its field office whose docket lies there.
    """
    condition = Q()
    if office:
        condition &= Q(office__code=office.partition("-")[0])
        if "-" in office:
            condition &= Q(subject__docket_office__code=office)
    if not status:
        condition &= Q(status__in=LIVE)
    elif status in Status.values:
        condition &= Q(status=status)
    if basis:
        condition &= Q(basis=basis)
    if priority:
        condition &= Q(priority__points__gt=0)
    if opened_from:
        condition &= Q(opened_on__gte=opened_from)
    if opened_to:
        condition &= Q(opened_on__lte=opened_to)
    return rows.filter(condition)


def standing_of_office(office: Office) -> dict[Status, int]:
    """How many cases of a field office are open, cold and in custody."""
    rows = Case.objects.filter(office_id=office.field_office_id, status__in=LIVE).order_by()
    counted = dict(rows.values_list("status").annotate(n=Count("pk")))
    return {status: counted.get(status, 0) for status in LIVE}


# --- one case


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a case in words."""

    at: datetime
    what: str
    who: str
    tone: str
    reason: str
    offices: tuple[str, str] | None
    as_of: date | None
    evidence: list[tuple[str, str]]
    note: str


TONES = {
    "ARRESTED": "good",
    "REMOVED": "good",
    "OPENED": "active",
    "REOPENED": "active",
    "RELEASED": "active",
}


def steps_of(case: Case) -> list[StepLine]:
    """Every step that the case took, newest first; the day it holds from only where that is another one."""
    steps = list(CaseStep.objects.filter(case=case).select_related("by", "office", "from_office"))
    names = names_of({step.actor for step in steps if step.by is None})
    return [
        StepLine(
            at=step.at,
            what=step.get_step_display(),
            who=step.by.name if step.by else names[step.actor],
            tone=TONES.get(step.step, ""),
            reason=step.get_reason_display() if step.reason else "",
            offices=(step.from_office.name, step.office.name) if step.from_office else None,
            as_of=step.effective_on if step.effective_on != timezone.localdate(step.at) else None,
            evidence=[(label, words) for _field, label, words in step.evidence],
            note=step.note,
        )
        for step in steps
    ]


def bars_to_opening(case: Case) -> dict[str, Any]:
    """What stands in the way of opening an ended case again; nothing is asked of a live one."""
    if case.status in LIVE:
        return {}
    return {"live": other_live_case(case), "citizen": is_citizen(case.subject_id)}


def other_live_case(case: Case) -> str:
    """The number of another live case of the same subject, "" without one; asked of ended cases only."""
    if case.status in LIVE:
        return ""
    found = Case.objects.live().filter(subject_id=case.subject_id).exclude(pk=case.pk)
    return found.values_list("number", flat=True).first() or ""


def opening_office(user: User, subject: Subject) -> Office:
    """The field office to which a case opened by hand belongs: that of the docket, else the person's own."""
    office = subject.docket_office or user.office
    return office.parent or office


def addresses_of(subject: Subject) -> list[FactLine]:
    """Where the subject may be, each address with its source, the one seen last first."""
    standing = [line for line in facts_of(subject, "address") if not line.withdrawn]
    return sorted(standing, key=lambda line: line.fact.seen_on or date.min, reverse=True)


def may_open(user: User, subject: Subject) -> Verdict:
    """Whether the person may open a case on a subject by hand."""
    live = live_case_of(subject)
    who = rules.Standing(
        holds=user.reads_all_offices or opening_office(user, subject).pk == user.office.field_office_id,
        may_update=user.may(Permission.ACTIVITIES_UPDATE),
        may_transfer=False,
    )
    return first_no(
        rules.may_open(
            subject.case_category,
            died=subject.died_on is not None,
            removed=subject.custody_status == CustodyStatus.REMOVED,
            live=live.number if live else "",
            stands=subject.withdrawn_at is None and subject.merged_into_id is None,
            citizen=is_citizen(subject.pk),
        ),
        rules.may_open_here(who),
    )


IN_FORCE = (
    *("case_category", "order_kind", "final_order_on", "failed_to_report_on", "docket_office"),
    *("custody_status", "custody_on", "removed_on", "stay_kind", "stay_until", "died_on"),
)
"""What is known of a subject that decides about the case."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a source said last of one value, where that is not what is in force."""

    value: Any
    source: Source


@dataclass(frozen=True, slots=True)
class Known:
    """One value in force with its source, and what other sources say instead."""

    line: Line
    otherwise: list[Voice]


def known_of(subject: Subject) -> list[Known]:
    """What decides about a case, each value with its source and with the sources that last said otherwise."""
    statements = newest_statements(subject)
    found = (_known(subject, name, [one for one in statements if name in one.said]) for name in IN_FORCE)
    return [known for known in found if known.line.value or known.otherwise]


def _known(subject: Subject, name: str, said: list[Statement]) -> Known:
    in_force = as_said(getattr(subject, name)) or ""
    agreeing = [one for one in said if (one.said[name] or "") == in_force]
    line = Line(
        name=name,
        label=label_of(name),
        value=words_of(name, getattr(subject, name)),
        is_date=name.endswith(("_on", "_until")),
        source=source_of((agreeing or said)[0]) if said else NOWHERE,
    )
    last = {(one.source, one.system): one for one in reversed(said)}
    others = [one for one in last.values() if (one.said[name] or "") != in_force]
    return Known(line, [Voice(_in_words(name, one.said[name]), source_of(one)) for one in others])


def _in_words(name: str, value: Any) -> Any:
    return value if name == "docket_office" else words_of(name, value)


def history(case: Case) -> list[HistoryLine]:
    """Every change of the case, newest first: who, when, which field from what to what."""
    return history_of([("cases_case", case.pk)])


# --- what other rooms ask


def with_case(*conditions: Q) -> Exists:
    """Over subjects: whether one of the subject's cases meets the conditions."""
    return Exists(Case.objects.filter(*conditions, subject=OuterRef("pk")))


def shown_in_history(column: str, value: Any) -> Any:
    """A coded value of a case's audit trail as the history tab says it."""
    labels = {"status": Status, "basis": Basis, "closure_reason": ClosureReason}
    return labels[column](value).label if value and column in labels else value
