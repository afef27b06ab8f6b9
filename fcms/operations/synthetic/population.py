"""Loads invented people chunk by chunk, each in one transaction, so that a kill costs at most one chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection

from fcms.activities.bulk import PastActivity
from fcms.activities.bulk import record_set as record_activities
from fcms.audit.events import Event
from fcms.cases.bulk import PastCase
from fcms.cases.bulk import enter_set as enter_cases
from fcms.cases.rules import basis_of_category
from fcms.encounters.bulk import PastEncounter, count_set
from fcms.leads.bulk import enter_set as enter_leads
from fcms.lib.actor import Job, acting
from fcms.subjects.bulk import Entered, NewSubject
from fcms.subjects.bulk import enter_set as enter_subjects
from fcms.subjects.models import ANumber, SourceKind
from fcms.subjects.origin import Origin
from fcms.subjects.rules import convicted_by, makes_criminal

from . import identity
from .lives import FIRST_ARREST, Life, Narrator
from .people import Person, person
from .places import Places
from .tips import Tipster, Trail, arrest_deed, deed

BY = Job("synthetic data")
CHUNK = 2_000
"""Subjects of a chunk: a transaction, and what a killed load loses at most."""
MOST_LEADS = 10
"""Leads for each subject at most; more than that come as leads on nobody here, in chunks of their own."""
LEADS_ALONE = 10_000
NOBODYS = 0.012
"""The share of leads that no subject is linked to."""

Report = Callable[[int, int], None]
"""Told how many subjects and leads were loaded since the last call."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many subjects and leads, for which seed, with dates as of which day."""

    subjects: int
    leads: int
    seed: int
    today: date

    @property
    def linked(self) -> int:
        """Leads that come with the subjects."""
        return min(self.leads, self.subjects * MOST_LEADS)

    def chunks(self) -> Iterator[Chunk]:
        """The chunks in order: subjects with their leads, then leads alone."""
        for number, first in enumerate(range(0, self.subjects, CHUNK)):
            last = min(first + CHUNK, self.subjects)
            yield Chunk(self, f"SYNTH-{self.seed}-{number}", first, last, self._quota(first, last))
        alone = self.leads - self.linked
        for number, first in enumerate(range(0, alone, LEADS_ALONE)):
            yield Chunk(self, f"SYNTH-{self.seed}-L{number}", 0, 0, min(LEADS_ALONE, alone - first))

    def _quota(self, first: int, last: int) -> int:
        return self.linked * last // self.subjects - self.linked * first // self.subjects


@dataclass(frozen=True, slots=True)
class Chunk:
    """Subjects `first` up to `last` (exclusive) and so many leads, under a name that says they are there."""

    plan: Plan
    name: str
    first: int
    last: int
    leads: int

    @property
    def size(self) -> int:
        """Subjects and leads together."""
        return self.last - self.first + self.leads


@dataclass(slots=True)
class Story:
    """All that is invented for a chunk, before anything is written."""

    chunk: Chunk
    first: int
    people: list[Person] = field(default_factory=list)
    lives: list[Life | None] = field(default_factory=list)
    trails: list[Trail] = field(default_factory=list)
    arrests: list[tuple[int, PastActivity, Trail | None]] = field(default_factory=list)
    encounters: list[tuple[PastEncounter, PastActivity]] = field(default_factory=list)
    duties: list[PastActivity] = field(default_factory=list)


# --- inventing


def invent(chunk: Chunk, places: Places) -> Story:
    """Invent the people of a chunk and what happened to them. Pure."""
    plan, story = chunk.plan, Story(chunk, chunk.first)
    narrator = Narrator(places, plan.today)
    tipster = Tipster(places, plan.today, chunk.name)
    rng = Random(f"{plan.seed}:{chunk.name}")
    nobodys = round(chunk.leads * NOBODYS) if chunk.last else chunk.leads
    shares = _shares(rng, chunk, chunk.leads - nobodys)
    row = 0
    for index, leads in zip(range(chunk.first, chunk.last), shares, strict=True):
        own, one = person(plan.seed, index, places, plan.today)
        life = narrator.life(own, one) if one.has_case else None
        story.people.append(one)
        story.lives.append(life)
        row = _tips(story, tipster, own, row, leads)
    for _ in range(nobodys):
        row += 1
        _, stranger = person(plan.seed + 1_000_003, row, places, plan.today)
        story.trails.append(tipster.about_nobody(rng, row, stranger))
    _encounters(story, rng, places)
    return story


def _shares(rng: Random, chunk: Chunk, leads: int) -> list[int]:
    """How many leads each subject has: none for some, many for few."""
    size = chunk.last - chunk.first
    shares = [0] * size
    if size:
        weights = [rng.paretovariate(1.6) * (rng.random() > 0.12) for _ in range(size)]
        for at in rng.choices(range(size), weights, k=leads):
            shares[at] += 1
    return shares


def _tips(story: Story, tipster: Tipster, rng: Random, row: int, leads: int) -> int:
    """Make the leads of the latest person, the first of them those that led to arrests."""
    one, life = story.people[-1], story.lives[-1]
    arrests = life.arrests if life else []
    led = [at for at in range(min(len(arrests), leads)) if rng.random() < 0.8]
    trails: dict[int, Trail] = {}
    for number in range(leads):
        row += 1
        arrest = led[number] if number < len(led) else None
        trail = tipster.about(rng, row, one, life, arrest=arrest)
        story.trails.append(trail)
        if arrest is not None:
            trails[arrest] = trail
    for at, (day, by) in enumerate(arrests):
        trail_of = trails.get(at)
        where = rng.choice(one.addresses)
        one_deed = arrest_deed(by, day, where, criminal=criminal_by(one, day, tipster.until))
        story.arrests.append((len(story.people) - 1, one_deed, trail_of))
    return row


def criminal_by(one: Person, day: date, as_of: date) -> bool:
    """Whether the person counts as criminal on a day, as `subjects.queries.criminal_on` has it."""
    return any(
        makes_criminal(conviction["offense_code"]) and convicted_by(conviction["convicted_on"], as_of) <= day
        for conviction in one.convictions
    )


SYSTEMS = ("EID", "NCIC", "CIS")
METHODS = (
    "Fingerprints matched in IDENT",
    "Identity document and fingerprints",
    "Own statement and fingerprints",
)
DUTIES = ("OTHER_DUTY", "ASSISTANCE", "DOCUMENT_REVIEW")


def _encounters(story: Story, rng: Random, places: Places) -> None:
    """Non-fugitive arrests made in passing, counted and no more; and duty that is nobody's case."""
    chunk, until = story.chunk, story.chunk.plan.today - timedelta(days=1)
    span = (until - FIRST_ARREST).days
    size = chunk.last - chunk.first
    for number in range(round(size * 0.02)):
        place = places.choose(rng)
        by = rng.choice(places.officers[place.office_id or 0])
        day = until - timedelta(days=min(int(rng.expovariate(1 / 700)), span))
        removed = day + timedelta(days=4 + int(rng.expovariate(1 / 50)))
        known = removed if rng.random() < 0.6 and removed <= until else None
        a_number = identity.non_fugitive_a_number(chunk.plan.seed, chunk.first + number)
        counted = PastEncounter(
            a_number, day, place.city, place.state, by.office_id, by.team_id, rng.random() < 0.16, known
        )
        said = deed(by, "ARREST", day, "", (rng.choice(SYSTEMS), "", ""))
        said.verification, said.verified_on = rng.choice(METHODS), day
        story.encounters.append((counted, said))
    for _ in range(round(size * 0.01)):
        by = rng.choice(places.officers[places.choose(rng).office_id or 0])
        day = until - timedelta(days=min(int(rng.expovariate(1 / 200)), span))
        story.duties.append(deed(by, rng.choice(DUTIES), day))


# --- writing


def load(story: Story) -> bool:
    """Write a chunk, all of it or nothing; False if it was there.

    What a smaller population of the same seed left of its last chunk is completed.
    """
    chunk = story.chunk
    with acting(BY, Event.SYNTHETIC_LOADED, reason=chunk.name):
        subjects, leads = _there(chunk)
        if subjects >= len(story.people) and (subjects or leads):
            return False
        if subjects:
            _leave_out(story, subjects, leads)
        _free_a_numbers(story.people)
        entered = enter_subjects([_subject(story, at) for at in range(len(story.people))], by=BY)
        case_ids = _enter_cases(story, entered)
        _enter_leads(story, entered, case_ids)
        _record(story, case_ids)
    return True


def _there(chunk: Chunk) -> tuple[int, int]:
    """How many subjects and leads of this name are there; whoever loads it meanwhile is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [chunk.name])
        # Each row is checked against offices, teams and users: small tables that are read whole unless told otherwise.
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "select (select count(*) from subjects_statement where intake = %(name)s),"
            " (select count(*) from leads_lead where intake = %(name)s)",
            {"name": chunk.name},
        )
        subjects, leads = cursor.fetchone()
        return int(subjects), int(leads)


def _leave_out(story: Story, subjects: int, leads: int) -> None:
    """Leave out the first `subjects` people and what is about them; number the other leads after those there."""
    story.first += subjects
    story.people, story.lives = story.people[subjects:], story.lives[subjects:]
    story.arrests = [(at - subjects, one, trail) for at, one, trail in story.arrests if at >= subjects]
    story.trails = [one for one in story.trails if one.owner is not None and one.owner >= story.first]
    story.encounters, story.duties = [], []
    for row, trail in enumerate(story.trails, leads + 1):
        trail.lead.row, trail.lead.source_reference = row, f"{story.chunk.name}-{row}"


def _free_a_numbers(people: list[Person]) -> None:
    """Give another A-Number to whoever drew one that another seed gave out before."""
    own = {one.a_number for one in people}
    doubtful = people
    while doubtful:
        wanted = [one.a_number for one in doubtful]
        held = ANumber.objects.filter(number__in=wanted, withdrawn_at=None).order_by("number")
        taken = set(held.values_list("number", flat=True))
        doubtful = [one for one in doubtful if one.a_number in taken]
        for one in doubtful:
            while one.a_number in own:
                one.a_number = identity.next_a_number(one.a_number)
            own.add(one.a_number)


def _subject(story: Story, at: int) -> NewSubject:
    one, life, plan = story.people[at], story.lives[at], story.chunk.plan
    values = {**one.values, **(_standing(life) if life else {})}
    return NewSubject(
        a_number=one.a_number,
        origin=Origin(
            SourceKind.EID,
            "EID",
            plan.today - timedelta(days=1),
            story.chunk.name,
            "subjects.csv",
            one.index + 1,
        ),
        values=values,
        said=_said(values, one.docket_code),
        aliases=one.aliases,
        addresses=one.addresses,
        identifiers=one.identifiers,
        charges=one.charges,
        apprehensions=one.apprehensions,  # type: ignore[arg-type]
        convictions=one.convictions,
    )


def _standing(life: Life) -> dict[str, Any]:
    """What the subject's own columns say of the case's state."""
    if life.status == "REMOVED":
        return {"custody_status": "REMOVED", "custody_on": life.custody_on, "removed_on": life.removed_on}
    if life.status == "IN_CUSTODY":
        return {"custody_status": "ICE_CUSTODY", "custody_on": life.custody_on}
    if life.reason == "IN_CUSTODY_ELSEWHERE":
        return {"custody_status": "OTHER_CUSTODY", "custody_on": life.ended_on}
    return {"died_on": life.ended_on} if life.reason == "DIED" else {}


def _said(values: dict[str, Any], docket: str) -> dict[str, Any]:
    """What EID said, in words that JSON has: only what it holds."""
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in ("", None) and name not in ("docket_office_id", "case_category_on")
    }
    return {**said, "docket_office": docket}


def _enter_cases(story: Story, entered: list[Entered]) -> dict[int, int]:
    """Enter the cases; return their ids by the place of their person in the story."""
    there = [at for at, life in enumerate(story.lives) if life]
    cases = [_case(story.people[at], story.lives[at], entered[at]) for at in there]  # type: ignore[arg-type]
    return dict(zip(there, enter_cases(cases, by=BY), strict=True))


def _case(one: Person, life: Life, entered: Entered) -> PastCase:
    last = life.steps[-1]
    closed = last if life.status == "CLOSED" else None
    return PastCase(
        subject_id=entered.subject_id,
        statement_id=entered.statement_id,
        office_id=life.office_id,
        status=life.status,
        basis=str(basis_of_category(one.values["case_category"])),
        basis_on=one.basis_on,
        opened_at=life.steps[0].at,
        opened_on=life.opened_on,
        changed_at=last.at,
        closed_at=closed.at if closed else None,
        closed_by_id=closed.by_id if closed else None,
        closure_reason=life.reason if closed else "",
        custody_on=life.custody_on if life.status in ("IN_CUSTODY", "REMOVED") else None,
        removed_on=life.removed_on,
        steps=life.steps,
    )


def _enter_leads(story: Story, entered: list[Entered], case_ids: dict[int, int]) -> None:
    for trail in story.trails:
        if trail.owner is not None:
            at = trail.owner - story.first
            trail.lead.a_number = story.people[at].a_number
            trail.lead.subject_id = entered[at].subject_id
            trail.lead.case_id = case_ids.get(at)
    leads = [trail.lead for trail in story.trails]
    for trail, key in zip(
        story.trails, enter_leads(leads, by=BY, intake=story.chunk.name, file="leads.csv"), strict=True
    ):
        for one in trail.deeds:
            one.lead_id, one.case_id = key, trail.lead.case_id
        trail.key = key


def _record(story: Story, case_ids: dict[int, int]) -> None:
    for at, one, trail in story.arrests:
        one.case_id = case_ids[at]
        one.lead_id = trail.key if trail else None
        if one.arrest:
            one.arrest.case_id = case_ids[at]
    deeds = [one for trail in story.trails for one in trail.deeds]
    deeds += [one for _, one, _ in story.arrests]
    deeds += [one for _, one in story.encounters]
    record_activities(sorted(deeds + story.duties, key=lambda one: one.acted_on), by=BY)
    count_set([counted for counted, _ in story.encounters], by=BY)
