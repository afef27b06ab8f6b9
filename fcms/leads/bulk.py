"""Taking in many leads at once: what `actions.receive` does, set by set in SQL. Values are checked beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Max, Min, Model, OuterRef, Q, Subquery
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.database.bulk import copy_rows, next_ids, next_numbers
from fcms.lib.action import action
from fcms.lib.actor import Actor

from .lifecycle import Outcome, Step
from .models import Lead, LeadNote, LeadStep

COLUMNS = (
    "file",
    "row",
    "source_kind",
    "source_agency",
    "source_officer",
    "source_reference",
    "received_on",
    "a_number",
    "family_name",
    "given_name",
    "birth_on",
    "line_1",
    "line_2",
    "city",
    "state",
    "zip",
    "first_seen_on",
    "last_seen_on",
    "notes",
)
"""What the query given to `receive_set` must select, in this order; unknown texts are '', unknown dates null."""

# One statement enters the leads and their first steps; the steps are read back from what was entered.
RECEIVE = """
with entered as (
  insert into leads_lead (
    source_kind, source_agency, source_officer, source_reference, received_on, a_number, family_name, given_name,
    birth_on, line_1, line_2, city, state, zip, first_seen_on, last_seen_on, notes,
    subject_id, case_id, address_key, status, office_id, team_id, rule, waiting_since, outcome,
    entered_at, entered_by_id, intake, file, row)
  select
    r.source_kind, r.source_agency, r.source_officer, r.source_reference, r.received_on, r.a_number, r.family_name,
    r.given_name, r.birth_on, r.line_1, r.line_2, r.city, r.state, r.zip, r.first_seen_on, r.last_seen_on, r.notes,
    a.subject_id, c.id, case when r.line_1 = '' then '' else fcms_address_key(r.line_1, r.line_2, r.zip) end,
    case when z.office_id is null then 'NEW' else 'ROUTED' end, z.office_id, z.team_id,
    coalesce(z.rule, case when r.zip = '' then 'NO_ZIP' else 'UNKNOWN_ZIP' end), now(), '',
    now(), %(person)s, %(intake)s, r.file, r.row
  from ({rows}) r
  left join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
  left join cases_case c on c.subject_id = a.subject_id and c.status in ('OPEN', 'COLD', 'IN_CUSTODY')
  left join offices_ziproute z on z.zip = r.zip
  order by r.file, r.row
  returning id, status, office_id, team_id, rule, zip, subject_id, entered_at, entered_by_id
), stepped as (
  insert into leads_leadstep
    (lead_id, step, status, office_id, team_id, rule, edition, zip, outcome, note, at, by_id, actor)
  select l.id, 'RECEIVED', 'NEW', null::bigint, null::bigint, '', null::int, '', '', '',
         l.entered_at, l.entered_by_id, %(actor)s
  from entered l
  union all
  select l.id, 'ROUTED', 'ROUTED', l.office_id, l.team_id, l.rule, z.edition_id, l.zip, '', '', l.entered_at,
         l.entered_by_id, %(actor)s
  from entered l join offices_ziproute z on z.zip = l.zip where l.status = 'ROUTED'
)
select count(*), count(*) filter (where status = 'ROUTED'), count(subject_id) from entered
"""
_CHECK_NOW = """
set local enable_nestloop = on;
set local enable_seqscan = off; -- keys are looked up one by one, in tables small enough to tempt it to read them whole
set constraints all immediate;
set constraints all deferred;
set local enable_seqscan = on
"""


@action(Event.LEAD_RECEIVED)
def receive_set(*, by: Actor, intake: str, rows_sql: str, parameters: dict[str, Any]) -> dict[str, int]:
    """Take in every row that `rows_sql` selects (the columns of `COLUMNS`), linked and routed like single leads.

    `rows_sql` is written in this code, never built from an extract's text; `intake` names the load. What the database
    keeps for the end of the transaction it checks at once, so that a load in parts needs memory for one part only.
    Returns how many leads were received, routed and linked.
    """
    given = {
        **parameters,
        "intake": intake,
        "person": by.pk if isinstance(by, Model) else None,
        "actor": by.actor_key,
    }
    with connection.cursor() as cursor:
        cursor.execute(RECEIVE.format(rows=rows_sql), given)
        received, routed, linked = cursor.fetchone()
        cursor.execute(_CHECK_NOW)
    return {"received": received, "routed": routed, "linked": linked}


_ANSWERS = """
insert into leads_vendoranswer (lead_id, vendor, batch, rank, score)
select l.id, r.vendor, r.batch, r.rank, r.score
from ({rows}) r join leads_lead l on l.intake = %(intake)s and l.file = r.file and l.row = r.row
"""


@action(Event.LEAD_RECEIVED)
def keep_answers(*, by: Actor, intake: str, rows_sql: str, parameters: dict[str, Any]) -> int:
    """Keep what a vendor said of the leads just received: `rows_sql` selects file, row, vendor, batch, rank, score."""
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS.format(rows=rows_sql), {**parameters, "intake": intake})
        kept: int = cursor.rowcount
    return kept


@dataclass(slots=True)
class PastStep:
    """A step that a lead has taken: the columns of `LeadStep`."""

    step: str
    status: str
    at: datetime
    office_id: int | None = None
    team_id: int | None = None
    officer_id: int | None = None
    rule: str = ""
    edition: int | None = None
    zip: str = ""
    outcome: str = ""
    note: str = ""
    by_id: int | None = None


@dataclass(slots=True)
class PastLead:
    """A lead as it stands, with the steps that led there, the oldest first, each later than the one before."""

    row: int
    source_kind: str
    source_agency: str
    source_reference: str
    received_on: date
    entered_at: datetime
    a_number: str = ""
    family_name: str = ""
    given_name: str = ""
    birth_on: str = ""
    line_1: str = ""
    line_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    address_key: str = ""
    first_seen_on: date | None = None
    last_seen_on: date | None = None
    source_officer: str = ""
    notes: str = ""
    subject_id: int | None = None
    case_id: int | None = None
    rule: str = ""
    closed_by_id: int | None = None
    steps: list[PastStep] = field(default_factory=list)


_LEAD = tuple(
    (
        "row source_kind source_agency source_officer source_reference received_on entered_at a_number"
        " family_name given_name birth_on line_1 line_2 city state zip address_key first_seen_on"
        " last_seen_on notes subject_id case_id rule closed_by_id"
    ).split()
)
_LEAD_OF = attrgetter(*_LEAD)
_STEP = tuple("step status at office_id team_id officer_id rule edition zip outcome note by_id".split())
_STEP_OF = attrgetter(*_STEP)


@action(Event.LEAD_RECEIVED)
def enter_set(leads: Sequence[PastLead], *, by: Actor, intake: str, file: str) -> list[int]:
    """Enter leads that were worked already, and return their ids in order; the last step says where each stands.

    Who took a step is in `by_id`; that it was entered by `by` stands in the step's actor.
    """
    ids = next_ids("leads_lead", len(leads))
    pairs = list(zip(ids, leads, strict=True))
    numbers = next_numbers("L", "leads_number", len(leads))
    standing = ("id", "number", "intake", "file", "status", "office_id", "team_id", "officer_id", "outcome")
    copy_rows(
        "leads_lead",
        (*standing, "waiting_since", "closed_at", *_LEAD),
        (
            (key, number, intake, file, *_standing(lead), *_LEAD_OF(lead))
            for number, (key, lead) in zip(numbers, pairs, strict=True)
        ),
    )
    copy_rows(
        "leads_leadstep",
        ("lead_id", "actor", *_STEP),
        ((key, by.actor_key, *_STEP_OF(step)) for key, lead in pairs for step in lead.steps),
    )
    return ids


def _standing(lead: PastLead) -> tuple[Any, ...]:
    last = lead.steps[-1]
    closed = last.at if last.status == "CLOSED" else None
    return (last.status, last.office_id, last.team_id, last.officer_id, last.outcome, last.at, closed)


# --- taking back what an extract brought


@dataclass(frozen=True, slots=True)
class Worked:
    """A lead that somebody has worked on since it came in, and what was done to it, in a sentence."""

    number: str
    sentence: str


def worked_on(intake: str, enough: int | None = None) -> list[Worked]:
    """The leads of an extract that a person has moved, noted, linked or corrected since; at most `enough`."""
    later = LeadStep.objects.filter(lead=OuterRef("pk"), at__gt=OuterRef("entered_at")).exclude(
        outcome=Outcome.ENTERED_IN_ERROR
    )
    found = Lead.objects.filter(intake=intake).annotate(
        step=Subquery(later.order_by("at", "id").values("step")[:1]),
        noted=Exists(LeadNote.objects.filter(lead=OuterRef("pk"))),
    )
    worked = found.filter(Q(Exists(later)) | Q(noted=True) | Q(changed_at__isnull=False)).order_by("pk")
    return [
        Worked(number, f"Lead {number} was {_what(step, noted)}.")
        for number, step, noted in worked.values_list("number", "step", "noted")[:enough]
    ]


def _what(step: str | None, noted: bool) -> str:
    if step:
        return {Step.ROUTED: "sent to an office by hand"}.get(Step(step), Step(step).label.lower())
    return "given a note" if noted else "corrected or linked by a person"


_CLOSED = """
update leads_lead set status = 'CLOSED', outcome = 'ENTERED_IN_ERROR', closed_at = %(at)s, closed_by_id = %(person)s,
                      waiting_since = %(at)s
where intake = %(intake)s and id between %(first)s and %(last)s and outcome <> 'ENTERED_IN_ERROR'
"""
_CLOSINGS = """
insert into leads_leadstep
  (lead_id, step, status, office_id, team_id, officer_id, rule, edition, zip, outcome, note, at, by_id, actor)
select id, 'CLOSED', 'CLOSED', office_id, team_id, officer_id, '', null, '', outcome, %(note)s, closed_at,
       closed_by_id, %(actor)s
from leads_lead where intake = %(intake)s and id between %(first)s and %(last)s and outcome = 'ENTERED_IN_ERROR'
"""
AT_ONCE = 50_000
"""Leads taken back by one statement, so that it can be told how far it is."""
Told = Callable[[str, int, int], None]
"""Told (step, done, total), counted in leads."""


@action(Event.LEAD_TAKEN_BACK)
def close_set(intake: str, *, by: User, reason: str, report: Told) -> int:
    """Close the leads of an extract as entered in error; return how many. Their steps follow by `step_set`."""
    return _in_parts(_CLOSED, "closing leads", report, intake=intake, person=by.pk, at=timezone.now())


@action(Event.LEAD_TAKEN_BACK)
def step_set(intake: str, *, by: User, reason: str, report: Told) -> None:
    """Put down that the leads of an extract were taken back, and why."""
    _in_parts(_CLOSINGS, "noting why", report, intake=intake, note=reason.strip(), actor=by.actor_key)


def _in_parts(sql: str, step: str, report: Told, **given: Any) -> int:
    of_intake = Lead.objects.filter(intake=given["intake"])
    bounds = of_intake.aggregate(first=Min("pk"), last=Max("pk"), number=Count("pk"))
    done = 0
    report(step, done, bounds["number"])
    with connection.cursor() as cursor:
        for first in range(bounds["first"] or 0, (bounds["last"] or -1) + 1, AT_ONCE):
            cursor.execute(sql, {**given, "first": first, "last": first + AT_ONCE - 1})
            done += cursor.rowcount
            report(step, done, bounds["number"])
    return done
