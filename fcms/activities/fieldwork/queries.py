"""What a person may see of field work: one action, the lists of a day, an operation; what the gates say of many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.activities.gates import permissions as gate_permissions
from fcms.activities.gates import queries as gates
from fcms.activities.gates.facts import Answer, Place
from fcms.activities.ledger import queries as ledger
from fcms.activities.lifecycle import GOES_AHEAD, STANDING, FieldStatus
from fcms.activities.models import (
    Activity,
    ActivityType,
    AddressRecord,
    CheckResult,
    CheckSystem,
    DoNotReturn,
    FieldAction,
    FieldActionStep,
)
from fcms.cases.claims.queries import open_claims
from fcms.cases.claims.rules import HOLDS
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.leads.permissions import within_reach as lead_within_reach
from fcms.lib.gatepolicy import NEVER
from fcms.lib.gatepolicy import gates as policy
from fcms.lib.numbers import tidy
from fcms.subjects.addresses import plain_line
from fcms.subjects.models import Address
from fcms.subjects.words import day_words

from . import permissions

SORTS = {"day": ("planned_on", "pk"), "number": ("number",)}
WITHIN = timedelta(hours=24)
"""A status check that lapses within this is shown to the officer who needs it."""


# --- actions


def with_people(found: QuerySet[FieldAction]) -> QuerySet[FieldAction]:
    """The same actions with what a list shows of them."""
    return found.select_related(
        *(
            "case__subject",
            "case__office",
            "lead__subject",
            "lead__office",
            "office",
            "team",
            "officer__office",
        )
    )


def action_named(number: str) -> FieldAction:
    """The field action with this number, whoever may see it: ask `permissions.within_reach` before showing it."""
    rows = with_people(FieldAction.objects.filter(number=tidy(number)))
    found = rows.select_related("reading", "status_check", "planned_by", "officer__team").first()
    if found is None:
        raise Http404("There is no field action with this number.")
    return found


def steps_of(action: FieldAction) -> list[FieldActionStep]:
    """What happened to a field action, newest first."""
    return list(action.steps.select_related("by", "officer", "reading").order_by("-id"))


def standing_on(case: Case) -> list[FieldAction]:
    """The field actions of a case that are not ended, the earliest first."""
    found = FieldAction.objects.filter(case=case, status__in=STANDING)
    return list(with_people(found).order_by("planned_on", "id"))


def doubled(case: Case, key: str, day: date) -> str:
    """The number of a field action that stands for an address of this case on a day, "" without one."""
    found = FieldAction.objects.filter(case=case, address_key=key, planned_on=day, status__in=STANDING)
    return str(found.order_by("id").values_list("number", flat=True).first() or "")


# --- the gates of actions


def place_of(action: FieldAction) -> Place:
    """Where the action is, as the gates ask of it: its kind is what was said last of the address."""
    return Place(action.address_key, action.line, "", action.lead_id, action.case.subject_id)


def answers_of(action: FieldAction, *, now: datetime | None = None) -> list[Answer]:
    """Every gate of an action as it stands now, for the day it is planned for."""
    now = now or timezone.now()
    return gates.answers(action.case, place_of(action), now=now, day=day_asked(action, now))


def day_asked(action: FieldAction, now: datetime) -> date:
    """The day the gates are asked for: the planned one, today once that has passed where the action or the case is."""
    return max(action.planned_on, permissions.today_of(action.office, now), gates.today_at(action.case, now))


def asked_of_many(actions: Iterable[FieldAction]) -> dict[int, list[Answer]]:
    """The same for many actions of any days, by key: as many questions for each day as for one action."""
    now = timezone.now()
    by_day: dict[date, list[FieldAction]] = {}
    for action in actions:
        by_day.setdefault(day_asked(action, now), []).append(action)
    found: dict[int, list[Answer]] = {}
    for day, of_day in by_day.items():
        pairs = [(one.case, place_of(one)) for one in of_day]
        said = gates.answers_of_many(pairs, now=now, day=day)
        found |= {one.pk: answers for one, answers in zip(of_day, said, strict=True)}
    return found


def check_hours() -> int:
    """For how many hours policy lets a status check stand."""
    return policy().gates[NEVER].age


def checks_behind(cases: Collection[int]) -> dict[int, tuple[Activity, datetime]]:
    """By case, the last check of EID that said still a fugitive, and the moment from which it counts."""
    rows = Activity.objects.filter(
        case__in=cases,
        type=ActivityType.RECORDS_CHECK,
        check_system=CheckSystem.EID,
        check_result=CheckResult.STILL_FUGITIVE,
        recorded_by__isnull=False,
    )
    found: dict[int, tuple[Activity, datetime]] = {}
    for row in rows.select_related("officer__office").order_by("id"):
        since, _latest = gates.counts_from(row.acted_on, row.recorded_at, row.officer.office.time_zone)
        case = int(row.case_id or 0)
        if case not in found or since >= found[case][1]:
            found[case] = (row, since)
    return found


def held(subject: int) -> str:
    """The sentence of the hold that stands on a subject, "" without one."""
    return HOLDS if open_claims([subject]) else ""


def strip_of(action: FieldAction) -> gates.Strip:
    """The gates of an action as its page shows them."""
    found = answers_of(action)
    check = next((one for one in found if one.code == NEVER and one.verdict), None)
    return gates.Strip(
        shut=[one for one in found if not one.verdict],
        overridden=[one for one in found if one.override],
        check=check,
        open=[one for one in found if one.verdict and not one.override and one is not check],
        with_place=True,
    )


def lines_of(user: User, action: FieldAction, strip: gates.Strip | None) -> list[dict[str, Any]]:
    """The shut gates with what this person can do about each."""
    if strip is None:
        return []
    works = bool(permissions.may_work(user, action))
    return [
        {
            "gate": one,
            "remedy_url": one.remedy_url if works else "",
            "override_url": one.override_url if gate_permissions.may_override(user, action.case, one) else "",
        }
        for one in strip.shut
    ]


def check_stands(case: Case) -> bool:
    """Whether a status check of a case stands now, by its hours."""
    behind = checks_behind([case.pk]).get(case.pk)
    return behind is not None and behind[1] > timezone.now() - timedelta(hours=check_hours())


def recorded_from(action: FieldAction) -> Activity | None:
    """What was recorded from an action."""
    return Activity.objects.filter(field_action=action).select_related("arrest").first()


def ledger_of(action: FieldAction) -> AddressRecord | None:
    """The record of the action's address in the ledger."""
    return ledger.record_at(action.address_key)


def marked_by(done: Activity) -> str:
    """What a visit says that its address is left alone for, "" where it set no mark."""
    mark = DoNotReturn.objects.filter(activity=done, lifted_at=None).order_by("-id").first()
    return f" The address is marked do-not-return until {day_words(mark.until)}." if mark else ""


def under_way_named(number: str) -> FieldAction | None:
    """The action that an arrest is recorded from, where the address of the form names one."""
    return action_named(number) if number else None


# --- where one can go


@dataclass(frozen=True, slots=True)
class Where:
    """An address that a field action can be planned at: its choice, its parts and what it says."""

    key: str
    address_key: str
    lead: Lead | None
    parts: Mapping[str, str]
    words: str


PARTS = ("line_1", "line_2", "city", "state", "zip")


def places_of(case: Case, user: User, lead: Lead | None = None) -> list[Where]:
    """The addresses of a case, each once: of its open leads that the person may work, then of its subject."""
    leads = (
        [lead]
        if lead
        else [
            one
            for one in Lead.objects.live().filter(case=case).select_related("office").order_by("-id")[:50]
            if lead_within_reach(user, one)
        ]
    )
    found: dict[str, Where] = {}
    for one in leads:
        if one is not None and one.address_key and one.line_1 and not _is_a_box(one.line_1):
            parts = {name: getattr(one, name) for name in PARTS}
            words = f"{_line(parts)} (lead {one.number})"
            found.setdefault(one.address_key, Where(f"lead-{one.pk}", one.address_key, one, parts, words))
    rows = Address.objects.filter(subject=case.subject_id, withdrawn_at=None).exclude(line_1="")
    for row in [one for one in rows.order_by("-seen_on", "-id")[:50] if not _is_a_box(one.line_1)]:
        parts = {name: getattr(row, name) for name in PARTS}
        found.setdefault(row.key, Where(f"address-{row.pk}", row.key, None, parts, _line(parts)))
    return list(found.values())


def _is_a_box(line: str) -> bool:
    """Whether it is a post office box, to which nobody goes."""
    return plain_line(line).startswith(("PO BOX", "P O BOX", "POST OFFICE BOX"))


def _line(parts: Mapping[str, str]) -> str:
    street = f"{parts['line_1']} {parts['line_2']}".strip()
    town = f"{parts['city']} {parts['state']} {parts['zip']}".strip()
    return ", ".join(part for part in (street, town) if part)


# --- lists


def actions_for(user: User) -> QuerySet[FieldAction]:
    """The field work of this person's office; of every office, nationally."""
    found = with_people(FieldAction.objects.all())
    if not user.may(Permission.ACTIVITIES_READ) or user.policy.reach == "none":
        return found.none()
    return found if user.reads_all_offices else found.filter(office_id=user.office.field_office_id)


def of_filters(found: QuerySet[FieldAction], chosen: Mapping[str, Any], user: User) -> QuerySet[FieldAction]:
    """The same, narrowed to whose, which day, which state, which operation and which office."""
    whose = {"mine": Q(officer=user), "team": Q(team=user.team_id) if user.team_id else Q()}
    found = found.filter(whose.get(str(chosen.get("whose", "")), Q()))
    states = {"standing": STANDING, **{value: (value,) for value in FieldStatus.values}}
    if status := chosen.get("status"):
        found = found.filter(status__in=states[status])
    given = {
        "planned_on": chosen.get("day"),
        "operation_name__iexact": chosen.get("operation"),
        "office__code": chosen.get("office") if user.reads_all_offices else "",
    }
    return found.filter(**{name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """One action in a list: whether it is ready, and if not what stands against it."""

    action: FieldAction
    state: str
    why: str
    url: str = ""
    remedy: str = ""

    @property
    def words(self) -> str:
        """The state as the list shows it."""
        return _WORDS.get(self.state) or FieldStatus(self.state).label


_WORDS = {"READY": "Ready", "SHUT": "A gate is shut"}


def rows_of(actions: Sequence[FieldAction]) -> list[Row]:
    """Actions as a list shows them: of those still to be done, whether all gates are open now."""
    asked = asked_of_many(one for one in actions if one.status in (FieldStatus.PLANNED, FieldStatus.ASSIGNED))
    return [_row(one, asked.get(one.pk)) for one in actions]


def _row(action: FieldAction, answers: list[Answer] | None) -> Row:
    if answers is None:
        return Row(action, action.status, action.reason)
    shut = next((one for one in answers if not one.verdict), None)
    if shut is None:
        return Row(action, "READY", "")
    return Row(action, "SHUT", f"{shut.label}: {shut.verdict.sentence}", shut.remedy_url, shut.remedy_label)


def summed(rows: Iterable[Row]) -> str:
    """How a list stands in a few words, each reason behind its own count: `11 ready; 1 stopped: a claim is open`."""
    counted: dict[str, list[Row]] = {}
    for one in rows:
        free = one.state == "READY" and one.action.officer_id is None
        counted.setdefault("FREE" if free else one.state, []).append(one)
    return "; ".join(_counted(state, counted[state]) for state in _STATES if state in counted)


def _counted(state: str, rows: Sequence[Row]) -> str:
    said = f"{len(rows)} {_STATES[state]}"
    reasons = dict.fromkeys(_short(one) for one in rows) if state in ("STOPPED", "SHUT") else {}
    return f"{said}: {', '.join(reasons)}" if reasons else said


_STATES = {
    "READY": "ready",
    "FREE": "open, but nobody has it yet",
    "UNDER_WAY": "under way",
    "DONE": "done",
    "CALLED_OFF": "called off",
    "SHUT": "with a shut gate",
    "STOPPED": "stopped",
}


def _short(row: Row) -> str:
    """Why a row does not go on, in as few words as say it."""
    said = row.why.partition(":" if row.state == "SHUT" else ".")[0]
    return said[:1].lower() + said[1:]


def operation(user: User, office_code: str, name: str) -> list[FieldAction]:
    """The field actions of one operation: of one name and one office."""
    found = actions_for(user).filter(operation_name__iexact=name, office__code=office_code)
    return list(found.order_by("planned_on", "id")[:200])


def operations_of(user: User, most: int = 20) -> Sequence[Any]:
    """The operations with field work that still stands: name, office, how many actions, the earliest day."""
    found = actions_for(user).exclude(operation_name="").filter(status__in=STANDING).order_by()
    rows = found.values("operation_name", "office__code", "office__name")
    return list(
        rows.annotate(actions=Count("pk"), day=Min("planned_on")).order_by("day", "operation_name")[:most]
    )


# --- the first page


def my_actions(user: User, today: date) -> list[FieldAction]:
    """What an officer goes on today, and what was left under way or assigned from before."""
    mine = FieldAction.objects.filter(officer=user, status__in=GOES_AHEAD, planned_on__lte=today)
    return list(with_people(mine).order_by("planned_on", "id")[:20])


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A status check behind an assigned action that lapses within a day, or has."""

    action: FieldAction
    ends: datetime | None

    @property
    def lapsed(self) -> bool:
        """Whether it has lapsed already, or there is none."""
        return self.ends is None or self.ends <= timezone.now()


def lapsing(user: User, now: datetime | None = None) -> list[Lapsing]:
    """Checks behind the person's assigned actions that lapse within a day or have lapsed, the first one first."""
    now = now or timezone.now()
    mine = FieldAction.objects.filter(officer=user, status=FieldStatus.ASSIGNED)
    actions = list(with_people(mine).order_by("planned_on", "id")[:100])
    checks = checks_behind([one.case_id for one in actions])
    stands = timedelta(hours=check_hours())
    found = [
        Lapsing(one, checks[one.case_id][1] + stands if one.case_id in checks else None) for one in actions
    ]
    soon = [one for one in found if one.ends is None or one.ends <= now + WITHIN]
    return sorted(soon, key=lambda one: (one.ends is not None, one.ends or now, one.action.pk))
